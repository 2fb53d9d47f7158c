"""An appointment is on the list of its day in every open status; a late word of theirs as well."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest
from lives import READ, SHIPPED
from world import NOW, TOP, at, event, lead, pipeline, rows

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.words import field_label
from leadctl.rules.due.agenda import agenda
from leadctl.rules.due.answering import TO_READ
from leadctl.rules.due.appointments import anchor_fields, booked_rules
from leadctl.rules.due.rows.kinds import row_words
from leadctl.rules.due.rows.row import Due
from leadctl.rules.due.rows.saying import Reading
from leadctl.rules.language.deadlines import FollowUp
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.leads.outcomes import CALLS

FIELDS = {name: next(iter(booked_rules(read))) for name, read in READ.items()}
RECEIVED = Event(at(-10), "received")
OPEN = [
    (name, status.name)
    for name in FIELDS
    for status in READ[name].statuses.values()
    if not status.closed and not status.parked
]
OVER = pipeline('[status.Dead]\ndefinition = "over"\nclosed = "lost"\n', TOP)


def appointments(name: str, status: str, *more: Event, hours: float = 5) -> list[Due]:
    """Return the rows of appointments of a lead that has one so many hours from now."""
    history = (Event(at(-10), "received"), Event(at(-2), "status", "", {"to": status}), *more)
    fields = {FIELDS[name]: NOW + timedelta(hours=hours)}
    who = Lead("k7f3q9m2", "Ana", name, status, fields, tuple(sorted(history, key=_when)))
    return [row for row in agenda(Case(who, READ[name], NOW)) if row.kind == "appointment"]


def _when(event: Event) -> object:
    return event.at


@pytest.mark.parametrize(("name", "status"), OPEN)
def test_an_appointment_has_one_row_in_every_open_status(name: str, status: str) -> None:
    """It stands at its time, once, also where the status has no rule of its own for it."""
    [row] = appointments(name, status)
    assert row.due == NOW + timedelta(hours=5)
    assert row.section == "today"
    assert appointments(name, status, event("meeting", 0, outcome="cancelled")) == []
    assert appointments(name, status, event("meeting", 0, outcome="met")) == [row]  # another one
    assert appointments(name, status, event("meeting", 0, outcome="met"), hours=1.5) == []


KINDS_SAID = [
    (name, status, kind)
    for name, status in OPEN
    for kind in (None, *getattr(READ[name].fields.get("appointment_for"), "choices", ()))
]


@pytest.mark.parametrize(("name", "status", "kind"), KINDS_SAID)
def test_an_appointment_is_called_what_somebody_said(
    name: str, status: str, kind: str | None
) -> None:
    """What nobody said a kind of is what the status is there for; where that is another thing (a
    signing, a word while they wait), it is an appointment.
    """
    definition = READ[name]
    said = {} if kind is None else {"appointment_for": kind}
    stood = Event(at(-2), "status", "", {"to": status})
    made = Event(at(-1), "set", "", {"field": "appointment", "to": at(1)})
    history = (RECEIVED, stood, made)
    who = Lead("k7f3q9m2", "Ana", name, status, {"appointment": at(1), **said}, history)
    [row] = [row for row in agenda(Case(who, definition, NOW)) if row.kind == "appointment"]
    label = field_label(definition, "appointment").capitalize()
    groups = {s.group for s in definition.statuses.values() if s.name == "Appointment Set"}
    if kind in {None, "showing"} and name in {"streeteasy-buyer", "streeteasy-classic"}:
        here = kind or definition.statuses[status].group in groups
        assert row.do == ("Showing" if here else "Appointment")
    elif kind == "call":
        assert row.do == "Call agreed on"
    elif kind:
        assert row.do == {"listing": "Listing appointment", "other": "Appointment"}.get(
            kind, kind.capitalize()
        )
    elif name == "streeteasy-seller":
        here = definition.statuses[status].group in groups
        assert row.do == ("Listing appointment" if here else "Appointment")
    else:
        assert row.do == label


IN_VAIN = [one.name for one in CALLS if not one.talk]


@pytest.mark.parametrize("outcome", IN_VAIN)
@pytest.mark.parametrize(("name", "status"), OPEN)
def test_a_call_that_reached_nobody_is_not_what_was_agreed_on(
    name: str, status: str, outcome: str
) -> None:
    """It stands, and is asked after, until they spoke; what a call settles is not reached yet."""
    [row] = appointments(name, status, event("call", 0, outcome=outcome), hours=-1.5)
    by_call = any("call" in one.names for one in rule_of(name, row).until)
    said = row_words(row, Reading(NOW, UTC))
    assert said.endswith("; not reached yet" if by_call else "; how did it go?")
    spoke = event("call", 0, outcome="spoke")
    left = appointments(name, status, spoke, hours=-1.5)
    assert left == ([] if by_call else [row])


def rule_of(name: str, row: Due) -> FollowUp:
    """Return the rule of a row in a shipped definition."""
    return next(rule for rule in booked_rules(READ[name])[FIELDS[name]] if rule.id == row.rule)


@pytest.mark.parametrize("name", SHIPPED)
def test_an_appointment_is_a_day_and_a_time_in_every_definition(name: str) -> None:
    """Nothing is typed as plain words there, whether the definition speaks of it or not."""
    field = READ[name].field_of("appointment")
    assert field is not None and field.type == "datetime"
    assert "appointment" in anchor_fields(READ[name])


def test_a_definition_may_mean_something_else_by_an_appointment() -> None:
    """Then no row is made of it, and it is typed as the definition says."""
    own = pipeline('[field.appointment]\ntype = "text"\n', TOP)
    assert [f.type for f in (own.field_of("appointment"),) if f] == ["text"]
    assert rows(lead(appointment="with the notary"), own) == []
    [row] = rows(lead(appointment=at(1)), pipeline())
    assert (row.rule, row.do, row.due) == ("appointment", "Appointment", at(1))


def test_whoever_moved_the_lead_after_the_appointment_has_said_how_it_went() -> None:
    """One that is past is asked after until they met, or the lead was moved since."""
    asked = appointments("streeteasy-buyer", "Nurture", hours=-20)
    assert [row.rule for row in asked] == ["appointment"]
    assert appointments("streeteasy-buyer", "Nurture", hours=-24 * 3) == []


@pytest.mark.parametrize("word", ["text", "email"])
def test_a_word_that_came_after_the_lead_was_closed_waits_for_an_answer(word: str) -> None:
    """Closing ends what was before it; who writes later is answered, or read and marked done."""
    closed, wrote = event("status", -1, to="Dead"), event(word, -0.5, way="in", text="still there?")
    before = event(word, -2, way="in")
    assert rows(lead(before, closed, status="Dead"), OVER) == []
    [row] = rows(lead(before, closed, wrote, status="Dead"), OVER)
    assert (row.kind, row.said, row.since) == ("reply", "still there?", at(-0.5))
    for ended in (event(word, 0, way="out"), event("done", 0, what="reply")):
        assert rows(lead(closed, wrote, ended, status="Dead"), OVER) == []
    barred = lead(closed, wrote, status="Dead", do_not_contact=["all"])
    assert [row.do for row in rows(barred, OVER)] == [TO_READ]


def test_to_confirm_a_status_is_nobodys_contact() -> None:
    """ "Nothing since" counts from what really happened, and the seven days run on."""
    plain = pipeline()
    for more in ((), (event("confirm", -1),)):
        who = lead(event("call", -9, way="out", outcome="spoke"), *more)
        [row] = [one for one in agenda(Case(who, plain, NOW)) if one.kind == "idle"]
        assert (row.since, row.due) == (at(-9), at(-2))


@pytest.mark.parametrize("outcome", [one.name for one in CALLS if one.took_place])
@pytest.mark.parametrize(("name", "status"), OPEN)
def test_a_call_that_left_no_word_is_not_the_call_back_they_asked_for(
    name: str, status: str, outcome: str
) -> None:
    """It stands, not reached yet, until a word of ours got there."""
    asked = event("snooze", -1, until=at(0), asked="today")
    called = event("call", 0.1, way="out", outcome=outcome)
    history = (Event(at(-10), "received"), Event(at(-2), "status", "", {"to": status}))
    who = Lead("k7f3q9m2", "Ana", name, status, {}, (*history, asked, called))
    found = agenda(Case(who, READ[name], at(0.2)))
    said = [row_words(row, Reading(at(0.2), UTC)) for row in found if row.kind == "call-back"]
    assert len(said) == (outcome in {"no answer", "busy"})
    assert all(words.endswith("; not reached yet") for words in said)
