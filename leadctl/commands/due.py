"""due: the morning list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from leadctl.commands import options
from leadctl.commands.printing import print_listing
from leadctl.errors import Invalid, Usage
from leadctl.rules.language.kinds import FOLLOW_UP_KINDS

if TYPE_CHECKING:
    from leadctl.commands.session import Session

MAILED = ("table", "markdown", "html", "jsonl")
"""Formats that say nothing at all where nothing is due; the others stay what they are: an empty
array, a header, a calendar without entries."""

SOMETHING = 10
"""The exit code of `--exit-code` when something is due."""


@click.command()
@click.option("--within", metavar="SPAN", help="Look ahead so far: 7d, 2 weeks. Default: today.")
@click.option("--all", "everything", is_flag=True, help="However far ahead.")
@click.option("--overdue", is_flag=True, help="Only what is late.")
@options.lead_filters("owner", "pipeline", "status", "tag")
@click.option("--kind", multiple=True, type=click.Choice(FOLLOW_UP_KINDS), help="Only this kind.")
@click.option("--as-of", metavar="TIME", help="As it was, or will be, at another time.")
@click.option("--next", "only_next", is_flag=True, help="Only the one thing to do now.")
@click.option("--why", is_flag=True, help="Show the rule, and where it stands.")
@click.option("--advice", is_flag=True, help="Show how to work each lead's status.")
@click.option("--exit-code", is_flag=True, help="Exit with 10 when something is due.")
@options.formats("ics")
@options.with_session
def command(session: Session, format_name: str, exit_code: bool, **typed: Any) -> int:
    """List who is due, for what, and why.

    Where nothing is due nothing is printed (json: [], csv and tsv: the header, ics: an empty
    calendar), so that cron sends no mail. --as-of a time in the past leaves out what happened
    later: history, status and owner are as they were, other fields as they are today.
    """
    from leadctl.actions.due_list import due_list

    present = session.now
    if typed["as_of"]:
        session.look_at(typed["as_of"])
    found = due_list(session.desk, _filter(session, typed, past=session.now < present))
    rows = found.rows[:1] if typed["only_next"] else found.rows
    _print(session, rows, format_name, why=typed["why"], advice=typed["advice"])
    if not rows and not found.problems and session.screen.is_tty:
        session.note("Nothing is due. Further ahead: leadctl due --within 7d")
    if found.problems:
        raise Invalid(found.problems)
    return SOMETHING if exit_code and rows else 0


def _filter(session: Session, typed: dict[str, Any], *, past: bool) -> Any:
    from leadctl.actions.due_list import DueFilter

    return DueFilter(
        within=_within(session, typed["within"]),
        everything=typed["everything"],
        overdue=typed["overdue"],
        kinds=frozenset(typed["kind"]),
        leads=options.lead_filter(session, typed),
        advice=typed["advice"],
        past=past,
    )


def _within(session: Session, text: str | None) -> Any:
    """Return how far to look ahead: the end of the day that the span reaches, for whole days."""
    if text is None:
        return None
    from leadctl.rules.time.spans import parse_duration
    from leadctl.rules.time.wall_clock import move_wall

    try:
        span = parse_duration(text)
    except ValueError as error:
        raise Usage(f"--within: {error}") from None
    from datetime import timedelta

    end = move_wall(session.now, span.months, span.wall_days, session.zone)
    return end + timedelta(seconds=span.seconds) - session.now


def _print(session: Session, rows: Any, format_name: str, *, why: bool, advice: bool) -> None:
    """Print the rows; where there are none, nothing that a mail would be sent for."""
    from leadctl.commands import due_rows
    from leadctl.render.blocks import blocks, fits

    if not rows and format_name in MAILED:
        return
    if format_name == "ics":
        click.echo(due_rows.calendar(session, rows), nl=False)
        return
    columns = advice and format_name != "table"
    listing = due_rows.listing(session, rows, why=why, advice=columns)
    if format_name == "table" and not fits(listing, session.screen):
        click.echo(blocks(listing, session.screen), nl=False, color=session.screen.colour)
    else:
        print_listing(session, listing, format_name)
    if advice and format_name == "table" and (text := due_rows.advice_text(rows)):
        click.echo(text)
