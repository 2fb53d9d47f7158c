"""The terms of the query language: one object each, and one for every field there is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Protocol

from leadctl.rules.leads.fields import BY_NAME, MORE
from leadctl.rules.leads.folded import folded
from leadctl.rules.leads.lead import Lead, listed
from leadctl.rules.query.parsing import QueryError, Words
from leadctl.rules.query.values import (
    Asks,
    Clock,
    any_of,
    asks_flag,
    asks_moment,
    asks_number,
    asks_phone,
    asks_text,
    has_words,
)
from leadctl.values import dataclass


class Facts(Protocol):
    """What a query may ask of one lead."""

    lead: Lead

    @property
    def state(self) -> str:
        """Return "open", "won", "lost" or "parked"."""

    def value(self, name: str) -> object:
        """Return a field of the lead or of its definition, derived ones too; None for none."""

    def dues(self) -> Iterable[datetime]:
        """Return when what is open for the lead is due."""

    def statuses(self, typed: str) -> frozenset[str]:
        """Return the statuses of the lead's definition that a typed name may mean."""

    def touched(self) -> datetime | None:
        """Return when somebody last reached, or tried to reach, somebody."""

    def searched(self) -> Iterable[str]:
        """Return the texts in which bare words are looked for."""


Holds = Callable[[Facts], bool]


@dataclass(frozen=True)
class World:
    """What reading a query may ask: the moment, who "me" is, and the fields of definitions.

    `fields` gives the types of the fields that the book's definitions declare, by their names.
    """

    clock: Clock
    me: str = ""
    agents: Mapping[str, str] = {}
    fields: Callable[[], Mapping[str, str]] = dict


@dataclass(frozen=True)
class Term:
    """One word of the language: what it means, an example, and how its value is read."""

    name: str
    means: str
    example: str
    read: Callable[[Words, World], Holds]


def _status(words: Words, _world: World) -> Holds:
    _is_equality(words)
    wanted = [part for part in words.value.split(",") if part.strip()]
    return lambda facts: any(facts.lead.status in facts.statuses(name) for name in wanted)


def _owner(words: Words, world: World) -> Holds:
    _is_equality(words)
    wanted = {_agent(name, words, world) for name in words.value.split(",")}
    return lambda facts: (facts.lead.owner or "nobody") in wanted


def _agent(typed: str, words: Words, world: World) -> str:
    """Return the agent meant: "me", "nobody", an id, or the start of an id or a name."""
    name = folded(typed)
    if name == "me":
        if not world.me:
            raise QueryError('nobody is acting, so there is no "me"', words.text, words.place)
        return world.me
    if name == "nobody" or name in world.agents:
        return name
    found = [
        agent
        for agent, label in world.agents.items()
        if name and has_words(name, f"{agent} {label}")
    ]
    if len(found) != 1:
        known = ", ".join(world.agents) or "none in this book"
        said = f'"{typed}" is no agent' if not found else f'"{typed}" could be several agents'
        raise QueryError(said, words.text, words.place, f"Agents: {known}")
    return found[0]


def _received(words: Words, world: World) -> Holds:
    asks = asks_moment(words, world.clock, ahead=False)
    return lambda facts: asks(facts.lead.received())


def _entered(words: Words, world: World) -> Holds:
    asks = asks_moment(words, world.clock, ahead=False)
    return lambda facts: asks(facts.lead.entered())


def _touched(words: Words, world: World) -> Holds:
    if words.value.casefold() == "never":
        return lambda facts: facts.touched() is None
    asks = asks_moment(words, world.clock, ahead=False)
    return lambda facts: asks(facts.touched())


def _due(words: Words, world: World) -> Holds:
    if words.value.casefold() in {"never", "nothing"}:
        return lambda facts: not any(True for _ in facts.dues())
    asks = asks_moment(words, world.clock, ahead=True)
    return lambda facts: any(asks(due) for due in facts.dues())


STATES = ("open", "won", "lost", "parked")


