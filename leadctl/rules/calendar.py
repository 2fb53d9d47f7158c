"""Opening hours, the working clock and the wall clock. Every moment handed out is in UTC."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

from leadctl.rules.duration import Duration

Clock = Literal["working", "wall"]
Segment = tuple[datetime, datetime]
Hours = tuple[tuple[tuple[int, int], ...], ...]

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ALWAYS: Hours = (((0, 1440),),) * 7

_DAY = timedelta(days=1)
_REACH = 2  # a shift that began at most this many days ago can still be open
_LONGEST_WEEKS = 5200  # a working span beyond a century is a mistake, and would take long to walk
_SPAN = re.compile(r"([0-2][0-9]):([0-5][0-9])-([0-2][0-9]):([0-5][0-9])")
_SETS = {"every": DAYS, "weekdays": DAYS[:5], "weekend": DAYS[5:]}


@dataclass(frozen=True)
class Calendar:
    """When work is done: hours for each weekday (Monday first), less the holidays.

    Hours are minutes since local midnight, the end not included; an end past 1440 runs into the
    next day. A shift belongs to the day on which it starts: a holiday closes the shifts that start
    on it, and the last shift of the day before still runs out.
    """

    timezone: str
    hours: Hours = ALWAYS
    holidays: frozenset[date] = frozenset()
    _known: dict[date, tuple[Segment, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        _check_hours(self.hours)

    @cached_property
    def zone(self) -> ZoneInfo:
        """Return the time zone. Raises ValueError where there is none of that name."""
        return load_zone(self.timezone)

    def local_day(self, moment: datetime) -> date:
        """Return the date that a moment has in the calendar's zone."""
        return _utc(moment).astimezone(self.zone).date()

    def start_of_day(self, day: date) -> datetime:
        """Return the moment at which a date begins in the calendar's zone."""
        return at_wall(datetime.combine(day, time()), self.zone)

    def is_working_day(self, day: date) -> bool:
        """Whether a shift starts on this date."""
        return bool(self.hours[day.weekday()]) and day not in self.holidays

    def is_open(self, moment: datetime) -> bool:
        """Whether a moment lies in the open hours; the moment of closing does not."""
        moment = _utc(moment)
        return any(start <= moment < end for _, start, end in self._around(moment))

    def segments(self, start: datetime) -> Iterator[Segment]:
        """Yield the open stretches from a moment on, without end: in order, half open, disjoint.

        Stretches may touch. Raises ValueError where the calendar is never open.
        """
        self._refuse_never_open()
        moment = _utc(start)
        day = self.local_day(moment) - _DAY * _REACH
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
            return self._add_working(_utc(start), duration)
        except OverflowError:
            raise _out_of_range(duration, "after") from None

    def before(self, moment: datetime, duration: Duration, clock: Clock = "wall") -> datetime:
        """Return the moment a span earlier: `add` run backwards (rule decision 10, S1.32).

        "2 days" before is the same local time two calendar days earlier. On the working clock
        what falls outside the hours moves to the closing before it. Raises ValueError as `add`.
        """
        try:
            if _is_wall(clock):
                exact = _utc(moment) - timedelta(seconds=duration.seconds)
                return move_wall(exact, -duration.months, -duration.days, self.zone)
            return self._before_working(_utc(moment), duration)
        except OverflowError:
            raise _out_of_range(duration, "before") from None

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Return how much open time lies between two moments; negative where end comes first."""
        start, end = _utc(start), _utc(end)
        if end < start:
            return -self.elapsed(end, start)
        total = timedelta()
        for opening, closing in self.segments(start):
            if opening >= end:
                break
            total += min(closing, end) - opening
        return total

    def _add_working(self, start: datetime, duration: Duration) -> datetime:
        moment = self.next_opening(start)
        if duration.months:
            moment = self.next_opening(move_wall(moment, duration.months, 0, self.zone))
        if duration.days:
            moment = self.next_opening(self._move_days(moment, duration.days))
        return self._spend(moment, duration.seconds)

    def _before_working(self, moment: datetime, duration: Duration) -> datetime:
        moment = self._unspend(self._last_open(moment), duration.seconds)
        if duration.days:
            moment = self._last_open(self._move_days(moment, -duration.days))
        if duration.months:
            moment = self._last_open(move_wall(moment, -duration.months, 0, self.zone))
        return moment

    def _spend(self, start: datetime, seconds: int) -> datetime:
        """Use up open time from an open moment on."""
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
        day = self.local_day(end)
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
        local = _local(moment, self.zone)
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
        for back in range(_REACH, -1, -1):
            day = today - _DAY * back
            for opening, closing in self._shifts(day):
                yield day, opening, closing

    def _shifts(self, day: date) -> tuple[Segment, ...]:
        """Return the open stretches that start on a date, none overlapping an earlier one."""
        known = self._known.get(day)
        if known is None:
            known = self._known[day] = tuple(self._clipped(day))
        return known

    def _clipped(self, day: date) -> Iterator[Segment]:
        earlier = [self._wall_shifts(day - _DAY * back) for back in range(_REACH, 0, -1)]
        free = max((end for shifts in earlier for _, end in shifts), default=None)
        for opening, closing in self._wall_shifts(day):
            start = opening if free is None else max(opening, free)
            if start < closing:
                yield start, closing
                free = closing

    def _wall_shifts(self, day: date) -> list[Segment]:
        """Return a date's hours as moments; where clocks change two of them may overlap."""
        if day in self.holidays:
            return []
        midnight = datetime.combine(day, time())
        return [
            (
                at_wall(midnight + timedelta(minutes=start), self.zone),
                at_wall(midnight + timedelta(minutes=end), self.zone),
            )
            for start, end in self.hours[day.weekday()]
        ]

    def _walkable(self, seconds: int) -> timedelta:
        week = sum(end - start for day in self.hours for start, end in day) * 60
        if seconds > week * _LONGEST_WEEKS:
            raise ValueError(f"{Duration(seconds=seconds)} of working time take over a century")
        return timedelta(seconds=seconds)

    def _refuse_never_open(self) -> None:
        if not any(self.hours):
            raise ValueError("the calendar has no open hours: its working clock never runs")


