"""undo: take back what a command did, however many files it touched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from leadctl.commands import options
from leadctl.commands.printing import print_listing
from leadctl.errors import Usage

if TYPE_CHECKING:
    from leadctl.actions.undo import Undone
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
) -> None:
    """Take back the last command, or the one with NUMBER; an undo can be undone."""
    if listed:
        if number is not None:
            raise Usage("Either --list or a NUMBER.")
        _list(session, format_name)
        return
    from leadctl.actions.undo import undo

    done = undo(session.desk, number, session.command, dry_run=dry_run)
    _print(session, done, dry_run=dry_run)


def _print(session: Session, done: Undone, *, dry_run: bool) -> None:
    from leadctl.render.safe import safe

    record, count = done.record, done.count
    files = "1 file" if count == 1 else f"{count} files"
    verb = "Would undo" if dry_run else "Undone"
    click.echo(f"{verb}: operation {record.number}, {safe(record.command)} ({files})")
    for path in done.paths if count <= SHOWN else ():
        session.note(f"  {path}")
    if dry_run:
        session.note("Nothing was written: --dry-run.")
    elif done.number is not None:
        session.note(f"To have it back: leadctl undo {done.number}")


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
