"""status: move a lead through its pipeline, confirm where it stands, see where it has been."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from leadctl.commands import completing, options
from leadctl.commands.printing import print_listing, print_outcome
from leadctl.errors import Usage

if TYPE_CHECKING:
    from leadctl.commands.session import Session


def _move_options(function: Any) -> Any:
    for option in (
        click.option("--at", metavar="TIME", help="When it happened, if not now."),
        click.option(
            "--log",
            type=click.Choice(["call", "text", "email", "meeting", "letter"]),
            help="Log this touch of ours in the same step.",
        ),
        click.option("--ask", is_flag=True, help="Ask for the approval it wants."),
        click.option("--claim", is_flag=True, help="Claim the lead in the same step."),
        click.option("--force", is_flag=True, help="Override the pipeline; wants --reason."),
        click.option("-r", "--reason", default="", help="Why, kept in the lead's history."),
    ):
        function = option(function)
    return function


def _read_options(session: Session, typed: dict[str, Any]) -> Any:
    from leadctl.actions.move import MoveOptions

    at = session.when(typed.pop("at"), past=True) if typed.get("at") else None
    typed.pop("at", None)
    if at is not None and at > session.now:
        raise Usage("--at may not lie in the future.")
    return MoveOptions(**typed, at=at)


@click.command("set")
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
def set_(session: Session, leads: tuple[str, ...], status: str, dry_run: bool, **typed: Any) -> int:
    """Move leads to a status; a move the pipeline refuses is explained."""
    from leadctl.actions.move import set_status

    options.needed(leads, "the status: leadctl status set LEAD STATUS")
    how = _read_options(session, typed)
    request = session.request(leads, dry_run, how.at)
    outcome = set_status(session.desk, request, status, how)
    return print_outcome(session, outcome)


@click.command("next")
@options.leads
@_move_options
@options.dry_run
@options.with_session
def next_(session: Session, leads: tuple[str, ...], dry_run: bool, **typed: Any) -> int:
    """Move leads to the next status of their funnel."""
    from leadctl.actions.move import advance

    how = _read_options(session, typed)
    options.needed(leads)
    request = session.request(leads, dry_run, how.at)
    outcome = advance(session.desk, request, how)
    return print_outcome(session, outcome)


@click.command()
@options.leads
@click.option("--due", "all_due", is_flag=True, help="All that are to be confirmed today.")
@options.no_input
@options.dry_run
@options.with_session
def confirm(
    session: Session, leads: tuple[str, ...], all_due: bool, no_input: bool, dry_run: bool
) -> int:
    """Confirm that a status still holds; it counts as an update.

    With --due, on a terminal, each is asked about: Enter keeps it, another status moves the lead.
    """
    from leadctl.actions import move

    if all_due:
        from leadctl.commands.confirming import confirm_due

        return confirm_due(session, dry_run=dry_run, ask=session.interactive(no_input=no_input))
    if not leads and not session.where:
        raise Usage("Say which lead: leadctl status confirm LEAD, or --due for all that wait.")
    request = session.request(leads, dry_run)
    outcome = move.confirm(session.desk, request)
    return print_outcome(session, outcome)


@click.command()
@click.argument("lead", shell_complete=completing.lead_ids)
@options.formats()
@options.with_session
def log(session: Session, lead: str, format_name: str) -> None:
    """List the statuses a lead has had, and how long each."""
    from leadctl.actions.history import stays
    from leadctl.render.listing import Column, Listing
    from leadctl.render.relative_time import span_in_words

    rows = []
    for stay in stays(session.desk, session.desk.find(lead)):
        local = stay.since.astimezone(session.zone)
        row = {"since": local, "status": stay.status, "by": stay.by, "reason": stay.reason}
        rows.append({**row, "forced": stay.forced, "seconds": int(stay.length.total_seconds())})
        rows[-1] |= {"when": f"{local:%Y-%m-%d %H:%M}", "stayed": span_in_words(stay.length)}
    columns = [
        Column("since", "Since", shown="data"),
        Column("when", "Since", shown="human"),
        Column("status", "Status"),
        Column("stayed", "For", shown="human"),
        Column("seconds", "Seconds", shown="data"),
        Column("by", "By"),
        Column("forced", "Forced", shown="data"),
        Column("reason", "Reason", weight=1),
    ]
    print_listing(session, Listing(columns, rows), format_name)
