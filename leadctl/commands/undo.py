"""undo: take back what a command did, however many files it touched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from leadctl.commands import options
from leadctl.commands.printing import print_listing
from leadctl.errors import Refused, Usage

if TYPE_CHECKING:
    from leadctl.actions.undo import Undone
    from leadctl.book.journal.entries import Record
    from leadctl.book.writing.undoing import Undoing
    from leadctl.commands.session import Session

SHOWN = 10
"""So many files are named; of more, only how many."""


@click.command()
@click.argument("number", type=click.IntRange(min=1), required=False)
@click.option("-l", "--list", "listed", is_flag=True, help="List what can be undone.")
@options.dry_run
@options.formats()
@options.with_session
def command(
    session: Session, number: int | None, listed: bool, dry_run: bool, format_name: str
) -> int:
    """Take back your last command, or the one with NUMBER; an undo can be undone.

    What was changed since is kept and named, field by field; the exit code is 3 then. Another
    agent's command wants its NUMBER.
    """
    if listed:
        if number is not None:
            raise Usage("Either --list or a NUMBER.")
        _list(session, format_name)
        return 0
    from leadctl.actions.undo import undo

    done = undo(session.desk, number, session.command, dry_run=dry_run)
    if format_name == "json":
        _answer(done, dry_run=dry_run)
    else:
        _print(session, done, dry_run=dry_run)
    return Refused.exit_code if done.undoing.kept else 0


def _answer(done: Undone, *, dry_run: bool) -> None:
    from leadctl.commands import answers

    record, undoing = done.undoing.record, done.undoing
    answers.print_object(
        {
            **answers.done(done.number, dry_run=dry_run),
            "undone": record.number,
            "command": record.command,
            "files": list(done.paths),
            "taken_back": undoing.taken,
            "of": undoing.things,
            "kept": [
                {"name": one.name, "what": one.what, "by": one.since.number if one.since else None}
                for one in undoing.kept
            ],
        }
    )


def _print(session: Session, done: Undone, *, dry_run: bool) -> None:
    from leadctl.render.safe import safe

    undoing, count = done.undoing, done.count
    record = undoing.record
    files = "1 file" if count == 1 else f"{count} files"
    verb = "Would take back" if dry_run else "Taken back"
    part = f"{undoing.taken} of {undoing.things} things of " if undoing.kept else ""
    click.echo(f"{verb}: {part}operation {record.number}, {safe(record.command)} ({files})")
    for path in done.paths if count <= SHOWN else ():
        session.note(f"  {path}")
    if undoing.kept:
        click.echo(f"Kept, changed since: {safe('; '.join(_kept(session, undoing)))}", err=True)
    for later in undoing.later:
        session.note(f"Later, on the same: operation {later.number}, {safe(later.command)}")
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
    """Yield what was kept, in words: "Zoe Park's source, set by operation 7 (sam)"."""
    for kept in undoing.kept[:SHOWN]:
        if kept.what == "deleted":
            what = f"{kept.name}, deleted since"
        else:
            what = f"{kept.name}'s {kept.what}" if kept.what else f"{kept.name} as a whole"
        yield f"{what}, {_by(session, kept.since)}"
    if len(undoing.kept) > SHOWN:
        yield f"and {len(undoing.kept) - SHOWN} more"


def _by(session: Session, since: Record | None) -> str:
    if since is None:
        return "by hand"
    actor = session.actor
    who = "you" if actor and since.by == actor.id else since.by
    return f"by operation {since.number} ({who})"


def _list(session: Session, format_name: str) -> None:
    from leadctl.actions.undo import operations
    from leadctl.render.listing import Column, Listing

    columns = [
        Column("number", "No", align="right"),
        Column("at", "When", shown="data"),
        Column("when", "When", shown="human"),
        Column("by", "By"),
        Column("files", "Files", align="right"),
        Column("command", "Command", shown="data"),
        Column("shown", "Command", weight=1, least=20, shown="human"),
        Column("state", "", shown="human"),
        Column("undoes", "Undoes", shown="data"),
        Column("undone_by", "Undone by", shown="data"),
    ]
    rows = [
        {
            "number": record.number,
            "at": record.at,
            "when": f"{record.at.astimezone(session.zone):%Y-%m-%d %H:%M}",
            "by": record.by,
            "files": record.files,
            "command": record.command,
            "shown": _without_globals(record.command),
            "state": f"undone by {record.undone_by}" if record.undone_by else "",
            "undoes": record.undoes,
            "undone_by": record.undone_by,
        }
        for record in operations(session.desk)
    ]
    print_listing(session, Listing(columns, rows), format_name)


def _without_globals(command: str) -> str:
    """Return a command line as it is told apart from others: without when, as whom and where."""
    return re.sub(rf"^(leadctl)(?:{_GLOBAL})+", r"\1", command)


_GLOBAL = r""" (?:--(?:now|as|directory)(?:=| )|-C ?)(?:"[^"]*"|'[^']*'|[^ ]+)"""
