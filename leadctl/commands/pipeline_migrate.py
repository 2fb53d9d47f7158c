"""pipeline migrate: leads of one definition move to the one that follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from leadctl.commands.asking import options
from leadctl.commands.starting.command import Explained
from leadctl.commands.telling.printing import print_outcome
from leadctl.errors import Usage
from leadctl.render.safe import safe

if TYPE_CHECKING:
    from leadctl.actions.pipelines.migrate import Plan
    from leadctl.commands.starting.session import Session


@click.command(cls=Explained)
@click.argument("old", default="")
@click.argument("new", default="")
@click.option("-y", "--yes", is_flag=True, help="Do it without asking.")
@options.dry_run
@options.with_session
def command(session: Session, old: str, new: str, dry_run: bool, yes: bool) -> int:
    """Move the leads of one pipeline to the one that follows it."""
    from leadctl.actions.pipelines import migrate

    found = migrate.plan(session.desk, old, new)
    asks = bool(found.leads) and not (yes or dry_run)
    is_text = session.answer_format == "text"
    if asks or (is_text and not session.typed.quiet):
        _print(found, err=not is_text)
    if asks:
        _ask(session, found)
    outcome = migrate.migrate(session.desk, found, session.command, dry_run=dry_run)
    code = print_outcome(session, outcome)
    return session.tell_problems(found.problems) or code


def _print(found: Plan, *, err: bool) -> None:
    total = len(found.leads) + len(found.stuck) + len(found.others)
    leads = "1 lead" if total == 1 else f"{total} leads"
    click.echo(
        f"{leads} in {safe(found.old)}, to {safe(found.new.title)} ({found.new.id}):", err=err
    )
    for before, after, count in found.moves:
        renamed = "" if before == after else f" -> {safe(after)}"
        click.echo(f"  {count:>5}  {safe(before)}{renamed}", err=err)
    if found.stuck:
        click.echo(f"  {len(found.stuck):>5}  stay: they have no place there", err=err)
    if found.others:
        click.echo(f"  {len(found.others):>5}  stay: they are in other agents' names", err=err)


def _ask(session: Session, found: Plan) -> None:
    if not session.interactive():
        raise Usage("This is the plan; nothing was written.", hint="To do it, say --yes.")
    click.confirm(f"Move {len(found.leads)} of them?", abort=True, err=True)
