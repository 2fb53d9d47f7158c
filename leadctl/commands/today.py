"""today: the day's list and what to type next; what `leadctl` alone prints inside a book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from leadctl.commands import due, options
from leadctl.errors import NotFound

if TYPE_CHECKING:
    from leadctl.actions.due_list import DueList
    from leadctl.commands.session import Session


def _today(session: Session, format_name: str, exit_code: bool, **typed: Any) -> int:
    """List who is due today, and say what to type before and after a call; see `due`."""
    return due.listed(session, format_name, typed, exit_code=exit_code, closing=_closing)


command = click.Command(
    "today",
    params=due.command.params,
    callback=options.with_session(_today),
    help=_today.__doc__,
)


def alone(ctx: click.Context) -> int:
    """Print the day's list inside a book, the help page elsewhere."""
    from leadctl.commands.session import session_of

    session = session_of(ctx)
    try:
        assert session.book
    except NotFound:
        if session.typed.directory:
            raise
        click.echo(ctx.get_help())
        return 0
    with command.make_context("today", [], parent=ctx) as own:
        return int(command.invoke(own) or 0)


def _closing(session: Session, found: DueList) -> list[str]:
    """Return what to type next: about the first person, or what comes where nothing is due."""
    from leadctl.commands.day_list import handles_of

    if found.blocks:
        first = found.blocks[0][1][0]
        name = handles_of(found.names)[first.lead.id]
        return [
            f"Before a call: leadctl context {name}. After it: leadctl log {name} call -o spoke"
        ]
    if found.folded:
        return []
    return [f"Nothing due today. {_ahead(session, bool(found.names))}"]


def _ahead(session: Session, some: bool) -> str:
    """Return what comes next of all that is ahead: "Next: Tue 10:00 showing, Ana L\u00f3pez."."""
    from leadctl.actions.due_list import DueFilter, due_list
    from leadctl.render.day_words import do_words
    from leadctl.rules.time.moments import dated

    if not some:
        return 'To add somebody: leadctl add "Ana L\u00f3pez" phone="415 555 0132"'
    rows = due_list(session.desk, DueFilter(everything=True)).rows
    row = min(rows, key=lambda row: row.due.due, default=None)
    if row is None:
        return ""
    when = dated(row.due.day or row.due.due, session.now, row.due.told_in(session.zone))
    return f"Next: {when} {do_words(row.due)}, {row.lead.name}."
