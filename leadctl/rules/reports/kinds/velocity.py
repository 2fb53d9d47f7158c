"""How long leads stay in each status, and which are there longer than nearly all others were."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from itertools import pairwise

from leadctl.rules.reports.entry import Entry, Visit, median, percentile, place_of, visits
from leadctl.rules.reports.numbers import ages, moment, moments, spans, when
from leadctl.rules.reports.report import (
    ID,
    NAME,
    OWNER,
    PIPELINE,
    STATUS,
    Asked,
    Figure,
    Part,
    Report,
    Row,
)
from leadctl.values import dataclass, field

ENOUGH = 5
"""Fewer finished stays than this say nothing of what is usual."""


@dataclass
class _Stays:
    """The finished stays of one status, in seconds, since when those there now are there, and who
    they are where that is asked for.
    """

    place: tuple[int]
    ended: array[float] = field(default_factory=spans)
    running: array[int] = field(default_factory=moments)
    cards: list[tuple[int, str, str, str]] = field(default_factory=list)

    @property
    def usual(self) -> float | None:
        """What nine of ten stays did not exceed; None where there are too few."""
        return percentile(self.ended, 90) if len(self.ended) >= ENOUGH else None


def finished(path: list[Visit]) -> Iterator[tuple[Visit, Visit]]:
    """Yield each stay that has ended: its beginning, and the visit that ended it."""
    yield from ((start, end) for start, end in pairwise(path) if start.status != end.status)


class _Velocity:
    """Counts stays that ended in the period, and the open leads that are there now."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.found: dict[tuple[str, str], _Stays] = {}

    def _stays(self, entry: Entry, status: str) -> _Stays:
        place = place_of(status, entry.pipeline)
        return self.found.setdefault((entry.pipeline.id, status), _Stays((place,)))

    def add(self, entry: Entry) -> None:
        """Count one lead; parked ones are on no clock."""
        if entry.parked:
            return
        for start, end in finished(visits(entry)):
            if self.asked.period.holds(end.at):
                took = max(0.0, (end.at - start.at).total_seconds())
                self._stays(entry, start.status).ended.append(took)
        entered = entry.entered
        if entry.state == "open" and not entry.archived and entered is not None:
            self._running(self._stays(entry, entry.lead.status), moment(entered), entry)

    def _running(self, stays: _Stays, entered: int, _entry: Entry) -> None:
        stays.running.append(entered)

    def ordered(self) -> list[tuple[str, str, _Stays]]:
        """Return the statuses in the order of their definitions."""
        order = sorted(self.found.items(), key=lambda item: (item[0][0], item[1].place, item[0]))
        return [(*key, stays) for key, stays in order]

    def rows(self) -> list[Row]:
        """Return one row a status."""
        return [
            {
                "pipeline": pipeline,
                "status": status,
                "stays": len(stays.ended),
                "median_seconds": median(stays.ended),
                "p90_seconds": percentile(stays.ended, 90),
                "here": len(stays.running),
                "stuck": self._count_stuck(stays),
            }
            for pipeline, status, stays in self.ordered()
        ]

    def _count_stuck(self, stays: _Stays) -> int | None:
        usual = stays.usual
        if usual is None:
            return None
        return sum(age > usual for age in ages(stays.running, self.asked.now))


class _Stuck(_Velocity):
    """Lists the leads that are stuck, the longest first."""

    def _running(self, stays: _Stays, entered: int, entry: Entry) -> None:
        super()._running(stays, entered, entry)
        stays.cards.append((entered, entry.lead.id, entry.lead.name, entry.lead.owner))

    def rows(self) -> list[Row]:
        """Return one row a lead."""
        found = [row for one in self.ordered() for row in self._cards(*one)]
        return [row for _, row in sorted(found, key=lambda one: one[0])]

    def _cards(
        self, pipeline: str, status: str, stays: _Stays
    ) -> Iterator[tuple[tuple[float, str], Row]]:
        """Yield the cards of the stuck leads of a status, each with its place in the list."""
        usual, now = stays.usual, self.asked.now
        if usual is None:
            return
        for entered, lead, name, owner in stays.cards:
            (age,) = ages([entered], now)
            if age > usual:
                yield (
                    (-age, lead),
                    {
                        "pipeline": pipeline,
                        "status": status,
                        "name": name,
                        "id": lead,
                        "owner": owner or None,
                        "since": when(entered),
                        "age_seconds": age,
                        "usual_seconds": usual,
                    },
                )


_AGE = Figure("age_seconds", "There for", "for how long it has been there", "seconds")

REPORT = Report(
    "velocity",
    "stays that ended then; there now: everybody",
    (
        Part(
            "status",
            "How long leads stay",
            (
                PIPELINE,
                Figure("status", "Status", "the status", "text"),
                Figure("stays", "Left it", "how often a lead went on from it"),
                Figure(
                    "median_seconds",
                    "Half within",
                    "half of those stays were shorter than this",
                    "seconds",
                    bar=True,
                ),
                Figure(
                    "p90_seconds",
                    "9 of 10 within",
                    "nine of ten of those stays were no longer than this",
                    "seconds",
                ),
                Figure("here", "There now", "open leads that are in it now"),
                Figure(
                    "stuck",
                    "Stuck",
                    f"those there longer than 9 of 10 stays took; from {ENOUGH} stays on",
                ),
            ),
            _Velocity,
            "bars",
            holds="ever",
        ),
        Part(
            "lead",
            "Stuck leads",
            (
                PIPELINE,
                STATUS,
                NAME,
                ID,
                OWNER,
                Figure("since", "Since", "when its status was set", "moment"),
                _AGE,
                Figure("usual_seconds", "9 of 10 within", "what nine of ten stays took", "seconds"),
            ),
            _Stuck,
            holds="ever",
        ),
    ),
)
