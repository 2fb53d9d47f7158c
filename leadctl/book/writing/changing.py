"""Changing a book: its lock is held, and on leaving the block all is stored, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from leadctl.book import files
from leadctl.book.book import OFF, Book
from leadctl.book.git.place import refuse_in_middle
from leadctl.book.journal.entries import JournalEntry
from leadctl.book.journal.lock import TIMEOUT, locked
from leadctl.book.own_files.places import SETTINGS
from leadctl.book.own_files.settings import COMMIT, SCHEMA
from leadctl.book.writing.operation import Operation
from leadctl.book.writing.remembered import SHOWN
from leadctl.book.writing.taking_back import undo_into
from leadctl.errors import Invalid, NotFound, Refused, Usage

if TYPE_CHECKING:
    from leadctl.book.git.edit import Edit


_WAITS = "Reading works. Writing waits until it is mended: by such a line, or in an editor."


@contextmanager
def changing(  # noqa: PLR0913  # each is a separate fact about what is done
    book: Book,
    command: str,
    now: datetime,
    by: str,
    *,
    dry_run: bool = False,
    bulk: bool = False,
    undoes: int | None = None,
    timeout: float = TIMEOUT,
    mends: bool = False,
) -> Iterator[Operation]:
    """Change the book: hold its lock, and on leaving the block all is stored, or nothing.

    `command` is the line that undo lists. Raises Busy, Refused for a newer format, Invalid for
    settings in which something is wrong, unless it is what the change `mends`.
    """
    if book.settings.problems and not mends:
        raise Invalid(list(book.settings.problems), hint=_WAITS)
    if not book.settings.writable:
        raise Refused(
            f"This book has format {book.settings.schema}; this leadctl writes {SCHEMA}.",
            hint="Reading works. To write, install a newer leadctl.",
        )
    if dry_run:
        record = JournalEntry(0, command, now, by, undoes)
        with closing(Operation(book, record, dry_run=True, bulk=bulk)) as rehearsed:
            try:
                yield rehearsed
                rehearsed.tell()
            finally:
                book.forget()
        return
    refuse_in_middle(book.root)
    if book.why and not (book.publisher or book.settings.git == COMMIT):
        said = "Why (-m, --why) goes into git's log, and this book does not commit by itself."
        hint = f'To have it do so, write git = "{COMMIT}" into leadctl.toml.'
        raise Usage(said, hint=f'A note of a lead is: leadctl note LEAD "..."\n{hint}')
    private_folders(book)
    with locked(book.private, command, timeout):
        book.recover()
        if book.index_use != OFF:
            book.index.notice()
        number = book.journal.next_number()
        record = JournalEntry(number, command, now, by, undoes)
        try:
            with _running(Operation(book, record, dry_run=False, bulk=bulk)) as opened:
                yield opened
                if book.publisher:
                    book.publisher.push(_edits(opened), command)
            opened.tell()
            _enter(book, opened)
            _tell_git(book, opened)
        finally:
            book.forget()


def _enter(book: Book, done: Operation) -> None:
    """Put what was written into the index; of a very large operation the next reader does."""
    if done.number is not None and done.total < SHOWN:
        book.enter(str(change.path) for change in done.changes)


def _edits(operation: Operation) -> list[Edit]:
    from leadctl.book.git.edit import Edit

    return [Edit(str(one.path), one.before, one.after) for one in operation.changes]


def _tell_git(book: Book, operation: Operation) -> None:
    """Commit what was written, where the book wants that; it stays written if git cannot."""
    if operation.number is None:
        return
    if book.publisher:
        book.publisher.settle()
    elif book.settings.git == COMMIT:
        from leadctl.book.git.committing import record
        from leadctl.book.git.remains import under_way
        from leadctl.book.git.running import Git

        paths = [change.path for change in book.journal.changes(operation.number)]
        git = Git(book.root, book.env)
        with under_way(book.private, git):
            record(git, _edits(operation), paths, operation.record.command, book.why)


def private_folders(book: Book) -> None:
    """Make the book's private folders, if they are not there. Raises Busy."""
    with files.disk("preparing the book for writing"):
        for folder in (book.private, book.journal.folder, book.temps):
            files.private_folder(folder)
        ignore = book.private / ".gitignore"
        if not ignore.exists():
            files.write_atomic(ignore, b"*\n", durable=False)


