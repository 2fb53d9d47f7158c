"""Opening hours, the working clock and the wall clock. Every moment handed out is in UTC."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from leadctl.rules.time.shifts import DAY, Segment, Shifts, begins_year, ends_year, year_long
from leadctl.rules.time.wall_clock import (
    NoSuchTimeError,
    at_wall,
    load_zone,
    local_time,
    move_wall,
    utc,
)

if TYPE_CHECKING:
    from leadctl.rules.time.spans import Duration

__all__ = ["Calendar", "Clock", "at_wall", "load_zone", "move_wall"]

Clock = Literal["working", "wall"]

_EDGE = 2 * DAY
"""Shifts of days farther from a moment than this lie wholly before or after it."""


class Calendar(Shifts):
    """When work is done, and the arithmetic of both clocks.

    The working clock is total: every span that ends within the years 2 to 9998 has its moment,
    and whole years are stepped over, so that none takes long.
    """

    def segments(self, start: datetime) -> Iterator[Segment]:
        """Yield the open stretches from a moment on, without end: in order, half open, disjoint.

        Stretches may touch. Raises NoSuchTimeError where the calendar is never open.
        """
        self.refuse_never_open()
        moment = utc(start)
        day = self.local_day(moment) - DAY  # whose last shift may run over midnight
        while True:
            for opening, closing in self.shifts(day):
                if closing > moment:
                    yield max(opening, moment), closing
            day += DAY

    def segments_back(self, end: datetime) -> Iterator[Segment]:
        """Yield the open stretches before a moment, the latest first; see `segments`."""
        self.refuse_never_open()
        day = self.local_day(end) + DAY  # clocks that go back over midnight return to yesterday
        while True:
            for opening, closing in reversed(self.shifts(day)):
                if opening < end:
                    yield opening, min(closing, end)
            day -= DAY

    def next_opening(self, moment: datetime) -> datetime:
        """Return the first open moment at or after a moment: itself, where that is open."""
        return next(self.segments(moment))[0]

    def add(self, start: datetime, duration: Duration, clock: Clock = "working") -> datetime:
        """Return the moment a span after another.

        On the wall clock hours are exact, and days, weeks and months keep the local time of day.
        The working clock starts at the next opening (rule decision 5): months and weeks are the
        calendar's, days step over working days at the same local time, hours use up open time;
        what falls outside the hours moves to the next opening. Raises NoSuchTimeError
        outside the years 2 to 9998 or where never open.
        """
        try:
            if _is_wall(clock):
                moved = move_wall(start, duration.months, duration.wall_days, self.zone)
                return utc(moved + timedelta(seconds=duration.seconds))
            return utc(self._add_working(utc(start), duration))
        except OverflowError:
            raise _out_of_range(duration, "after") from None

    def before(self, moment: datetime, duration: Duration, clock: Clock = "wall") -> datetime:
        """Return the moment a span earlier: `add` run backwards (rule decision 10, S1.32).

        "2 days" before is the same local time two calendar days earlier. On the working clock
        what falls outside the hours moves to the closing before it. Raises as `add`.
        """
        try:
            if _is_wall(clock):
                exact = utc(moment) - timedelta(seconds=duration.seconds)
                return utc(move_wall(exact, -duration.months, -duration.wall_days, self.zone))
            return utc(self._before_working(utc(moment), duration))
        except OverflowError:
            raise _out_of_range(duration, "before") from None

    def day_after(self, day: date, duration: Duration, clock: Clock = "working") -> date:
        """Return the date a span of whole days, weeks or months after a date.

        On the working clock it is a working day, and a day off counts as the next working day (in
        `day_before` as the last one). Raises as `add`.
        """
        return self._day_moved(day, duration, 1, clock)

    def day_before(self, day: date, duration: Duration, clock: Clock = "wall") -> date:
        """Return the date a span of whole days, weeks or months before a date; see `day_after`.

        The working day before a Monday is the Friday. Raises as `add`.
        """
        return self._day_moved(day, duration, -1, clock)

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Return how much open time lies between two moments; negative where end comes first."""
        start, end = utc(start), utc(end)
        if end < start:
            return -self.elapsed(end, start)
        self.refuse_never_open()
        total = timedelta()
        day, first, last = self.local_day(start) - DAY, self.local_day(start), self.local_day(end)
        while day <= last + DAY:
            if begins_year(day) and day >= first + _EDGE and day + year_long(day) <= last - DAY:
                total += self.year(day.year).open
                day += year_long(day)
                continue
            for opening, closing in self.shifts(day):
                total += max(min(closing, end) - max(opening, start), timedelta())
            day += DAY
        return total

    def working_days(self, first: date, last: date) -> int:
        """Return how many working days lie after one date, up to and with another."""
        self.refuse_never_open()
        count, day = 0, first + DAY
        while day <= last:
            if begins_year(day) and day + year_long(day) <= last:
                count += self.year(day.year).days
                day += year_long(day)
                continue
            count += self.is_working_day(day)
            day += DAY
        return count

    def _day_moved(self, day: date, duration: Duration, sign: int, clock: Clock) -> date:
        try:
            moved = self._by_calendar(self.start_of_day(day), duration, sign, clock)
            found = self.local_day(moved)
            if _is_wall(clock):
                return found
            self.refuse_never_open()
            while not self.is_working_day(found):
                found += DAY if sign > 0 else -DAY
            return self._step(found, sign * duration.days)
        except OverflowError:
            raise _out_of_range(duration, "after" if sign > 0 else "before") from None

    def _by_calendar(
        self, moment: datetime, duration: Duration, sign: int, clock: Clock
    ) -> datetime:
        """Move by what the calendar counts: on the working clock weeks and months alone."""
        days = duration.wall_days if _is_wall(clock) else duration.weeks * 7
        return move_wall(moment, sign * duration.months, sign * days, self.zone)

    def _add_working(self, start: datetime, duration: Duration) -> datetime:
        moment = start
        if duration.months or duration.weeks:
            moment = self._by_calendar(self.next_opening(moment), duration, 1, "working")
        if duration.days:
            moment = self._move_days(self.next_opening(moment), duration.days)
        return self._spend(moment, timedelta(seconds=duration.seconds))

    def _before_working(self, moment: datetime, duration: Duration) -> datetime:
        moment = self._unspend(self.last_open(moment), timedelta(seconds=duration.seconds))
        if duration.days:
            moment = self.last_open(self._move_days(moment, -duration.days))
        if duration.months or duration.weeks:
            moment = self.last_open(self._by_calendar(moment, duration, -1, "working"))
        return moment

    def _spend(self, start: datetime, left: timedelta) -> datetime:
        """Use up open time from a moment on; for no time at all that is the next opening."""
        self.refuse_never_open()
        first = self.local_day(start)
        day = first - DAY
        while True:
            if begins_year(day) and day >= first + _EDGE and self.year(day.year).open < left:
                left -= self.year(day.year).open
                day += year_long(day)
                continue
            for opening, closing in self.shifts(day):
                begin = max(opening, start)
                if begin < closing and left <= closing - begin:
                    return begin + left
                left -= max(closing - begin, timedelta())
            day += DAY

    def _unspend(self, end: datetime, left: timedelta) -> datetime:
        """Use up open time backwards from a moment."""
        if not left:
            return end
        self.refuse_never_open()
        last = self.local_day(end)
        day = last + DAY  # clocks that go back over midnight return to yesterday
        while True:
            if ends_year(day) and day <= last - _EDGE and self.year(day.year).open < left:
                left -= self.year(day.year).open
                day -= year_long(day)
                continue
            for opening, closing in reversed(self.shifts(day)):
                finish = min(closing, end)
                if opening < finish and left <= finish - opening:
                    return finish - left
                left -= max(finish - opening, timedelta())
            day -= DAY

    def last_open(self, moment: datetime) -> datetime:
        """Return the latest moment, at or before this one, that is open or a closing."""
        return moment if self.is_open(moment) else next(self.segments_back(moment))[1]

    def _move_days(self, moment: datetime, days: int) -> datetime:
        """Step over working days, keeping the local time of day.

        The night half of a shift counts for the day on which the shift began.
        """
        local = local_time(moment, self.zone)
        held = [
            day for day, opening, closing in self.around(moment) if opening <= moment <= closing
        ]
        first = held[-1] if held else local.date()
        return at_wall(local + (self._step(first, days) - first), self.zone)

    def _step(self, day: date, days: int) -> date:
        """Return the working day so many working days on, or back."""
        step, at_edge = (DAY, begins_year) if days > 0 else (-DAY, ends_year)
        left = abs(days)
        while left:
            day += step
            if at_edge(day) and self.year(day.year).days < left:
                left -= self.year(day.year).days
                day += (year_long(day) - DAY) * (1 if days > 0 else -1)
                continue
            left -= self.is_working_day(day)
        return day


def _is_wall(clock: Clock) -> bool:
    if clock not in ("working", "wall"):
        raise ValueError(f'"{clock}" is no clock: use "working" or "wall"')
    return clock == "wall"


def _out_of_range(duration: Duration, side: str) -> NoSuchTimeError:
    return NoSuchTimeError(f"{duration} {side} that moment lies outside the years 2 to 9998")


@lru_cache(maxsize=64)
def always_open(timezone: str) -> Calendar:
    """Return a calendar without opening hours: its working clock is the wall clock."""
    return Calendar(timezone)
