"""pipeline copy: a shipped definition becomes the book's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from leadctl.commands import completing, options

if TYPE_CHECKING:
    from leadctl.commands.session import Session


@click.command()
@click.argument("pipeline", metavar="ID", shell_complete=completing.pipelines)
@options.dry_run
@options.with_session
def command(session: Session, pipeline: str, dry_run: bool) -> None:
    """Copy a shipped pipeline into this book, to change it there."""
    from leadctl.actions.pipelines.copy import copy_definition

    path = copy_definition(session.desk, pipeline, session.command, dry_run=dry_run)
    done = "Would write" if dry_run else "Wrote"
    click.echo(f"{done} {path}: this book now uses its own. After a change: leadctl pipeline check")
