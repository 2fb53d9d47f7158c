"""A lead as JSON values that give back the very same lead: the form of a back-up.

Times, which JSON lacks, are tagged: `{"$datetime": "2026-11-28T14:00:00-05:00"}`, `$date`,
`$time`; numbers that it lacks are `{"$float": "nan"}`. The `at` of an event is a moment or a day.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import TypeGuard, cast

from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.time.whole_day import is_whole_day, whole_day

PATH, TEXT = "$path", "$text"
"""Where a lead's file stands in its book, and its text where that is not the canonical one."""

_READ: dict[str, Callable[[str], object]] = {
    "$datetime": datetime.fromisoformat,
    "$date": date.fromisoformat,
    "$time": time.fromisoformat,
    "$float": float,
}


def to_values(lead: Lead) -> dict[str, object]:
    """Return a lead as JSON values, in the order of its file."""
    top = {"id": lead.id, "name": lead.name, "pipeline": lead.pipeline, "status": lead.status}
    fields = {key: _tagged(value) for key, value in lead.fields.items()}
    events = {"history": [_event(event) for event in lead.history]}
    return {**top, **fields, **events, "extra": _table(lead.extra)}


def _event(event: Event) -> dict[str, object]:
    data = {key: _tagged(value) for key, value in event.data.items()}
    at = event.at.date() if is_whole_day(event.at) else event.at
    return {"at": at.isoformat(), "event": event.name, **data, "by": event.by}


def _table(table: Mapping[str, object]) -> dict[str, object]:
    return {key: _tagged(value) for key, value in table.items()}


def _tagged(value: object) -> object:
    if isinstance(value, datetime):
        return {"$datetime": value.isoformat()}
    if isinstance(value, date):
        return {"$date": value.isoformat()}
    if isinstance(value, time):
        return {"$time": value.isoformat()}
    if isinstance(value, float) and not math.isfinite(value):
        return {"$float": str(value)}
    if isinstance(value, Mapping):
        return _table(value)
    return [_tagged(item) for item in value] if isinstance(value, list | tuple) else value


def is_lead(values: object) -> TypeGuard[dict[str, object]]:
    """Whether JSON values are those of a lead."""
    return isinstance(values, dict) and "id" in values and isinstance(values.get("history"), list)


def from_values(values: Mapping[str, object]) -> Lead:
    """Return the lead that `to_values` was given.

    Raises ValueError, KeyError or TypeError for values that are none of a lead.
    """
    left = {key: value for key, value in values.items() if key not in {PATH, TEXT}}
    top = [str(left.pop(key)) for key in ("id", "name", "pipeline", "status")]
    lines = cast("list[Mapping[str, object]]", left.pop("history"))
    history = tuple(_read_event(line) for line in lines)
    extra = cast("Mapping[str, object]", _plain(left.pop("extra", {})))
    fields = {key: _plain(value) for key, value in left.items()}
    return Lead(top[0], top[1], top[2], top[3], fields, history, extra)


def _read_event(line: Mapping[str, object]) -> Event:
    data = {key: _plain(value) for key, value in line.items() if key not in {"at", "event", "by"}}
    written = str(line["at"])
    at = datetime.fromisoformat(written)
    at = whole_day(at) if len(written) == len("2026-03-05") else at
    return Event(at, str(line["event"]), str(line.get("by", "")), data)


def _plain(value: object) -> object:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1 and (read := _READ.get(next(iter(value)))):
        return read(next(iter(value.values())))
    return {key: _plain(item) for key, item in value.items()}
