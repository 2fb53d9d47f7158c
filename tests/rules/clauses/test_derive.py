"""Derived values: levels that only rise, resets, and dates out of records."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from world import at, case, event, lead, pipeline

from leadctl.errors import Invalid
from leadctl.rules.clauses import derived as derive
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.moves.judging.judge import judge
from leadctl.values import replace

EASTERN = timezone(timedelta(hours=-5))

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


TURNING = """
[event.answered]
also = ["call in"]
[event.sale]
fields.id = {}
[record.sale]
events = ["sale"]
[status.Client]
definition = "c"
[derive.sign]
levels = ["yes"]
raise_only = true
cases = [{ to = "yes", when = [CLAUSE] }]
"""
HAPPENS = {
    "out": event("call", way="out"),
    "in": event("call", way="in"),
    "text": event("text", way="out"),
    "note": event("note"),
    "sale": event("sale", id="1"),
    "second sale": event("sale", id="2"),
    "Client": event("status", to="Client"),
    "New": event("status", to="New"),
    "approve": event("approve", by="mia", what="Client"),
}


@pytest.mark.parametrize(
    "clause",
    [
        '{ event = "touch", at_least = 2, since_last = ["note"] }',
        '{ event = "text", share_above = 0.5 }',
        '{ event = "answered", since_last = ["note"] }',
        '{ event = "text" }, { event = "text", at_most = 0, since_last = ["note"] }',
        '{ event = "touch", at_most = 0, since = "entered" }',
        '{ approval = "manager" }',
        '{ record = "sale", at_least = 2 }',
        '{ status = "New" }',
        '{ event = "note", at_most = 0 }',
    ],
)
@settings(deadline=None)
@given(names=st.lists(st.sampled_from(sorted(HAPPENS)), min_size=1, max_size=12))
def test_a_level_once_reached_is_kept_whatever_reached_it(clause: str, names: list[str]) -> None:
    """It is what looking after every single event gives: nothing that may reach it is missed."""
    history = [replace(HAPPENS[name], at=at(i)) for i, name in enumerate(names, -20)]
    moves = [name for name in names if name in {"Client", "New"}]
    who = lead(*history, status=moves[-1] if moves else "New")
    definition = pipeline(TURNING.replace("CLAUSE", clause))
    found = replace(case(who, definition), target="Client")
    level = ""
    for moment in derive._life(found, None):
        level = derive._level(definition.derive["sign"], moment, level)
    assert derive.with_derived(found).derived.get("sign", "") == level


def test_the_level_of_the_beginning_is_kept() -> None:
    """What held when a lead came in holds, though nothing of it can be seen any more."""
    who = lead(event("status", -5, to="Other"), event("note", -4), status="Other")
    text = f'{STAGE}\n[status.Other]\ndefinition = "o"\n'
    assert case(who, pipeline(text)).derived["stage"] == "Aware"


@pytest.fixture
def far_away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose clock is that of Tokyo."""
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("far_away")
def test_the_latest_of_moments_is_so_in_every_zone() -> None:
    """They are compared as moments; one without a zone counts as UTC, wherever the machine is."""
    early, late = datetime(2025, 3, 1, 23), datetime(2025, 3, 1, 20, tzinfo=EASTERN)  # noqa: DTZ001 - no zone: that is the case
    before = datetime(2025, 3, 1, 22, tzinfo=UTC)
    for moments, latest in (((early, late), late), ((before, early), early)):
        sales = [
            event("sale", i, id=f"{i}", side="seller", closed=m) for i, m in enumerate(moments)
        ]
        for history in (sales, sales[::-1]):
            assert derived(lead(*history))["last_sale"] == latest


PAID = """
[event.payment]
fields = { id = {}, amount = { type = "money" }, kind = {} }

[record.payment]
events = ["payment"]

[derive.paid]
FROM = "payment"
sum = "amount"
where = { kind = "fee" }

[derive.last_paid]
record = "payment"
latest = "amount"

[field.fee]
type = "money"

[status.Booked]
definition = "paid for"
requires = [{ field = "paid", at_least_of = { field = "fee", share = 0.3 } }]
"""
AMOUNTS = st.lists(st.tuples(st.integers(0, 10**6), st.sampled_from(["fee", "tip"])), max_size=5)


@given(st.sampled_from(["record", "event"]), AMOUNTS, st.integers(1, 10**6))
def test_a_sum_is_exact_to_the_cent(of: str, given_: list[tuple[int, str]], fee: int) -> None:
    """It counts what is asked for, and a guard may take a share of a field by it."""
    rules = pipeline(PAID.replace("FROM", of))
    paid = [
        event("payment", -1, id=str(n), amount=cents / 100, kind=kind)
        for n, (cents, kind) in enumerate(given_)
    ]
    asked = case(lead(*paid, fee=fee / 100), rules)
    cents = [one for one, kind in given_ if kind == "fee"]
    assert asked.derived.get("paid") == (sum(cents) / 100 if cents else None)
    assert judge(asked, "Booked").allowed is (bool(cents) and sum(cents) * 10 >= fee * 3)
    last = given_[-1][0] / 100 if given_ else None
    assert asked.derived.get("last_paid") == last


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ('sum = "kind"', "cannot be added up"),
        ('sum = "amout"', 'has no field "amout"'),
        ('latest = "amout"', 'has no field "amout"'),
        ('sum = "amount"\nlatest = "amount"', 'either "latest" or "sum"'),
    ],
)
def test_what_cannot_be_taken_from_records_is_found(key: str, says: str) -> None:
    """A field that no event has, one that is no figure, and two answers at once."""
    with pytest.raises(Invalid, match=says):
        pipeline(PAID.replace("FROM", "record").replace('latest = "amount"', key))
