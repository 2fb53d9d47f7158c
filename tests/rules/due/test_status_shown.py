"""The question which status is right: what asks it, what waits before it, what answers it."""

from __future__ import annotations

import pytest
from lives import READ
from world import NOW, at, event

from leadctl.rules.clauses.case import Case
from leadctl.rules.due.agenda import agenda
from leadctl.rules.leads.lead import Event, Lead

BUYERS = READ["streeteasy-buyer"]
CALLED, WROTE = event("call", -3, way="out", outcome="spoke"), event("text", -2, way="in")


def asked(*history: Event, **fields: object) -> list[str]:
    """Return the questions about somebody who has been in Attempted Contact for a week."""
    before = (Event(at(-10), "received"), event("status", -7, to="Attempted Contact"))
    who = Lead("k7f3q9m2", "Ana", BUYERS.id, "Attempted Contact", fields, (*before, *history))
    return [row.do for row in agenda(Case(who, BUYERS, NOW)) if row.kind == "question"]


@pytest.mark.parametrize(
    ("history", "asks"),
    [
        ((CALLED,), True),
        ((event("call", -3, way="out", outcome="voicemail"),), False),
        ((event("status", -3, to="Attempted Contact", on="call"), CALLED), True),
        ((CALLED, event("note", -1)), True),
        ((CALLED, WROTE), False),  # the answer comes first
        ((CALLED, WROTE, event("text", -1, way="out")), True),
        ((event("stop", -4), CALLED), True),
        ((CALLED, event("stop", -1)), False),
        ((CALLED, event("status", -1, to="Attempted Contact")), False),
        ((CALLED, event("snooze", -1, what="try", until=at(1))), True),
        ((CALLED, event("snooze", -1, asked="a while", until=at(1))), False),
        ((CALLED, event("set", -1, field="appointment", to=at(1))), False),
        ((CALLED, event("set", -1, field="phone", to="+12125550101")), True),
        ((CALLED, event("done", -1, what="status-shown")), False),
    ],
)
def test_which_status_is_right_is_asked(history: tuple[Event, ...], asks: bool) -> None:
    """Of a talk, until somebody says, plans the next step or stops all; an answer goes before."""
    said = "They answered" if WROTE in history else "You talked"
    assert asked(*history) == ([f"{said}: In Communication?"] if asks else [])


def test_what_was_logged_last_is_asked_about() -> None:
    """An offer after a talk asks for its own status."""
    [question] = asked(CALLED, event("offer", -1, outcome="made"))
    assert question.endswith("Submitting Offers?")


def test_who_wants_no_contact_is_not_asked_about() -> None:
    """Nobody is to get in touch to find out which status is right."""
    assert asked(CALLED, do_not_contact=["all"]) == []
    phone = "+12125550101"
    assert asked(CALLED, do_not_contact=["text"], phone=phone) == ["You talked: In Communication?"]
