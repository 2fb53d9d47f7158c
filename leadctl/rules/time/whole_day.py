"""A day as the moment of an event: a date alone, the same in every clone and every zone.

It stands at the first moment at which it is that day anywhere, so that it is never in the future
of a clock that shows the day; who knows the book's zone begins the day there (`begun`).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo


class _WholeDay(tzinfo):
    """The mark of a moment that is a day: as far east as clocks go."""

    def utcoffset(self, _moment: datetime | None) -> timedelta:
        return timedelta(hours=14)

    def dst(self, _moment: datetime | None) -> timedelta:
        return timedelta(0)

    def tzname(self, _moment: datetime | None) -> str:
        return "day"

    def __reduce__(self) -> str:
        return "WHOLE_DAY"  # there is one of it, also after a copy


WHOLE_DAY = _WholeDay()


def whole_day(day: date) -> datetime:
    """Return a day as the `at` of an event."""
    return datetime.combine(day, time(), WHOLE_DAY)


def is_whole_day(moment: datetime) -> bool:
    """Whether an event's `at` is a day without a time."""
    return moment.tzinfo is WHOLE_DAY


def begun(moment: datetime, zone: tzinfo) -> datetime:
    """Return an event's `at` in UTC; a day without a time as its beginning in a zone."""
    if moment.tzinfo is WHOLE_DAY:
        return moment.replace(tzinfo=zone).astimezone(UTC)
    return moment if moment.tzinfo is UTC else moment.astimezone(UTC)