def load_zone(name: str) -> ZoneInfo:
    """Return the time zone of an IANA name such as "America/New_York", or raise ValueError."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(
            f'there is no time zone "{name}": use a name such as America/New_York or UTC'
        ) from None


def at_wall(local: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment at which clocks in a zone show a local time (a datetime without zone).

    A time that clocks skip moves forward by what they skip; one they show twice is the first.
    """
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


def move_wall(moment: datetime, months: int, days: int, zone: ZoneInfo) -> datetime:
    """Return a moment moved by calendar months, then days, at the same local time of day.

    A day that a month does not have becomes its last (31 January + 1 month = 28 February).
    """
    moment = _utc(moment)
    if not months and not days:
        return moment
    local = _local(moment, zone)
    if months:
        from dateutil.relativedelta import relativedelta

        local += relativedelta(months=months)
    return at_wall(local + timedelta(days=days), zone)


def parse_hours(table: str | Sequence[str] | Mapping[str, str | Sequence[str]]) -> Hours:
    """Read opening hours as definitions write them.

    Either spans for every day ("09:00-18:30", or a list of such) or a table with the keys `every`,
    `weekdays`, `weekend` and `mon` to `sun`, where a narrower key wins and [] means closed. A span
    that ends at or before its start runs into the next day. Raises ValueError with a sentence.
    """
    if not isinstance(table, Mapping):
        table = {"every": table}
    unknown = [key for key in table if key not in _SETS and key not in DAYS]
    if unknown:
        raise ValueError(f'"{unknown[0]}" is no day: use {", ".join((*_SETS, *DAYS))}')
    spans: dict[str, tuple[tuple[int, int], ...]] = dict.fromkeys(DAYS, ())
    for key in (*_SETS, *DAYS):
        if key in table:
            spans |= dict.fromkeys(_SETS.get(key, (key,)), _spans(table[key]))
    hours = tuple(spans[day] for day in DAYS)
    _check_hours(hours)
    return hours


def _spans(written: str | Sequence[str]) -> tuple[tuple[int, int], ...]:
    listed = [written] if isinstance(written, str) else written
    return tuple(sorted(_span(text) for text in listed))


def _span(text: str) -> tuple[int, int]:
    found = _SPAN.fullmatch(text.replace(" ", "")) if isinstance(text, str) else None
    if not found:
        raise ValueError(f'"{text}" are no opening hours: write them as "09:00-18:30"')
    hour, minute, end_hour, end_minute = map(int, found.groups())
    start, end = hour * 60 + minute, end_hour * 60 + end_minute
    if start >= 1440 or end > 1440:
        raise ValueError(f'"{text}" are no opening hours: a day ends at 24:00')
    if start == end:
        raise ValueError(f'"{text}" is empty: write "00:00-24:00" for a whole day')
    return start, end if end > start else end + 1440


def _check_hours(hours: Hours) -> None:
    """Refuse hours that are no week, are out of range, or overlap, also from Sunday to Monday."""
    if len(hours) != 7:
        raise ValueError(f"hours are given for {len(hours)} days: a week has 7")
    week = [(start, end, day) for day, spans in enumerate(hours) for start, end in spans]
    for start, end, day in week:
        if not (0 <= start < 1440 and start < end <= start + 1440):
            raise ValueError(f"{DAYS[day]} is open from minute {start} to {end}: not within a day")
    placed = sorted((day * 1440 + start, day * 1440 + end, day) for start, end, day in week)
    following = [*placed[1:], *((start + 10080, end, day) for start, end, day in placed[:1])]
    for (_, end, day), (start, _, next_day) in zip(placed, following, strict=True):
        if start < end:
            raise ValueError(f"the hours of {DAYS[day]} and {DAYS[next_day]} overlap")


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs its offset from UTC")
    if not 1 < moment.year < 9999:
        raise ValueError(f"the year {moment.year} is outside 2 to 9998")
    return moment.astimezone(UTC)


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return what clocks in a zone show, without the zone: date arithmetic is plain again."""
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def _is_wall(clock: Clock) -> bool:
    if clock not in ("working", "wall"):
        raise ValueError(f'"{clock}" is no clock: use "working" or "wall"')
    return clock == "wall"


def _out_of_range(duration: Duration, side: str) -> ValueError:
    return ValueError(f"{duration} {side} that moment lies outside the years 2 to 9998")
