"""undo: take back what a command did, however many files it touched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from leadctl.commands.asking import options
from leadctl.commands.starting.command import Explained
from leadctl.commands.starting.command_table import SECTIONS
from leadctl.commands.starting.lazy_group import Table
from leadctl.commands.telling.printing import print_listing
from leadctl.errors import Refused, Usage
from leadctl.render.listing import Column, Listing

if TYPE_CHECKING:
    from leadctl.actions.keeping.undo import Undone
    from leadctl.book.journal.entries import JournalEntry
    from leadctl.book.writing.undoing import Undoing
    from leadctl.commands.starting.session import Session

SHOWN = 10
"""Of so many files it is said whose they are; of more, only how many."""


COLUMNS = (
    Column("number", "No", align="right", holds="count"),
    Column("at", "When", shown="data", holds="moment"),
    Column("when", "When", shown="human"),
    Column("by", "By"),
    Column("files", "Files", align="right", holds="count"),
    Column("command", "Command", shown="data"),
    Column("shown", "Command", weight=1, least=20, shown="human"),
    Column("state", "", shown="human"),
    Column("undoes", "Undoes", shown="data", holds="count?"),
    Column("undone_by", "Undone by", shown="data", holds="count?"),
)


@click.command(cls=Explained)
@click.argument("number", type=click.IntRange(min=1), required=False)
@click.option("-l", "--list", "listed", is_flag=True, help="List what can be undone.")
@options.dry_run
@options.formats()
@options.with_session
def command(
    session: Session, number: int | None, listed: bool, dry_run: bool, format_name: str
) -> int:
    """Take back your last command, or the one with NUMBER; an undo can be undone.

    What was changed since is kept and named, field by field, and what was erased with a person
    does not come back; the exit code is 3 then. Another
    agent's command wants its NUMBER; so does the next undo after that of an older command.
    """
    if listed:
        if number is not None:
            raise Usage("Either --list or a NUMBER.")
        _list(session, format_name)
        return 0
    from leadctl.actions.keeping.undo import undo

    done = undo(session.desk, number, session.command, dry_run=dry_run)
    if session.answer_format != "text":
        _answer(session, done, dry_run=dry_run)
    elif not session.typed.quiet or not done.undoing.is_whole:
        _print(session, done, dry_run=dry_run)
    return 0 if done.undoing.is_whole else Refused.exit_code


def _answer(session: Session, done: Undone, *, dry_run: bool) -> None:
    from leadctl.commands.telling.answers import answer_files

    record, undoing = done.undoing.record, done.undoing
    undone = {
        "operation": record.number,
        "command": _command(record, told=record.number in done.told),
        "files": list(done.paths),
        "taken_back": undoing.taken,
        "of": undoing.things,
        "erased": record.erased,
        "kept": [
            {"name": one.name, "what": one.what, "by": one.since.number if one.since else None}
            for one in undoing.kept
        ],
    }
    answer_files(session, done.number, dry_run=dry_run, undone=undone)


def _print(session: Session, done: Undone, *, dry_run: bool) -> None:
    from leadctl.render.safe import safe

    undoing, record = done.undoing, done.undoing.record
    verb = "Would take back" if dry_run else "Taken back"
    what = _typed(done, record)
    if undoing.kept:
        from leadctl.rules.time.moments import so_many

        what = f"{undoing.taken} of {so_many(undoing.things, 'thing')} that `{what}` did"
    files = f", {done.count} files" if done.count > SHOWN else ""
    click.echo(safe(f"{verb}: {what} (operation {record.number}{files})"))
    for name in done.names if not files else ():
        session.note(f"  {name}")
    if undoing.kept:
        kept = "; ".join(_kept(session, undoing))
        click.echo(safe(f"Kept, because changed since: {kept}"), err=True)
    if record.erased:
        gone = "Not taken back: what it did to somebody who was erased since; that stays so."
        click.echo(gone, err=True)
    for later in undoing.later:
        said = safe(_typed(done, later))
        session.note(f"Later, on the same: operation {later.number}, {said}")
    if dry_run:
        session.note("Nothing was written: --dry-run.")
    elif done.number is not None:
        session.note(f"To have it back: leadctl undo {done.number}")
        _tell_sent(session, done)


def _tell_sent(session: Session, done: Undone) -> None:
    from leadctl.actions.sharing.sent import sent_to

    if where := sent_to(session.book, done.undoing.record.number, done.number):
        session.note(
            f"It had been sent to {where}: others have it until they get this too, by leadctl sync."
        )


def _kept(session: Session, undoing: Undoing) -> Iterator[str]:
    """Yield what was kept, in words: "Zoe Park's source (by sam, operation 7)"."""
    for kept in undoing.kept[:SHOWN]:
        if kept.what == "deleted":
            what = f"{kept.name}, deleted since"
        else:
            what = f"{kept.name}'s {kept.what}" if kept.what else f"{kept.name} as a whole"
        yield f"{what} ({_by(session, undoing, kept.since)})"
    if len(undoing.kept) > SHOWN:
        yield f"and {len(undoing.kept) - SHOWN} more"


def _by(session: Session, undoing: Undoing, since: JournalEntry | None) -> str:
    if since is None:
        from leadctl.book.writing.undoing import by_no_command

        return by_no_command(session.book.root, undoing)
    actor = session.actor
    who = "you" if actor and since.by == actor.id else since.by
    return f"by {who}, operation {since.number}"


def _list(session: Session, format_name: str) -> None:
    from leadctl.actions.keeping.undo import is_told, operations
    from leadctl.rules.time.clock_face import stamp

    rows = [
        {
            "number": record.number,
            "at": record.at,
            "when": stamp(record.at.astimezone(session.zone)),
            "by": record.by,
            "files": record.files,
            "command": (command := _command(record, told=is_told(session.desk, record))),
            "shown": _without_globals(command),
            "state": _state(record),
            "undoes": record.undoes,
            "undone_by": record.undone_by,
        }
        for record in operations(session.desk)
    ]
    print_listing(session, Listing(COLUMNS, rows), format_name)


def _state(record: JournalEntry) -> str:
    """Return why an operation is not one to take back, or ""."""
    if record.undone_by:
        return f"undone by {record.undone_by}"
    return "" if record.files else "erased, stays so"


def _typed(done: Undone, record: JournalEntry) -> str:
    """Return an operation's command line as people are told it."""
    return _without_globals(_command(record, told=record.number in done.told))


def _command(record: JournalEntry, *, told: bool) -> str:
    """Return an operation's command line; where what was typed is not told, its verb alone."""
    if told:
        return record.command
    return " ".join(("leadctl", *_verb(_without_globals(record.command)), "..."))


def _verb(command: str) -> list[str]:
    """Return the words of a command line that name the command: ["status", "set"]."""
    table: Table | str = {name: one for part in SECTIONS.values() for name, one in part.items()}
    found = []
    for word in command.split():
        if not isinstance(table, str) and word in table:
            found.append(word)
            table = table[word][0]
    return found


def _without_globals(command: str) -> str:
    """Return a command line as it is told apart from others: without when, as whom and where."""
    return re.sub(rf"^(leadctl)(?:{_GLOBAL})+", r"\1", command)


_GLOBAL = r""" (?:--(?:now|as|directory)(?:=| )|-C ?)(?:"[^"]*"|'[^']*'|[^ ]+)"""
