"""Who looks like one person: by number, by address with the name, by key; and what is no sign."""

from __future__ import annotations

import pytest
from world import lead

from leadctl.rules.joining.duplicates import HOUSEHOLD, NAME, find_duplicates, person
from leadctl.values import replace


def reasons(one: dict[str, str], two: dict[str, str]) -> list[str]:
    """Return why two leads with these names and fields look like one; weak signs are left out."""
    made = [
        replace(lead(**fields).set(name=name), id=f"{number}7f3q9m2")
        for number, (name, fields) in enumerate(
            (words.get("name", ""), {k: v for k, v in words.items() if k != "name"})
            for words in (one, two)
        )
    ]
    found = find_duplicates(person(who) for who in made)
    return [one for one in found[0].reasons if one not in {HOUSEHOLD, NAME}] if found else []


HOME = {"address": "1 Main St, Town"}


@pytest.mark.parametrize(
    ("one", "two", "alike"),
    [
        ({"name": "Ana Lopez", **HOME}, {"name": "Lopez, Ana", **HOME}, True),
        ({"name": "Ana Lopez", **HOME}, {"name": "Ben Ode", **HOME}, False),
        ({"name": "ana@example.com", **HOME}, {"name": "ben@example.com", **HOME}, False),
        ({"name": "Ana Lopez"}, {"name": "Ben Ode"}, False),
        ({"name": "Ana Lopez"}, {"name": "Ana Lopez"}, False),
        (
            {"name": "Ana", "email": "a@example.com"},
            {"name": "Bo", "email": "A@example.com"},
            True,
        ),
        ({"name": "Bill O'Brien", "phone": "+1"}, {"name": "Bill OBrien", "phone": "+1"}, True),
        ({"name": "Amy Lee", "phone": "+1"}, {"name": "May Lee", "phone": "+1"}, False),
        ({"name": "Ana", "source_key": "5"}, {"name": "Bo", "source_key": "5"}, True),
        ({"name": "Ana", "source_key": "5"}, {"name": "Bo", "source_key": "6"}, False),
    ],
)
def test_what_two_people_share(one: dict[str, str], two: dict[str, str], alike: bool) -> None:
    """An address is a sign with the same name alone; where the name is none it is no sign."""
    assert bool(reasons(one, two)) is alike
