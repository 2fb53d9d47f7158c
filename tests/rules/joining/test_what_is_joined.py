"""What of a second lead is taken in: lists, and values that differ; whose names are compared."""

from __future__ import annotations

import pytest
from world import at, lead

from leadctl.rules.joining.duplicates import find_duplicates, person
from leadctl.rules.joining.two_leads import add_other
from leadctl.rules.joining.values import add_lists
from leadctl.rules.leads.lead import Event
from leadctl.values import replace

A, B = "+12125550101", "+12125550102"


@pytest.mark.parametrize(
    ("mine", "more", "then", "filled"),
    [
        ({"phone": A}, {"phones": [A]}, {"phone": A}, []),
        ({"phone": A}, {"phone": B}, {"phone": A, "phones": [B]}, ["phones"]),
        ({}, {"phone": A}, {"phone": A}, ["phone"]),
        ({"tags": ["x"]}, {"tags": ["x", "y"]}, {"tags": ["x", "y"]}, ["tags"]),
        ({"tags": ["x", "y"]}, {"tags": ["x"]}, {"tags": ["x", "y"]}, []),
        (
            {"do_not_contact": ["email"]},
            {"do_not_contact": ["call"]},
            {"do_not_contact": ["call", "email"]},
            ["do_not_contact"],
        ),
    ],
)
def test_lists_are_united(
    mine: dict[str, object], more: dict[str, object], then: dict[str, object], filled: list[str]
) -> None:
    """Each value once, a number never beside itself; channels in the order they always have."""
    fields = dict(mine)
    assert add_lists(fields, more) == filled
    assert fields == then


def test_what_differs_is_kept_beside() -> None:
    """A value of the other lead that ours has otherwise is told, and kept under [extra]."""
    kept = lead(source="Zillow")
    made = lead(Event(at(-1), "note", "sam", {"text": "x"}), source="Sign", status="There")
    other = replace(made.set(name="Anna"), id="b" * 8)
    merged = add_other(kept, other)
    assert (merged.lead.name, merged.lead.status) == ("Ana", "New")
    assert merged.lead.fields["source"] == "Zillow"
    assert {one.field: one.other for one in merged.differences} == {
        "name": "Anna",
        "status": "There",
        "source": "Sign",
    }
    assert merged.lead.extra[f"{'b' * 8}.name"] == "Anna"
    assert len(merged.lead.events("note")) == 1


def test_people_of_one_number_are_each_paired_with_the_oldest() -> None:
    """Never with themselves; who is called alike is paired with whom they are called like."""
    names = ("Ana Lopez", "Ben Ode", "Ode, Ben")
    people = [
        person(replace(lead(phone=A).set(name=name), id=f"{number}" * 8))
        for number, name in enumerate(names)
    ]
    found = [(pair.first.name, pair.second.name) for pair in find_duplicates(people)]
    assert sorted(found) == [("Ana Lopez", "Ben Ode"), ("Ben Ode", "Ode, Ben")]
