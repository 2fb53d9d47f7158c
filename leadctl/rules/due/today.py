"""Today: how far the list of a day looks, where the agent is and on a definition's calendar."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from leadctl.rules.due.rows.kinds import KINDS
from leadctl.rules.due.rows.row import Due
from leadctl.rules.time.wall_clock import at_wall
from leadctl.rules.time.working_calendar import Calendar
from leadctl.values import dataclass


@dataclass(frozen=True)
class Today:
    """The day that is being looked at: at a moment, in the agent's zone, on a calendar.

    A timed row is of the agent's day, which ends at 24:00, or with the shift that runs now where it
    ends later; that moment is included, unless the row is one that begins then. A whole day is a
    date of the calendar's zone, wherever the agent is.
    """

    now: datetime
    zone: ZoneInfo
    calendar: Calendar

    def end(self, days: int = 0) -> datetime:
        """Return the end of the day so many days from today."""
        return _end(self.now, self.zone, self.calendar, days)

    @property
    def date(self) -> date:
        """Return the calendar's date of now."""
        return self.calendar.local_day(self.now)

    def has(self, row: Due, days: int = 0) -> bool:
        """Whether a row is due by the end of the day so many days from today."""
        if row.day is not None:
            return row.day <= self.date + timedelta(days=days)
        return row.due < self.end(days) if begins(row) else row.due <= self.end(days)

    def reaches(self, row: Due, within: timedelta) -> bool:
        """Whether a row is due within a span from now; a whole day, if the span reaches it."""
        if row.day is not None:
            return row.day <= self.calendar.local_day(self.now + within)
        return row.due <= self.now + within


def begins(row: Due) -> bool:
    """Whether a row is one that begins at its time, so that at midnight it is the next day's: what
    is agreed, or counted in days; a time by which something is to be done is still of the day.
    """
    return row.by_days or KINDS[row.kind].booked or row.ahead_of is not None


def beginning(now: datetime, zone: ZoneInfo) -> datetime:
    """Return when the day of a moment began in a zone."""
    return at_wall(datetime.combine(now.astimezone(zone).date(), time()), zone)


def is_still_today(row: Due, now: datetime, zone: ZoneInfo) -> bool:
    """Whether a row that is listed is of today, and not left over from an earlier day."""
    if row.day is not None:
        return row.day >= now.astimezone(zone).date()
    return row.due >= beginning(now, zone)


def shown(rows: Iterable[Due], now: datetime, soon: Callable[[Due], bool]) -> Iterator[Due]:
    """Yield the rows to show at a moment, of rows at their next occurrence: opened, not lapsed,
    and `soon` enough.
    """
    for row in rows:
        opened = row.opens is None or row.opens <= now
        lapsed = row.lapses is not None and row.lapses <= now
        if opened and not lapsed and soon(row):
            yield row


@lru_cache(maxsize=64)  # asked for every row of every lead, with the same answer
def _end(now: datetime, zone: ZoneInfo, calendar: Calendar, days: int) -> datetime:
    day = now.astimezone(zone).date() + timedelta(days=days + 1)
    midnight = at_wall(datetime.combine(day, time()), zone)
    running = calendar.end_of_shift(now) if not days else None
    return max(midnight, running) if running else midnight
