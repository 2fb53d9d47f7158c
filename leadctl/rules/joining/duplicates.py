"""Leads that may be one person, and why: found by what they share, never by comparing all pairs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime

from leadctl.rules.joining.values import reach
from leadctl.rules.leads.lead import Lead
from leadctl.rules.leads.normal_text import normal
from leadctl.values import dataclass, field

EMAIL = "same e-mail"
PHONE = "same phone, similar name"
KEY = "same source key"
HOME = "same name and address"
HOUSEHOLD = "shared phone, other name"
"""No duplicate by itself: people who live together, or an office, share a phone."""
NAME = "same name"
"""None by itself either: many people have one name."""
_WEAK = (HOUSEHOLD, NAME)

MANY = 50
"""Of so many different names on one phone only equal ones are compared."""

_NEARLY = 0.8
"""So much of two family names, from 0 to 1, is the same where one may be the other misspelt."""

_PLACES = ("address", "property_address", "mailing_address")
_EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Person:
    """What of a lead tells that it is the same person as another."""

    id: str
    name: str
    since: datetime
    words: frozenset[str]
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    keys: tuple[str, ...]
    homes: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The whole name, whatever the order of its words; nothing for one without."""
        return (" ".join(sorted(self.words)),) if self.words else ()


@dataclass
class Pair:
    """Two leads, the older one first, and why they may be one person."""

    first: Person
    second: Person
    reasons: list[str] = field(default_factory=list)

    @property
    def is_household(self) -> bool:
        """Whether a phone is all that they share."""
        return self.reasons == [HOUSEHOLD]

    @property
    def is_weak(self) -> bool:
        """Whether all that they share, a phone or a name, is no reason by itself."""
        return set(self.reasons) <= set(_WEAK)


def person(lead: Lead) -> Person:
    """Return what of a lead is compared; a name that is an e-mail or a phone is none."""
    words = frozenset() if "@" in lead.name else frozenset(normal(lead.name).split())
    words = frozenset(word for word in words if not word.isdigit())
    keys = [str(lead.fields.get("source_key", ""))]
    keys += [str(e.data.get("key", "")) for e in lead.history if e.name in {"import", "merge"}]
    who = " ".join(sorted(words))
    places = (normal(str(lead.fields.get(place) or "")) for place in _PLACES)
    homes = dict.fromkeys(f"{who}|{place}" for place in places if place and who)
    received = lead.received()
    return Person(
        lead.id,
        lead.name,
        received.astimezone(UTC) if received else _EARLIEST,
        words,
        tuple(email.lower() for email in reach(lead.fields, "email")),
        tuple(reach(lead.fields, "phone")),
        tuple(dict.fromkeys(filter(None, keys))),
        tuple(homes),
    )


def find_duplicates(people: Iterable[Person]) -> list[Pair]:
    """Return the pairs that may be one person, by name; those who share little last.

    In a group of more than two, each is paired with the oldest.
    """
    everybody = sorted(people, key=lambda one: (one.since, one.id))
    pairs: dict[tuple[str, str], Pair] = {}
    for reason, values in _SHARED:
        for group in _groups(everybody, values):
            for other in group[1:]:
                _add(pairs, group[0], other, reason)
    for group in _groups(everybody, lambda one: one.phones):
        for first, second, similar in _by_name(group):
            _add(pairs, first, second, PHONE if similar else HOUSEHOLD)
    for group in _groups(everybody, lambda one: one.names):
        for other in group[1:]:
            _add(pairs, group[0], other, NAME)
    found = list(pairs.values())
    return sorted(found, key=lambda p: (p.is_weak, p.first.name.casefold(), p.first.id))


_SHARED: tuple[tuple[str, Callable[[Person], tuple[str, ...]]], ...] = (
    (KEY, lambda one: one.keys),
    (EMAIL, lambda one: one.emails),
    (HOME, lambda one: one.homes),
)


def _add(pairs: dict[tuple[str, str], Pair], first: Person, second: Person, reason: str) -> None:
    pair = pairs.setdefault((first.id, second.id), Pair(first, second))
    if reason not in pair.reasons and not (reason in _WEAK and pair.reasons):
        pair.reasons.append(reason)


def _groups(
    people: Iterable[Person], values: Callable[[Person], tuple[str, ...]]
) -> list[list[Person]]:
    """Return those who share a value; a value of one lead alone is no group."""
    held: dict[str, Person | list[Person]] = {}
    for one in people:
        for value in dict.fromkeys(values(one)):
            before = held.setdefault(value, one)
            if isinstance(before, list):
                before.append(one)
            elif before is not one:
                held[value] = [before, one]
    return [group for group in held.values() if isinstance(group, list)]


def _by_name(group: list[Person]) -> Iterator[tuple[Person, Person, bool]]:
    """Yield (older, younger, whether their names are alike) of those who share a phone.

    Names are alike when one has all the words of the other, they are the same letters ("Bill
    O'Brien", "Bill OBrien"), or the first name is the same and the rest nearly. Each is paired with
    the oldest of a name like it, or, where there is none, with the oldest of all.
    """
    oldest: dict[frozenset[str], Person] = {}
    for one in group:
        like = oldest.get(one.words)
        if like is None and len(oldest) <= MANY:
            like = next((p for p in oldest.values() if _alike(p, one)), None)
        oldest.setdefault(one.words, one)
        if like is not None:
            yield like, one, True
        elif one is not group[0]:
            yield group[0], one, False


def names_alike(one: str, other: str) -> bool:
    """Whether two names may be those of one person, one of them misspelt or in part."""
    return _alike(*(person(Lead("", name, "", "", {}, ())) for name in (one, other)))


def _alike(one: Person, other: Person) -> bool:
    if not one.words or not other.words or one.words <= other.words or other.words <= one.words:
        return True
    first, second = normal(one.name), normal(other.name)
    return first.replace(" ", "") == second.replace(" ", "") or _spelt_alike(first, second)


def _spelt_alike(one: str, other: str) -> bool:
    """Whether names begin with the same first name and go on nearly alike: "O'Neil", "O'Neill"."""
    from difflib import SequenceMatcher

    first, _, rest = one.partition(" ")
    other_first, _, other_rest = other.partition(" ")
    pair = rest.replace(" ", ""), other_rest.replace(" ", "")
    return first == other_first and SequenceMatcher(None, *pair).ratio() >= _NEARLY
