"""merge-driver: what git runs to join two versions of a lead. People run `leadctl merge`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from leadctl.commands.asking import options

if TYPE_CHECKING:
    from leadctl.commands.starting.session import Session


@click.command(hidden=True)
@click.argument("files", nargs=3, metavar="BASE OURS THEIRS")
@click.argument("size", type=int, default=7)
@click.argument("path", default="")
@options.with_session
def command(session: Session, files: tuple[str, str, str], size: int, path: str) -> int:
    """Join three files of one lead into OURS, as git's merge driver."""
    from pathlib import Path

    from leadctl.book.git.driver import drive
    from leadctl.render.safe import safe

    base, ours, theirs = map(Path, files)
    made = drive((base, ours, theirs), size, path or files[1], session.typed.env)
    if made.refused:
        click.echo(safe(f"leadctl: {made.refused}"), err=True)
    for conflict in made.conflicts:
        said = f"leadctl: {made.name}: two values for {conflict.field}; settle it: leadctl merge"
        click.echo(safe(said), err=True)
    return 0 if made.clean else 1
