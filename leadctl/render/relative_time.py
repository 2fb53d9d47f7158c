"""Moments in words, as seen from now."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo

MINUTE, HOUR, DAY = 60, 3600, 86400


def due_in_words(due: datetime | date, now: datetime, zone: tzinfo) -> str:
    """Return when something is due: "2 h overdue", "today 14:00", "in 3 days".

    `due` and `now` are aware; a plain date is due at any time of that day. Times are `zone`'s.
    """
    if not isinstance(due, datetime):
        return day_in_words((due - now.astimezone(zone).date()).days)
    seconds = _between(now, due)
    if seconds <= -MINUTE:
        return f"{_span(-seconds)} overdue"
    if seconds < MINUTE:
        return "now"
    if seconds < HOUR:
        return f"in {_span(seconds)}"
    days = (due.astimezone(zone).date() - now.astimezone(zone).date()).days
    if days <= 1:
        from leadctl.rules.time.moments import clock

        return f"{'tomorrow' if days else 'today'} {clock(due, zone)}"
    return f"in {_days(days)}"


def ago_in_words(moment: datetime, now: datetime) -> str:
    """Return how long ago something happened: "5 min ago", "3 days ago", "just now"."""
    seconds = _between(moment, now)
    if seconds <= -MINUTE:
        return f"in {_span(-seconds)}"
    return "just now" if seconds < MINUTE else f"{_span(seconds)} ago"


def span_in_words(span: timedelta) -> str:
    """Return a length of time by its largest unit: "25 min", "3 h", "2 days", "5 weeks"."""
    return _span(int(span.total_seconds()))


def _between(first: datetime, second: datetime) -> int:
    """Return whole seconds of real time; subtracting in one zone would ignore its changes."""
    return round((second.astimezone(UTC) - first.astimezone(UTC)).total_seconds())


def day_in_words(days: int) -> str:
    """Return a whole day, so many days from today."""
    if days < 0:
        return f"{_days(-days)} overdue"
    return ("today", "tomorrow")[days] if days <= 1 else f"in {_days(days)}"


def _span(seconds: int) -> str:
    """Return a length of time, rounded down."""
    if seconds < HOUR:
        return f"{seconds // MINUTE} min"
    return f"{seconds // HOUR} h" if seconds < DAY else _days(seconds // DAY)


def _days(days: int) -> str:
    """Return days, as weeks from two of them on, as months from two, as years from two."""
    for size, name, least in ((365, "years", 730), (30, "months", 61), (7, "weeks", 14)):
        if days >= least:
            return f"{days // size} {name}"
    return "1 day" if days == 1 else f"{days} days"
