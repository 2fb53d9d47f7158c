"""delete: a lead goes, its id stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from leadctl.commands.asking import options
from leadctl.commands.starting.command import Explained
from leadctl.commands.telling.printing import print_outcome
from leadctl.errors import Refused, Usage
from leadctl.render.safe import safe

if TYPE_CHECKING:
    from leadctl.actions.recording.changes import Request
    from leadctl.commands.starting.session import Session


@click.command(cls=Explained)
@options.leads
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@options.dry_run
@options.with_session
def command(session: Session, leads: tuple[str, ...], yes: bool, dry_run: bool) -> int:
    """Delete leads; id and moment stay, so that no export of this book brings them back.

    What is personal leaves the lead's file; the file keeps its name, and git what was committed.
    The journal keeps the file as it was for undo, for 50 further commands or 30 days at most; to
    have nothing kept: `leadctl erase`.
    """
    from leadctl.actions.recording.delete import delete_leads

    options.needed(leads)
    request = session.request(leads, dry_run)
    if not (yes or dry_run):
        _ask(session, request)
    return print_outcome(session, delete_leads(session.desk, request))


def _ask(session: Session, request: Request) -> None:
    """Ask on a terminal. Raises Usage where nobody can be asked, Refused for a no."""
    if not session.interactive():
        who = ", ".join(f"{lead.name} ({lead.id})" for lead in request.leads)
        raise Usage(f"Nobody can be asked here: to delete {who} all the same, add --yes.")
    for lead in request.leads:
        click.echo(safe(f"{lead.name} ({lead.id}), {lead.status}"), err=True)
    if not click.confirm("Delete?", err=True):
        raise Refused("Nothing was deleted.")
