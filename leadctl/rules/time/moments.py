"""Moments as people say them: 10:00, tomorrow 14:00, Thu 14:00, 12 Mar; one way to count days."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo

from leadctl.rules.time.clock_face import time_of_day

WEEK = 7
"""Within so many days a weekday says which day is meant."""


def clock(moment: datetime, zone: tzinfo) -> str:
    """Return a time of day: "9:05", "14:00"."""
    return time_of_day(moment.astimezone(zone))


def day(moment: datetime | date, now: datetime, zone: tzinfo) -> str:
    """Return a day: "today", "tomorrow", "yesterday", "Thu", "12 Mar", "12 Mar 2025"."""
    found, today = _date(moment, zone), now.astimezone(zone).date()
    apart = (found - today).days
    if abs(apart) <= 1:
        return ("yesterday", "today", "tomorrow")[apart + 1]
    if abs(apart) < WEEK:
        return f"{found:%a}"
    year = "" if found.year == today.year else f" {found.year}"
    return f"{found.day} {found:%b}{year}"


def moment_words(moment: datetime | date, now: datetime, zone: tzinfo) -> str:
    """Return a moment: "10:00" for one of today, "tomorrow 14:00", "Thu 14:00", "12 Mar".

    A plain date is a whole day; one further than a week away has its day alone.
    """
    word = day(moment, now, zone)
    if not isinstance(moment, datetime):
        return word
    if word == "today":
        return clock(moment, zone)
    return word if word[:1].isdigit() else f"{word} {clock(moment, zone)}"


def dated(moment: datetime | date, now: datetime, zone: tzinfo) -> str:
    """Return a moment ahead: "today 10:00", "Thu 14:00", "Mon 16 March 9:30"; a whole day has no
    hour.
    """
    found, today = _date(moment, zone), now.astimezone(zone).date()
    hour = f" {clock(moment, zone)}" if isinstance(moment, datetime) else ""
    if abs((found - today).days) < WEEK:
        return day(moment, now, zone) + hour
    year = "" if found.year == today.year else f" {found.year}"
    return f"{found:%a} {found.day} {found:%B}{year}{hour}"


def span_words(span: timedelta) -> str:
    """Return a length of time in whole words: "4 minutes", "1 hour", "3 days"."""
    seconds = max(0, int(span.total_seconds()))
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            count = seconds // size
            return so_many(count, unit)
    return "less than a minute"


def so_many(count: int, one: str, several: str = "") -> str:
    """Return "1 lead" or "3 leads"; `several` is the word for more, where an s does not make it."""
    return f"{count} {one if count == 1 else several or f'{one}s'}"


def since(moment: datetime | date, now: datetime, zone: tzinfo) -> str:
    """Return how late something is: "since 9:30", "since yesterday", "since Wed"."""
    word = day(moment, now, zone)
    if word == "today":
        return f"since {clock(moment, zone)}" if isinstance(moment, datetime) else "today"
    return f"since {word}"


def headline(now: datetime, zone: tzinfo) -> str:
    """Return the day and the time as a title: "Monday 9 March, 7:00"."""
    here = now.astimezone(zone)
    return f"{here:%A} {here.day} {here:%B}, {clock(now, zone)}"


def month(moment: datetime | date, zone: tzinfo) -> str:
    """Return the month of a moment: "May 2026"."""
    return f"{_date(moment, zone):%b %Y}"


def small(text: str) -> str:
    """Return a text as it goes on within a sentence: a small letter, but for an abbreviation."""
    stays = (text[:2].isalpha() and text[:2].isupper()) or text[:2] == "I "
    return text if stays else text[:1].lower() + text[1:]


def _date(moment: datetime | date, zone: tzinfo) -> date:
    return moment.astimezone(zone).date() if isinstance(moment, datetime) else moment
