"""The board: every open lead as a card in the column of its status."""

from __future__ import annotations

from decimal import Decimal

from leadctl.rules.reports.entry import Entry, money, place_of
from leadctl.rules.reports.numbers import ages, moment
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

_Card = tuple[str, int, str, str, str, str, Decimal | None, int | None]
"""Pipeline, the status's place and name, the lead's id, name, owner and value, and since when."""


class _Board:
    """Lists the leads that are open: neither closed, nor parked, nor archived."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.found: list[_Card] = []

    def add(self, entry: Entry) -> None:
        """Make the card of one lead."""
        if not entry.came_in(self.asked.period):
            return
        if entry.archived or entry.state != "open":
            return
        lead, entered = entry.lead, entry.entered
        since = None if entered is None else moment(entered)
        place = place_of(lead.status, entry.pipeline)
        self.found.append(
            (entry.pipeline.id, place, lead.status, lead.id, lead.name, lead.owner, money(entry),
             since)
        )  # fmt: skip

    def rows(self) -> list[Row]:
        """Return the cards, column by column; who has been there longest comes first."""
        made = [self._card(one) for one in self.found]
        return [card for _, card in sorted(made, key=lambda pair: pair[0])]

    def _card(self, one: _Card) -> tuple[tuple[str, int, float, str], Row]:
        pipeline, place, status, lead, name, owner, value, since = one
        age = None if since is None else ages([since], self.asked.now)[0]
        card: Row = {
            "pipeline": pipeline,
            "status": status,
            "id": lead,
            "name": name,
            "owner": owner or None,
            "value": value,
            "age_seconds": age,
        }
        return (pipeline, place, -(age or 0), lead), card


REPORT = Report(
    "board",
    "leads that came in then",
    (
        Part(
            "status",
            "Board",
            (
                PIPELINE,
                STATUS,
                NAME,
                ID,
                OWNER,
                Figure("value", "Value", "what it is worth", "money"),
                Figure("age_seconds", "There for", "for how long it has been there", "seconds"),
            ),
            _Board,
            "cards",
            holds="ever",
        ),
    ),
)
