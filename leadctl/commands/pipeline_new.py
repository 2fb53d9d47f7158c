"""pipeline new: a small sound definition to start from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from leadctl.commands import options

if TYPE_CHECKING:
    from leadctl.commands.session import Session


@click.command()
@click.argument("pipeline", metavar="ID")
@options.dry_run
@options.with_session
def command(session: Session, pipeline: str, dry_run: bool) -> None:
    """Write a small pipeline with comments and one scenario, to start from."""
    from leadctl.actions.pipelines.new import new_definition

    definition, scenarios = new_definition(session.desk, pipeline, session.command, dry_run=dry_run)
    done = "Would write" if dry_run else "Wrote"
    click.echo(f"{done} {definition} and {scenarios}.")
    click.echo(f"In words: leadctl pipeline show {pipeline}. Its story: leadctl pipeline test "
               f"{pipeline}. After a change: leadctl pipeline check {pipeline}")  # fmt: skip
