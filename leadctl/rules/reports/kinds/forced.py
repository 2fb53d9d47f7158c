"""Moves that overrode a rule, each with who made it and why."""

from __future__ import annotations

from leadctl.rules.reports.entry import Entry, visits
from leadctl.rules.reports.report import ID, NAME, PIPELINE, Asked, Figure, Part, Report, Row


class _Forced:
    """Lists forced moves, the latest first."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.found: list[Row] = []

    def add(self, entry: Entry) -> None:
        """List what was forced of one lead."""
        for visit in visits(entry):
            if visit.forced and self.asked.period.holds(visit.at):
                self.found.append(
                    {
                        "at": visit.at,
                        "by": visit.by or None,
                        "pipeline": entry.pipeline.id,
                        "id": entry.lead.id,
                        "name": entry.lead.name,
                        "from": visit.came_from,
                        "to": visit.status,
                        "reason": visit.reason or None,
                    }
                )

    def rows(self) -> list[Row]:
        """Return the moves, the latest first."""
        return sorted(self.found, key=lambda row: (row["at"], row["id"]), reverse=True)


REPORT = Report(
    "forced",
    "moves that were made then",
    (
        Part(
            "move",
            "Rules overridden",
            (
                Figure("at", "When", "when the move was made", "moment"),
                Figure("by", "By", "the agent who made it", "text"),
                PIPELINE,
                ID,
                NAME,
                Figure("from", "From", "the status that was left", "text"),
                Figure("to", "To", "the status that was set", "text"),
                Figure("reason", "Reason", "the reason that was given", "text", personal=True),
            ),
            _Forced,
            holds="ever",
        ),
    ),
)
