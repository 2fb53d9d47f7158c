"""A lead and the events that happened to it: values, never changed in place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, TypeGuard

from leadctl.patterns import pattern
from leadctl.rules.time.whole_day import is_whole_day
from leadctl.values import dataclass, field, replace

if TYPE_CHECKING:
    from leadctl.rules.leads.outcomes import Outcome

ID = pattern(r"[0-9a-z]{8}")
"""What an id may look like; the ones made by leadctl leave out i, l, o and u."""

OWN = "leadctl"
"""The source of leadctl's own exports: its name for a person is the lead's id."""

BY_ITSELF = "leadctl"
"""Who is written down for what the tool does by itself."""

YEARS = range(1000, 9000)
"""A date outside these years is a slip of the hand: it gives no deadline, a lead has no moment."""


def listed(value: object) -> list[str]:
    """Return the texts of a list of a lead's file; none where there is no list."""
    return [str(item) for item in value] if isinstance(value, list | tuple) else []


def outside(year: int) -> str:
    """Return why a year is refused."""
    return f"the year {year} is outside {YEARS[0]} to {YEARS[-1]}"


@cache
def _touches() -> frozenset[str]:
    """Return the names of touches; lists, which look at no event, do without the table of them."""
    from leadctl.rules.leads.event_kinds import TOUCHES

    return frozenset(TOUCHES)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: one line of the lead's file.

    `at` is aware. `data` holds whatever else the line says (way, to, until, reason, ...).
    """

    at: datetime
    name: str
    by: str = ""
    data: Mapping[str, object] = field(default_factory=dict)

    def get(self, key: str, default: object = None) -> object:
        """Return one of the event's own values; `event`, `at` and `by` answer too."""
        if key in {"event", "at", "by"}:
            return {"event": self.name, "at": self.at, "by": self.by}[key]
        return self.data.get(key, default)

    @property
    def outcome(self) -> Outcome | None:
        """Return what came of a call or a meeting, where the file says so in a known word."""
        if not (word := self.data.get("outcome")):
            return None
        from leadctl.rules.leads.outcomes import outcome_of

        return outcome_of(self.name, word)

    @property
    def took_place(self) -> bool:
        """Whether it happened: False for a meeting that was missed or cancelled, and for a call to
        a wrong number, which reached nobody.
        """
        return (found := self.outcome) is None or found.took_place

    @property
    def day(self) -> date | None:
        """Return the day of an event that has no time of day, or None."""
        return self.at.date() if is_whole_day(self.at) else None

    @property
    def is_touch(self) -> bool:
        """Whether somebody reached, or tried to reach, somebody."""
        return self.name in _touches() and self.took_place

    @property
    def way(self) -> str:
        """Return "out" (we reached for them), "in" (they did), or "" for no touch."""
        return str(self.data.get("way", "out")) if self.is_touch else ""

    @property
    def is_talk(self) -> bool:
        """Whether both sides spoke: a meeting, a call that was answered.

        A call of ours was answered where its outcome says so, one of theirs unless it says not.
        """
        if self.name == "meeting":
            return self.took_place
        if self.name != "call":
            return False
        found = self.outcome
        return found.talk if found else self.way == "in"

    @property
    def found_nobody(self) -> bool:
        """Whether what came of it is known, and is that they did not speak or meet."""
        return (came := self.outcome) is not None and not came.talk

    @property
    def is_in_vain(self) -> bool:
        """Whether it is a call that left them without a word of ours."""
        from leadctl.rules.leads.outcomes import IN_VAIN

        return self.outcome is not None and self.outcome.name in IN_VAIN

    @property
    def is_by_hand(self) -> bool:
        """Whether somebody moved the lead: no move that an event, or time, made by itself."""
        return self.name == "status" and self.by != BY_ITSELF and "on" not in self.data

    def goes(self, way: str) -> bool:
        """Whether it is a touch that way, "" for either; a talk is one both ways."""
        return self.is_touch and (way in {"", self.way} or self.is_talk)


@dataclass(frozen=True, slots=True)
class Lead:
    """Everything the book knows of one lead.

    `fields` are the further keys at the top of the file (owner, phone, role, appointment, ...), in
    the file's order. `history` is in the order in which things were recorded, which is not
    always the order in which they happened (`log --at`).
    """

    id: str
    name: str
    pipeline: str
    status: str
    fields: Mapping[str, object] = field(default_factory=dict)
    history: tuple[Event, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)

    def value(self, key: str) -> object:
        """Return a field by the name it has in the file, or None where it is absent or empty."""
        if key in {"id", "name", "pipeline", "status"}:
            return getattr(self, key)
        found = self.fields.get(key)
        return None if found in ("", []) else found

    @property
    def owner(self) -> str:
        """Return the agent in whose name the lead is, or ""."""
        return str(self.fields.get("owner", ""))

    @property
    def role(self) -> str:
        """Return what the lead is to us (Buyer, Seller, ...), or ""."""
        return str(self.fields.get("role", ""))

    def add(self, *events: Event) -> Lead:
        """Return the lead with these events recorded after all others."""
        return replace(self, history=(*self.history, *events))

    def set(self, **values: object) -> Lead:
        """Return the lead with fields set; None removes a field."""
        own = {k: v for k, v in values.items() if k in {"name", "pipeline", "status"}}
        merged = {**self.fields, **{k: v for k, v in values.items() if k not in own}}
        return replace(self, **own, fields={k: v for k, v in merged.items() if v is not None})

    def events(self, name: str) -> list[Event]:
        """Return the events of one name, in the order in which they happened."""
        return sorted((e for e in self.history if e.name == name), key=lambda e: e.at)

    def received(self) -> datetime | None:
        """Return when the lead came in: its first `received` event, or its first event."""
        for event in self.history:
            if event.name == "received":
                return event.at
        return min((e.at for e in self.history), default=None)

    def entered(self) -> datetime | None:
        """Return when the present status was set; the receipt for one never set."""
        for event in reversed(self.history):
            if event.name == "status":
                return event.at
        return self.received()

    def replayed_status(self, initial: str) -> str:
        """Return the status that the history, read in its order, leads to."""
        for event in reversed(self.history):
            if event.name == "status":
                return str(event.data.get("to", ""))
        return initial

    @property
    def do_not_contact(self) -> tuple[str, ...]:
        """Return the channels barred for this lead ("call", "text", "email", "letter", "all")."""
        barred = self.fields.get("do_not_contact", ())
        return tuple(barred) if isinstance(barred, list | tuple) else ("all",) if barred else ()


def is_day(value: object) -> TypeGuard[date]:
    """Whether a value is a plain date with no time of day."""
    return isinstance(value, date) and not isinstance(value, datetime)
