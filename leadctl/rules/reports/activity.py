"""What agents did: touches and attempts, the pipeline's own events, credits, moves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Literal

from leadctl.rules.clauses.records import attempts
from leadctl.rules.leads.lead import TOUCHES, Event
from leadctl.rules.reports.entry import IMPORT, Entry, Period, by_pipeline
from leadctl.values import dataclass

Kind = Literal["touch", "attempt", "event", "credit", "move", "forced"]
KINDS: tuple[Kind, ...] = ("touch", "attempt", "event", "credit", "move", "forced")


@dataclass(frozen=True, slots=True)
class Activity:
    """How often an agent did one thing, with how many leads.

    `kind` "touch" counts dials, texts and so on; "attempt" counts calls out that lie further apart
    than the definition's `attempt`, so that a triple dial is one (S3.1).
    """

    agent: str
    pipeline: str
    kind: Kind
    what: str
    count: int
    leads: int


def activity(entries: Sequence[Entry], period: Period) -> list[Activity]:
    """Return what was done in a period: by agent, definition, kind and name."""
    done: dict[tuple[str, str, Kind, str], dict[str, int]] = {}
    for pipeline, found in by_pipeline(entries).items():
        for entry in found:
            for agent, kind, what, count in _of_lead(entry, period):
                leads = done.setdefault((agent, pipeline, kind, what), {})
                leads[entry.lead.id] = leads.get(entry.lead.id, 0) + count
    rows = [Activity(*key, sum(leads.values()), len(leads)) for key, leads in done.items()]
    return sorted(rows, key=_order)


def _order(row: Activity) -> tuple[str, str, int, str]:
    return row.agent, row.pipeline, KINDS.index(row.kind), row.what


def _of_lead(entry: Entry, period: Period) -> Iterator[tuple[str, Kind, str, int]]:
    dials: dict[str, list[datetime]] = {}
    for event in entry.lead.history:
        if not period.holds(event.at):
            continue
        for kind, what in _meanings(event, entry):
            yield event.by, kind, what, 1
        if event.name == "call" and event.way == "out":
            dials.setdefault(event.by, []).append(event.at)
    if entry.pipeline.attempt:
        for agent, moments in dials.items():
            count = attempts(moments, entry.pipeline.attempt, entry.calendar)
            yield agent, "attempt", "call out", count


def _meanings(event: Event, entry: Entry) -> Iterator[tuple[Kind, str]]:
    """Yield what one event counts as; a forced move is a move and counted apart as well."""
    if event.name in TOUCHES:
        yield "touch", f"{event.name} {event.way}"
    elif event.name == "credit":
        yield "credit", str(event.data.get("kpi", ""))
    elif event.name == "status" and event.by != IMPORT:
        yield "move", "status"
        if event.data.get("forced"):
            yield "forced", "status"
    elif event.name in entry.pipeline.events:
        yield "event", entry.pipeline.events[event.name].label or event.name
