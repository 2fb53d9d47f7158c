"""Steps of one's own that a file's dates put ahead ("Next Follow Up"): reminders on those dates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from leadctl.rules.leads.deeds import IMPORT
from leadctl.rules.leads.lead import Event, Lead, is_day
from leadctl.rules.leads.normal_text import normal

Steps = list[tuple[str, date]]
"""The columns of one row and their dates: a day, or a moment."""
_PAST = timedelta(days=31)
"""So late a step may be and still be meant: an older date is of the past, and kept as it was."""


def step_id(column: str) -> str:
    """Return what the reminder of a column is called, as one that was typed with its words."""
    return normal(column).replace(" ", "-") or "reminder"


def is_meant(due: date, today: date) -> bool:
    """Whether a date puts a step ahead, or one that is not long over."""
    day = due.date() if isinstance(due, datetime) else due
    return day >= today - _PAST


def step_events(lead: Lead, steps: Steps, at: datetime, *, update: bool) -> list[Event]:
    """Return what a row's steps add to a lead that is there: one that it has stays, unless
    `update` puts it on another date; the earlier one is done with then.
    """
    found = []
    for column, due in steps:
        name = step_id(column)
        had = [e for e in lead.history if e.name == "task" and e.data.get("id") == name]
        if any(_same(e.data.get("due"), due) for e in had) or (had and not update):
            continue
        found += [_done(e, name, at) for e in had[-1:] if e.by == IMPORT]
        found.append(Event(at, "task", IMPORT, {"id": name, "do": column, "due": due}))
    return found


def _done(earlier: Event, name: str, at: datetime) -> Event:
    return Event(at, "done", IMPORT, {"what": name, "due": earlier.data["due"]})


def _same(one: object, other: date) -> bool:
    if is_day(one) or is_day(other):
        return type(one) is type(other) and one == other
    return one == other


def columns_of(rows: Iterable[Steps]) -> list[str]:
    """Return the columns of which some row has a date, in the order of their names."""
    return sorted({column for steps in rows for column, _ in steps})
