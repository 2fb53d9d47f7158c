"""Where leads stand: how many, worth what, and for how long, by status, group, owner or source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Literal

from leadctl.rules.reports.entry import Entry, by_pipeline, median, money
from leadctl.values import dataclass

By = Literal["status", "group", "owner", "source"]
PARKED = "Parked"
"""Where leads count whose role keeps them outside the funnel (S1.14)."""
BY: tuple[By, ...] = ("status", "group", "owner", "source")


@dataclass(frozen=True, slots=True)
class Standing:
    """The leads of one definition that share a status (or group, owner, source).

    `valued` of them have a value, together `value`; ages count seconds since the present status
    was set.
    """

    pipeline: str
    key: str
    group: str
    leads: int
    valued: int
    value: float
    median_age: float | None
    oldest_age: float | None


def standing(entries: Sequence[Entry], by: By, now: datetime) -> list[Standing]:
    """Return the figures in the order of the definition, owners and sources by their names.

    Archived leads are left out.
    """
    kept = [entry for entry in entries if not entry.lead.value("archived")]
    rows = []
    for found in by_pipeline(kept).values():
        grouped: dict[str, list[Entry]] = {}
        for entry in sorted(found, key=_order(by)):
            grouped.setdefault(_key(entry, by), []).append(entry)
        rows += [_row(key, same, by, now) for key, same in grouped.items()]
    return rows


def _key(entry: Entry, by: By) -> str:
    if entry.parked and by in {"status", "group"}:
        return entry.lead.role if by == "status" else PARKED
    if by == "group":
        return _group(entry)
    return str(entry.lead.value(by) or "")


def _group(entry: Entry) -> str:
    if entry.parked:
        return PARKED
    status = entry.pipeline.statuses.get(entry.lead.status)
    group = entry.pipeline.groups.get(status.group) if status else None
    return (group.label or (status.group if status else "")) if group else ""


def _order(by: By) -> Callable[[Entry], tuple[int, str]]:
    def place(entry: Entry) -> tuple[int, str]:
        if by in {"owner", "source"}:
            return 0, _key(entry, by).casefold()
        if entry.parked:
            return len(entry.pipeline.statuses) + 1, entry.lead.role
        pipeline, status = entry.pipeline, entry.pipeline.statuses.get(entry.lead.status)
        if by == "group":
            names = [*pipeline.groups, ""]
            return names.index(status.group if status else ""), ""
        names = list(pipeline.statuses)
        return (names.index(status.name) if status else len(names)), entry.lead.status

    return place


def _row(key: str, entries: Sequence[Entry], by: By, now: datetime) -> Standing:
    amounts = [amount for amount in map(money, entries) if amount is not None]
    entered = [at for entry in entries if (at := entry.lead.entered()) is not None]
    ages = [(now.astimezone(UTC) - at.astimezone(UTC)).total_seconds() for at in entered]
    return Standing(
        pipeline=entries[0].pipeline.id,
        key=key,
        group=_group(entries[0]) if by in {"status", "group"} else "",
        leads=len(entries),
        valued=len(amounts),
        value=sum(amounts),
        median_age=median(ages),
        oldest_age=max(ages, default=None),
    )
