"""pipeline new: a small sound definition to start from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from leadctl.commands.asking import options
from leadctl.commands.starting.command import Explained
from leadctl.commands.telling.printing import print_files

if TYPE_CHECKING:
    from leadctl.commands.starting.session import Session


@click.command(cls=Explained)
@click.argument("pipeline", metavar="ID")
@options.dry_run
@options.with_session
def command(session: Session, pipeline: str, dry_run: bool) -> None:
    """Write a small pipeline with comments and one scenario, to start from."""
    from leadctl.actions.pipelines.new import new_definition

    files, number = new_definition(session.desk, pipeline, session.command, dry_run=dry_run)
    done = "Would write" if dry_run else "Wrote"
    says = (
        f"{done} {' and '.join(files)}.\n"
        f"In words: leadctl pipeline show {pipeline}. Its story: leadctl pipeline test {pipeline}. "
        f"After a change: leadctl pipeline check {pipeline}\n"
        f"To make it the one of new leads: leadctl config set pipeline {pipeline}"
    )
    print_files(session, number, files, says, dry_run=dry_run)
