"""Times that can be read, and are better asked for: a year off, in the night, gone by already."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from leadctl.rules.time.people_order import in_order, night_or_day
from leadctl.rules.time.typed_times import (
    MONTH_DAY,
    MONTHS,
    WEEKDAYS,
    WITH_TIME,
    is_clock,
    parse_when,
)
from leadctl.rules.time.wall_clock import local_time

FAR = timedelta(days=300)
"""A day without its year that is further off than this was hardly meant."""

HALF_A_DAY = timedelta(hours=12)


def doubt(text: str, now: datetime, zone: ZoneInfo, *, past: bool = False) -> str:
    """Return why a text that can be read is better asked for, "" where it is clear.

    A time of day alone that has not come yet is not yesterday's, where something happened; half
    past three without a word is hardly that of the night, unless the afternoon's is still to come
    of what has happened; a day without its year that has just gone by, or is almost a year off,
    wants its year.
    """
    words = in_order(" ".join(text.lower().split()))
    try:
        found = parse_when(words, now, zone, past=past)
    except ValueError:
        return ""
    both = night_or_day(words)
    if both and not (past and found + HALF_A_DAY > now):
        return f'"{text}" is not clear: write "{both[0]}", or "{both[1]}"'
    here, day = local_time(found, zone), local_time(now, zone).date()
    if past and is_clock(words) and here.date() < day:
        return f'"{text}" has not come yet today; for the day before: "yesterday {words}"'
    bare = _without_year(words)
    if bare and past and now - found > FAR:
        return (
            f'"{text}" lies ahead, and what is told has happened;'
            f" for the one before write {here:%Y-%m-%d}"
        )
    if bare and abs(found - now) > FAR:
        return f'"{text}" would be {here:%Y-%m-%d}: write it with its year'
    return ""


def _without_year(words: str) -> bool:
    """Whether words name a day of a month, and no year."""
    parts = WITH_TIME.fullmatch(words)
    named = parts["day"] if parts is not None and parts["day"] else words
    month = MONTH_DAY.fullmatch(words) or MONTH_DAY.fullmatch(named)
    return month is not None and (month["m"] or month["month"]) in MONTHS and not month["year"]


def week_later(text: str, now: datetime, zone: ZoneInfo) -> bool:
    """Whether a text names today's weekday, with a time that is over: it is that of next week."""
    words = in_order(" ".join(text.lower().split()))
    parts = WITH_TIME.fullmatch(words)
    if parts is None or parts["day"] not in WEEKDAYS:
        return False
    try:
        found = local_time(parse_when(words, now, zone), zone)
    except ValueError:
        return False
    today = local_time(now, zone).date()
    return WEEKDAYS[parts["day"]] == today.weekday() and found.date() > today
