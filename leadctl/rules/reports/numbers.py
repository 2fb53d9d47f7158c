"""Many numbers in little room, and the moments that they may stand for."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

Numbers = array
"""So many numbers of eight bytes each: spans in seconds, or moments in microseconds. Their order
says nothing: what is kept of a large book has them from least to greatest.
"""

_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


def spans(values: Iterable[float] = ()) -> array[float]:
    """Return spans, in seconds or minutes."""
    return array("d", values)


def moments(values: Iterable[int] = ()) -> array[int]:
    """Return moments, as `moment` gives them."""
    return array("q", values)


def moment(when: datetime) -> int:
    """Return a moment as a number: the microseconds since 1970 in UTC."""
    return (when - _EPOCH) // _MICROSECOND


def when(number: int) -> datetime:
    """Return the moment, in UTC, that a number stands for."""
    return _EPOCH + number * _MICROSECOND


def ages(since: Iterable[int], now: datetime) -> list[float]:
    """Return how many seconds ago each of some moments was; 0 for one to come."""
    present = moment(now)
    return [(present - one) / 1_000_000 if one < present else 0.0 for one in since]


def middle(values: Iterable[int]) -> list[int]:
    """Return the middle one of some numbers, the two middle ones where there is none."""
    ordered = sorted(values)
    return ordered[(len(ordered) - 1) // 2 : len(ordered) // 2 + 1]
