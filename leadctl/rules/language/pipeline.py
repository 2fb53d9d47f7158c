"""A pipeline as values: what a definition says once it has been read and found sound."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time
from functools import cached_property
from typing import Any, ClassVar

from leadctl.rules.language.part import Part, Source
from leadctl.rules.leads.field_types import TYPES, FieldType
from leadctl.rules.leads.fields import FIELDS
from leadctl.rules.time.spans import Duration
from leadctl.rules.time.working_calendar import Calendar
from leadctl.values import dataclass
from leadctl.values import field as default_of


class Clause(Part):
    """One condition on a lead. Its kinds are in rules/clauses/, one file each."""

    when: tuple[Clause, ...] = ()
    """The clause is only asked for while these hold."""
    why: str = ""

    @property
    def parts(self) -> tuple[Clause, ...]:
        """The clauses within it, but for those of `when`."""
        return ()


class Effect(Part):
    """What happens by itself on entering, or once a deadline has passed.

    Its kinds are in rules/moves/effects/, one file each.
    """

    shown_by: ClassVar[str] = ""
    """The event that shows that it has been done, by whomever."""
    idle_without_owner: ClassVar[bool] = False
    """Whether it does nothing to a lead that nobody owns."""
    stops: ClassVar[bool] = False
    """Whether it ends every automatic follow-up."""

    @property
    def moves_to(self) -> str:
        """The status that it sets, or ""."""
        return ""


@dataclass(frozen=True, slots=True)
class Clearing:
    """A kind of event that settles a follow-up. No names: any touch."""

    names: tuple[str, ...] = ()
    way: str = ""
    where: Mapping[str, Any] = default_of(default_factory=dict)
    text: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a deadline is counted from: a moment of the lead's life, a field, an event, a record."""

    moment: str = ""
    field: str = ""
    event: str = ""
    where: Mapping[str, Any] = default_of(default_factory=dict)
    record: str = ""
    last: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A part of another field of the lead: 1 is the whole."""

    source: Source = Source()
    field: str = ""
    share: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """One rule that gives a deadline. `clock` is "wall" or "working".

    `of_status` says that it stands in a status, or its group, and ends when a lead leaves that.
    """

    source: Source = Source()
    of_status: bool = False
    id: str = ""
    kind: str = "reminder"
    do: str = ""
    after: Duration | None = None
    before: Duration | None = None
    every: Duration | None = None
    from_: Anchor = Anchor("entered")
    clock: str = "wall"
    at: time | None = None
    ideal: Duration | None = None
    lapse: Duration | None = None
    until: tuple[Clearing, ...] = ()
    stop: tuple[Clearing, ...] = ()
    by: tuple[str, ...] = ()
    then: tuple[Effect, ...] = ()
    suggest: str = ""
    early: bool | None = None
    when: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One touch of a cadence, counted from the cadence's own anchor."""

    source: Source = Source()
    do: str = ""
    after: Duration = Duration()
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """How a cadence goes on after its last step, and when it ends."""

    source: Source = Source()
    do: str = ""
    every: Duration = Duration()
    times: int = 0
    for_: Duration | None = None
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """Which further cadences a field's value starts."""

    source: Source = Source()
    field: str = ""
    cases: Mapping[str, tuple[str, ...]] = default_of(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """A planned series of touches. `verified` is False where the plan is only our reading."""

    source: Source = Source()
    id: str = ""
    title: str = ""
    note: str = ""
    verified: bool = True
    from_: Anchor = Anchor("entered")
    steps: tuple[Step, ...] = ()
    repeat: tuple[Repeat, ...] = ()
    until: tuple[Clearing, ...] = ()
    stop: tuple[Clearing, ...] = ()
    branch: Branch | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field, and the kind of value it takes.

    Of a list, `of` is the type of its items, and `every` the choice that stands for all of them.
    """

    source: Source = Source()
    type: str = "text"
    label: str = ""
    choices: tuple[str, ...] = ()
    default: Any = None
    help: str = ""
    of: str = ""
    every: str = ""

    @property
    def kind(self) -> FieldType:
        """Its type, and what can be asked of a value of it."""
        return TYPES[self.type]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """Something an agent may log beyond the built-in touches."""

    source: Source = Source()
    label: str = ""
    fields: Mapping[str, Field] = default_of(default_factory=dict)
    required: tuple[str, ...] = ()
    also: tuple[Clearing, ...] = ()
    requires: tuple[Clause, ...] = ()
    forbids: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordType:
    """Something a lead has several of, folded from its events by their id."""

    source: Source = Source()
    label: str = ""
    events: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
    key: str = "id"
    closed: Mapping[str, Any] = default_of(default_factory=dict)

    @property
    def beginners(self) -> tuple[str, ...]:
        """The events that may begin one: those named, or the first."""
        return self.begins or self.events[:1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What a lead is to us, and which definition that means."""

    source: Source = Source()
    pipeline: str = ""
    parked: bool = False
    status_map: Mapping[str, str] = default_of(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Automatic:
    """A move that an event makes by itself: `on` one of these events, `when` the clauses hold."""

    source: Source = Source()
    on: tuple[Clearing, ...] = ()
    when: tuple[Clause, ...] = ()
    from_: tuple[str, ...] = ()
    to: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Statuses that share a colour and a policy."""

    source: Source = Source()
    label: str = ""
    color: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """One status, with what its group says already merged in.

    `implied` is what it expects besides, because lower ranks want it.
    """

    source: Source = Source()
    name: str = ""
    definition: str = ""
    advice: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    group: str = ""
    color: str = ""
    rank: int = 0
    closed: str = ""
    parked: bool = False
    repeats: bool = False
    next: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    requires: tuple[Clause, ...] = ()
    forbids: tuple[Clause, ...] = ()
    expects: tuple[Clause, ...] = ()
    implied: tuple[Clause, ...] = ()
    enter: tuple[Effect, ...] = ()
    follow_up: tuple[FollowUp, ...] = ()
    cadence: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    inferred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """Who may take a lead nobody owns, and when."""

    source: Source = Source()
    pool: str = "pool"
    claim_window: Duration | None = None
    from_: Anchor = Anchor("received")
    clock: str = "wall"
    do: str = ""
    offered: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    assign: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mask:
    """Fields that are not shown until the clauses hold."""

    source: Source = Source()
    fields: tuple[str, ...] = ()
    until: tuple[Clause, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visibility:
    """Which fields, and which leads, an agent is shown: a courtesy, no secrecy."""

    source: Source = Source()
    owner_only: bool = False
    mask: tuple[Mask, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One case of a derivation: the level that holds while its clauses do."""

    source: Source = Source()
    to: str = ""
    when: tuple[Clause, ...] = ()
    reset: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """A field computed from the lead's life: an ordered level, or a date out of records."""

    source: Source = Source()
    label: str = ""
    levels: tuple[str, ...] = ()
    raise_only: bool = False
    cases: tuple[Level, ...] = ()
    record: str = ""
    where: Mapping[str, Any] = default_of(default_factory=dict)
    latest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A text, form or draft that entering a status queues to the outbox."""

    source: Source = Source()
    to: str = "lead"
    by: str = "text"
    subject: str = ""
    text: str = ""
    file: str = ""
    promise: str = ""
    within: Duration | None = None
    while_: tuple[Clause, ...] = ()
    expires: Duration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """Advice shown while its clauses hold."""

    source: Source = Source()
    say: str = ""
    when: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBack:
    """What a definition does with "call me back in ..."."""

    source: Source = Source()
    factor: float = 1.0
    why: str = ""


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
    default_role: str = ""
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
        if name in self.derive:
            derived = self.derive[name]
            kind = "date" if derived.record else "choice"
            return Field(type=kind, label=derived.label, choices=derived.levels)
        known = {"role": tuple(self.roles), "status": tuple(self.statuses)}.get(name)
        return Field(type="choice", choices=known) if known else _BUILT_IN.get(name)

    def status(self, name: str) -> Status:
        """Return a status by its exact name; KeyError where there is none."""
        return self.statuses[name]

    def record_fields(self, name: str) -> dict[str, Field] | None:
        """Return the fields that a record's events carry; None where one may carry any."""
        types = [self.events.get(event) for event in self.records[name].events]
        if None in types:
            return None
        return {key: field for kind in types if kind for key, field in kind.fields.items()}

    def is_closed(self, name: str) -> bool:
        """Whether a status ends the lead's journey; an unknown one does not."""
        return name in self.statuses and bool(self.statuses[name].closed)


_BUILT_IN: Mapping[str, Field] = {
    one.name: Field(type=one.type, choices=one.choices, of=one.of, every=one.every)
    for one in FIELDS
}


def neighbours(pipeline: Pipeline, name: str) -> list[str]:
    """Return where the shape of a pipeline lets a lead go from a status, guards aside."""
    if pipeline.moves == "listed":
        return [*pipeline.statuses[name].next, *pipeline.statuses[name].back]
    return [other for other in pipeline.statuses if other != name]


def slug(text: str) -> str:
    """Return a short name made from words: "Text to confirm" gives "text-to-confirm"."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40]
