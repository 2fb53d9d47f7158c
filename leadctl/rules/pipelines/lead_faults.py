"""What a lead's file says that its definition does not know: names, types, moments to come."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from leadctl.rules.language.contents import EventType, Field
from leadctl.rules.language.nearest import nearest
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.event_kinds import BUILT_IN_EVENTS, TOUCHES
from leadctl.rules.leads.fields import BY_NAME
from leadctl.rules.leads.lead import Event, Lead
from leadctl.values import dataclass

AHEAD = timedelta(hours=1)
"""Clocks of two agents may well differ by so much."""

FUTURE = "future-event"
"""The name of an event that is dated ahead of now."""

Path = tuple[str | int, ...]

_TOUCH = {"way": Field(type="choice", choices=("out", "in")), "outcome": Field()}
_OWN_FIELDS: Mapping[str, Mapping[str, Field]] = {
    **dict.fromkeys(TOUCHES, _TOUCH),
    "status": {"to": Field(), "reason": Field(), "forced": Field(type="flag")},
    "snooze": {"until": Field(type="datetime"), "what": Field()},
    "done": {"what": Field()},
    "note": {"text": Field()},
}
_WANTED = {"status": ("to",), "snooze": ("until",), "done": ("what",), "note": ("text",)}
"""What built-in events hold, and what they cannot be without."""


@dataclass(frozen=True)
class Fault:
    """One thing: its name for scripts, where it stands, what is wrong and the way out."""

    name: str
    path: Path
    cause: str
    way_out: str = ""


@dataclass(frozen=True)
class Elsewhere:
    """What the book's other definitions know, asked only where a lead's own does not: a lead that
    changed its definition keeps the history it had.
    """

    statuses: Callable[[], Collection[str]] = tuple
    events: Callable[[], Mapping[str, Sequence[EventType]]] = dict


def status_fault(lead: Lead, pipeline: Pipeline) -> Iterator[Fault]:
    """Yield that a lead is in a status which its definition lacks."""
    if lead.status not in pipeline.statuses:
        near = nearest(lead.status, pipeline.statuses)
        way = near or f"see leadctl pipeline show {pipeline.id}"
        yield Fault("unknown-status", ("status",), f"is no status of {pipeline.id}", way)


def lead_faults(
    lead: Lead, pipeline: Pipeline, now: datetime | None, elsewhere: Elsewhere
) -> Iterator[Fault]:
    """Yield what a lead's fields and events say that cannot be, in the order of its file; without
    `now` whatever the time is.
    """
    yield from field_faults(lead, pipeline)
    for place, event in enumerate(lead.history):
        for fault in _event_faults(event, pipeline, elsewhere):
            yield Fault(fault.name, ("history", place, *fault.path), fault.cause, fault.way_out)
        if now is not None and event.at > now + AHEAD:
            cause = f"is still to come ({event.at:%Y-%m-%d})"
            yield Fault(FUTURE, ("history", place, "at"), cause, "set the date right")


def field_faults(lead: Lead, pipeline: Pipeline) -> Iterator[Fault]:
    """Yield what a lead's fields say that a definition does not know, in the order of its file."""
    for key, value in lead.fields.items():
        known = pipeline.fields.get(key)
        if known is None and pipeline.field_of(key) is None:
            if near := nearest(key, {*pipeline.fields, *BY_NAME}, 0.8):
                yield Fault("unknown-field", (key,), f"is no field of {pipeline.id}", near)
        elif known is not None and (fault := _value_fault(key, value, known)):
            yield fault


def _value_fault(key: str, value: object, known: Field) -> Fault | None:
    """Return what is wrong with a value, by its field's type and choices."""
    kind, values = known.kind, value if isinstance(value, list) else [value]
    if isinstance(value, list) != kind.several or not all(map(kind.fits, values)):
        quoted = isinstance(value, str) and str not in kind.compared
        way = "write it without quotes" if quoted else f"write {kind.means}"
        return Fault("wrong-type", (key,), f"is {_kind_of(value)}, not {kind.means}", way)
    if known.choices and (odd := [one for one in values if one not in known.choices]):
        way = nearest(str(odd[0]), known.choices) or f"one of {', '.join(known.choices)}"
        return Fault("unknown-choice", (key,), "is none of its choices", way)
    return None


def _kind_of(value: object) -> str:
    kinds = {str: "a text in quotes", bool: "true or false", list: "a list", dict: "a table"}
    kinds |= {int: "a number", float: "a number"}
    return kinds.get(type(value), "a date")


def _event_faults(event: Event, pipeline: Pipeline, elsewhere: Elsewhere) -> Iterator[Fault]:
    own = pipeline.events.get(event.name)
    if own is None and event.name not in BUILT_IN_EVENTS and event.name not in elsewhere.events():
        near = nearest(event.name, {*BUILT_IN_EVENTS, *pipeline.events})
        way = near or f"its events: leadctl pipeline show {pipeline.id}"
        yield Fault("unknown-event", ("event",), f"is no event of {pipeline.id}", way)
        return
    found = list(value_faults(event, own))
    others = elsewhere.events().get(event.name, ()) if found and own else ()
    if all(any(value_faults(event, other)) for other in others):
        yield from found
    if event.name == "status" and isinstance(event.data.get("to"), str):
        yield from _status_faults(str(event.data["to"]), pipeline, elsewhere)


def value_faults(event: Event, declared: EventType | None) -> Iterator[Fault]:
    """Yield what is wrong with the values of an event, as a definition declares it; by what is
    built in where none does.
    """
    fields = declared.fields if declared else _OWN_FIELDS.get(event.name, {})
    for key in declared.required if declared else _WANTED.get(event.name, ()):
        if event.data.get(key) in (None, ""):
            yield Fault(
                "missing-value", ("event",), f'"{event.name}" is without {key}', f"add {key}"
            )
    for key, known in fields.items():
        if key in event.data and (fault := _value_fault(key, event.data[key], known)):
            yield fault


def _status_faults(to: str, pipeline: Pipeline, elsewhere: Elsewhere) -> Iterator[Fault]:
    if to and to not in pipeline.statuses and to not in elsewhere.statuses():
        way = nearest(to, pipeline.statuses) or f"see leadctl pipeline show {pipeline.id}"
        yield Fault("unknown-status", ("to",), f"is no status of {pipeline.id}", way)
