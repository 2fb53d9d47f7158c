"""Shifts: which stretches of each day are open in a zone, days off and hours of one day known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from leadctl.rules.time.hours import ALWAYS, Hours, OneDay, Spans, Special, check_hours
from leadctl.rules.time.wall_clock import NoSuchTimeError, at_wall, load_zone, once_shown, utc
from leadctl.values import dataclass, field

Segment = tuple[datetime, datetime]

DAY = timedelta(days=1)
_MOST_KNOWN = 20_000  # days remembered: enough for any book, and bounded for absurd dates
_ALIKE_FROM = 2100
"""From this year on clocks change by rules of weekdays: years that begin alike are alike."""


@dataclass(frozen=True)
class Year:
    """What a year has of open time, and of days on which a shift starts."""

    open: timedelta
    days: int


@dataclass(frozen=True)
class Shifts:
    """When work is done: hours for each weekday (Monday first), less the days off.

    Hours are minutes since local midnight, the end not included; an end past 1440 runs into the
    next day. A shift belongs to the day on which it starts: a day off closes the shifts that start
    on it, and the last shift of the day before still runs out. `special` are days with hours of
    their own; the public holidays of `places` ("US-NY") are days off. Where clocks change, a shift
    opens and closes at the first moment that clocks show its time or a later one.
    """

    timezone: str
    hours: Hours = ALWAYS
    holidays: frozenset[OneDay] = frozenset()
    special: Special = ()
    places: tuple[str, ...] = ()
    _known: dict[date, tuple[Segment, ...]] = field(default_factory=dict, init=False, compare=False)
    _starts: dict[date, datetime] = field(default_factory=dict, init=False, compare=False)
    _years: dict[object, Year] = field(default_factory=dict, init=False, compare=False)

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

    def end_of_day(self, moment: datetime) -> datetime:
        """Return when the local day of a moment is over: 23 to 25 hours after it began."""
        return self.start_of_day(self.local_day(moment) + timedelta(days=1))

    def is_working_day(self, day: date) -> bool:
        """Whether a shift starts on this date."""
        return bool(self.shifts(day))

    def is_open(self, moment: datetime) -> bool:
        """Whether a moment lies in the open hours; the moment of closing does not."""
        moment = utc(moment)
        return any(start <= moment < end for _, start, end in self.around(moment))

    def end_of_shift(self, moment: datetime) -> datetime | None:
        """Return when the shift that runs at a moment ends; None where none runs."""
        moment = utc(moment)
        ends = (end for _, start, end in self.around(moment) if start <= moment < end)
        return next(ends, None)

    def around(self, moment: datetime) -> Iterator[tuple[date, datetime, datetime]]:
        """Yield the shifts that could hold a moment, with the day each belongs to."""
        today = self.local_day(moment)
        for day in (today - DAY, today, today + DAY):
            for opening, closing in self.shifts(day):
                yield day, opening, closing

    def shifts(self, day: date) -> tuple[Segment, ...]:
        """Return the open stretches that start on a date; none that clocks skip altogether."""
        known = self._known.get(day)
        if known is None:
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            known = self._known[day] = tuple(self._opened(day))
        return known

    def _opened(self, day: date) -> Iterator[Segment]:
        midnight = datetime.combine(day, time())
        for start, end in sorted(self.spans(day)):
            opening = once_shown(midnight + timedelta(minutes=start), self.zone)
            closing = once_shown(midnight + timedelta(minutes=end), self.zone)
            if opening < closing:
                yield opening, closing

    def _is_public_holiday(self, day: date) -> bool:
        from leadctl.rules.time.public_holidays import public_holidays

        return any(day in public_holidays(place, day.year) for place in self.places)

    def spans(self, day: date) -> Spans:
        """Return the hours of a date: its own, none on a day off, else those of its weekday."""
        yearly = (day.month, day.day)
        for key in (day, yearly):
            if key in self._special:
                return self._special[key]
            if key in self.holidays:
                return ()
        if self.places and self._is_public_holiday(day):
            return ()
        return self.hours[day.weekday()]

    @cached_property
    def _special(self) -> dict[OneDay, Spans]:
        return dict(self.special)

    def year(self, year: int) -> Year:
        """Return what a year has in all, worked out once."""
        from calendar import isleap

        first = date(year, 1, 1)
        alike = year > max(_ALIKE_FROM, self._last_date)
        key = (first.weekday(), isleap(year)) if alike else year
        if key not in self._years:
            shifts = [tuple(self._opened(first + n * DAY)) for n in range(year_long(first).days)]
            total = sum((end - start for day in shifts for start, end in day), timedelta())
            self._years[key] = Year(total, sum(bool(day) for day in shifts))
        return self._years[key]

    @cached_property
    def _last_date(self) -> int:
        """The last year that has days of its own."""
        days = (*self.holidays, *self._special)
        return max((day.year for day in days if isinstance(day, date)), default=self._last_public)

    @property
    def _last_public(self) -> int:
        """The last year that has public holidays; 0 where none are kept."""
        from leadctl.rules.time.public_holidays import LAST_YEAR

        return LAST_YEAR if self.places else 0

    def refuse_never_open(self) -> None:
        """Raise NoSuchTimeError where no shift ever opens: there is no working time."""
        if self.never_opens:
            raise NoSuchTimeError("the calendar has no open hours: its working clock never runs")

    @cached_property
    def never_opens(self) -> bool:
        """Whether only single dates, if any, are open: neither a weekday nor a day of each year."""
        yearly = {day for day, spans in self.special if not isinstance(day, date) and spans}
        off = {day for day in (*self.holidays, *self._special) if not isinstance(day, date)}
        return not yearly and (not any(self.hours) or len(off) == 366)


def begins_year(day: date) -> bool:
    """Whether a date is the first of January."""
    return day.month == day.day == 1


def ends_year(day: date) -> bool:
    """Whether a date is the last of December."""
    return (day.month, day.day) == (12, 31)


def year_long(day: date) -> timedelta:
    """Return how long the year of a date is."""
    from calendar import isleap

    return DAY * (366 if isleap(day.year) else 365)
