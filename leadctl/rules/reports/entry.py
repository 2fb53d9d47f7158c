"""What reports are made of: leads with their definitions, a period, and a few sums."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.lead import Lead
from leadctl.rules.time.working_calendar import Calendar
from leadctl.values import dataclass

IMPORT = "import"
"""Who is written down for what came with an import."""

_MONEY = re.compile(r"[$€£]?\s*(\d[\d,_ ]*(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One lead in a report, with its definition and the calendar its deadlines are counted on."""

    lead: Lead
    pipeline: Pipeline
    calendar: Calendar

    @property
    def parked(self) -> bool:
        """Whether its role keeps it out of the funnel (S1.13)."""
        role = self.pipeline.roles.get(self.lead.role)
        return role is not None and role.parked


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` up to, not including, `until`; None is open."""

    since: datetime | None = None
    until: datetime | None = None

    def holds(self, moment: datetime) -> bool:
        """Whether a moment lies in the period."""
        after = self.since is None or moment >= self.since
        return after and (self.until is None or moment < self.until)


@dataclass(frozen=True, slots=True)
class Visit:
    """One entry into a status: from where, when, by whom; the first has no `came_from`."""

    status: str
    at: datetime
    came_from: str = ""
    by: str = ""
    forced: bool = False


def visits(entry: Entry) -> list[Visit]:
    """Return a lead's statuses in the order in which they were recorded, the initial one first.

    A status that the import gave a new lead is where it stood when it came, and no move of ours.
    """
    lead, found = entry.lead, []
    moves = [event for event in lead.history if event.name == "status"]
    status = entry.pipeline.initial if moves else lead.status
    received = lead.received()
    if moves and moves[0].by == IMPORT:
        first = moves.pop(0)
        status = str(first.data.get("to", ""))
        found.append(Visit(status, first.at.astimezone(UTC)))
    elif received is not None:
        found.append(Visit(status, received.astimezone(UTC)))
    for event in moves:
        to, forced = str(event.data.get("to", "")), bool(event.data.get("forced"))
        found.append(Visit(to, event.at.astimezone(UTC), status, event.by, forced))
        status = to
    return found


def money(entry: Entry) -> float | None:
    """Return what a lead is worth: its `value`, else the first of its pipeline's money fields."""
    fields = entry.lead.fields
    names = ["value", *(n for n, kind in entry.pipeline.fields.items() if kind.type == "money")]
    amounts = (_amount(fields.get(name)) for name in names)
    return next((amount for amount in amounts if amount is not None), None)


def _amount(value: Any) -> float | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    found = _MONEY.fullmatch(value.strip()) if isinstance(value, str) else None
    amount = float(re.sub(r"[,_ ]", "", found[1])) if found else None
    return int(amount) if amount is not None and amount.is_integer() else amount


def by_pipeline(entries: Sequence[Entry]) -> Mapping[str, list[Entry]]:
    """Return the entries of each definition, in the order of the definitions' ids."""
    found: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=lambda e: (e.pipeline.id, e.lead.id)):
        found.setdefault(entry.pipeline.id, []).append(entry)
    return found


def median(values: Sequence[float]) -> float | None:
    """Return the middle value, the mean of the two middle ones; None of nothing."""
    if not values:
        return None
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2


def percentile(values: Sequence[float], part: int) -> float | None:
    """Return the least value that `part` of a hundred values do not exceed; None of nothing."""
    if not values:
        return None
    place = -(-part * len(values) // 100)  # rounded up: the nearest rank
    return sorted(values)[max(place, 1) - 1]


def share(part: int, whole: int) -> float | None:
    """Return a part of a whole from 0 to 1, to four places; None of nothing."""
    return round(part / whole, 4) if whole else None
