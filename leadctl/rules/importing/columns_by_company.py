"""What columns are by the company they keep: an owner's, a caller's, a part of one date."""

from __future__ import annotations

import re
from collections.abc import Iterator

from leadctl.rules.importing import column_words, reach_words, row_words
from leadctl.rules.importing.headers import classify
from leadctl.rules.importing.plan import JOINED, Column, has_places
from leadctl.rules.leads.normal_text import normal
from leadctl.values import replace

SAID = -1
"""The rank of a column of which a layout or a map says what it is."""


_TOGETHER = {
    "birthday": ("birth year", "birth month", "birth day"),
    "received": ("date", "time"),
}
"""Uses that several columns hold together, each a part of it."""


def joined_parts(columns: list[Column]) -> list[Column]:
    """Take columns that hold one date together for that date."""
    for use, names in _TOGETHER.items():
        places = {normal(one.name): one.index for one in columns}
        taken = any(one.use == use and normal(one.name) not in names for one in columns)
        if taken or not all(name in places for name in names):
            continue
        for number, name in enumerate(names):
            one = columns[places[name]]
            part = use if not number else JOINED + use
            columns[one.index] = replace(one, use=part, number=number)
    return columns


_STREETS = tuple(f"{place}.{part}" for place in column_words.PLACES for part in ("street", "whole"))


def with_house_numbers(columns: list[Column]) -> list[Column]:
    """Join a house number to the street beside it, and tell a state from the state of things."""
    found = list(columns)
    for one, beside in _neighbours(columns):
        text = normal(one.name)
        near = [other for other in beside if other.use.startswith("address.")]
        streets = [
            other
            for other in beside
            if other.use.endswith(_STREETS) and (other in near or other.index > one.index)
        ]
        if one.rank == SAID:
            continue
        if text in column_words.STATES_OR_STATUSES and one.use == "address.state" and not near:
            found[one.index] = replace(one, use="status")
        elif text in column_words.HOUSE_NUMBERS and streets:
            use = streets[0].use
            first, second = sorted((one, streets[0]), key=lambda each: each.index)
            found[first.index] = replace(first, use=use)
            found[second.index] = replace(second, use=f"{JOINED}{use}", number=1)
    return found


def _neighbours(columns: list[Column]) -> Iterator[tuple[Column, list[Column]]]:
    for at, one in enumerate(columns):
        yield one, [*columns[max(0, at - 1) : at], *columns[at + 1 : at + 2]]


def callers_are_leads(columns: list[Column]) -> list[Column]:
    """Take who called for the lead in a list of calls, which has a column of one's own number."""
    if not any(normal(one.name) in row_words.OWN_NUMBERS for one in columns):
        return columns
    missing = {use for use in row_words.CALLERS if not any(one.use == use for one in columns)}
    uses = {name: use for use in missing for name in row_words.CALLERS[use]}
    return [
        replace(one, use=uses.get(normal(one.name), one.use)) if one.use == "extra" else one
        for one in columns
    ]


def named_by_their_word(columns: list[Column]) -> list[Column]:
    """Take the people of a table that calls them by a word of its own ("Consumer Email").

    Only where nothing else says who anybody is, and one word has both names and reach.
    """
    reached = ("name.", "email", "phone")
    if any(one.use.startswith(reached) for one in columns):
        return columns
    people: dict[str, dict[int, Column]] = {}
    for one in columns:
        word, _, rest = normal(one.name).partition(" ")
        use, rank, number = classify(rest)
        if one.use == "extra" and word not in reach_words.OF_OTHERS and use.startswith(reached):
            told = replace(one, use=use, rank=rank, number=number)
            people.setdefault(word, {})[one.index] = told
    whole = [found for found in people.values() if len({_kind_of(x) for x in found.values()}) > 1]
    return [whole[0].get(one.index, one) for one in columns] if len(whole) == 1 else columns


def named_as_persons(columns: list[Column]) -> list[Column]:
    """Take the names of those whom a table calls by one word for a person ("Pupil Surname"), where
    it has no names beside theirs.
    """
    if any(one.use.startswith("name.") for one in columns):
        return columns
    people: dict[str, dict[int, Column]] = {}
    for one in columns:
        word, _, rest = normal(one.name).partition(" ")
        use, rank, _ = classify(rest)
        is_name = use in _PARTS_OF_NAMES or rest in {"name", "full name"}
        if one.use == "extra" and word in reach_words.NAMED and is_name:
            people.setdefault(word, {})[one.index] = replace(one, use=use, rank=rank)
    if len(people) != 1:
        return columns
    [found] = people.values()
    return [found.get(one.index, one) for one in columns]


_PARTS_OF_NAMES = ("name.first", "name.middle", "name.last")


def with_second_surnames(columns: list[Column]) -> list[Column]:
    """Join a second family name to the first, where there is one."""
    if not any(one.use == "name.last" for one in columns):
        return columns
    return [
        replace(one, use=f"{JOINED}name.last", number=1)
        if one.rank != SAID and normal(one.name) in column_words.SECOND_SURNAMES
        else one
        for one in columns
    ]


def _kind_of(one: Column) -> bool:
    return one.use.startswith("name.")


def owners_are_leads(columns: list[Column]) -> list[Column]:
    """Take the owner's name for the lead's in a list of properties that names no other person.

    A plain "Address" in it is the property's.
    """
    places = ("property_address.", "mailing_address.")
    if not has_places(columns, places) or any(one.use.startswith("name.") for one in columns):
        return columns
    uses = {phrase: use for use, phrases in column_words.OWNERS.items() for phrase in phrases}
    if any(uses.get(normal(one.name)) == "name.first" for one in columns):
        uses.pop(column_words.OWNERS_LABEL)
    owned = [
        one if one.rank == SAID else replace(one, use=uses.get(normal(one.name), one.use))
        for one in columns
    ]
    owned = [
        replace(one, use="property_address.whole")
        if normal(one.name) in column_words.WHERE_IT_IS and one.use == "extra"
        else one
        for one in owned
    ]
    if owned == columns or any(one.use.startswith("property_address.") for one in columns):
        return owned
    return [replace(one, use=re.sub(r"^address\.", "property_address.", one.use)) for one in owned]


def without_second_people(columns: list[Column]) -> list[Column]:
    """Keep the e-mails and phones of a second person, and of a CRM's owner, as extra."""
    unused = {normal(one.name) for one in columns if one.use == "extra"}
    named = {name.split()[0] for name in unused.intersection(column_words.SECOND_PEOPLE)}
    if has_places(columns, ("property_address.",)):
        named.discard("owner")
    elif any(one.use.startswith("name.") for one in columns):
        named.add("owner")  # of a CRM: the agent
    return [
        replace(one, use="extra", why="of another person")
        if normal(one.name).partition(" ")[0] in named
        and not one.use.startswith("name.")
        and one.rank != SAID
        else one
        for one in columns
    ]
