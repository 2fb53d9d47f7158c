"""What a lead may hold and what may happen to it: fields, events, records, what is derived."""

from __future__ import annotations

from collections.abc import Mapping

from leadctl.rules.language.clause import Clause
from leadctl.rules.language.deadlines import Clearing
from leadctl.rules.language.source import Source
from leadctl.rules.leads.field_types import TYPES, FieldType
from leadctl.values import dataclass
from leadctl.values import field as default_of


@dataclass(frozen=True, kw_only=True)
class Share:
    """A part of another field of the lead: 1 is the whole."""

    source: Source = Source()
    field: str = ""
    share: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Field:
    """A field, and the kind of value it takes.

    Of a list, `of` is the type of its items, and `every` the choice that stands for all of them.
    """

    source: Source = Source()
    type: str = "text"
    label: str = ""
    choices: tuple[str, ...] = ()
    default: object = None
    help: str = ""
    of: str = ""
    every: str = ""

    @property
    def kind(self) -> FieldType:
        """Its type, and what can be asked of a value of it."""
        return TYPES[self.type]


@dataclass(frozen=True, kw_only=True)
class EventType:
    """Something an agent may log beyond the built-in touches."""

    source: Source = Source()
    label: str = ""
    fields: Mapping[str, Field] = default_of(default_factory=dict)
    required: tuple[str, ...] = ()
    also: tuple[Clearing, ...] = ()
    requires: tuple[Clause, ...] = ()
    forbids: tuple[Clause, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RecordType:
    """Something a lead has several of, folded from its events by their id."""

    source: Source = Source()
    label: str = ""
    events: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
    key: str = "id"
    closed: Mapping[str, object] = default_of(default_factory=dict)

    @property
    def beginners(self) -> tuple[str, ...]:
        """The events that may begin one: those named, or the first."""
        return self.begins or self.events[:1]


@dataclass(frozen=True, kw_only=True)
class Level:
    """One case of a derivation: the level that holds while its clauses do."""

    source: Source = Source()
    to: str = ""
    when: tuple[Clause, ...] = ()
    reset: bool = False


@dataclass(frozen=True, kw_only=True)
class Derivation:
    """A field computed from the lead's life: a level, or a value out of records or events."""

    source: Source = Source()
    label: str = ""
    levels: tuple[str, ...] = ()
    raise_only: bool = False
    cases: tuple[Level, ...] = ()
    record: str = ""
    event: str = ""
    where: Mapping[str, object] = default_of(default_factory=dict)
    latest: str = ""
    sum: str = ""
