"""config: the settings that hold, and where each came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from leadctl.commands.asking import options
from leadctl.commands.offering import completing
from leadctl.commands.starting.command import Explained
from leadctl.commands.telling.printing import print_listing
from leadctl.errors import Usage
from leadctl.render.safe import safe

if TYPE_CHECKING:
    from leadctl.commands.starting.session import Session


SHAPE = {"key": "text", "value": "any", "origin": "text"}
"""A setting for programs."""


@click.command(cls=Explained)
@click.option("--origin", is_flag=True, help="Show the file and line of each as well.")
@options.formats()
@options.with_session
def show(session: Session, origin: bool, format_name: str) -> None:
    """List the settings that hold, the book's and your own."""
    from leadctl.render.listing import Column, Listing

    columns = [
        Column("key", "Setting"),
        Column("value", "Value", weight=1, least=12, holds="any"),
        Column("origin", "From", shown="all" if origin else "data"),
    ]
    rows = [
        {"key": key, "value": value, "origin": where}
        for key, value, where in session.book.settings.shown()
    ]
    rows = [row | _acting(session) if row["key"] == "agent" else row for row in rows]
    print_listing(session, Listing(columns, rows), format_name)


def _acting(session: Session) -> dict[str, object]:
    """Return who acts now and why, where it is not one's own settings that say it."""
    named = {"--as": session.typed.actor, "LEADCTL_AGENT": session.typed.env.get("LEADCTL_AGENT")}
    found = next((where for where, name in named.items() if name), "")
    if not found and not session.book.settings.agent:
        found = "the only agent" if len(session.book.settings.team.agents) == 1 else ""
    return {"value": session.actor.id, "origin": found} if found and session.actor else {}


@click.command("set", cls=Explained)
@click.argument("key", shell_complete=completing.settings)
@click.argument("value")
@options.dry_run
@options.with_session
def set_(session: Session, key: str, value: str, dry_run: bool) -> None:
    """Set a setting: the book's (undo takes it back), or your own.

    KEY is a name that `config show` lists, agents.ID.NAME, view.NAME for a saved query,
    constants.NAME for what a pipeline's messages want once, or alias.NAME for a command line.
    """
    from leadctl.actions.keeping.setting import set_setting

    root = click.get_current_context().find_root().command
    name = key.removeprefix("alias.")
    if name != key and isinstance(root, click.Group) and name in root.commands:
        raise Usage(f"{name} is a command: an alias of that name would never be heard.")

    alone = len(session.book.settings.team.agents) == 1 and session.actor
    done = set_setting(session.desk, key, value, session.command, dry_run=dry_run)
    if session.answer_format != "text":
        from leadctl.commands.telling.answers import answer_files

        answer_files(session, done.number, dry_run=dry_run, setting={"key": key, "value": value})
        return
    if not session.typed.quiet:
        said = value if value[-1:].isalnum() else f'"{value}"'
        place = f", in the place of {' and '.join(done.instead)}" if done.instead else ""
        click.echo(safe(f"{'Would be: ' if dry_run else ''}{key} is now {said}{place}."))
    if alone and key.startswith("agents.") and key.split(".")[1] != alone.id and not dry_run:
        stay = f"To go on as {alone.label or alone.id}: leadctl config set agent {alone.id}"
        session.note(f"Several agents write here now. {stay}")
    if done.number is not None:
        session.note(f"Undo: leadctl undo {done.number}")
