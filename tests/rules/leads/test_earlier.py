"""A lead as it was: who had it between events that gave it and took it."""

from __future__ import annotations

import pytest
from world import at, event, lead

from leadctl.rules.leads.earlier import as_of
from leadctl.rules.leads.lead import Event


@pytest.mark.parametrize(
    ("days", "owner"), [(-9, None), (-7.5, "sam"), (-5.5, "lee"), (-3.5, None), (-1.5, "kim")]
)
def test_the_owner_of_each_day(days: float, owner: str | None) -> None:
    """The last event that gave the lead away before a moment says whose it was then."""
    who = lead(
        event("claim", -8, by="sam"),
        event("call", -7),
        event("assign", -6, to="lee", was="sam"),
        event("note", -5),
        event("release", -4, by="lee"),
        event("assign", -2, to="kim", was=""),
        event("note", -1),
        event("pass", -0.5, by="kim"),
    )
    then = as_of(who, at(days), "New")
    assert then is not None
    assert then.owner == (owner or "")


@pytest.mark.parametrize(
    ("first", "owner"),
    [
        (event("assign", -2, to="kim", was="lee"), "lee"),
        (event("release", -2, by="lee"), "lee"),
        (event("pass", -2, by="lee"), "lee"),
        (event("claim", -2, by="lee"), ""),
    ],
)
def test_before_the_first_of_them_the_event_says_from_whom_it_came(
    first: Event, owner: str
) -> None:
    """What is given back, or given on, was somebody's; a claim takes from nobody."""
    then = as_of(lead(event("call", -5), first), at(-3), "New")
    assert then is not None
    assert then.owner == owner
