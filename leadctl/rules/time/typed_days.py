"""A day as people type it: "tomorrow", "next fri", "dec 5 2026", and the time on it."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from leadctl.patterns import pattern
from leadctl.rules.time.hours import DAYS
from leadctl.rules.time.wall_clock import at_wall, local_time

_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAYS = {name: n for names in (DAYS, _NAMES) for n, name in enumerate(names)}
WEEKDAYS |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
MONTHS = {word: n for n, name in enumerate(_MONTH_NAMES, 1) for word in (name, name[:3])}
MONTHS["sept"] = 9
_YEARS = 9
"""Within so many years every date recurs, 29 February from 2096 to 2104 as well."""
_NEAR = {"today": 0, "tomorrow": 1, "yesterday": -1}
_DAY = timedelta(days=1)

DATE = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MONTH_DAY = pattern(
    r"(?:(?P<d>[0-9]{1,2}) (?P<m>[a-z]+)|(?P<month>[a-z]+) (?P<day>[0-9]{1,2}))"
    r"(?:,? (?P<year>[0-9]{4}))?"
)


class Now:
    """The moment, place and direction in which a text is read."""

    def __init__(
        self, moment: datetime, zone: ZoneInfo, past: bool, day_hour: time = time(9)
    ) -> None:
        self.moment, self.zone, self.past, self.day_hour = moment, zone, past, day_hour
        self.today = local_time(moment, zone).date()

    def at(self, day: date, clock: time) -> datetime:
        """Return the moment of a local date and time."""
        return at_wall(datetime.combine(day, clock), self.zone)

    def nearest(self, day: date, clock: time, step: timedelta) -> datetime:
        """Return a time that recurs: the first from now on, or with `past` the last until now."""
        found = self.at(day, clock)
        if self.past:
            return found if found <= self.moment else self.at(day - step, clock)
        return found if found >= self.moment else self.at(day + step, clock)


def on_day(words: str, clock: time, now: Now, *, timed: bool) -> datetime | None:
    """Return a time on the day that the words name, or None where they name none.

    Of a day that recurs it is the nearest; with a time of day (`timed`) the nearest such moment.
    Raises ValueError for a day that its month has not, OverflowError where there is none near.
    """
    if words in _NEAR:
        found = now.at(now.today + _DAY * _NEAR[words], clock)
        return min(found, now.moment) if now.past and words == "today" and not timed else found
    monday = now.today - _DAY * now.today.weekday()
    if words in WEEKDAYS:
        return _weekday(monday + _DAY * WEEKDAYS[words], clock, now)
    if words.startswith("next ") and (day := _next(words[5:], now.today, monday)):
        return now.at(day, clock)
    if DATE.fullmatch(words):
        return now.at(date.fromisoformat(words), clock)
    if (parts := MONTH_DAY.fullmatch(words)) and (parts["m"] or parts["month"]) in MONTHS:
        return _month_day(parts, clock, now, timed=timed)
    return None


def _next(word: str, today: date, monday: date) -> date | None:
    """Return a weekday of the next week, or the first day of the next week or month."""
    if word == "month":
        return (today.replace(day=1) + _DAY * 31).replace(day=1)
    later = 0 if word == "week" else WEEKDAYS.get(word)
    return None if later is None else monday + _DAY * (7 + later)


def _month_day(parts: re.Match[str], clock: time, now: Now, *, timed: bool) -> datetime:
    """Return a time on "dec 5": of the year named, or of the nearest that has such a day."""
    from calendar import isleap

    month, day = MONTHS[parts["m"] or parts["month"]], int(parts["d"] or parts["day"])
    if parts["year"]:
        return now.at(date(int(parts["year"]), month, day), clock)
    latest = date(2000, month, day)  # a leap year: a day it does not have, none has
    step = -1 if now.past else 1
    for year in range(now.today.year, now.today.year + step * _YEARS, step):
        if (month, day) == (2, 29) and not isleap(year):
            continue
        found = now.at(latest.replace(year=year), clock)
        if timed and (found - now.moment) * step >= timedelta():
            return found
        if not timed and (latest.replace(year=year) - now.today) * step >= timedelta():
            return min(found, now.moment) if now.past else found
    raise OverflowError("there is no such day")


def _weekday(day: date, clock: time, now: Now) -> datetime:
    """Return a weekday's time: this week's `day`, or the same day of the week beside it."""
    if now.past and day > now.today:
        day -= 7 * _DAY
    if not now.past and day < now.today:
        day += 7 * _DAY
    return now.nearest(day, clock, 7 * _DAY)
