"""The board: every open lead as a card in the column of its status."""

from __future__ import annotations

from leadctl.rules.reports.entry import Entry, money, place_of
from leadctl.rules.reports.kinds.status import age_of
from leadctl.rules.reports.report import PIPELINE, Asked, Figure, Part, Report, Row


class _Board:
    """Lists the leads that are open: neither closed, nor parked, nor archived."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.found: list[tuple[tuple[str, int, float, str], Row]] = []

    def add(self, entry: Entry) -> None:
        """Make the card of one lead."""
        received = entry.received
        if entry.archived or entry.state != "open":
            return
        if received and not self.asked.period.holds(received):
            return
        age = age_of(entry, self.asked)
        place = place_of(entry.lead.status, entry.pipeline)
        card: Row = {
            "pipeline": entry.pipeline.id,
            "status": entry.lead.status,
            "id": entry.lead.id,
            "name": entry.lead.name,
            "owner": entry.lead.owner or None,
            "value": money(entry),
            "age_seconds": age,
        }
        self.found.append(((entry.pipeline.id, place, -(age or 0), entry.lead.id), card))

    def rows(self) -> list[Row]:
        """Return the cards, column by column; who has been there longest comes first."""
        return [card for _, card in sorted(self.found, key=lambda pair: pair[0])]


REPORT = Report(
    "board",
    "leads that came in then",
    (
        Part(
            "status",
            "Board",
            (
                PIPELINE,
                Figure("status", "Status", "the status the lead is in", "text"),
                Figure("name", "Lead", "the lead's name", "text", personal=True),
                Figure("id", "Id", "the lead's id", "text"),
                Figure("owner", "Owner", "whose lead it is", "text"),
                Figure("value", "Value", "what it is worth", "money"),
                Figure("age_seconds", "There for", "for how long it has been there", "seconds"),
            ),
            _Board,
            "cards",
        ),
    ),
)
