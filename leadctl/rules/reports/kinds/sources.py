"""Where leads come from, and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from leadctl.rules.reports.entry import Entry, money, share
from leadctl.rules.reports.report import PIPELINE, Asked, Figure, Part, Report, Row
from leadctl.values import dataclass, names_of


@dataclass
class _Sum:
    leads: int = 0
    open: int = 0
    won: int = 0
    lost: int = 0
    value: Decimal = Decimal(0)
    value_won: Decimal = Decimal(0)


class _Sources:
    """Counts the leads that came in in the period, by source; parked ones are in no journey."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.found: dict[tuple[str, str], _Sum] = {}

    def add(self, entry: Entry) -> None:
        """Count one lead."""
        if not entry.came_in(self.asked.period) or entry.parked:
            return
        source = str(entry.told("source") or "")
        one = self.found.setdefault((entry.pipeline.id, source), _Sum())
        one.leads += 1
        setattr(one, entry.state, getattr(one, entry.state) + 1)
        amount = money(entry) or Decimal(0)
        one.value += amount
        one.value_won += amount if entry.state == "won" else 0

    def rows(self) -> list[Row]:
        """Return one row a source, the one that brought most first."""
        order = sorted(
            _as_one(self.found).items(), key=lambda item: (item[0][0], -item[1].leads, item[0])
        )
        return [
            {
                "pipeline": pipeline,
                "source": source or None,
                "leads": one.leads,
                "open": one.open,
                "won": one.won,
                "lost": one.lost,
                "won_share": share(one.won, one.won + one.lost),
                "value": one.value,
                "value_won": one.value_won,
            }
            for (pipeline, source), one in order
        ]


def _as_one(found: dict[tuple[str, str], _Sum]) -> dict[tuple[str, str], _Sum]:
    """Return the sums with sources that differ in the case of letters as one, spelt as mostly."""
    ways: dict[tuple[str, str], list[tuple[str, _Sum]]] = {}
    for (pipeline, source), one in sorted(found.items()):
        ways.setdefault((pipeline, source.casefold()), []).append((source, one))
    return {
        (pipeline, max(same, key=lambda way: way[1].leads)[0]): _sum(one for _, one in same)
        for (pipeline, _), same in ways.items()
    }


def _sum(sums: Iterable[_Sum]) -> _Sum:
    whole = _Sum()
    for one in sums:
        for name in names_of(whole):
            setattr(whole, name, getattr(whole, name) + getattr(one, name))
    return whole


REPORT = Report(
    "sources",
    "leads that came in then",
    (
        Part(
            "source",
            "Where leads come from",
            (
                PIPELINE,
                Figure("source", "Source", "where the leads came from", "text"),
                Figure(
                    "leads", "Leads", "how many came from there, parked ones left out", bar=True
                ),
                Figure("open", "Open", "how many of them are open"),
                Figure("won", "Won", "how many ended as won"),
                Figure("lost", "Lost", "how many ended as lost"),
                Figure("won_share", "Won of ended", "the won of all that ended", "share"),
                Figure("value", "Value", "what all of them are worth", "money"),
                Figure("value_won", "Value won", "what the won ones are worth", "money"),
            ),
            _Sources,
            "bars",
            holds="ever",
        ),
    ),
)
