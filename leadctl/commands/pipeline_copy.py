"""pipeline copy: a shipped definition becomes the book's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from leadctl.commands.asking import options
from leadctl.commands.offering import completing
from leadctl.commands.starting.command import Explained
from leadctl.commands.telling.printing import print_files

if TYPE_CHECKING:
    from leadctl.commands.starting.session import Session


@click.command(cls=Explained)
@click.argument("pipeline", metavar="ID", shell_complete=completing.pipelines)
@options.dry_run
@options.with_session
def command(session: Session, pipeline: str, dry_run: bool) -> None:
    """Copy a shipped pipeline into this book, to change it there."""
    from leadctl.actions.pipelines.copy import copy_definition

    path, number = copy_definition(session.desk, pipeline, session.command, dry_run=dry_run)
    done = "Would write" if dry_run else "Wrote"
    says = f"{done} {path}: this book now uses its own. After a change: leadctl pipeline check"
    print_files(session, number, [path], says, dry_run=dry_run)
