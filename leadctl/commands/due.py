"""due: the morning list."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from leadctl.commands import options
from leadctl.commands.printing import print_listing
from leadctl.errors import Usage
from leadctl.rules.language.kinds import FOLLOW_UP_KINDS

if TYPE_CHECKING:
    from leadctl.actions.due_list import DueList
    from leadctl.commands.day_list import Look
    from leadctl.commands.session import Session

    Closing = Callable[[Session, DueList], list[str]]

MAILED = ("table", "markdown", "html", "jsonl")
"""Formats that say nothing at all where nothing is due; the others stay what they are: an empty
array, a header, a calendar without entries."""

PEOPLE = ("table", "markdown", "html")
"""Formats that people read; the others have one row a line, or an object, and are never cut."""

SOMETHING = 10
"""The exit code of `--exit-code` when something is due."""


@click.command(cls=options.QueryCommand)
@options.query
@click.option("--within", metavar="SPAN", help="Look ahead so far: 7d, 2 weeks. Default: today.")
@click.option("--all", "everything", is_flag=True, help="However far ahead, and nothing folded.")
@click.option("--overdue", is_flag=True, help="Only what is late.")
@options.lead_filters("owner", "pipeline", "status", "tag")
@click.option("--kind", multiple=True, type=click.Choice(FOLLOW_UP_KINDS), help="Only this kind.")
@click.option("--as-of", metavar="TIME", help="As it was, or will be, at another time.")
@click.option("--next", "only_next", is_flag=True, help="Only the one thing to do now.")
@click.option("--limit", type=click.IntRange(0), help="So many people at most; 0 for all.")
@click.option("--why", is_flag=True, help="Show the rule, and where it stands.")
@click.option("--advice", is_flag=True, help="Show how to work each lead's status.")
@click.option("--exit-code", is_flag=True, help="Exit with 10 when something is due.")
@options.formats("ics", "ids")
@options.with_session
def command(session: Session, format_name: str, exit_code: bool, **typed: Any) -> int:
    """List who is due, for what, and why.

    Where nothing is due nothing is printed (json: [], csv and tsv: the header, ics: an empty
    calendar), so that cron sends no mail. Formats for programs are never cut. --as-of a time in
    the past leaves out what happened later: history, status and owner are as they were, other
    fields as they are today.
    """
    return listed(session, format_name, typed, exit_code=exit_code)


def listed(
    session: Session,
    format_name: str,
    typed: dict[str, Any],
    *,
    exit_code: bool,
    closing: Closing | None = None,
) -> int:
    """Print the list that was asked for, and the lines that `closing` gives; return the code."""
    found = read_list(session, typed)
    limit = session.book.settings.limit if typed["limit"] is None else typed["limit"]
    limit = 0 if typed["everything"] else limit
    look = {"why": typed["why"], "advice": typed["advice"]}
    print_list(session, found, format_name, limit=limit, **look)
    if closing and format_name == "table":
        for line in closing(session, found):
            click.echo(line)
    elif not found.rows and not found.problems and session.screen.is_tty:
        session.note("Nothing is due. Further ahead: leadctl due --within 7d")
    if found.problems:
        return session.tell_problems(found.problems)
    return SOMETHING if exit_code and found.rows else 0


def read_list(session: Session, typed: dict[str, Any]) -> DueList:
    """Return the list that was asked for."""
    from leadctl.actions.due_list import due_list

    present = session.now
    if typed.get("as_of"):
        session.look_at(typed["as_of"])
    found = due_list(session.desk, _filter(session, typed, past=session.now < present))
    if typed.get("only_next"):
        found.blocks = [(section, rows[:1]) for section, rows in found.blocks[:1]]
        found.folded = [] if found.blocks else [(k, rows[:1]) for k, rows in found.folded[:1]]
    return found


def _filter(session: Session, typed: dict[str, Any], *, past: bool) -> Any:
    from leadctl.actions.due_list import DueFilter

    return DueFilter(
        within=_within(session, typed.get("within")),
        everything=typed.get("everything", False),
        overdue=typed.get("overdue", False),
        kinds=frozenset(typed.get("kind", ())),
        leads=options.lead_filter(session, typed),
        advice=typed.get("advice", False),
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


def print_list(
    session: Session,
    found: DueList,
    format_name: str,
    *,
    limit: int,
    why: bool = False,
    advice: bool = False,
) -> None:
    """Print the rows; where there are none, nothing that a mail would be sent for."""
    from leadctl.commands import due_rows
    from leadctl.commands.day_list import Look

    rows = found.rows
    if not rows and format_name in MAILED:
        return
    if format_name == "ids":
        from leadctl.commands.answers import print_ids

        print_ids(dict.fromkeys(row.lead.id for row in found.rows))
        return
    if format_name == "ics":
        click.echo(due_rows.calendar(session, rows), nl=False)
    elif format_name in PEOPLE:
        _print_day(session, found, format_name, Look(limit, why))
        if advice and (text := due_rows.advice_text(rows)):
            click.echo(text)
    else:
        print_listing(session, due_rows.listing(session, rows), format_name)


def _about(session: Session) -> str:
    """Return whose list it is: the agent's name, and the book's."""
    book = session.book.root.name
    label = session.actor.label if session.actor and session.book.settings.team.agents else ""
    return ", ".join(filter(None, (label, book)))


def _print_day(session: Session, found: DueList, format_name: str, look: Look) -> None:
    """Print the list as people read it, cut to a day's work unless all of it was asked for."""
    from leadctl.commands.day_list import day_of

    day = day_of(session, found, look)
    if format_name == "markdown":
        from leadctl.render.day_markdown import day_markdown

        text = day_markdown(day)
    elif format_name == "html":
        from leadctl.render.day_page import day_page

        text = day_page(day, _about(session))
    else:
        from leadctl.render.day import day_text

        text = day_text(day, session.screen)
    click.echo(text, nl=False, color=session.screen.colour)
