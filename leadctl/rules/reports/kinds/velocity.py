"""How long leads stay in each status, and which are there longer than nearly all others were."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from itertools import pairwise

from leadctl.rules.reports.entry import Entry, Visit, median, percentile, place_of, visits
from leadctl.rules.reports.kinds.status import age_of
from leadctl.rules.reports.report import PIPELINE, Asked, Figure, Part, Report, Row
from leadctl.values import dataclass, field

ENOUGH = 5
"""Fewer finished stays than this say nothing of what is usual."""


@dataclass(slots=True)
class _Stays:
    """The finished stays of one status, in seconds, and the cards of those there now."""

    place: int = 0
    ended: list[float] = field(default_factory=list)
    running: list[tuple[float, Row]] = field(default_factory=list)

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
        return self.found.setdefault((entry.pipeline.id, status), _Stays(place))

    def add(self, entry: Entry) -> None:
        """Count one lead; parked ones are on no clock."""
        if entry.parked:
            return
        for start, end in finished(visits(entry)):
            if self.asked.period.holds(end.at):
                took = max(0.0, (end.at - start.at).total_seconds())
                self._stays(entry, start.status).ended.append(took)
        age = age_of(entry, self.asked)
        if entry.state == "open" and not entry.archived and age is not None:
            card: Row = {
                "pipeline": entry.pipeline.id,
                "status": entry.lead.status,
                "name": entry.lead.name,
                "id": entry.lead.id,
                "owner": entry.lead.owner or None,
                "since": entry.lead.entered().astimezone(UTC) if entry.lead.entered() else None,  # type: ignore[union-attr]  # it has an age
                "age_seconds": age,
            }
            self._stays(entry, entry.lead.status).running.append((age, card))

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
                "stuck": _count_stuck(stays),
            }
            for pipeline, status, stays in self.ordered()
        ]


def _count_stuck(stays: _Stays) -> int | None:
    usual = stays.usual
    return None if usual is None else sum(age > usual for age, _ in stays.running)


class _Stuck(_Velocity):
    """Lists the leads that are stuck, the longest first."""

    def rows(self) -> list[Row]:
        """Return one row a lead."""
        found = [
            {**card, "usual_seconds": stays.usual}
            for _, _, stays in self.ordered()
            for age, card in stays.running
            if stays.usual is not None and age > stays.usual
        ]
        return sorted(found, key=lambda row: (-row["age_seconds"], row["id"]))


_AGE = Figure("age_seconds", "There for", "for how long it has been there", "seconds")

REPORT = Report(
    "velocity",
    "stays that ended then",
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
        ),
        Part(
            "lead",
            "Stuck leads",
            (
                PIPELINE,
                Figure("status", "Status", "the status the lead is in", "text"),
                Figure("name", "Lead", "the lead's name", "text", personal=True),
                Figure("id", "Id", "the lead's id", "text"),
                Figure("owner", "Owner", "whose lead it is", "text"),
                Figure("since", "Since", "when its status was set", "moment"),
                _AGE,
                Figure("usual_seconds", "9 of 10 within", "what nine of ten stays took", "seconds"),
            ),
            _Stuck,
        ),
    ),
)
