"""A present moment that notes for how long what was computed from it holds.

Rules compare now with deadlines. Computed with a watched now, an answer comes with the span of
moments for which each of those comparisons would have come out the same: it can be kept, and asked
for again at any moment of that span. What cannot be followed holds for this one moment.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NoReturn, overload

_TICK = timedelta(microseconds=1)
_DAY = timedelta(days=1)
FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


class Watch:
    """The span found so far: from `since` until before `until`."""

    def __init__(self, now: datetime) -> None:
        self.moment = now.astimezone(UTC)
        self.since, self.until = FIRST, LAST

    @property
    def now(self) -> Watched:
        """Return now; the span is found anew from here on."""
        self.since, self.until = FIRST, LAST
        return _watched(self, self.moment, timedelta())

    def before(self, limit: datetime) -> None:
        """Note that what was computed holds only before a moment."""
        self.until = min(self.until, limit.astimezone(UTC))

    def not_before(self, limit: datetime) -> None:
        """Note that what was computed holds only from a moment on."""
        self.since = max(self.since, limit.astimezone(UTC))

    def only_now(self) -> None:
        """Note that what was computed holds for this moment alone."""
        self.since, self.until = self.moment, self.moment + _TICK


class Watched(datetime):
    """Now, or so much before or after it, in some zone; its watch notes what is asked of it."""

    watch: Watch
    shift: timedelta

    def __lt__(self, other: object) -> bool:
        return self._is_before(other, timedelta())

    def __le__(self, other: object) -> bool:
        return self._is_before(other, _TICK)

    def __ge__(self, other: object) -> bool:
        return not self._is_before(other, timedelta())

    def __gt__(self, other: object) -> bool:
        return not self._is_before(other, _TICK)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, datetime):
            return False
        return not self._is_before(other, timedelta()) and self._is_before(other, _TICK)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        self.watch.only_now()
        return super().__hash__()

    def _is_before(self, other: object, more: timedelta) -> bool:
        """Whether now is before a moment and so much more; note when that changes."""
        if not isinstance(other, datetime):
            raise TypeError(f"{other!r} is no moment")
        if isinstance(other, Watched):
            return self.shift < other.shift + more  # both move with the clock
        try:
            limit = (other if other.tzinfo is UTC else other.astimezone(UTC)) - self.shift + more
        except OverflowError:
            return other.year > 5000
        found = self.watch.moment < limit
        (self.watch.before if found else self.watch.not_before)(limit)
        return found

    def __add__(self, other: timedelta) -> Watched:
        return _watched(self.watch, _plain(self) + other, self.shift + other)

    __radd__ = __add__

    @overload  # type: ignore[override]  # the library's says nothing of naive moments either
    def __sub__(self, other: datetime) -> timedelta: ...
    @overload
    def __sub__(self, other: timedelta) -> Watched: ...
    def __sub__(self, other: datetime | timedelta) -> Watched | timedelta:
        if isinstance(other, timedelta):
            return _watched(self.watch, _plain(self) - other, self.shift - other)
        self.watch.only_now()
        return _plain(self) - _plain(other)

    def __rsub__(self, other: datetime) -> timedelta:
        self.watch.only_now()
        return _plain(other) - _plain(self)

    def astimezone(self, tz: tzinfo | None = None) -> Watched:
        """Return the same moment in another zone, watched as well."""
        return _watched(self.watch, _plain(self).astimezone(tz), self.shift)

    def date(self) -> date:
        """Return the date; it holds until the day is over in this moment's zone."""
        day = _plain(self).date()
        start = datetime.combine(day, time(), self.tzinfo)
        # Where clocks change at midnight a day may begin later: an hour sooner is soon enough.
        end = datetime.combine(day + _DAY, time(), self.tzinfo).astimezone(UTC)
        self.watch.not_before(start.astimezone(UTC) - self.shift)
        self.watch.before(end - self.shift)
        return day

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        raise TypeError("a watched moment is not stored")


def _plain(moment: datetime) -> datetime:
    """Return a moment that nobody watches."""
    if not isinstance(moment, Watched):
        return moment
    return datetime.combine(datetime.date(moment), datetime.time(moment), moment.tzinfo)


def _watched(watch: Watch, moment: datetime, shift: timedelta) -> Watched:
    made: Watched = Watched.combine(moment.date(), moment.time(), moment.tzinfo)
    made.watch, made.shift = watch, shift
    return made


def _asked(name: str) -> Callable[..., object]:
    """Return a method that answers as of a plain moment, for this moment alone."""

    def answer(self: Watched, *args: object, **named: object) -> object:
        self.watch.only_now()
        return getattr(_plain(self), name)(*args, **named)

    return answer


for _name in ("timestamp", "replace", "isoformat", "strftime", "timetuple", "utctimetuple", "time",
              "timetz", "weekday", "isoweekday", "isocalendar", "toordinal", "ctime", "__format__",
              "__str__"):  # fmt: skip
    setattr(Watched, _name, _asked(_name))


def _part(name: str) -> property:
    """Return a property that is read as of a plain moment, for this moment alone."""

    def read(self: Watched) -> object:
        self.watch.only_now()
        return getattr(_plain(self), name)

    return property(read)


for _name in ("year", "month", "day", "hour", "minute", "second", "microsecond"):
    setattr(Watched, _name, _part(_name))
