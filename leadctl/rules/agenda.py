"""The agenda: everything with a deadline for one lead, and what of it is shown at a moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from leadctl.rules.cadence import cadence_rows
from leadctl.rules.calendar import Calendar
from leadctl.rules.clauses import Case
from leadctl.rules.follow_up import Due, rule_rows, times
from leadctl.rules.open_items import open_items, put_off
from leadctl.rules.ownership import claim_rows
from leadctl.rules.timeline import Timeline


def agenda(case: Case, calendar: Calendar, rank: Sequence[str] = ()) -> list[Due]:
    """Return every open deadline of a lead, soonest first, whatever the time is now."""
    lead, pipeline = case.lead, case.pipeline
    role = pipeline.roles.get(lead.role)
    if lead.value("archived") or (role is not None and role.parked):
        return []
    line = Timeline(lead)
    rows = list(_rows(case, line, calendar, rank))
    return sorted((put_off(row, line) for row in rows), key=lambda row: (row.due, row.rule))


def _rows(case: Case, line: Timeline, calendar: Calendar, rank: Sequence[str]) -> Iterator[Due]:
    status = case.pipeline.statuses.get(case.lead.status)
    running = status is not None and not status.closed and not status.parked
    for rule in case.pipeline.follow_up:
        if running or rule.from_.event:  # a duty about an event outlives the journey (S1.3)
            yield from rule_rows(rule, case, line, calendar)
    yield from open_items(case, line, calendar)
    if status is None or not running:
        return
    for rule in status.follow_up:
        yield from rule_rows(rule, case, line, calendar)
    yield from cadence_rows(status.cadence, case, line, calendar)
    yield from claim_rows(case, line, calendar, rank)


def calendar_of(pipeline: object, timezone: str) -> Calendar:
    """Return the definition's calendar, or one that is always open in the book's timezone."""
    own = getattr(pipeline, "calendar", None)
    return own if isinstance(own, Calendar) else Calendar(timezone)


def shown_at(
    rows: Iterable[Due], now: datetime, within: timedelta | None, calendar: Calendar
) -> Iterator[Due]:
    """Yield the rows to show at a moment: opened, not lapsed, due by the end of `within`."""
    for row in (current(row, now, calendar) for row in rows):
        opened = row.opens is None or row.opens <= now
        lapsed = row.lapses is not None and row.lapses <= now
        soon = within is None or row.due <= now + within or row.opens is not None
        if opened and not lapsed and soon:
            yield row


def current(row: Due, now: datetime, calendar: Calendar) -> Due:
    """Return a recurring row at its next occurrence that has not lapsed."""
    if row.every is None or row.lapses is None:
        return row
    grace, due, count = row.lapses - row.due, row.due, 0
    while due + grace <= now and row.every:
        count += 1
        due = calendar.add(row.due, times(row.every, count), "wall")
    return replace(row, due=due, lapses=due + grace)


def is_overdue(row: Due, now: datetime) -> bool:
    """Whether a row's time has passed; a whole day is over at its end."""
    return now >= (row.due + timedelta(days=1) if row.all_day else row.due)
