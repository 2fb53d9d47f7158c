"""Recurring deadlines: which occurrence comes next, without walking through all of them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import datetime, timedelta

from leadctl.rules.time.spans import Duration
from leadctl.rules.time.wall_clock import NoSuchTimeError
from leadctl.rules.time.working_calendar import Calendar, Clock

LONGEST_DAY = timedelta(hours=25)
_LONGEST_MONTH = timedelta(days=31, hours=1)
_SHORTEST_DAY = timedelta(hours=22)
_SHORTEST_MONTH = timedelta(days=27, hours=22)


def clock_of(name: str) -> Clock:
    """Return the clock of a rule, as the calendar wants it."""
    return "working" if name == "working" else "wall"


def span_after(
    start: datetime, span: Duration, clock: Clock, calendar: Calendar, *, all_day: bool = False
) -> datetime:
    """Return the moment a span after another; `all_day` counts from a date to a date's begin."""
    if not all_day:
        return calendar.add(start, span, clock)
    return calendar.start_of_day(calendar.day_after(calendar.local_day(start), span, clock))


def counts_from(
    every: Duration, start: datetime, moment: datetime, clock: Clock, calendar: Calendar
) -> Iterator[int]:
    """Yield 1, 2, 3, ... without those whose occurrence surely ends before a moment."""
    if moment <= start:
        return itertools.count(1)
    if clock == "wall":
        return itertools.count(max(1, _at_least(every, start, moment)))
    return itertools.count(_last_until(moment, every, start, calendar))


def _at_least(every: Duration, start: datetime, moment: datetime) -> int:
    """Return how many times a span surely fits between two moments of the wall clock."""
    longest = _LONGEST_MONTH * every.months + LONGEST_DAY * every.wall_days
    return (moment - start) // (longest + timedelta(seconds=every.seconds))


def _at_most(every: Duration, start: datetime, moment: datetime) -> int:
    """Return how many times a span fits at most, on either clock."""
    shortest = _SHORTEST_MONTH * every.months + _SHORTEST_DAY * every.wall_days
    return (moment - start) // (shortest + timedelta(seconds=every.seconds)) + 1


def _last_until(moment: datetime, every: Duration, start: datetime, calendar: Calendar) -> int:
    """Return the last count that ends by a moment of the working clock, or 1.

    Open time and working days are counted as such; other spans are looked for by halving.
    """

    def ends_by(count: int) -> bool:
        try:
            return calendar.add(start, every.times(count), "working") <= moment
        except NoSuchTimeError:
            return False  # it ends beyond all that a calendar knows

    if every == Duration(seconds=every.seconds):
        return max(1, calendar.elapsed(start, moment) // timedelta(seconds=every.seconds))
    low, high = 1, _at_most(every, start, moment) + 1
    if every == Duration(days=every.days):
        days = calendar.working_days(calendar.local_day(start), calendar.local_day(moment))
        low, high = max(1, days // every.days - 1), days // every.days + 3
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if ends_by(middle) else (low, middle)
    return low
