"""What is likely to be won: from the book's own endings, with a range, or a plain "too little"."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from math import ceil, floor, fsum

from leadctl.rules.reports.entry import Entry, money, visits
from leadctl.rules.reports.numbers import ages, moment, spans
from leadctl.rules.reports.report import PIPELINE, Asked, Figure, Part, Report, Row
from leadctl.values import dataclass, field

ENOUGH = 20
"""So many leads of a pipeline must have ended before anything is said of the others."""
WON = 5
"""So many of those must have been won."""
ALIKE = 10
"""So many past stays must be like a lead's before it is judged by them alone."""
MANY = 1000
"""Above this many leads the exact distribution is a normal one, and costs too much."""
DAY = 86400
HORIZONS = (("in 30 days", 30), ("in 90 days", 90), ("in the end", None))
LOW, HIGH = 0.1, 0.9


@dataclass
class Stays:
    """How it went on from a status, in the past: for each time how many seconds it took until the
    end, of those that were won and of those that were lost.
    """

    won: array[float] = field(default_factory=spans)
    lost: array[float] = field(default_factory=spans)


@dataclass(frozen=True)
class Hope:
    """One open lead: where it is, for how many seconds, and what it is worth."""

    status: str
    age: float
    value: Decimal


@dataclass
class _Past:
    """What is known of one pipeline; `open` has where leads are, since when, and their value, as a
    text: of many leads a number each takes long to read.
    """

    ended: int = 0
    won: int = 0
    stays: dict[str, Stays] = field(default_factory=dict)
    open: list[tuple[str, int | None, str]] = field(default_factory=list)


class _Forecast:
    """Learns from the leads that ended, and counts the open ones; parked ones are no journey."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.found: dict[str, _Past] = {}

    def add(self, entry: Entry) -> None:
        """Take in one lead."""
        if entry.parked:
            return
        past = self.found.setdefault(entry.pipeline.id, _Past())
        if entry.state == "open":
            if not entry.archived:
                entered = entry.entered
                since = None if entered is None else moment(entered)
                past.open.append((entry.lead.status, since, str(money(entry) or 0)))
            return
        ended = entry.entered
        if ended is None or not self.asked.period.holds(ended):
            return
        past.ended += 1
        past.won += entry.state == "won"
        for visit in visits(entry)[:-1]:
            took = max(0.0, (ended.astimezone(UTC) - visit.at).total_seconds())
            stays = past.stays.setdefault(visit.status, Stays())
            (stays.won if entry.state == "won" else stays.lost).append(took)

    def rows(self) -> list[Row]:
        """Return three rows a pipeline: what is likely in 30 and 90 days, and in the end."""
        now = self.asked.now
        return [row for key in sorted(self.found) for row in _rows(key, self.found[key], now)]


def _rows(pipeline: str, past: _Past, now: datetime) -> Iterator[Row]:
    if not past.open:
        return
    if past.ended < ENOUGH or past.won < WON:
        said = (
            f"too little to say yet: {past.ended} ended, {past.won} of them won; "
            f"{ENOUGH} and {WON} are needed"
        )
        yield _row(pipeline, "", past, said)
        return
    known = Known(past.stays, past.won / past.ended)
    hopes = [Hope(status, _age(since, now), Decimal(value)) for status, since, value in past.open]
    for horizon, days in HORIZONS:
        chances = [known.chance(hope, days) for hope in hopes]
        low, high = spread(chances)
        worth = (h.value * Decimal(str(round(c, 6))) for h, c in zip(hopes, chances, strict=True))
        row = _row(pipeline, horizon, past, "")
        expected = {"expected": round(fsum(chances), 1), "low": low, "high": high}
        yield row | expected | {"value": sum(worth, Decimal(0)).quantize(Decimal(1))}


def _age(since: int | None, now: datetime) -> float:
    return 0.0 if since is None else ages([since], now)[0]


def _row(pipeline: str, horizon: str, past: _Past, said: str) -> dict[str, object]:
    return {
        "pipeline": pipeline,
        "horizon": horizon or None,
        "open": len(past.open),
        "expected": None,
        "low": None,
        "high": None,
        "value": None,
        "said": said or None,
    }


class Known:
    """What a pipeline's past says of its open leads; `won` is the part that was won in all."""

    def __init__(self, stays: Mapping[str, Stays], won: float) -> None:
        self._share = won
        self._of = {status: _Sorted([found]) for status, found in stays.items()}
        self._all = _Sorted(stays.values())

    def chance(self, hope: Hope, days: int | None) -> float:
        """Return how likely an open lead is won within so many days (None: ever), from 0 to 1.

        It is compared with the stays in its status that were not over at its age; where those are
        few, with all of that status, and where there are none, with all there were. Where no way
        to an end is known, for the leads came as they ended, it is the part that was won.
        """
        known = self._of.get(hope.status, self._all)
        age = hope.age if known.over(hope.age) >= ALIKE else None
        if not known.over(age):
            return self._share
        limit = None if days is None else (age or 0.0) + days * DAY
        return known.won(age, limit) / known.over(age)


class _Sorted:
    """Stays in the order of their lengths, so that those in between are counted at once."""

    def __init__(self, stays: Iterable[Stays]) -> None:
        found = list(stays)
        self._won = sorted(took for one in found for took in one.won)
        self._all = sorted([*self._won, *(took for one in found for took in one.lost)])

    def over(self, age: float | None) -> int:
        """Return how many took longer than an age; all for None."""
        return len(self._all) - (0 if age is None else bisect_right(self._all, age))

    def won(self, age: float | None, limit: float | None) -> int:
        """Return how many took longer than an age, no longer than a limit, and were won."""
        first = 0 if age is None else bisect_right(self._won, age)
        last = len(self._won) if limit is None else bisect_right(self._won, limit)
        return max(0, last - first)


def spread(chances: Sequence[float]) -> tuple[int, int]:
    """Return the numbers that the true one exceeds, or falls short of, once in ten times each.

    The number of leads won is a sum of independent yes and no: its distribution is exact.
    """
    if len(chances) > MANY:
        middle, off = fsum(chances), 1.2816 * fsum(p * (1 - p) for p in chances) ** 0.5
        return max(0, floor(middle - off)), ceil(middle + off)
    odds = [1.0]
    for one in sorted(chances):
        odds = [
            (odds[k] * (1 - one) if k < len(odds) else 0) + (odds[k - 1] * one if k else 0)
            for k in range(len(odds) + 1)
        ]
        while len(odds) > 1 and odds[-1] < 1e-12:
            odds.pop()
    return _quantile(odds, LOW), _quantile(odds, HIGH)


def _quantile(odds: Sequence[float], part: float) -> int:
    total = 0.0
    for count, one in enumerate(odds):
        total += one
        if total >= part - 1e-9:
            return count
    return len(odds) - 1


REPORT = Report(
    "forecast",
    "leads that ended then, to learn from",
    (
        Part(
            "horizon",
            "What is likely to be won",
            (
                PIPELINE,
                Figure("horizon", "Won", "by when", "text"),
                Figure("open", "Open now", "open leads"),
                Figure("expected", "Likely", "how many of them are likely to be won by then"),
                Figure("low", "At least", "in 9 of 10 such cases it is this many or more"),
                Figure("high", "At most", "in 9 of 10 such cases it is this many or fewer"),
                Figure("value", "Worth", "what those are likely to be worth", "money"),
                Figure("said", "Note", "why nothing can be said, where too few ended", "text"),
            ),
            _Forecast,
            holds="ever",
        ),
    ),
)
