"""How leads moved: the changes of status in a period."""

from __future__ import annotations

from leadctl.rules.reports.entry import Entry, place_of, visits
from leadctl.rules.reports.report import PIPELINE, Asked, Figure, Part, Report, Row
from leadctl.values import dataclass


@dataclass
class _Sum:
    moves: int = 0
    forced: int = 0
    leads: int = 0


class _Moves:
    """Counts changes of status; what came with an import is no move of ours."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.found: dict[tuple[str, int, int, str, str], _Sum] = {}

    def add(self, entry: Entry) -> None:
        """Count the moves of one lead."""
        counted: set[tuple[str, str]] = set()
        for visit in visits(entry):
            if not visit.came_from or not self.asked.period.holds(visit.at):
                continue
            places = (place_of(name, entry.pipeline) for name in (visit.came_from, visit.status))
            key = (entry.pipeline.id, *places, visit.came_from, visit.status)
            one = self.found.setdefault(key, _Sum())  # type: ignore[arg-type]  # two places
            one.moves += 1
            one.forced += visit.forced
            one.leads += (visit.came_from, visit.status) not in counted
            counted.add((visit.came_from, visit.status))

    def rows(self) -> list[Row]:
        """Return one row for each pair of statuses, in the order of the definition."""
        return [
            {
                "pipeline": key[0],
                "from": key[3],
                "to": key[4],
                "moves": one.moves,
                "leads": one.leads,
                "forced": one.forced,
            }
            for key, one in sorted(self.found.items(), key=lambda item: item[0])
        ]


REPORT = Report(
    "moves",
    "moves that were made then",
    (
        Part(
            "status",
            "Moves",
            (
                PIPELINE,
                Figure("from", "From", "the status that was left", "text"),
                Figure("to", "To", "the status that was set", "text"),
                Figure("moves", "Moves", "how often that was done", bar=True),
                Figure("leads", "Leads", "with how many leads"),
                Figure("forced", "Forced", "how many of the moves overrode a rule", quiet=True),
            ),
            _Moves,
            holds="ever",
        ),
    ),
)
