"""What a message to the lead says: values as people write them, as they are when it is sent."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from case_maker import case_of
from hypothesis import given
from hypothesis import strategies as st
from world import MIA, TEAM, event, lead, pipeline, rows

from leadctl.book.own_files.definitions import Definitions
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.peers import Peers
from leadctl.rules.leads.agents import Agent
from leadctl.rules.leads.field_types import TYPES
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.moves.by_itself import apply_passed
from leadctl.rules.moves.effects.kind import Stamp
from leadctl.rules.moves.effects.message import queue
from leadctl.rules.moves.effects.texts import text_of
from leadctl.rules.moves.messages import mark_sent, waiting

RULES = pipeline(
    """
[calendar]
timezone = "Europe/London"
hours = { weekdays = "09:00-17:00", fri = "09:00-13:00" }

[field.visit]
type = "datetime"
label = "appointment"
[field.fee]
type = "money"

[message.reminder]
to = "lead"
by = "text"
text = "Hello {name}, we see you on {visit}."

[message.bill]
to = "lead"
by = "email"
text = "The fee is {fee}. {agent}"

[[follow_up]]
id = "remind"
before = "1 day"
at = "16:00"
from = { field = "visit" }
then = [{ message = "reminder" }]

[[follow_up]]
id = "bill"
after = "1 day"
from = "received"
then = [{ message = "bill" }]
"""
)
MONDAY = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)


def at(days: float = 0, **more: float) -> datetime:
    """Return a moment some days after that Monday."""
    return MONDAY + timedelta(days=days, **more)


def ana(received: datetime, **fields: object) -> Lead:
    """Return Ana, with a telephone and an e-mail address."""
    known = {"phone": "+442079460000", "email": "ana@example.com", **fields}
    return Lead("k7f3q9m2", "Ana", "small", "New", known, (Event(received, "received", "sam"),))


def asked(who: Lead, now: datetime) -> Case:
    """Return the lead's case at a moment."""
    return case_of(who, RULES, now, MIA, TEAM)


def told(who: Lead, now: datetime, *, withdrawn: bool = False) -> dict[str, tuple[str, str]]:
    """Return the messages by their ids: the words, and why they may not or will not be sent."""
    found = waiting(asked(who, now), withdrawn=withdrawn)
    return {one.id: (one.text, one.withdrawn or one.barred) for one in found}


VALUES = {
    "text": st.just("Oak Hall"),
    "date": st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    "datetime": st.integers(0, 20_000).map(lambda hours: MONDAY + timedelta(hours=hours)),
    "month-day": st.just("--03-07") | st.just("1980-03-07"),
    "money": st.integers(0, 10**7) | st.decimals(0, 10**6, places=2).map(float),
    "number": st.integers(0, 10**7) | st.floats(0, 100).map(lambda n: round(n, 2)),
    "choice": st.just("flat"),
    "flag": st.booleans(),
    "phone": st.just("+442079460000"),
    "email": st.just("ana@example.com"),
    "lead": st.just("aaaaaaaa"),
    "list": st.lists(st.sampled_from(["garden", "garage"]), min_size=1, max_size=3),
}


def test_every_type_of_field_is_tried() -> None:
    """The law below leaves out none."""
    assert VALUES.keys() == TYPES.keys()


@given(st.data(), st.sampled_from(sorted(VALUES)))
def test_no_value_reads_as_a_machine_writes_it(data: st.DataObject, kind: str) -> None:
    """No ISO date, no offset, no True, no list, no id, and figures in groups of three."""
    choices = '\nchoices = ["flat"]' if kind == "choice" else ""
    rules = pipeline(f'[field.thing]\ntype = "{kind}"{choices}\n')
    value = data.draw(VALUES[kind])
    other = replace(lead(), id="aaaaaaaa", name="Ben Ode")
    peers = Peers(lambda: [case_of(other, rules, MONDAY)])
    case = replace(case_of(lead(thing=value), rules, MONDAY), others=peers)
    said = text_of("<{thing}>", case, Stamp(MONDAY, "sam")).said
    machine = r"\d{4}-\d\d|--\d|\+\d\d:|:\d\d:|T\d\d|True|False|None|[\[\]']|aaaaaaaa|e\+|\d{4,}\."
    assert not re.search(machine, said)
    if kind in {"money", "number"}:
        assert not re.search(r"\d{4}", said.partition(".")[0])


@pytest.mark.parametrize(
    ("value", "kind", "said"),
    [
        (datetime(2026, 12, 11, 11, 0, tzinfo=UTC), "datetime", "Fri 11 December, 11:00"),
        (datetime(2027, 7, 1, 11, 0, tzinfo=UTC), "datetime", "Thu 1 July 2027, 12:00"),
        (date(2026, 12, 24), "date", "Thu 24 December"),
        (1200.5, "money", "1,200.50"),
        (60000, "money", "60,000"),
        ("--03-07", "month-day", "7 March"),
        (True, "flag", "yes"),
        (["garden", "garage"], "list", "garden and garage"),
    ],
)
def test_values_are_written_as_people_write_them(value: object, kind: str, said: str) -> None:
    """Each in its own way, times in the definition's zone."""
    text = '[calendar]\ntimezone = "Europe/London"\nhours = { weekdays = "9:00-17:00" }\n'
    rules = pipeline(f'{text}[field.thing]\ntype = "{kind}"\n'.replace('"9:', '"09:'))
    case = case_of(lead(thing=value), rules, MONDAY)
    assert text_of("{thing}", case, Stamp(MONDAY, "sam")).said == said


