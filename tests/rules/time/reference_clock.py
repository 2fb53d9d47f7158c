"""A slow and obvious calendar: it looks at every minute. The tests judge the fast one by it.

It knows of time zones only what the clocks on the wall show at each minute of a window, and
answers every question by walking or counting minutes one at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
DAYS_BACK, DAYS_ON = 14, 20


class OutOfWindowError(LookupError):
    """The answer lies outside the minutes that were looked at."""


@dataclass(frozen=True)
class Wall:
    """What the clocks of a zone show, minute by minute, around a date.

    `shown[n]` is the local time in minute n; `first[local]` the first minute that shows it.
    """

    begin: datetime
    shown: list[datetime]
    first: dict[datetime, int]

    def minute_of(self, local: datetime) -> int:
        """Return the first minute showing a local time.

        For one that clocks skip: as many minutes after the last one they do show as it should be.
        """
        steps = 0
        while local not in self.first:
            if local < self.shown[0] or local > self.shown[-1]:
                raise OutOfWindowError
            local -= MINUTE
            steps += 1
        return self.first[local] + steps

    def minute_past(self, local: datetime) -> int:
        """Return the first minute showing a local time or a later one."""
        while local not in self.first:
            if local < self.shown[0] or local > self.shown[-1]:
                raise OutOfWindowError
            local += MINUTE
        return self.first[local]

    def number(self, moment: datetime) -> int:
        """Return the number of the minute in which a moment lies."""
        return (moment - self.begin) // MINUTE


@cache
def wall(zone: str, around: date) -> Wall:
    """Write down what the clocks of a zone show in the days around a date."""
    begin = datetime.combine(around, time(), UTC) - DAYS_BACK * DAY
    place, minutes = ZoneInfo(zone), (DAYS_BACK + DAYS_ON) * 24 * 60
    moments = (begin + n * MINUTE for n in range(minutes))
    shown = [moment.astimezone(place).replace(tzinfo=None, fold=0) for moment in moments]
    first: dict[datetime, int] = {}
    for number, local in enumerate(shown):
        first.setdefault(local, number)
    return Wall(begin, shown, first)


class ReferenceClock:
    """Answers a calendar's questions from a list that says of each minute whether it is open."""

    def __init__(
        self,
        zone: str,
        hours: tuple[tuple[tuple[int, int], ...], ...],
        holidays: frozenset[date],
        around: date,
    ) -> None:
        self.wall = wall(zone, around)
        self.shift_day: list[date | None] = [None] * len(self.wall.shown)
        self.working_days: set[date] = set()
        for n in range(2 - DAYS_BACK, DAYS_ON - 5):
            day = around + n * DAY
            if day not in holidays:
                for start, end in hours[day.weekday()]:
                    self._open(day, start, end)
        self.last_day = around + (DAYS_ON - 6) * DAY
        self.first_known = self.wall.minute_past(
            datetime.combine(around - (DAYS_BACK - 4) * DAY, time())
        )
        self.last_known = self.wall.minute_past(datetime.combine(self.last_day, time()))

    def _open(self, day: date, start: int, end: int) -> None:
        midnight = datetime.combine(day, time())
        opening = self.wall.minute_past(midnight + start * MINUTE)
        closing = self.wall.minute_past(midnight + end * MINUTE)
        assert not any(self.shift_day[opening:closing]), "two shifts at once"
        self.shift_day[opening:closing] = [day] * (closing - opening)
        if opening < closing:
            self.working_days.add(day)

    def is_open(self, moment: datetime) -> bool:
        """Whether the minute of a moment is open."""
        return self.shift_day[self._known(self.wall.number(moment))] is not None

    def next_opening(self, moment: datetime) -> datetime:
        """Walk on to an open minute."""
        number = self.wall.number(moment)
        while self.shift_day[self._known(number)] is None:
            number += 1
        return self._moment(number)

    def add_minutes(self, start: datetime, minutes: int) -> datetime:
        """Walk on until so many open minutes have passed."""
        number = self.wall.number(self.next_opening(start))
        while minutes:
            if self.shift_day[self._known(number)] is not None:
                minutes -= 1
            number += 1
        return self._moment(self._known(number))

    def minutes_before(self, end: datetime, minutes: int) -> datetime:
        """Walk back until so many open minutes have passed."""
        number = self.wall.number(end)
        while minutes:
            number -= 1
            if self.shift_day[self._known(number)] is not None:
                minutes -= 1
        return self._moment(self._known(number))

    def elapsed_minutes(self, start: datetime, end: datetime) -> int:
        """Count the open minutes."""
        numbers = range(self._known(self.wall.number(start)), self._known(self.wall.number(end)))
        return sum(self.shift_day[number] is not None for number in numbers)

    def add_working_days(self, start: datetime, days: int) -> datetime:
        """Step over working days, from the day to which the first open minute belongs."""
        if not days:
            return self.next_opening(start)
        number = self.wall.number(self.next_opening(start))
        local, first = self.wall.shown[number], self.shift_day[number]
        assert first is not None
        day = first
        while days:
            day += DAY
            days -= day in self.working_days
            if day > self.last_day:
                raise OutOfWindowError
        return self.next_opening(self._moment(self.wall.minute_of(local + (day - first))))

    def move_days(self, start: datetime, days: int) -> datetime:
        """Return the moment at which clocks show the same time some days later or earlier."""
        local = self.wall.shown[self._known(self.wall.number(start))]
        return self._moment(self._known(self.wall.minute_of(local + days * DAY)))

    def _moment(self, number: int) -> datetime:
        return self.wall.begin + number * MINUTE

    def _known(self, number: int) -> int:
        if not self.first_known <= number < self.last_known:
            raise OutOfWindowError
        return number
