"""Opening hours, the working clock and the wall clock. Every moment handed out is in UTC."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from leadctl.rules.time.hours import ALWAYS, Hours, check_hours, parse_hours
from leadctl.rules.time.spans import Duration
from leadctl.rules.time.wall_clock import at_wall, load_zone, local_time, move_wall, once_shown, utc
from leadctl.values import dataclass, field

__all__ = ["Calendar", "Clock", "at_wall", "load_zone", "move_wall", "parse_hours"]

Clock = Literal["working", "wall"]
Segment = tuple[datetime, datetime]

_DAY = timedelta(days=1)
_LONGEST_WEEKS = 1040  # a longer working span is a mistake, and would take long to walk
_MOST_KNOWN = 20_000  # days remembered: enough for any book, and bounded for absurd dates


@dataclass(frozen=True)
class Calendar:
    """When work is done: hours for each weekday (Monday first), less the holidays.

    Hours are minutes since local midnight, the end not included; an end past 1440 runs into the
    next day. A shift belongs to the day on which it starts: a holiday closes the shifts that start
    on it, and the last shift of the day before still runs out. Where clocks change, a shift opens
    and closes at the first moment that clocks show its time or a later one.
    """

    timezone: str
    hours: Hours = ALWAYS
    holidays: frozenset[date] = frozenset()
    _known: dict[date, tuple[Segment, ...]] = field(default_factory=dict, init=False, compare=False)
    _starts: dict[date, datetime] = field(default_factory=dict, init=False, compare=False)

    def __post_init__(self) -> None:
        check_hours(self.hours)

    @cached_property
    def zone(self) -> ZoneInfo:
        """Return the time zone. Raises ValueError where there is none of that name."""
        return load_zone(self.timezone)

    def local_day(self, moment: datetime) -> date:
        """Return the date that a moment has in the calendar's zone."""
        return utc(moment).astimezone(self.zone).date()

    def start_of_day(self, day: date) -> datetime:
        """Return the moment at which a date begins in the calendar's zone."""
        known = self._starts.get(day)
        if known is None:
            if len(self._starts) > _MOST_KNOWN:
                self._starts.clear()
            known = self._starts[day] = at_wall(datetime.combine(day, time()), self.zone)
        return known

    def is_working_day(self, day: date) -> bool:
        """Whether a shift starts on this date."""
        return bool(self._shifts(day))

    def is_open(self, moment: datetime) -> bool:
        """Whether a moment lies in the open hours; the moment of closing does not."""
        moment = utc(moment)
        return any(start <= moment < end for _, start, end in self._around(moment))

    def segments(self, start: datetime) -> Iterator[Segment]:
        """Yield the open stretches from a moment on, without end: in order, half open, disjoint.

        Stretches may touch. Raises ValueError where the calendar is never open.
        """
        self._refuse_never_open()
        moment = utc(start)
        day = self.local_day(moment) - _DAY  # whose last shift may run over midnight
        while True:
            for opening, closing in self._shifts(day):
                if closing > moment:
                    yield max(opening, moment), closing
            day += _DAY

    def next_opening(self, moment: datetime) -> datetime:
        """Return the first open moment at or after a moment: itself, where that is open."""
        return next(self.segments(moment))[0]

    def add(self, start: datetime, duration: Duration, clock: Clock = "working") -> datetime:
        """Return the moment a span after another.

        On the wall clock hours are exact, and days and months keep the local time of day. The
        working clock starts at the next opening (rule decision 5): hours use up open time, days
        step over working days at the same local time, and what falls outside the hours moves to
        the next opening. Raises ValueError outside the years 2 to 9998 or where never open.
        """
        try:
            if _is_wall(clock):
                moved = move_wall(start, duration.months, duration.days, self.zone)
                return moved + timedelta(seconds=duration.seconds)
            return self._add_working(utc(start), duration)
        except OverflowError:
            raise _out_of_range(duration, "after") from None

    def before(self, moment: datetime, duration: Duration, clock: Clock = "wall") -> datetime:
        """Return the moment a span earlier: `add` run backwards (rule decision 10, S1.32).

        "2 days" before is the same local time two calendar days earlier. On the working clock
        what falls outside the hours moves to the closing before it. Raises ValueError as `add`.
        """
        try:
            if _is_wall(clock):
                exact = utc(moment) - timedelta(seconds=duration.seconds)
                return move_wall(exact, -duration.months, -duration.days, self.zone)
            return self._before_working(utc(moment), duration)
        except OverflowError:
            raise _out_of_range(duration, "before") from None

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Return how much open time lies between two moments; negative where end comes first."""
        start, end = utc(start), utc(end)
        if end < start:
            return -self.elapsed(end, start)
        total = timedelta()
        for opening, closing in self.segments(start):
            if opening >= end:
                break
            total += min(closing, end) - opening
        return total

    def _add_working(self, start: datetime, duration: Duration) -> datetime:
        moment = start
        if duration.months:
            opening = self.next_opening(moment)
            moment = move_wall(opening, duration.months, 0, self.zone)
        if duration.days:
            moment = self._move_days(self.next_opening(moment), duration.days)
        return self._spend(moment, duration.seconds)

    def _before_working(self, moment: datetime, duration: Duration) -> datetime:
        moment = self._unspend(self._last_open(moment), duration.seconds)
        if duration.days:
            moment = self._last_open(self._move_days(moment, -duration.days))
        if duration.months:
            moment = self._last_open(move_wall(moment, -duration.months, 0, self.zone))
        return moment

    def _spend(self, start: datetime, seconds: int) -> datetime:
        """Use up open time from a moment on; for no time at all that is the next opening."""
        left = self._walkable(seconds)
        for opening, closing in self.segments(start):
            if left <= closing - opening:
                return opening + left
            left -= closing - opening
        raise AssertionError("segments never end")

    def _unspend(self, end: datetime, seconds: int) -> datetime:
        """Use up open time backwards from a moment."""
        left = self._walkable(seconds)
        if not left:
            return end
        for opening, closing in self._segments_back(end):
            if left <= closing - opening:
                return closing - left
            left -= closing - opening
        raise AssertionError("segments never end")

    def _segments_back(self, end: datetime) -> Iterator[Segment]:
        """Yield the open stretches before a moment, the latest first."""
        self._refuse_never_open()
        day = self.local_day(end) + _DAY  # clocks that go back over midnight return to yesterday
        while True:
            for opening, closing in reversed(self._shifts(day)):
                if opening < end:
                    yield opening, min(closing, end)
            day -= _DAY

    def _last_open(self, moment: datetime) -> datetime:
        """Return the latest moment, at or before this one, that is open or a closing."""
        return moment if self.is_open(moment) else next(self._segments_back(moment))[1]

    def _move_days(self, moment: datetime, days: int) -> datetime:
        """Step over working days, keeping the local time of day.

        The night half of a shift counts for the day on which the shift began.
        """
        local = local_time(moment, self.zone)
        held = [
            day for day, opening, closing in self._around(moment) if opening <= moment <= closing
        ]
        day = first = held[-1] if held else local.date()
        step = _DAY if days > 0 else -_DAY
        for _ in range(abs(days)):
            day += step
            while not self.is_working_day(day):
                day += step
        return at_wall(local + (day - first), self.zone)

    def _around(self, moment: datetime) -> Iterator[tuple[date, datetime, datetime]]:
        """Yield the shifts that could hold a moment, with the day each belongs to."""
        today = self.local_day(moment)
        for day in (today - _DAY, today, today + _DAY):
            for opening, closing in self._shifts(day):
                yield day, opening, closing

    def _shifts(self, day: date) -> tuple[Segment, ...]:
        """Return the open stretches that start on a date; none that clocks skip altogether."""
        known = self._known.get(day)
        if known is None:
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            known = self._known[day] = tuple(self._opened(day))
        return known

    def _opened(self, day: date) -> Iterator[Segment]:
        midnight = datetime.combine(day, time())
        for start, end in () if day in self.holidays else sorted(self.hours[day.weekday()]):
            opening = once_shown(midnight + timedelta(minutes=start), self.zone)
            closing = once_shown(midnight + timedelta(minutes=end), self.zone)
            if opening < closing:
                yield opening, closing

    def _walkable(self, seconds: int) -> timedelta:
        self._refuse_never_open()
        week = sum(end - start for day in self.hours for start, end in day) * 60
        if seconds > week * _LONGEST_WEEKS:
            raise ValueError(f"{Duration(seconds=seconds)} of working time take over 20 years")
        return timedelta(seconds=seconds)

    def _refuse_never_open(self) -> None:
        if not any(self.hours):
            raise ValueError("the calendar has no open hours: its working clock never runs")


def _is_wall(clock: Clock) -> bool:
    if clock not in ("working", "wall"):
        raise ValueError(f'"{clock}" is no clock: use "working" or "wall"')
    return clock == "wall"


def _out_of_range(duration: Duration, side: str) -> ValueError:
    return ValueError(f"{duration} {side} that moment lies outside the years 2 to 9998")


@lru_cache(maxsize=64)
def always_open(timezone: str) -> Calendar:
    """Return a calendar without opening hours: its working clock is the wall clock."""
    return Calendar(timezone)
