"""A lead's life: its case, its events in order, and the calendar its deadlines are counted on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from leadctl.rules.calendar import Calendar
from leadctl.rules.clauses import Case
from leadctl.rules.lead import YEARS, Event
from leadctl.rules.timeline import BEFORE_ALL, Key, Timeline


@dataclass(frozen=True)
class Life:
    """What deadlines are computed from. `rank` is the order in which agents are offered leads."""

    case: Case
    calendar: Calendar
    rank: Sequence[str] = ()

    @property
    def line(self) -> Timeline:
        """The lead's events in the order in which they happened."""
        return self.case.line

    def day_of(self, moment: datetime) -> Key:
        """Return when the local day of a moment begins, before all that happens on it."""
        return self.calendar.start_of_day(self.calendar.local_day(moment)), BEFORE_ALL

    def aware(self, value: Any) -> datetime | None:
        """Return a moment in UTC, a time without zone read on the calendar's; None for others."""
        if not isinstance(value, datetime) or value.year not in YEARS:
            return None
        moment = value if value.tzinfo else value.replace(tzinfo=self.calendar.zone)
        return moment.astimezone(UTC)

    def moment_in(self, event: Event, key: str) -> datetime | None:
        """Return a moment that an event's line gives, a day as its beginning; None where none."""
        value = event.data.get(key)
        if type(value) is date and value.year in YEARS:
            return self.calendar.start_of_day(value)
        return self.aware(value)

    def end_of_day(self, start: datetime) -> datetime:
        """Return when the local day that begins at a moment is over: 23 to 25 hours later."""
        day = self.calendar.local_day(start)
        return self.calendar.start_of_day(date.fromordinal(day.toordinal() + 1))
