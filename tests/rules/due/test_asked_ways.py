"""The morning list asks for no way that is not open: barred, or without a number or an address."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lives import ACTIONS, READ, SHIPPED, START, lived, standing

from leadctl.rules.clauses.timeline import settles
from leadctl.rules.due.agenda import agenda
from leadctl.rules.due.rows.kinds import KINDS
from leadctl.rules.due.rows.row import Due
from leadctl.rules.language.deadlines import FollowUp
from leadctl.rules.leads.event_kinds import CHANNELS
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.moves.effects.entering import enter
from leadctl.rules.moves.effects.kind import Stamp
from leadctl.rules.moves.effects.message import queue
from leadctl.rules.moves.messages import waiting
from leadctl.values import replace

REACH = st.fixed_dictionaries(
    {"do_not_contact": st.lists(st.sampled_from((*CHANNELS, "all")), max_size=3, unique=True)},
    optional={
        "phone": st.just("+12125550101"),
        "phones": st.just(["+12125550102"]),
        "email": st.just("ana@example.com"),
        "emails": st.just(["ana@example.org"]),
        "address": st.just("1 Main St"),
    },
)
"""How somebody may and can be reached."""
NEEDS = {
    "call": ("phone", "phones"),
    "text": ("phone", "phones"),
    "email": ("email", "emails"),
    "letter": ("address", "property_address", "mailing_address"),
}
"""What each way needs, told apart from the rules."""


def closed(lead: Lead, way: str) -> bool:
    """Whether a lead has barred a way, or has left nothing for it."""
    needs = NEEDS.get(way)
    barred = {"all", way} & set(lead.do_not_contact)
    return bool(barred) or (needs is not None and not any(map(lead.value, needs)))


@pytest.mark.parametrize("name", SHIPPED)
@settings(max_examples=60, deadline=None)
@given(actions=ACTIONS, hours=st.integers(0, 40 * 24), reach=REACH, wrong=st.booleans())
def test_no_row_asks_for_a_way_that_is_not_open(
    name: str,
    actions: list[tuple[str, int, int, str]],
    hours: int,
    reach: dict[str, Any],
    wrong: bool,
) -> None:
    """What was agreed with them aside, every way that a row names is allowed, and has a number,
    which no call has told to be another one's.
    """
    lead, last = lived(READ[name], actions)
    lead = lead.set(**reach)
    if wrong:
        lead = lead.add(Event(last, "call", "sam", {"way": "out", "outcome": "wrong number"}))
    case = standing(lead, READ[name], last + timedelta(hours=hours), None)
    wrong = wrong and not lead.value("phones")
    for row in agenda(case):
        if row.to == "lead" and not (KINDS[row.kind].booked or KINDS[row.kind].elsewhere):
            assert not [way for way in row.by if closed(case.lead, way)], (row, reach)
            assert not (wrong and {"call", "text"} & set(row.by)), row


@pytest.mark.parametrize("name", SHIPPED)
@settings(max_examples=30, deadline=None)
@given(actions=ACTIONS, reach=REACH, wrong=st.booleans())
def test_no_message_goes_out_by_a_way_that_is_not_open(
    name: str, actions: list[tuple[str, int, int, str]], reach: dict[str, Any], wrong: bool
) -> None:
    """Every message of a definition, queued at any time, is held where its way is closed by now."""
    lead, last = lived(READ[name], actions)
    case = standing(lead.set(**reach), READ[name], last, None)
    for message in READ[name].messages:
        case = replace(case, lead=queue(message, case, Stamp(last, "sam")))
    if wrong:
        told = Event(last, "call", "sam", {"way": "out", "outcome": "wrong number"})
        case = replace(case, lead=case.lead.add(told))
    wrong = wrong and not case.lead.value("phones")
    for one in waiting(case):
        if one.to == "lead" and not one.is_draft and not one.barred:
            assert not closed(case.lead, one.way), one
            assert not (wrong and one.way in {"call", "text"}), one


@settings(max_examples=60, deadline=None)
@given(reach=REACH, hours=st.integers(0, 40 * 24))
def test_a_claim_is_asked_for_whatever_the_lead_has_barred(
    reach: dict[str, Any], hours: int
) -> None:
    """It is texted to the programme, and not to the lead."""
    pipeline = READ["sold-appointment"]
    assert pipeline.routing
    case = standing(
        lived(pipeline, [])[0].set(**reach), pipeline, START + timedelta(hours=hours), None
    )
    claims = [(row.do, row.by) for row in agenda(case) if row.kind == "claim"]
    assert claims
    assert {*claims} == {(pipeline.routing.do, pipeline.routing.by)}


@pytest.mark.parametrize("name", SHIPPED)
@settings(max_examples=40, deadline=None)
@given(actions=ACTIONS, hours=st.integers(0, 40 * 24), reach=REACH)
def test_a_touch_by_the_way_that_is_named_instead_settles_what_a_touch_settles(
    name: str, actions: list[tuple[str, int, int, str]], hours: int, reach: dict[str, Any]
) -> None:
    """Whoever does as a rule's row says, by each way that it names, is not asked again."""
    lead, last = lived(READ[name], actions)
    case = standing(lead.set(**reach), READ[name], last + timedelta(hours=hours), None)
    statuses = [case.pipeline.statuses[case.lead.status]]
    rules = (*case.pipeline.follow_up, *(r for s in statuses for r in s.follow_up))
    asked = {rule.id: rule.by for rule in rules if rule.by and not KINDS[rule.kind].booked}
    for row in [r for r in agenda(case) if r.rule in asked and r.due <= case.now]:
        if set(row.by) & set(asked[row.rule]):
            continue
        for way in row.by:
            done = case.lead.add(Event(case.now, way, "sam", {"way": "out", "outcome": "spoke"}))
            after = standing(done, case.pipeline, case.now, None)
            left = [(one.rule, one.due) for one in agenda(after)]
            assert (row.rule, row.due) not in left, (row, way)


