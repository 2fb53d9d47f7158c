"""Derived values: levels that only rise, resets, and dates out of records."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from world import case, event, lead, pipeline

from leadctl.rules.clauses import derived as derive
from leadctl.rules.leads.lead import Event, Lead

MOVES = ("New", "Client", "Past", "None")

STAGE = """
[event.sale]
fields.id = {}
fields.closed = { type = "date" }
fields.side = {}

[record.sale]
events = ["sale"]

[status.Client]
definition = "c"

[status.Past]
definition = "p"

[status.None]
definition = "n"

[derive.stage]
levels = ["Aware", "Like", "Trust"]
raise_only = true
cases = [
    { to = "Aware", when = [{ status = "New" }] },
    { to = "Like", when = [{ status = ["Client", "Past"] }] },
    { to = "Trust", when = [{ status = "Past" }, { record = "sale", at_least = 2 }] },
    { to = "Aware", when = [{ status = "None" }], reset = true },
]

[derive.heat]
levels = ["cold", "warm"]
cases = [{ to = "warm", when = [{ event = "call" }] }]

[derive.last_sale]
record = "sale"
latest = "closed"
where = { side = "seller" }
"""


def derived(who: Lead) -> dict[str, object]:
    return dict(case(who, pipeline(STAGE)).derived)


def moved(*statuses: str) -> Lead:
    history = [event("status", -9 + i, to=name) for i, name in enumerate(statuses)]
    return lead(*history, status=statuses[-1] if statuses else "New")


@pytest.mark.parametrize(
    ("statuses", "stage"),
    [
        ((), "Aware"),
        (("Client",), "Like"),
        (("Client", "New"), "Like"),
        (("Client", "New", "Past"), "Like"),
        (("Client", "None"), "Aware"),
        (("Client", "None", "Client"), "Like"),
    ],
)
def test_a_level_only_rises_but_for_a_reset(statuses: tuple[str, ...], stage: str) -> None:
    """A level reached is kept when the lead goes back, until a case resets it (S2.30)."""
    assert derived(moved(*statuses))["stage"] == stage


def test_trust_is_kept() -> None:
    """Two sales make Trust, and being a Client again does not take it away (S2.34)."""
    sales = (event("sale", -8, id="a"), event("sale", -7, id="b"))
    past = moved("Client", "Past")
    trusted = Lead(past.id, past.name, "small", "Past", {}, (*past.history, *sales))
    assert derived(trusted)["stage"] == "Trust"
    again = trusted.set(status="Client").add(event("status", to="Client"))
    assert derived(again)["stage"] == "Trust"


def test_a_level_that_may_fall_is_absent_where_no_case_holds() -> None:
    """Without a case there is no value, and clauses see the field as empty."""
    assert "heat" not in derived(lead())
    assert derived(lead(event("call", way="out")))["heat"] == "warm"


def test_the_latest_date_of_matching_records() -> None:
    """A date comes from the records that match, each at its last value (S2.33)."""
    history = (
        event("sale", -5, id="a", side="seller", closed=date(2025, 3, 1)),
        event("sale", -4, id="b", side="buyer", closed=date(2026, 9, 9)),
        event("sale", -3, id="a", closed=date(2025, 4, 1)),
    )
    assert derived(lead(*history))["last_sale"] == date(2025, 4, 1)


def test_records_fold_by_id() -> None:
    """Two events with one id are one record: the count for Trust is of deals, not of lines."""
    twice: tuple[Event, ...] = (event("sale", -8, id="a"), event("sale", -7, id="a"))
    past = moved("Past")
    who = Lead(past.id, past.name, "small", "Past", {}, (*past.history, *twice))
    assert derived(who)["stage"] == "Like"


@settings(deadline=None)
@given(st.lists(st.sampled_from([*MOVES, "note", "call", "sale", "text"]), max_size=12))
def test_events_that_turn_nothing_are_stepped_over(names: list[str]) -> None:
    """Looking only at the events that cases ask for gives the level that every event would."""
    history = [
        event("status", i, to=name) if name in MOVES else event(name, i, id=str(i))
        for i, name in enumerate(names, -20)
    ]
    moves = [name for name in names if name in MOVES]
    who = lead(*history, status=moves[-1] if moves else "New")
    found = case(who, pipeline(STAGE))
    derivation = found.pipeline.derive["stage"]
    level = ""
    for moment in derive._life(found, None):
        level = derive._level(derivation, moment, level)
    assert found.derived["stage"] == level
