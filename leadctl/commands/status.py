"""status: move a lead through its pipeline, confirm where it stands, see where it has been."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from leadctl.commands.asking import options
from leadctl.commands.offering import completing
from leadctl.commands.starting.command import Explained
from leadctl.commands.telling.printing import print_listing, print_outcome
from leadctl.errors import LeadctlError, Usage
from leadctl.render.listing import Column, Listing
from leadctl.rules.leads.event_kinds import TOUCHES

if TYPE_CHECKING:
    from leadctl.actions.recording.move import MoveOptions
    from leadctl.commands.starting.session import Session

    class MoveTyped(TypedDict):
        """How a move was asked for."""

        at: str | None
        log: str | None
        ask: bool
        claim: bool
        force: bool
        reason: str


def _move_options(function: options.Function) -> options.Function:
    for option in (
        click.option("--at", metavar="TIME", help="When it happened, if not now."),
        click.option(
            "--log",
            type=click.Choice(TOUCHES),
            help="Log this touch of ours in the same step.",
        ),
        click.option("--ask", is_flag=True, help="Ask for the approval it wants."),
        click.option("--claim", is_flag=True, help="Claim the lead in the same step."),
        click.option("--force", is_flag=True, help="Override the pipeline; wants --reason."),
        options.reason("Why, kept in the lead's history."),
    ):
        function = option(function)
    return function


def _read_options(session: Session, typed: MoveTyped) -> MoveOptions:
    from leadctl.actions.recording.move import MoveOptions
    from leadctl.commands.asking.when_it_was import when_it_was

    at = when_it_was(session, typed["at"]) if typed["at"] else None
    if at is not None and at > session.now:
        raise Usage("--at may not lie in the future.")
    return MoveOptions(
        typed["reason"], typed["force"], typed["claim"], typed["ask"], typed["log"], at
    )


COLUMNS = (
    Column("since", "Since", shown="data", holds="moment"),
    Column("when", "Since", shown="human"),
    Column("status", "Status"),
    Column("stayed", "For", shown="human"),
    Column("seconds", "Seconds", shown="data", holds="count"),
    Column("by", "By"),
    Column("forced", "Forced", shown="data", holds="flag"),
    Column("reason", "Reason", weight=1),
)


@click.command("set", cls=Explained)
@click.argument(
    "leads",
    nargs=-1,
    metavar="LEAD...",
    shell_complete=completing.leads_then_status,
)
@click.argument("status", metavar="STATUS", shell_complete=completing.statuses)
@_move_options
@options.where
@options.dry_run
@options.with_session
def set_(
    session: Session, leads: tuple[str, ...], status: str, dry_run: bool, **typed: Unpack[MoveTyped]
) -> int:
    """Move leads to a status; a move the pipeline refuses is explained."""
    from leadctl.actions.recording.move import set_status

    options.needed(leads, "the status: leadctl status set LEAD STATUS")
    how = _read_options(session, typed)
    _refuse_unquoted(session, leads, status)
    request = session.request(leads, dry_run, how.at)
    outcome = set_status(session.desk, request, status, how)
    return print_outcome(session, outcome)


def _refuse_unquoted(session: Session, leads: tuple[str, ...], status: str) -> None:
    """Raise Usage where the last words are one status: the shell has taken it apart.

    Asked before the leads are looked for: the "In" of "In Contract" may be a piece of a name.
    """
    names: Mapping[str, str] = {}
    if len(leads) < 2:
        return
    with suppress(LeadctlError):
        names = session.desk.pipeline(session.desk.find(leads[0]).pipeline).by_lower_name
    for place in range(1, len(leads)):
        name = " ".join([*leads[place:], status])
        known = names.get(name.lower())
        if known:
            hint = f'leadctl status set {" ".join(leads[:place])} "{known}"'
            raise Usage(f'"{known}" has a space: write it in quotes.', hint=hint)


@click.command("next", cls=Explained)
@options.leads
@_move_options
@options.dry_run
@options.with_session
def next_(
    session: Session, leads: tuple[str, ...], dry_run: bool, **typed: Unpack[MoveTyped]
) -> int:
    """Move leads to the next status of their funnel."""
    from leadctl.actions.recording.move import advance

    how = _read_options(session, typed)
    options.needed(leads)
    request = session.request(leads, dry_run, how.at)
    outcome = advance(session.desk, request, how)
    return print_outcome(session, outcome)


@click.command(cls=Explained)
@options.leads
@click.option("--due", "all_due", is_flag=True, help="All that are to be confirmed today.")
@options.dry_run
@options.with_session
def confirm(session: Session, leads: tuple[str, ...], all_due: bool, dry_run: bool) -> int:
    """Confirm that a status still holds; it counts as an update.

    With --due, on a terminal, each is asked about: Enter keeps it, another status moves the lead.
    """
    from leadctl.actions.recording import move

    if all_due:
        from leadctl.commands.telling.confirming import confirm_due

        return confirm_due(session, dry_run=dry_run, ask=session.interactive())
    if not leads and not session.where:
        raise Usage("Say which lead: leadctl status confirm LEAD, or --due for all that wait.")
    request = session.request(leads, dry_run)
    outcome = move.confirm(session.desk, request)
    return print_outcome(session, outcome)


@click.command(cls=Explained)
@click.argument("lead", shell_complete=completing.lead_ids)
@options.formats()
@options.with_session
def log(session: Session, lead: str, format_name: str) -> None:
    """List the statuses a lead has had, and how long each."""
    from leadctl.actions.looking.history import stays
    from leadctl.render.relative_time import span_in_words
    from leadctl.rules.time.clock_face import stamp

    rows = []
    for stay in stays(session.desk, session.desk.find(lead)):
        local = stay.since.astimezone(session.zone)
        row = {"since": local, "status": stay.status, "by": stay.by, "reason": stay.reason}
        rows.append({**row, "forced": stay.forced, "seconds": int(stay.length.total_seconds())})
        when = str(stay.day) if stay.day else stamp(local)
        rows[-1] |= {"when": when, "stayed": span_in_words(stay.length)}
    print_listing(session, Listing(COLUMNS, rows), format_name)
