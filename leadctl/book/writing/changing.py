"""Changing a book: its lock is held, and on leaving the block all is stored, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime

from leadctl.book import files
from leadctl.book.book import Book
from leadctl.book.journal.entries import Record
from leadctl.book.journal.lock import TIMEOUT, locked
from leadctl.book.own_files.settings import SCHEMA
from leadctl.book.writing.operation import SHOWN, Operation, new_record, running, undo_into
from leadctl.errors import Invalid, NotFound, Refused


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
) -> Iterator[Operation]:
    """Change the book: hold its lock, and on leaving the block all is stored, or nothing.

    `command` is the line that undo lists. Raises Busy, Refused for a newer format,
    Invalid for settings in conflict.
    """
    if book.settings.problems:
        raise Invalid(list(book.settings.problems), hint="Reading works. Writing waits for that.")
    if not book.settings.writable:
        raise Refused(
            f"This book has format {book.settings.schema}; this leadctl writes {SCHEMA}.",
            hint="Reading works. To write, install a newer leadctl.",
        )
    if dry_run:
        record = new_record(0, command, now, by, undoes)
        with closing(Operation(book, record, dry_run=True, bulk=bulk)) as rehearsed:
            try:
                yield rehearsed
            finally:
                book.forget()
        return
    _private_folders(book)
    with locked(book.private, command, timeout):
        book.recover()
        number = book.journal.next_number()
        record = new_record(number, command, now, by, undoes)
        try:
            with running(Operation(book, record, dry_run=False, bulk=bulk)) as opened:
                yield opened
            _enter(book, opened)
        finally:
            book.forget()


def _enter(book: Book, done: Operation) -> None:
    """Put what was written into the index; of a very large operation the next reader does."""
    if done.number is not None and done.total < SHOWN:
        book.enter(str(change.path) for change in done.changes)


def _private_folders(book: Book) -> None:
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
    """Take back an operation: the latest that is neither undone nor itself an undo, or a given
    one. Raises NotFound, Refused if it is undone already, Busy where a file changed since.
    """
    target = _undoable(book, number)
    bulk = target.files > 1000
    with changing(
        book, command, now, by, dry_run=dry_run, bulk=bulk, undoes=target.number
    ) as opened:
        undo_into(opened, target.number)
        yield opened


def _undoable(book: Book, number: int | None) -> Record:
    for record in book.journal.records():
        if number is None and record.undone_by is None and record.undoes is None:
            return record
        if record.number == number:
            if record.undone_by is None:
                return record
            raise Refused(
                f"Operation {number} is undone already, by operation {record.undone_by}.",
                hint=f"To have it back: leadctl undo {record.undone_by}",
            )
    if number is None:
        raise NotFound("There is nothing to undo.")
    raise NotFound(f"There is no operation {number} to undo.")
