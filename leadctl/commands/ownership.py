"""claim, release, pass, assign, approve: whose lead it is, and who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from leadctl.commands import completing, options
from leadctl.commands.printing import print_outcome

if TYPE_CHECKING:
    from leadctl.commands.session import Session


@click.command()
@options.leads
@options.dry_run
@options.with_session
def claim(session: Session, leads: tuple[str, ...], dry_run: bool) -> int:
    """Take leads into your name."""
    from leadctl.actions.ownership import claim_leads

    request = session.request(leads, dry_run)
    outcome = claim_leads(session.desk, request)
    return print_outcome(session, outcome)


@click.command()
@options.leads
@click.option("-r", "--reason", default="", help="Why, kept in the history.")
@options.dry_run
@options.with_session
def release(session: Session, leads: tuple[str, ...], reason: str, dry_run: bool) -> int:
    """Give leads back to the pool, for anyone to work."""
    from leadctl.actions.ownership import release_leads

    request = session.request(leads, dry_run)
    outcome = release_leads(session.desk, request, reason=reason)
    return print_outcome(session, outcome)


@click.command("pass")
@options.leads
@click.option("-r", "--reason", default="", help="Why, kept in the history.")
@options.dry_run
@options.with_session
def pass_(session: Session, leads: tuple[str, ...], reason: str, dry_run: bool) -> int:
    """Pass on leads: the next agent has the turn."""
    from leadctl.actions.ownership import pass_leads

    request = session.request(leads, dry_run)
    outcome = pass_leads(session.desk, request, reason=reason)
    return print_outcome(session, outcome)


@click.command()
@options.some_leads
@click.argument("agent")
@options.dry_run
@options.with_session
def assign(session: Session, leads: tuple[str, ...], agent: str, dry_run: bool) -> int:
    """Give leads to an agent."""
    from leadctl.actions.ownership import assign_leads

    options.needed(leads, "the agent: leadctl assign LEAD AGENT")
    request = session.request(leads, dry_run)
    outcome = assign_leads(session.desk, request, agent)
    return print_outcome(session, outcome)


@click.command()
@click.argument("lead", required=False, shell_complete=completing.lead_ids)
@click.argument("status", required=False, default="")
@options.dry_run
@options.formats()
@options.with_session
def approve(
    session: Session, lead: str | None, status: str, dry_run: bool, format_name: str
) -> int:
    """Approve a move that wants it; without LEAD, list what waits."""
    if lead is None:
        return _pending(session, format_name)
    from leadctl.actions.ownership import approve_leads

    request = session.request([lead], dry_run)
    outcome = approve_leads(session.desk, request, status)
    return print_outcome(session, outcome)


def _pending(session: Session, format_name: str) -> int:
    from leadctl.actions.due_list import DueFilter, due_list
    from leadctl.commands.due import print_list

    wanted = DueFilter(everything=True, kinds=frozenset({"approval"}))
    found = due_list(session.desk, wanted)
    if not found.rows:
        session.note("Nothing waits for approval.")
    print_list(session, found, format_name, limit=0)
    return 0