ONE_WAY = [
    (name, rule)
    for name, pipeline in READ.items()
    for rule in (*pipeline.follow_up, *(r for s in pipeline.statuses.values() for r in s.follow_up))
    if len(rule.by) == 1 and not KINDS[rule.kind].booked
]


@pytest.mark.parametrize(("name", "rule"), ONE_WAY, ids=[f"{n}-{r.id}" for n, r in ONE_WAY])
def test_a_row_of_one_way_is_settled_by_no_other(name: str, rule: FollowUp) -> None:
    """A dial is a call, a letter a letter: a try by another way leaves it, a talk does not."""
    assert name in SHIPPED
    for way in {"call", "text", "email", "letter"} - set(rule.by):
        tried = Event(START, way, "sam", {"way": "out"})
        assert not any(settles(one, tried) for one in rule.until), (way, rule.until)


def confirming(name: str, **reach: Any) -> Due:
    """Return the row that asks to confirm an appointment of somebody who is reached like this."""
    lead = Lead("k7f3q9m2", "Ana", name, READ[name].initial, {}, (Event(START, "received"),))
    lead = lead.set(appointment=START + timedelta(days=5), **reach)
    lead = enter(standing(lead, READ[name], START, None), "Appointment Set", Stamp(START, "sam"))
    case = standing(lead, READ[name], START + timedelta(days=3), None)
    return next(row for row in agenda(case) if row.rule == "confirm")


PHONE, EMAIL = {"phone": "+12125550101"}, {"email": "ana@example.com"}


@pytest.mark.parametrize("name", [n for n in SHIPPED if n.startswith("streeteasy")])
@pytest.mark.parametrize(
    ("reach", "words", "by"),
    [
        (PHONE | EMAIL, "Text to confirm the appointment", ("text",)),
        (PHONE | {"do_not_contact": ["text"]}, "Call to confirm the appointment", ("call",)),
        (EMAIL, "E-mail to confirm the appointment", ("email",)),
        (
            PHONE | EMAIL | {"do_not_contact": ["text", "call"]},
            "E-mail to confirm the appointment",
            ("email",),
        ),
        (
            {},
            "Find a way to confirm the appointment (no phone, e-mail or address is known)",
            (),
        ),
        (
            PHONE | {"do_not_contact": ["text", "call"]},
            "Find a way to confirm the appointment "
            "(they want no calls or texts, and no e-mail or address is known)",
            (),
        ),
    ],
)
def test_an_appointment_is_confirmed_by_a_way_that_is_open(
    name: str, reach: dict[str, Any], words: str, by: tuple[str, ...]
) -> None:
    """By text where we may and can, else by telephone or e-mail; or it says that none is open."""
    row = confirming(name, **reach)
    assert (row.do, row.by) == (words, by)


def test_what_names_a_closed_way_says_what_is_instead() -> None:
    """Nobody is asked to dial whoever wants no calls, nor to try whom no way is left to."""
    pipeline = READ["wholesale"]
    lead = Lead("k7f3q9m2", "Ana", pipeline.id, pipeline.initial, {}, (Event(START, "received"),))
    said: dict[tuple[str, ...], str | None] = {
        (): "Dial",
        ("call",): "Dial (they want no calls; text or e-mail instead)",
        ("call", "text", "email"): None,
    }
    for barred, words in said.items():
        here = lead.set(**PHONE, **EMAIL, do_not_contact=list(barred))
        rows = agenda(standing(here, pipeline, START, None))
        assert [row.do for row in rows if row.rule == "first-dial"] == ([words] if words else [])
