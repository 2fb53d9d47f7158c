"""config: the settings that hold, and where each came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from leadctl.commands import options
from leadctl.commands.printing import print_listing
from leadctl.render.safe import safe

if TYPE_CHECKING:
    from leadctl.commands.session import Session


@click.command()
@click.option("--origin", is_flag=True, help="Show the file and line of each as well.")
@options.formats()
@options.with_session
def show(session: Session, origin: bool, format_name: str) -> None:
    """List the settings that hold, the book's and your own."""
    from leadctl.render.listing import Column, Listing

    columns = [
        Column("key", "Setting"),
        Column("value", "Value", weight=1, least=12),
        Column("origin", "From", shown="all" if origin else "data"),
    ]
    rows = [
        {"key": key, "value": value, "origin": where}
        for key, value, where in session.book.settings.shown()
    ]
    rows = [row | _acting(session) if row["key"] == "agent" else row for row in rows]
    print_listing(session, Listing(columns, rows), format_name)


def _acting(session: Session) -> dict[str, Any]:
    """Return who acts now and why, where it is not one's own settings that say it."""
    named = {"--as": session.typed.actor, "LEADCTL_AGENT": session.typed.env.get("LEADCTL_AGENT")}
    found = next((where for where, name in named.items() if name), "")
    return {"value": session.actor.id, "origin": found} if found and session.actor else {}


@click.command("set")
@click.argument("key")
@click.argument("value")
@options.dry_run
@options.with_session
def set_(session: Session, key: str, value: str, dry_run: bool) -> None:
    """Set a setting: the book's (undo takes it back), or your own.

    KEY is a name that `config show` lists, or agents.ID.NAME, or view.NAME for a saved query.
    """
    from leadctl.actions.setting import set_setting

    number = set_setting(session.desk, key, value, session.command, dry_run=dry_run)
    if session.answer_format != "text":
        from leadctl.commands.answers import done, print_object

        print_object({**done(number, dry_run=dry_run), "key": key, "value": value})
        return
    if not session.typed.quiet:
        click.echo(safe(f"{'Would be: ' if dry_run else ''}{key} is now {value}."))
    if number is not None:
        session.note(f"Undo: leadctl undo {number}")
