"""Where a lead has been: its stays in each status, in the order in which they were recorded."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from leadctl.actions.desk import Desk
from leadctl.rules.leads.lead import Lead
from leadctl.values import dataclass


@dataclass(frozen=True, slots=True)
class Stay:
    """One stay in a status: since when, for how long (until now for the last), set by whom."""

    status: str
    since: datetime
    length: timedelta
    by: str = ""
    reason: str = ""
    forced: bool = False


def stays(desk: Desk, lead: Lead) -> list[Stay]:
    """Return a lead's stays; the first is in its pipeline's initial status, from the receipt on."""
    moves = [e for e in lead.history if e.name == "status"]
    received = lead.received()
    starts: list[tuple[str, datetime, str, str, bool]] = []
    if received is not None:
        initial = lead.status if not moves else desk.case(lead).pipeline.initial
        starts.append((initial, received, lead.history[0].by, "", False))
    for event in moves:
        data = event.data
        reason, forced = str(data.get("reason", "")), bool(data.get("forced"))
        starts.append((str(data.get("to", "")), event.at, event.by, reason, forced))
    ends = [*(start[1] for start in starts[1:]), desk.now]
    return [
        Stay(status, since, max(timedelta(), _between(since, end)), by, reason, forced)
        for (status, since, by, reason, forced), end in zip(starts, ends, strict=True)
    ]


def _between(start: datetime, end: datetime) -> timedelta:
    return end.astimezone(UTC) - start.astimezone(UTC)
