"""Where a lead has been: its stays in each status, in the order in which they were recorded."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from leadctl.actions.desk import Desk
from leadctl.rules.leads.happened_at import moments
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.leads.taken_over import day_of
from leadctl.values import dataclass


@dataclass(frozen=True)
class Stay:
    """One stay in a status: since when, for how long (until now for the last), set by whom.

    `day` is since when where no hour is known.
    """

    status: str
    since: datetime
    length: timedelta
    by: str = ""
    reason: str = ""
    forced: bool = False
    day: date | None = None


def stays(desk: Desk, lead: Lead) -> list[Stay]:
    """Return a lead's stays; the first is in its pipeline's initial status, from the receipt on."""
    case = desk.case(lead)
    when = moments(lead.history, case.zone)
    moves = [(at, e) for at, e in zip(when, lead.history, strict=True) if e.name == "status"]
    came = [pair for pair in zip(when, lead.history, strict=True) if pair[1].name == "received"]
    begun = next(iter(came or zip(when, lead.history, strict=True)), None)
    initial = case.pipeline.initial if moves else lead.status
    starts = [(initial, *begun)] if begun else []
    starts += [(str(event.data.get("to", "")), at, event) for at, event in moves]
    ends = [*(at for _, at, _ in starts[1:]), desk.now]
    return [
        _stay(status, at, end, event, day_of(event, desk.zone))
        for (status, at, event), end in zip(starts, ends, strict=True)
    ]


def _stay(status: str, since: datetime, end: datetime, event: Event, day: date | None) -> Stay:
    """Return a stay that an event began: what a move says of it, of an arrival who brought it."""
    moved = event.name == "status"
    length = max(timedelta(), end.astimezone(UTC) - since)
    reason = str(event.data.get("reason", "")) if moved else ""
    forced = moved and bool(event.data.get("forced"))
    return Stay(status, since, length, event.by, reason, forced, day)
