"""What is likely to be won: from the book's own endings, with a range, or a plain "too little"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC
from decimal import Decimal
from math import ceil, floor

from leadctl.rules.reports.entry import Entry, money, visits
from leadctl.rules.reports.kinds.status import age_of
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


@dataclass(frozen=True, slots=True)
class Stay:
    """How it went on from a status, in the past: seconds until the end, and whether it was won."""

    took: float
    won: bool


@dataclass(frozen=True, slots=True)
class Hope:
    """One open lead: where it is, for how many seconds, and what it is worth."""

    status: str
    age: float
    value: Decimal


@dataclass(slots=True)
class _Past:
    """What is known of one pipeline."""

    ended: int = 0
    won: int = 0
    stays: dict[str, list[Stay]] = field(default_factory=dict)
    open: list[Hope] = field(default_factory=list)


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
                age = age_of(entry, self.asked) or 0.0
                past.open.append(Hope(entry.lead.status, age, money(entry) or Decimal(0)))
            return
        ended = entry.lead.entered()
        if ended is None or not self.asked.period.holds(ended):
            return
        past.ended += 1
        past.won += entry.state == "won"
        for visit in visits(entry)[:-1]:
            took = max(0.0, (ended.astimezone(UTC) - visit.at).total_seconds())
            past.stays.setdefault(visit.status, []).append(Stay(took, entry.state == "won"))

    def rows(self) -> list[Row]:
        """Return three rows a pipeline: what is likely in 30 and 90 days, and in the end."""
        return [row for key in sorted(self.found) for row in _rows(key, self.found[key])]


def _rows(pipeline: str, past: _Past) -> Iterator[Row]:
    if not past.open:
        return
    if past.ended < ENOUGH or past.won < WON:
        said = (
            f"too little to say: {past.ended} of its leads have ended, {past.won} of them won; "
            f"a forecast wants {ENOUGH} and {WON}"
        )
        yield _row(pipeline, "", past, said)
        return
    for horizon, days in HORIZONS:
        chances = [chance(hope, past.stays, days) for hope in past.open]
        low, high = spread(chances)
        value = sum(
            (h.value * Decimal(str(round(c, 6))) for h, c in _pairs(past, chances)), Decimal(0)
        )
        row = _row(pipeline, horizon, past, "")
        expected = {"expected": round(sum(chances), 1), "low": low, "high": high}
        yield row | expected | {"value": value.quantize(Decimal(1))}


def _pairs(past: _Past, chances: Sequence[float]) -> Iterator[tuple[Hope, float]]:
    return zip(past.open, chances, strict=True)


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


def chance(hope: Hope, stays: dict[str, list[Stay]], days: int | None) -> float:
    """Return how likely an open lead is won within so many days (None: ever), from 0 to 1.

    It is compared with the stays in its status that were not over at its age; where those are
    few, with all of that status, and where there are none, with all there were.
    """
    known = stays.get(hope.status) or [stay for found in stays.values() for stay in found]
    alike = [stay for stay in known if stay.took > hope.age]
    if len(alike) < ALIKE:
        alike, age = known, 0.0
    else:
        age = hope.age
    limit = None if days is None else age + days * DAY
    won = sum(stay.won and (limit is None or stay.took <= limit) for stay in alike)
    return won / len(alike)


def spread(chances: Sequence[float]) -> tuple[int, int]:
    """Return the numbers that the true one exceeds, or falls short of, once in ten times each.

    The number of leads won is a sum of independent yes and no: its distribution is exact.
    """
    if len(chances) > MANY:
        middle, off = sum(chances), 1.2816 * sum(p * (1 - p) for p in chances) ** 0.5
        return max(0, floor(middle - off)), ceil(middle + off)
    odds = [1.0]
    for one in chances:
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
        ),
    ),
)
