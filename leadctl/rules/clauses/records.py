"""Records: what a lead has several of, folded from its events by their id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise

from leadctl.rules.language.contents import RecordType
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.language.wanted import Within
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.time.spans import Duration
from leadctl.rules.time.working_calendar import Calendar

UNNAMED = "#"
"""What the id begins with of a record that nobody gave one."""


def records(lead: Lead, pipeline: Pipeline, name: str) -> list[dict[str, object]]:
    """Return the records of one kind; each holds the last value given for every field."""
    return list(_folded(lead, pipeline.records[name]).values())


def open_records(lead: Lead, kind: RecordType) -> dict[str, dict[str, object]]:
    """Return the records of a kind that are not closed, by their ids; all where none ever is."""
    found = _folded(lead, kind)
    return {key: r for key, r in found.items() if not (kind.closed and matches(r, kind.closed))}


def _folded(lead: Lead, kind: RecordType) -> dict[str, dict[str, object]]:
    """Return the records by id. An event without one speaks of the open record that had the last
    word; where all are closed, it begins a new one.
    """
    folded: dict[str, dict[str, object]] = {}
    for event in lead.history:
        if event.name in kind.events:
            folded.setdefault(_which(event, kind, folded), {}).update(event.data)
    return folded


def _which(event: Event, kind: RecordType, folded: dict[str, dict[str, object]]) -> str:
    given = event.data.get(kind.key)
    if given is not None or not kind.closed:
        return str(given if given is not None else "")
    still_open = [key for key, record in folded.items() if not matches(record, kind.closed)]
    return still_open[-1] if still_open else f"{UNNAMED}{len(folded) + 1}"


def matches(values: Mapping[str, object], wanted: Mapping[str, object]) -> bool:
    """Whether values are as wanted: texts without case, one of several, bounds."""
    return all(_same(values.get(key), want) for key, want in wanted.items())


def _same(value: object, want: object) -> bool:
    if isinstance(want, tuple):
        return any(_same(value, item) for item in want)
    if isinstance(want, Within):
        return want.allows(value)
    if isinstance(value, str) and isinstance(want, str):
        return value.casefold() == want.casefold()
    return bool(value == want)


def event_values(event: Event) -> dict[str, object]:
    """Return what `where` can ask of an event: its data, and who logged it."""
    return {"by": event.by, **event.data}


def attempts(moments: Sequence[datetime], spaced: Duration | None, calendar: Calendar) -> int:
    """Count moments, those no further than `spaced` from the one before as one (S3.1).

    The span is one of the calendar's wall clock, so that "1 month" is a month.
    """
    if spaced is None:
        return len(moments)
    return sum(before is None for _, before in attempt_calls(moments, spaced, calendar))


def attempt_calls(
    moments: Sequence[datetime], spaced: Duration, calendar: Calendar
) -> Iterator[tuple[datetime, datetime | None]]:
    """Yield moments in their order, each with the one before it where they are one attempt."""
    ordered = sorted(moments)
    if ordered:
        yield ordered[0], None
    for one, later in pairwise(ordered):
        yield later, None if later > calendar.add(one, spaced, "wall") else one
