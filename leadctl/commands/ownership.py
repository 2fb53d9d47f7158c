"""claim, release, pass, assign, approve: whose lead it is, and who says so."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import click

from leadctl.commands.asking import options
from leadctl.commands.offering import completing
from leadctl.commands.starting.command import Explained
from leadctl.commands.telling.printing import print_outcome

if TYPE_CHECKING:
    from leadctl.actions.desk import Desk
    from leadctl.actions.recording.changes import Outcome, Request
    from leadctl.commands.starting.session import Session


_local = click.option(
    "--local", is_flag=True, help="Do not publish it: it holds in this clone alone for now."
)


@click.command(cls=Explained)
@options.leads
@_local
@options.dry_run
@options.with_session
def claim(session: Session, leads: tuple[str, ...], dry_run: bool, local: bool) -> int:
    """Take leads into your name."""
    from leadctl.actions.recording.ownership import claim_leads

    # Whoever comes too late is told who was first, though the lead is hidden from them by now.
    options.needed(leads)
    request = session.request(leads, dry_run, hidden=True)
    return _published(session, request, claim_leads, local=local)


@click.command(cls=Explained)
@options.leads
@options.reason("Why, kept in the history.")
@options.dry_run
@options.with_session
def release(session: Session, leads: tuple[str, ...], reason: str, dry_run: bool) -> int:
    """Give leads back to the pool, for anyone to work."""
    from leadctl.actions.recording.ownership import release_leads

    options.needed(leads)
    request = session.request(leads, dry_run)
    outcome = release_leads(session.desk, request, reason=reason)
    return print_outcome(session, outcome)


@click.command("pass", cls=Explained)
@options.leads
@options.reason("Why, kept in the history.")
@_local
@options.dry_run
@options.with_session
def pass_(session: Session, leads: tuple[str, ...], reason: str, dry_run: bool, local: bool) -> int:
    """Pass on leads: the next agent has the turn."""
    from leadctl.actions.recording.ownership import pass_leads

    options.needed(leads)
    request = session.request(leads, dry_run)
    change = partial(pass_leads, reason=reason)
    return _published(session, request, change, local=local)


@click.command(cls=Explained)
@options.leads
@click.argument("agent", shell_complete=completing.agents)
@_local
@options.dry_run
@options.with_session
def assign(session: Session, leads: tuple[str, ...], agent: str, dry_run: bool, local: bool) -> int:
    """Give leads to an agent."""
    from leadctl.actions.recording.ownership import assign_leads

    options.needed(leads, "the agent: leadctl assign LEAD AGENT")
    request = session.request(leads, dry_run)
    change = partial(assign_leads, agent=agent)
    return _published(session, request, change, local=local)


@click.command(cls=Explained)
@click.argument("lead", required=False, shell_complete=completing.lead_ids)
@click.argument("status", required=False, default="")
@_local
@options.dry_run
@options.formats("ids")
@options.with_session
def approve(
    session: Session, lead: str | None, status: str, *, dry_run: bool, local: bool, format_name: str
) -> int:
    """Approve a move that wants it; without LEAD, list what waits."""
    if lead is None:
        return _pending(session, format_name)
    from leadctl.actions.recording.ownership import approve_leads

    request = session.request([lead], dry_run)
    change = partial(approve_leads, status=status)
    return _published(session, request, change, local=local)


def _published(
    session: Session,
    request: Request,
    change: Callable[[Desk, Request], Outcome],
    *,
    local: bool,
) -> int:
    """Make a change that the remote has to take first, where the book has one, and print it."""
    from leadctl.actions.sharing.publishing import publish

    outcome, note = publish(session.desk, request, change, local=local)
    code = print_outcome(session, outcome)
    session.note(note)
    return code


def _pending(session: Session, format_name: str) -> int:
    from leadctl.actions.looking.due_list import DueFilter, due_list
    from leadctl.commands.due import print_list
    from leadctl.commands.telling.day_list import Look

    wanted = DueFilter(everything=True, kinds=frozenset({"approval"}))
    found = due_list(session.desk, wanted)
    if not found.rows:
        session.note("Nothing waits for approval.")
    print_list(session, found, format_name, Look(limit=0))
    return 0