SHIPPED = [Definitions(None).read(name).pipeline for name in sorted(Definitions(None).files)]
MESSAGES = [(d, name) for d in SHIPPED for name, m in d.messages.items() if m.to == "lead"]


@pytest.mark.parametrize(
    ("definition", "name"), MESSAGES, ids=[f"{d.id}: {name}" for d, name in MESSAGES]
)
def test_no_shipped_text_goes_out_with_a_hole_in_it(definition: object, name: str) -> None:
    """Queued by the machine for a lead of nobody it is held, and says for want of what."""
    assert hasattr(definition, "messages")
    bare = Lead("k7f3q9m2", "", definition.id, definition.initial, {}, ())
    case = case_of(bare, definition, MONDAY)  # type: ignore[arg-type]  # as listed
    found = waiting(replace(case, lead=queue(name, case, Stamp(MONDAY, "leadctl"))))
    texts = definition.messages[name].text + definition.messages[name].subject
    assert bool(re.search(r"\{\w+\}", texts)) == bool(found[0].barred)


def test_the_machine_signs_nothing() -> None:
    """What `tick` queues is signed by the owner; of nobody's lead it waits until there is one."""
    nobodys = apply_passed(asked(ana(at(-2), fee=900), at(0)))[0]
    assert told(nobodys, at(0))["bill-1"][1] == "it says nothing for agent"
    owned = nobodys.set(owner="sam")
    assert told(owned, at(0))["bill-1"] == ("The fee is 900. Sam", "")


def test_a_message_says_what_is_so_when_it_is_sent() -> None:
    """A fee that was missing, or has changed, stands in it as it is; what was sent is kept."""
    who = apply_passed(asked(ana(at(-2), owner="sam"), at(0)))[0]
    assert told(who, at(0))["bill-1"] == ("The fee is (no fee). Sam", "it says nothing for fee")
    who = who.set(fee=1200.5)
    assert told(who, at(0))["bill-1"] == ("The fee is 1,200.50. Sam", "")
    after = mark_sent(waiting(asked(who, at(0)))[0], who, Stamp(at(0), "sam"), "by hand")
    assert [e.data.get("text") for e in after.history if e.name == "sent"] == [
        "The fee is 1,200.50. Sam"
    ]


MOVED = {"field": "visit", "to": at(4), "moved": True}
CANCELLED = {"way": "out", "outcome": "cancelled"}


@pytest.mark.parametrize(
    ("happened", "visit", "why"),
    [
        (Event(at(0.5), "set", "sam", MOVED), at(4), "the appointment is another one now"),
        (Event(at(0.5), "set", "sam", {"field": "visit", "moved": True}), None, "no appointment"),
        (Event(at(0.5), "meeting", "sam", CANCELLED), at(1), "the appointment is over"),
        (Event(at(0.5), "note", "sam"), at(1), ""),
    ],
)
def test_a_reminder_goes_with_its_appointment(
    happened: Event, visit: datetime | None, why: str
) -> None:
    """Moved, taken away or cancelled: the text that waits is withdrawn, and says why."""
    who = apply_passed(asked(ana(at(-0.5), visit=at(1)), at(0.4)))[0]
    assert told(who, at(0.4))["reminder-1"][0] == "Hello Ana, we see you on Tue 8 December, 9:00."
    who = who.set(visit=visit).add(happened)
    assert ("reminder-1" in told(who, at(0.6))) is not bool(why)
    gone = told(who, at(0.6), withdrawn=True)
    assert (why in gone["reminder-1"][1]) if why else not gone


FRIDAY = at(4, hours=2)


@pytest.mark.parametrize(
    ("now", "waits"),
    [(at(7), True), (at(7, hours=1), True), (at(7, hours=2, minutes=1), False)],
)
def test_a_text_waits_a_day_on_which_somebody_could_send_it(now: datetime, waits: bool) -> None:
    """Queued on Friday at eleven it may be sent until Monday at eleven; then it is told."""
    who = apply_passed(asked(ana(FRIDAY - timedelta(days=1), fee=1, owner="sam"), FRIDAY))[0]
    assert ("bill-1" in told(who, now)) is waits
    unsent = next(r for r in rows(who, RULES) if r.rule == "unsent-bill-1")
    assert (unsent.opens == at(7, hours=2), unsent.accepts_done) == (True, True)
    reached = who.add(event("call", way="out"))
    reached = replace(reached, history=(*who.history, Event(at(8), "call", "sam", {"way": "out"})))
    assert "unsent-bill-1" not in {r.rule for r in rows(reached, RULES)}


def test_a_reminder_is_over_when_its_date_has_come() -> None:
    """Nobody is told today that we see them yesterday."""
    who = apply_passed(asked(ana(at(-0.5), visit=at(1)), at(0.4)))[0]
    assert "reminder-1" in told(who, at(1, minutes=-1))
    assert "reminder-1" not in told(who, at(1))


def test_an_agent_is_called_by_name() -> None:
    """{owner} and {agent} are people, not ids."""
    case = case_of(lead(owner="sam"), RULES, MONDAY, agents={"sam": Agent("sam", "Sam Ortiz")})
    said = text_of("{owner}, {agent}", case, Stamp(MONDAY, "sam")).said
    assert said == "Sam Ortiz, Sam Ortiz"
