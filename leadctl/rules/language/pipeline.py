"""A pipeline as values: what a definition says once it has been read and found sound."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from leadctl.rules.language.contents import Derivation, EventType, Field, RecordType
from leadctl.rules.language.deadlines import Cadence, FollowUp
from leadctl.rules.language.messages import CallBack, Constant, Message, Prompt
from leadctl.rules.language.routing import Routing, Visibility
from leadctl.rules.language.source import Source
from leadctl.rules.language.statuses import Automatic, Group, Role, Status
from leadctl.rules.leads.fields import FIELDS
from leadctl.rules.time.spans import Duration
from leadctl.rules.time.working_calendar import Calendar
from leadctl.values import dataclass, replace
from leadctl.values import field as default_of

APPOINTMENT = "appointment"
"""The field, the row and the kind of what is agreed with somebody for a day and a time."""


@dataclass(frozen=True, kw_only=True)
class Pipeline:
    """A whole definition, read and sound."""

    source: Source = Source()
    schema: int = 1
    id: str = ""
    title: str = ""
    version: str = ""
    description: str = ""
    decisions: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    initial: str = ""
    moves: str = "open"
    force: tuple[str, ...] = ()
    default_role: str = ""
    extends: str = ""
    without: tuple[str, ...] = ()
    replaces: str = ""
    attempt: Duration | None = None
    status_map: Mapping[str, str] = default_of(default_factory=dict)
    calendar: Calendar | None = None
    fields: Mapping[str, Field] = default_of(default_factory=dict)
    events: Mapping[str, EventType] = default_of(default_factory=dict)
    records: Mapping[str, RecordType] = default_of(default_factory=dict)
    roles: Mapping[str, Role] = default_of(default_factory=dict)
    groups: Mapping[str, Group] = default_of(default_factory=dict)
    statuses: Mapping[str, Status] = default_of(default_factory=dict)
    automatic: tuple[Automatic, ...] = ()
    follow_up: tuple[FollowUp, ...] = ()
    cadences: Mapping[str, Cadence] = default_of(default_factory=dict)
    routing: Routing | None = None
    visibility: Visibility | None = None
    derive: Mapping[str, Derivation] = default_of(default_factory=dict)
    constants: Mapping[str, Constant] = default_of(default_factory=dict)
    messages: Mapping[str, Message] = default_of(default_factory=dict)
    prompts: Mapping[str, Prompt] = default_of(default_factory=dict)
    call_back: CallBack | None = None
    idle: Duration | None = None

    @cached_property
    def by_lower_name(self) -> Mapping[str, str]:
        """Return the exact status name for every name and alias, in lower case."""
        names = {a.lower(): s.name for s in self.statuses.values() for a in s.aliases}
        return names | {name.lower(): name for name in self.statuses}

    def field_of(self, name: str) -> Field | None:
        """Return what kind of value a lead has under a name: own, derived or built in; or None."""
        if name in self.fields:
            return self.fields[name]
        if name in self.constants:
            return Field(type=self.constants[name].type, label=self.constants[name].label)
        if name in self.derive:
            return self._derived_field(self.derive[name])
        known = {"role": tuple(self.roles), "status": tuple(self.statuses)}.get(name)
        return Field(type="choice", choices=known) if known else _BUILT_IN.get(name)

    def _derived_field(self, derived: Derivation) -> Field:
        """Return what kind of value is derived: a level, or what a record's field holds."""
        if not (derived.record or derived.event):
            return Field(type="choice", label=derived.label, choices=derived.levels)
        taken = self.taken_from(derived).get(derived.latest or derived.sum)
        otherwise = "money" if derived.sum else "date"
        return Field(type=taken.type if taken else otherwise, label=derived.label)

    def taken_from(self, derived: Derivation) -> Mapping[str, Field]:
        """Return the fields of the records, or events, from which a value is taken."""
        if derived.event:
            return self.events[derived.event].fields if derived.event in self.events else {}
        return (
            self.record_fields(derived.record) if derived.record in self.records else None
        ) or {}

    def status(self, name: str) -> Status:
        """Return a status by its exact name; KeyError where there is none."""
        return self.statuses[name]

    def record_fields(self, name: str) -> dict[str, Field] | None:
        """Return the fields that a record's events carry; None where one may carry any."""
        types = [self.events.get(event) for event in self.records[name].events]
        if None in types:
            return None
        fields: dict[str, Field] = {}
        for key, field in ((k, f) for kind in types if kind for k, f in kind.fields.items()):
            fields[key] = _either(fields[key], field) if key in fields else field
        return fields

    def is_closed(self, name: str) -> bool:
        """Whether a status ends the lead's journey; an unknown one does not."""
        return name in self.statuses and bool(self.statuses[name].closed)


def _either(one: Field, other: Field) -> Field:
    """Return a field that takes what either of two takes, where both have choices."""
    if one.type != other.type or not (one.choices and other.choices):
        return other
    return replace(other, choices=tuple(dict.fromkeys((*one.choices, *other.choices))))


_BUILT_IN: Mapping[str, Field] = {
    one.name: Field(type=one.type, choices=one.choices, of=one.of, every=one.every)
    for one in FIELDS
}


def neighbours(pipeline: Pipeline, name: str) -> list[str]:
    """Return where the shape of a pipeline lets a lead go from a status, guards aside."""
    if pipeline.moves == "listed":
        return [*pipeline.statuses[name].next, *pipeline.statuses[name].back]
    return [other for other in pipeline.statuses if other != name]


_LONGEST = 40


def slug(text: str) -> str:
    """Return a short name made from words: "Text to confirm" gives "text-to-confirm".

    Of many words the first ones are taken, as many as fit.
    """
    name = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    return (
        name
        if len(name) <= _LONGEST
        else name[: _LONGEST + 1].rpartition("-")[0] or name[:_LONGEST]
    )
