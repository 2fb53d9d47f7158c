"""What was asked of reports, as it was typed: the period, the pair of statuses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from leadctl.errors import Invalid, Usage

if TYPE_CHECKING:
    from leadctl.commands.starting.session import Session
    from leadctl.commands.starting.typed import ReportTyped
    from leadctl.rules.reports.entry import Period
    from leadctl.rules.reports.report import Asked, Report


def asked_of(session: Session, typed: ReportTyped) -> Asked:
    """Return what is asked of every report. Raises Usage, or NotFound for a status."""
    from leadctl.rules.reports.report import Asked

    came_from, to = typed["came_from"], typed["to"]
    pair = _pair(session, (came_from, to), typed) if came_from and to else None
    return Asked(session.now, session.zone, _period(session, typed), pair)


def lately(session: Session, report: Report, asked: Asked) -> Asked:
    """Return what is asked of a report in an overview: what happened is that of late."""
    from leadctl.rules.reports.entry import Period
    from leadctl.values import replace

    if not report.lately or asked.period != Period():
        return asked
    return replace(asked, period=Period(_back(session, report.lately)))


def _period(session: Session, typed: ReportTyped) -> Period:
    """Return the period that was typed. Raises Usage for one that cannot be read or is empty."""
    from leadctl.rules.reports.entry import Period

    if typed["last"]:
        if typed["since"] or typed["until"]:
            raise Usage("Either --last, or --since and --until.")
        return Period(_back(session, typed["last"]))
    since = _moment(session, typed["since"]) if typed["since"] else None
    until = _moment(session, typed["until"], end=True) if typed["until"] else None
    if since and until and since >= until:
        raise Usage("The period is empty: --since is not before --until.")
    return Period(since, until)


def _back(session: Session, text: str) -> datetime:
    from leadctl.rules.time.spans import parse_duration
    from leadctl.rules.time.wall_clock import move_wall

    try:
        span = parse_duration(text)
        moment = session.now - timedelta(seconds=span.seconds)
        return move_wall(moment, -span.months, -span.wall_days, session.zone)
    except (ValueError, OverflowError) as error:
        raise Usage(f"--last: {error}") from None


def _moment(session: Session, text: str, *, end: bool = False) -> datetime:
    """Return a moment; a day without a time is its beginning, or with `end` its end."""
    from leadctl.rules.time.typed_times import parse_when
    from leadctl.rules.time.wall_clock import move_wall

    try:
        first, other = (
            parse_when(text, session.now, session.zone, past=True, day_hour=time(0, minute))
            for minute in (0, 1)
        )
    except ValueError as error:
        raise Usage(str(error), hint=_span_meant(text, end=end)) from None
    is_day = first != other
    return move_wall(first, 0, 1, session.zone) if end and is_day else first


def _span_meant(text: str, *, end: bool) -> str:
    """Return how a period that was typed where a moment is asked for can be typed, or ""."""
    from leadctl.rules.clauses.words import quote
    from leadctl.rules.time.spans import parse_duration

    try:
        parse_duration(text)
    except (ValueError, OverflowError):
        return ""
    return (
        f'For up to then: --until "{text} ago"'
        if end
        else f"For the time since then: --last {quote(text)}"
    )


def _pair(session: Session, pair: tuple[str, str], typed: ReportTyped) -> tuple[str, str]:
    """Return the exact names of two statuses. Raises NotFound with the closest ones.

    They are looked for in the pipelines named, else in the book's own, else in all there are.
    """
    from leadctl.actions.names import pick
    from leadctl.errors import NotFound

    book = session.desk.book
    chosen = _names(session, typed.get("pipeline") or [book.settings.pipeline])
    see = "leadctl report status"
    try:
        came_from, to = (pick("status", name, chosen, see=see) for name in pair)
    except NotFound:
        every = _names(session, list(book.definitions.files))
        came_from, to = (pick("status", name, every, see=see) for name in pair)
    return came_from, to


def _names(session: Session, pipelines: Sequence[str]) -> dict[str, str]:
    """Return the statuses of pipelines, by their names and aliases in lower case."""
    from contextlib import suppress

    from leadctl.errors import NotFound

    names: dict[str, str] = {}
    for pipeline in filter(None, pipelines):
        with suppress(Invalid, NotFound):  # a broken one is reported with its leads
            names |= session.desk.pipeline(pipeline).by_lower_name
    return names