def _state(words: Words, _world: World) -> Holds:
    _is_equality(words)
    wanted = {part.strip().casefold() for part in words.value.split(",")}
    if not wanted <= set(STATES):
        said = f"state is one of {', '.join(STATES)}"
        raise QueryError(said, words.text, words.place)
    return lambda facts: facts.state in wanted


def _has(words: Words, world: World) -> Holds:
    _is_equality(words)
    names = [_field_name(part, words, world) for part in words.value.split(",")]
    return lambda facts: all(facts.value(name) not in (None, "", []) for name in names)


def _tag(words: Words, _world: World) -> Holds:
    _is_equality(words)
    wanted = {folded(part) for part in words.value.split(",")}
    return lambda facts: any(folded(tag) in wanted for tag in listed(facts.lead.value("tags")))


def _is_equality(words: Words) -> None:
    if words.op not in {":", "="} or not words.value.strip():
        said = f"write {words.field}:{words.value or 'VALUE'}"
        raise QueryError(said, words.text, words.place)


TERMS: dict[str, Term] = {
    term.name: term
    for term in (
        Term("status", "The status, by any of its names.", "status:nurture", _status),
        Term("state", "Open, won, lost or parked.", "state:open", _state),
        Term("owner", "Whose lead it is: an agent, me, nobody.", "owner:me", _owner),
        Term("tag", "One of its tags.", "tag:brooklyn", _tag),
        Term("received", "When it came in.", "received:30d..", _received),
        Term("entered", "When its status was set.", "entered:..2w", _entered),
        Term("touched", "When anybody last reached out; never.", "touched:..14d", _touched),
        Term("due", "When something is due; nothing.", "due:..fri", _due),
        Term("has", "Whether a field has a value.", "has:email", _has),
    )
}
"""The terms that are no field of their own; every field is a term besides."""


def _field_name(typed: str, words: Words, world: World) -> str:
    name = typed.strip().lower().replace("-", "_")
    if name in BY_NAME or name in world.fields():
        return name
    raise unknown(words, name, world)


def unknown(words: Words, name: str, world: World) -> QueryError:
    """Return the refusal of a name that is no term, with the names that are spelt most like it."""
    from difflib import get_close_matches

    names = list(dict.fromkeys([*TERMS, *BY_NAME, *world.fields()]))
    near = get_close_matches(name, names, n=2, cutoff=0.6)
    hint = f"Did you mean {' or '.join(near)}?" if near else "See: leadctl help query"
    return QueryError(f'there is no field "{name}"', words.text, words.place, hint)


def read_field(words: Words, world: World) -> Holds:
    """Return whether a field of the lead, or of its definition, is what a term asks for."""
    name = _field_name(words.field, words, world)
    built_in = BY_NAME.get(name)
    kind = built_in.type if built_in else world.fields()[name]
    is_phone = name in {"phone", MORE["phone"]}
    asks = any_of(asks_phone(words)) if is_phone else _asks(kind, words, world)
    return lambda facts: asks(facts.value(name))


def _asks(kind: str, words: Words, world: World) -> Asks:
    if kind in {"number", "money"}:
        return asks_number(words)
    if kind in {"date", "datetime"}:
        return asks_moment(words, world.clock, ahead=True)
    if kind == "flag":
        return asks_flag(words)
    return any_of(asks_text(words)) if kind == "list" else asks_text(words)


def read_words(words: Words) -> Holds:
    """Return whether bare words stand in what is searched."""
    wanted = words.value
    digits = "".join(c for c in wanted if c.isdigit())
    numbers = digits if len(digits) >= 4 and not any(c.isalpha() for c in wanted) else ""

    def holds(facts: Facts) -> bool:
        if folded(wanted) and facts.lead.id.startswith(folded(wanted)):
            return True
        return any(
            has_words(wanted, text) or (numbers and numbers in "".join(filter(str.isdigit, text)))
            for text in facts.searched()
        )

    return holds
