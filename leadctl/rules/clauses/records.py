"""Records: what a lead has several of, folded from its events by their id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.time.spans import Duration
from leadctl.rules.time.working_calendar import Calendar


def records(lead: Lead, pipeline: Pipeline, name: str) -> list[dict[str, Any]]:
    """Return the records of one kind; each holds the last value given for every field.

    An event without an id speaks of the lead's only record of that kind.
    """
    kind = pipeline.records[name]
    folded: dict[str, dict[str, Any]] = {}
    for event in lead.history:
        if event.name in kind.events:
            key = str(event.data.get(kind.key, ""))
            folded.setdefault(key, {}).update(event.data)
    return list(folded.values())


def matches(values: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """Whether values are as wanted: texts without case, a list means one of its items."""
    return all(_same(values.get(key), want) for key, want in wanted.items())


def _same(value: Any, want: Any) -> bool:
    if isinstance(want, tuple):
        return any(_same(value, item) for item in want)
    if isinstance(value, str) and isinstance(want, str):
        return value.casefold() == want.casefold()
    return bool(value == want)


def event_values(event: Event) -> dict[str, Any]:
    """Return what `where` can ask of an event: its data, and who logged it."""
    return {"by": event.by, **event.data}


def attempts(moments: Sequence[datetime], spaced: Duration | None, calendar: Calendar) -> int:
    """Count moments, those no further than `spaced` from the one before as one (S3.1).

    The span is one of the calendar's wall clock, so that "1 month" is a month.
    """
    if spaced is None:
        return len(moments)
    ordered = sorted(moments)
    apart = [later > calendar.add(one, spaced, "wall") for one, later in pairwise(ordered)]
    return bool(ordered) + sum(apart)
