"""due: the morning list."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Unpack

import click

from leadctl.commands.asking import options, which_leads
from leadctl.commands.telling.printing import print_listing, print_page
from leadctl.errors import Usage
from leadctl.render.formats import is_for_people
from leadctl.rules.due.rows.kinds import FOLDED, KINDS
from leadctl.values import replace

if TYPE_CHECKING:
    from datetime import timedelta

    from leadctl.actions.looking.due_list import DueFilter, DueList
    from leadctl.commands.starting.session import Session
    from leadctl.commands.starting.typed import LeadsTyped
    from leadctl.commands.telling.day_list import Look

    Closing = Callable[[Session, DueList], list[str]]

    class DueTyped(LeadsTyped, total=False):
        """Which rows of the list are wanted, and how they are shown."""

        within: str | None
        everything: bool
        overdue: bool
        kind: tuple[str, ...]
        as_of: str | None
        only_next: bool
        limit: int | None
        why: bool
        advice: bool


_KINDS = tuple({**KINDS, **FOLDED})
"""The kinds of rows, and as what they are counted in a line."""
SOMETHING = 10
"""The exit code of `--exit-code` when something is due."""


@click.command(cls=which_leads.QueryCommand)
@which_leads.query
@click.option("--within", metavar="SPAN", help="Look ahead so far: 7d, 2 weeks. Default: today.")
@click.option("--all", "everything", is_flag=True, help="However far ahead, and nothing folded.")
@click.option("--overdue", is_flag=True, help="Only what is late.")
@which_leads.lead_filters("owner", "pipeline", "status", "tag")
@click.option("--kind", multiple=True, type=click.Choice(_KINDS), help="Only this kind.")
@click.option("--as-of", metavar="TIME", help="As it was, or will be, at another time.")
@click.option("--next", "only_next", is_flag=True, help="Only the one thing to do now.")
@click.option("--limit", type=click.IntRange(0), help="So many people at most; 0 for all.")
@click.option("--why", is_flag=True, help="Show the rule, and where it stands.")
@click.option("--advice", is_flag=True, help="Show how to work each lead's status.")
@click.option("--exit-code", is_flag=True, help="Exit with 10 when something is due.")
@options.formats("ics", "ids")
@options.with_session
def command(session: Session, format_name: str, exit_code: bool, **typed: Unpack[DueTyped]) -> int:
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
    typed: DueTyped,
    *,
    exit_code: bool,
    closing: Closing | None = None,
) -> int:
    """Print the list that was asked for, and the lines that `closing` gives; return the code."""
    from leadctl.commands.telling.day_list import Look

    limit = session.book.settings.limit if typed["limit"] is None else typed["limit"]
    limit = 0 if typed["everything"] else limit
    found = read_list(session, typed, first=limit if is_for_people(format_name) else 0)
    look = Look(limit, typed["why"], asked=_typed_again(typed))
    told = closing(session, found) if closing and is_for_people(format_name) else []
    if format_name != "table":  # there they are the last lines, behind the list and its pager
        look = replace(look, closing=tuple(told))
    print_list(session, found, format_name, look, advice=typed["advice"])
    if not found.counts and typed.get("query"):
        from leadctl.commands.asking.nobody_called import say_nobody

        say_nobody(session, "due", typed["query"])
    if closing and format_name == "table":
        for line in told:
            click.echo(line)
    elif not found.counts and not found.problems and session.screen.is_tty:
        session.note("Nothing is due. Further ahead: leadctl due --within 7d")
    if found.problems:
        return session.tell_some(found.problems)
    return SOMETHING if exit_code and found.counts else 0


def read_list(session: Session, typed: DueTyped, first: int = 0) -> DueList:
    """Return the list that was asked for, of so many people at least."""
    from leadctl.actions.looking.due_list import due_list

    present = session.now
    if as_of := typed.get("as_of"):
        session.look_at(as_of)
    return due_list(session.desk, _filter(session, typed, first, past=session.now < present))


def _filter(session: Session, typed: DueTyped, first: int, *, past: bool) -> DueFilter:
    from leadctl.actions.looking.due_list import DueFilter

    return DueFilter(
        within=_within(session, typed.get("within")),
        everything=typed.get("everything", False),
        overdue=typed.get("overdue", False),
        kinds=frozenset(typed.get("kind", ())),
        leads=which_leads.lead_filter(session, typed),
        advice=typed.get("advice", False),
        past=past,
        first=first,
        next=bool(typed.get("only_next")),
    )


def _within(session: Session, text: str | None) -> timedelta | None:
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


def _typed_again(typed: DueTyped) -> str:
    """Return what was typed of which rows are wanted, to be typed once more."""
    values = {
        "--within": [*filter(None, [typed.get("within")])],
        "--as-of": [*filter(None, [typed.get("as_of")])],
        "--owner": typed.get("owner", ()),
        "--pipeline": typed.get("pipeline", ()),
        "--status": typed.get("status", ()),
        "--tag": typed.get("tag", ()),
        "--kind": typed.get("kind", ()),
    }
    if not (typed.get("query") or any(values.values())):
        return "--overdue" if typed.get("overdue") else ""
    from shlex import quote

    words = [quote(word) for word in typed.get("query", ())]
    words += [f"{name} {quote(one)}" for name, given in values.items() for one in given]
    return " ".join([*words, *(["--overdue"] if typed.get("overdue") else [])])


def print_list(
    session: Session, found: DueList, format_name: str, look: Look, *, advice: bool = False
) -> None:
    """Print the rows; where there are none, nothing that a mail would be sent for."""
    from leadctl.commands.telling import due_rows

    for_people = is_for_people(format_name)
    if not found.counts and for_people:
        return
    rows = found.rows
    if format_name == "ids":
        from leadctl.commands.telling.answers import print_ids

        print_ids(dict.fromkeys(row.lead.id for row in found.rows))
        return
    if format_name == "ics":
        from leadctl.commands.telling.calendar_entries import of_rows

        click.echo(of_rows(session, rows), nl=False)
    elif for_people:
        _print_day(session, found, format_name, look)
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
    from leadctl.commands.telling.day_list import day_of

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
    if format_name == "table":
        print_page(session, text)
    else:
        click.echo(text, nl=False)