@contextmanager
def undoing(  # noqa: PLR0913  # each is a separate fact about what is done
    book: Book,
    now: datetime,
    by: str,
    number: int | None = None,
    *,
    command: str = "leadctl undo",
    dry_run: bool = False,
) -> Iterator[Operation]:
    """Take back an operation: `by`'s latest that is neither undone nor itself an undo, or a given
    one; `Operation.undoing` says what of it. What changed the settings goes back whatever is wrong
    in them. Raises NotFound, Refused if it is undone already, is
    somebody else's, or was changed since in all it did.
    """
    target = _latest(book, by) if number is None else _undoable(book, number)
    bulk = target.files > 1000
    mends = any(change.path == SETTINGS for change in book.journal.changes(target.number))
    with changing(
        book, command, now, by, dry_run=dry_run, bulk=bulk, undoes=target.number, mends=mends
    ) as opened:
        opened.undoing = undo_into(opened, _undoable(book, target.number))
        yield opened


def _undoable(book: Book, number: int) -> JournalEntry:
    for record in book.journal.records():
        if record.number == number and record.undone_by is not None:
            raise Refused(
                f"Operation {number} is undone already, by operation {record.undone_by}.",
                hint=f"To have it back: leadctl undo {record.undone_by}",
            )
        if record.number == number:
            return record
    kept = book.settings
    raise NotFound(
        f"There is no operation {number} to undo, or not any more.",
        hint=f"The last {kept.undo_operations} are kept, for {kept.undo_days} days (settings "
        "undo_operations and undo_days). Those that can be taken back: leadctl undo --list",
    )


def _latest(book: Book, by: str) -> JournalEntry:
    """Return an agent's own last command. What happened by itself is the only agent's, too.

    Undo after undo goes back command by command. Raises Refused where their last undo was of an
    older command, by its number: nobody can tell whether that is meant now, or what came after it;
    and where their last command went with somebody who was erased.
    """
    alone = len(book.settings.team.agents) <= 1
    other: JournalEntry | None = None
    last_undo: JournalEntry | None = None
    reached: int | None = None
    erased: JournalEntry | None = None
    for record in book.journal.records():
        if record.undoes is not None and record.number == reached:  # that was of an undo, too
            reached = record.undoes
        own = record.by == by or alone
        if not record.files or record.undone_by is not None:
            if own and record.undoes is None and (reached is None or record.number < reached):
                erased = erased or (record if record.erased else None)
            continue
        if not own:
            other = other or (record if record.undoes is None else None)
        elif record.undoes is None:
            if last_undo and reached is not None and record.number > reached:
                raise _which_one(last_undo, record)
            if erased:
                raise _stays_erased(erased, record)
            return record
        elif last_undo is None:
            last_undo, reached = record, record.undoes
    if erased:
        raise _stays_erased(erased)
    if other is None:
        raise NotFound("There is nothing to undo.")
    raise Refused(
        f"There is nothing of yours to undo; the last command is by {other.by}.",
        hint=f"What it was: leadctl undo --list\nTo take that back: leadctl undo {other.number}",
    )


def _which_one(last_undo: JournalEntry, before: JournalEntry) -> Refused:
    """Return the refusal to guess between an undo and the command before it, with both lines."""
    return Refused(
        f"Your last undo took back operation {last_undo.undoes}, an older one: which now?",
        hint=f"To have that back: leadctl undo {last_undo.number}\n"
        f"To take back operation {before.number}, {before.command}: leadctl undo {before.number}",
    )


def _stays_erased(erased: JournalEntry, before: JournalEntry | None = None) -> Refused:
    """Return the refusal to take something else back where the last command was an erasure, or was
    erased with the person; with the line that takes back what came before.
    """
    said = f"Your last command (operation {erased.number}) is of somebody erased: that stays so."
    if before is None:
        return Refused(said)
    line = f"operation {before.number}, {before.command}: leadctl undo {before.number}"
    return Refused(said, hint=f"To take back {line}")


@contextmanager
def _running(operation: Operation) -> Iterator[Operation]:
    """Commit an operation when the block ends, or take all of it back when it raises.

    Once it has happened it stays, whatever fails after that.
    """
    try:
        yield operation
        operation.commit()
    except BaseException:
        if not operation.has_happened():
            operation.roll_back()
        raise
