"""A moment as people type it: "tomorrow 9am", "next fri", "+3d", "2026-11-28T14:00-05:00"."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from leadctl.patterns import pattern
from leadctl.rules.time.number_dates import EITHER, IN_NUMBERS, worded
from leadctl.rules.time.people_order import hours_meant, in_order
from leadctl.rules.time.spans import Duration, parse_duration
from leadctl.rules.time.typed_days import DATE, MONTH_DAY, MONTHS, WEEKDAYS, Now, on_day
from leadctl.rules.time.wall_clock import at_wall, local_time, move_wall, utc

FORMS = """\
  2026-11-28, 2026-11-28 14:00, 2026-11-28T14:00:00-05:00 or ...Z
  now, today, tomorrow, yesterday, fri, friday, next fri, next week, next month
  +3d, -2h, in 2 weeks, in 1 month, 2 days ago
  dec 5, 5 december, dec 5th, 5 dec 2026; 12/28 or 28/12, where it can be only one day
  9am, 9:30pm, 3.30pm, 14:30, noon; with a day in any order: tomorrow 9am, 2pm this sat,
  8pm tonight, dec 5 at noon, sat dec 5 @ 3pm (a weekday that is not that date's is refused)
  3:30pm for the afternoon and 03:30 for the night: 3:30 alone is asked about
  3 days, 6 months: without "in" only for snooze, due --within and report --last"""
"""Everything `parse_when` reads, for help."""

SOME = '"tomorrow 14:00", "fri 2pm", "dec 5", "in 2 weeks"; all ways: leadctl help dates'
"""What a refusal names in place of all that is read."""

_DAY = timedelta(days=1)

_TIME = pattern(
    r"(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-9]{2}))?(?: ?(?P<half>am|pm))?|(?P<noon>noon)"
)
WITH_TIME = pattern(rf"(?:(?P<day>.+?) (?:at )?)??(?P<time>{_TIME.pattern})")
_ISO = pattern(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[t ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
    r"(z|[+-][0-9]{2}:?[0-9]{2})?"
)
_RELATIVE = pattern(r"(?P<sign>[+-]|in )(?P<span>[0-9].*)|(?P<back>[0-9].*) ago")


def parse_when(
    text: str, now: datetime, zone: ZoneInfo, *, past: bool = False, day_hour: time = time(9)
) -> datetime:
    """Return the moment, in UTC, that a text means at `now` in a zone.

    A day without a time means `day_hour`. A weekday or a time alone is the first one from now on,
    or with `past` the last one up to now, and then a bare "today" is never later than now. So is
    "dec 5" without its year, where a bare date may be today even after `day_hour`. "next fri" is
    the Friday of the week after this one; "next week" and "next month" are their first days, and
    weeks start on Monday. Spans of days, weeks, months and years keep the local time of day; hours
    and minutes are exact. A local time that clocks skip moves forward by what they skip; one that
    they show twice is the first.

    Raises ValueError for anything else, with what may be meant, or some of the forms.
    """
    typed = " ".join(text.lower().split())
    if len(typed) > 80:
        raise ValueError(f"no time is {len(typed)} characters long; write it like {SOME}")
    words, weekday = apart(in_order(typed))
    here, why = Now(utc(now), zone, past, day_hour), ""
    try:
        if found := _read(words, here):
            _agree(found, weekday, here)
            return utc(found)
    except (ValueError, OverflowError) as problem:
        said = str(problem)
        why = f": {_RANGES.get(said.partition(' ')[0], said)}"
    if meant := [one for one in hours_meant(words) if _reads(one, here)]:
        said = ", or ".join(f'"{one}"' for one in meant)
        raise ValueError(f'"{typed}" is not clear: write {said}')
    if why.startswith(f": {EITHER}"):
        raise ValueError(f'"{typed}" {why.removeprefix(": it ")}; write it like {SOME}')
    raise ValueError(f'"{typed}" is not a time{why}; write it like {SOME}')


def apart(words: str) -> tuple[str, str]:
    """Return a date without the weekday beside it, and that: "sat dec 5 3pm" is "dec 5 3pm" and
    "sat". "" where there is no date, or no weekday.
    """
    named = [word for word in words.split() if word in WEEKDAYS]
    rest = " ".join(word for word in words.split() if word not in WEEKDAYS)
    if len(named) != 1 or not rest:
        return words, ""
    parts = WITH_TIME.fullmatch(rest)
    timed = parts is not None and (parts["minute"] or parts["half"] or parts["noon"])
    day = str(parts["day"] or "") if parts is not None and timed else rest
    month = MONTH_DAY.fullmatch(day)
    is_date = DATE.fullmatch(day) or IN_NUMBERS.fullmatch(day)
    if is_date or (month is not None and (month["m"] or month["month"]) in MONTHS):
        return rest, named[0]
    return words, ""


def _agree(found: datetime, weekday: str, now: Now) -> None:
    """Raise ValueError where a date is not the weekday that was typed beside it."""
    day = local_time(found, now.zone).date()
    if weekday and day.weekday() != WEEKDAYS[weekday]:
        raise ValueError(f"{day.day} {day:%B %Y} is a {day:%A}")


def _reads(words: str, now: Now) -> bool:
    """Whether words are a time that may be meant: one to come, or one of what has happened."""
    try:
        found = _read(words, now)
    except (ValueError, OverflowError):
        return False
    return found is not None and (now.past or utc(found) >= now.moment)


_RANGES = {
    "day": "that month has no such day",
    "month": "months go from 1 to 12",
    "hour": "hours go from 0 to 23",
    "minute": "minutes go from 0 to 59",
}
"""What is said in place of Python's own sentences, which begin so and differ by its version."""


def is_when(text: str, now: datetime, zone: ZoneInfo) -> bool:
    """Whether a text is a time."""
    try:
        parse_when(text, now, zone)
    except ValueError:
        return False
    return True


def is_clock(text: str) -> bool:
    """Whether a text names a time of day alone: "9:30", "6pm"."""
    parts = WITH_TIME.fullmatch(in_order(" ".join(text.lower().split())))
    return parts is not None and parts["day"] is None and _clock(parts) is not None


def parse_day_or_when(text: str, now: datetime, zone: ZoneInfo) -> date | datetime:
    """Return the moment that a text means, as `parse_when`; a day where it names no time of day.

    Nothing is made up: "fri" or "in 2 weeks" is a day, "in 2 hours" or "now" a moment.
    """
    moment = parse_when(text, now, zone)
    words, _ = apart(in_order(" ".join(text.lower().split())))
    return local_time(moment, zone).date() if _is_day(words, Now(utc(now), zone, False)) else moment


def _is_day(words: str, now: Now) -> bool:
    """Whether words that can be read name a day and no time of day."""
    if words == "now" or _ISO.fullmatch(words):
        return False
    span = _relative(words)
    if span is not None:
        return not span[1].seconds
    return _on_day(words, now.day_hour, now, timed=False) is not None


def clock_typed(words: str) -> time | None:
    """Return the local time of day that stands in the words of a time; None where none does."""
    if _ISO.fullmatch(words):
        moment = datetime.fromisoformat(words.upper())
        return moment.time().replace(second=0, microsecond=0) if moment.tzinfo is None else None
    parts = WITH_TIME.fullmatch(words)
    return _clock(parts) if parts is not None else None


def _read(words: str, now: Now) -> datetime | None:
    """Return the moment that the words mean, or None where they have none of the forms."""
    if words == "now":
        return now.moment
    if _ISO.fullmatch(words):
        return _iso(words, now.zone)
    if (span := _relative(words)) is not None:
        return _moved(now, *span)
    if IN_NUMBERS.fullmatch(words):
        return _read(worded(words), now)
    return _on_day(words, now.day_hour, now, timed=False) or _timed(words, now)


def _timed(words: str, now: Now) -> datetime | None:
    """Read a time of day, alone or after a day."""
    parts = WITH_TIME.fullmatch(words)
    clock = _clock(parts) if parts else None
    if parts is None or clock is None:
        return None
    if parts["day"] is None:
        return now.nearest(now.today, clock, _DAY)
    return _on_day(parts["day"], clock, now, timed=True)


def _iso(words: str, zone: ZoneInfo) -> datetime:
    """Read a date with a time, with or without an offset."""
    moment = datetime.fromisoformat(words.upper())
    return at_wall(moment, zone) if moment.tzinfo is None else utc(moment)


def _relative(words: str) -> tuple[int, Duration] | None:
    """Read "+3d", "in 3 days", "-3d" or "3 days ago" as a direction and a span."""
    found = _RELATIVE.fullmatch(words)
    if not found:
        return None
    try:
        span = parse_duration(found["span"] or found["back"])
    except ValueError:
        if _ends_in_time(words):
            return None
        raise
    return (-1 if found["sign"] == "-" or found["back"] else 1), span


def _ends_in_time(words: str) -> bool:
    parts = WITH_TIME.fullmatch(words)
    return parts is not None and parts["day"] is not None and _clock(parts) is not None


def _moved(now: Now, sign: int, span: Duration) -> datetime:
    days = move_wall(now.moment, sign * span.months, sign * span.wall_days, now.zone)
    return days + timedelta(seconds=sign * span.seconds)


def _on_day(words: str, clock: time, now: Now, *, timed: bool) -> datetime | None:
    """Return a time on the day that the words name or count, or None where they do neither."""
    named = on_day(words, clock, now, timed=timed)
    return _relative_day(words, clock, now) if named is None and timed else named


def _relative_day(words: str, clock: time, now: Now) -> datetime | None:
    """Return a time on a day such as "+3d" or "in 2 weeks"; hours beside a time contradict it."""
    span = _relative(words)
    if span is None:
        return None
    if span[1].seconds:
        raise ValueError(f'"{words}" has its own time of day')
    return now.at(local_time(_moved(now, *span), now.zone).date(), clock)


def _clock(parts: re.Match[str]) -> time | None:
    """Return the time of day that a match of `_TIME` says; None for a bare number."""
    if parts["noon"]:
        return time(12)
    if parts["minute"] is None and parts["half"] is None:
        return None
    hour, minute = int(parts["hour"]), int(parts["minute"] or 0)
    if parts["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(f"{hour}{parts['half']} is no hour: 1 to 12 stand before am and pm")
        hour = hour % 12 + (12 if parts["half"] == "pm" else 0)
    return time(hour, minute)
