"""The agenda: everything with a deadline for one lead, and what of it is shown at a moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from leadctl.rules.cadence import cadence_rows
from leadctl.rules.calendar import Calendar
from leadctl.rules.clauses import Case
from leadctl.rules.follow_up import Due, occurrence_after, rule_rows
from leadctl.rules.life import Life
from leadctl.rules.open_items import open_items
from leadctl.rules.ownership import claim_rows
from leadctl.rules.pipeline import Pipeline
from leadctl.rules.snooze import put_off


def agenda(case: Case, calendar: Calendar, rank: Sequence[str] = ()) -> list[Due]:
    """Return every open deadline of a lead, soonest first, whatever the time is now.

    `rank` is the order in which a lead nobody owns is offered to the agents.
    """
    lead, pipeline = case.lead, case.pipeline
    role = pipeline.roles.get(lead.role)
    if lead.value("archived") or (role is not None and role.parked):
        return []
    life = Life(case, calendar, rank)
    rows = [put_off(row, life) for row in _rows(life)]
    return sorted(rows, key=lambda row: (row.due, row.rule, str(row.about)))


def _rows(life: Life) -> Iterator[Due]:
    pipeline = life.case.pipeline
    status = pipeline.statuses.get(life.case.lead.status)
    running = status is not None and not status.closed and not status.parked
    for rule in pipeline.follow_up:
        if running or rule.from_.event:  # a duty about an event outlives the journey (S1.3)
            yield from rule_rows(rule, life)
    yield from open_items(life)
    if status is None or not running:
        return
    for rule in status.follow_up:
        yield from rule_rows(rule, life)
    yield from cadence_rows(status.cadence, life)
    yield from claim_rows(life)


def calendar_of(pipeline: Pipeline, timezone: str) -> Calendar:
    """Return the definition's calendar, or one that is always open in the book's timezone."""
    return pipeline.calendar or Calendar(timezone)


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
    if row.every is None or row.lapses is None or row.lapses > now:
        return row
    grace = row.lapses - row.due
    due = occurrence_after(row, now - grace, calendar)
    missed = due + (row.missed - row.due) if row.missed else due
    return replace(row, due=due, missed=missed, lapses=due + grace, planned=None, snoozed=False)


def is_overdue(row: Due, now: datetime) -> bool:
    """Whether a row's time has passed; a whole day is over at its end."""
    return now >= (row.missed or row.due)
