"""Times that can be read, and are better asked for: a year off, in the night, gone by already."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from leadctl.rules.time.people_order import in_order, night_or_day
from leadctl.rules.time.typed_days import MONTH_DAY, MONTHS, WEEKDAYS
from leadctl.rules.time.typed_times import WITH_TIME, apart, clock_typed, is_clock, parse_when
from leadctl.rules.time.wall_clock import local_time

FAR = timedelta(days=300)
"""A day without its year that is further off than this was hardly meant."""

HALF_A_DAY = timedelta(hours=12)


def doubt(text: str, now: datetime, zone: ZoneInfo, *, past: bool = False) -> str:
    """Return why a text that can be read is better asked for, "" where it is clear.

    An hour that clocks skip never comes. A time of day alone that has not come yet is not
    yesterday's, where something happened; half past three without a word is hardly that of the
    night, unless the afternoon's is still to come of what has happened; a day without its year that
    has just gone by, or is almost a year off, wants its year.
    """
    words, _ = apart(in_order(" ".join(text.lower().split())))
    try:
        found = parse_when(words, now, zone, past=past)
    except ValueError:
        return ""
    here = local_time(found, zone)
    far = _far(text, found, here, now, past=past) if _without_year(words) else ""
    if unclear := _skipped(text, words, here) or far:
        return unclear
    both = night_or_day(words)
    if both and not (past and found + HALF_A_DAY > now):
        return f'"{text}" is not clear: write "{both[0]}", or "{both[1]}"'
    if past and is_clock(words) and here.date() < local_time(now, zone).date():
        return f'"{text}" has not come yet today; for the day before: "yesterday {words}"'
    return ""


def _far(text: str, found: datetime, here: datetime, now: datetime, *, past: bool) -> str:
    """Return that a day without its year is almost a year off, "" where it is near."""
    if past and now - found > FAR:
        return (
            f'"{text}" lies ahead, and what is told has happened;'
            f" for the one before write {here:%Y-%m-%d}"
        )
    if abs(found - now) > FAR:
        return f'"{text}" would be {here:%Y-%m-%d}: write it with its year'
    return ""


def _skipped(text: str, words: str, here: datetime) -> str:
    """Return that clocks do not show the time of day that was typed on that day; "" if they do."""
    typed = clock_typed(words)
    if typed is None or typed == here.time().replace(second=0, microsecond=0):
        return ""
    wanted = f"{typed.hour}:{typed:%M}"
    return (
        f'"{text}" does not come: clocks go forward that night and show no {wanted};'
        f' write "{here:%Y-%m-%d %H:%M}"'
    )


def _without_year(words: str) -> bool:
    """Whether words name a day of a month, and no year."""
    parts = WITH_TIME.fullmatch(words)
    named = parts["day"] if parts is not None and parts["day"] else words
    month = MONTH_DAY.fullmatch(words) or MONTH_DAY.fullmatch(named)
    return month is not None and (month["m"] or month["month"]) in MONTHS and not month["year"]


def over_today(text: str, now: datetime, zone: ZoneInfo) -> str:
    """Say which later day is taken of a time whose hour of today is over: tomorrow for "8am" at
    nine, and a week later for the name of today's weekday. "" for other times.
    """
    words = in_order(" ".join(text.lower().split()))
    parts = WITH_TIME.fullmatch(words)
    if parts is None or clock_typed(words) is None:
        return ""
    try:
        found = local_time(parse_when(text, now, zone), zone).date()
    except ValueError:
        return ""
    today = local_time(now, zone).date()
    if parts["day"] is None and found > today:
        return f'"{text}" is over today: tomorrow was taken'
    if WEEKDAYS.get(parts["day"] or "") == today.weekday() and found > today:
        return f'"{text}" is over today: the one a week later was taken'
    return ""
