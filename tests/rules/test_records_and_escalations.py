"""Records that close and begin anew; deadlines that tell somebody and stand all the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import at, case, event, lead, pipeline, rows

from leadctl.rules.clauses.records import open_records, records
from leadctl.rules.leads.lead import Lead
from leadctl.rules.moves.by_itself import apply_passed
from leadctl.rules.moves.judging.judge import judge

DEALS = """
[event.deal]
fields.id = {}
fields.status = { type = "choice", choices = ["open", "closed"] }

[record.deal]
label = "deal"
events = ["deal"]
closed = { status = "closed" }
"""


@given(st.lists(st.sampled_from(["open", "closed"]), max_size=8))
def test_a_closed_record_begins_another(said: list[str]) -> None:
    """Without ids there are as many records as were closed, and one more where one is open."""
    definition = pipeline(DEALS)
    who = lead(*(event("deal", n - 9, status=status) for n, status in enumerate(said)))
    still_open = bool(said) and said[-1] == "open"
    assert len(records(who, definition, "deal")) == said.count("closed") + still_open
    assert len(open_records(who, definition.records["deal"])) == still_open


def test_an_id_always_names_its_own_record() -> None:
    """What names a record changes that one, closed or not."""
    who = lead(event("deal", -3, id="a", status="closed"), event("deal", -2, id="a", status="open"))
    assert [r["status"] for r in records(who, pipeline(DEALS), "deal")] == ["open"]


ESCALATES = """
[message.boss]
to = "manager"
text = "{name} waits"

[[follow_up]]
id = "answer"
kind = "duty"
do = "Answer them"
after = "1 day"
from = "received"
until = ["touch out"]
then = EFFECT
"""


def after(effect: str, who: Lead | None = None) -> Lead:
    """Return the lead after its deadline of nine days ago did what it does."""
    definition = pipeline(ESCALATES.replace("EFFECT", effect))
    return apply_passed(case(who or lead(), definition, None))[0]


@pytest.mark.parametrize("effect", ['{ message = "boss" }', '{ task = "Ask why" }'])
def test_telling_somebody_settles_nothing(effect: str) -> None:
    """An escalation happens once; what it is about stands until somebody does it."""
    definition = pipeline(ESCALATES.replace("EFFECT", effect))
    told = after(effect)
    assert [e.name for e in told.history[1:]] in (["message", "applied"], ["task", "applied"])
    assert after(effect, told) == told
    assert [r.rule for r in rows(told, definition) if r.rule == "answer"] == ["answer"]
    done = told.add(event("call", 0, way="out"))
    assert [r.rule for r in rows(done, definition, 1) if r.rule == "answer"] == []


@pytest.mark.parametrize("effect", ['{ status = "New" }', '{ credit = "late" }'])
def test_other_effects_end_their_deadline(effect: str) -> None:
    """What is done by itself for good leaves no row behind."""
    definition = pipeline(ESCALATES.replace("EFFECT", effect.replace("New", "Late")) + LATE)
    gone = apply_passed(case(lead(), definition, None))[0]
    assert [r.rule for r in rows(gone, definition) if r.rule == "answer"] == []


LATE = """
[status.Late]
definition = "late"
"""
PHASES = """
schema = 1
id = "small"
title = "Phases"
initial = "New"
moves = "listed"

[event.signed]

[field.need]

[status.New]
definition = "1"
next = ["Known", "Side"]

[status.Known]
definition = "2"
next = ["Client"]
requires = [{ field = "need" }]
forbids = [{ event = "signed" }]

[status.Side]
definition = "3"
next = ["Long"]

[status.Long]
definition = "4"
next = ["Client"]

[status.Client]
definition = "5"
requires = [{ event = "signed" }]
"""


def test_the_shortest_way_leads_through_nothing_that_is_forbidden() -> None:
    """Who has signed is not sent through a phase for those who have not."""
    definition = pipeline(top=PHASES)
    assert judge(case(lead(), definition), "Client").path == ("Known", "Client")
    signed = case(lead(event("signed", -1)), definition)
    assert judge(signed, "Client").path == ("Side", "Long", "Client")
    assert at(0)


EVERY_DAY = """
[message.boss]
to = "manager"
text = "{name} waits"

[[follow_up]]
id = "look"
kind = "duty"
do = "Look in"
every = "1 day"
from = "received"
until = ["touch out", "done"]
then = { message = "boss" }
"""


def test_what_recurs_and_tells_stands_until_somebody_does_it() -> None:
    """Each day tells once, however often it is asked; the first day left open is what is due."""
    definition = pipeline(EVERY_DAY)
    told, rung = apply_passed(case(lead(), definition, None))
    names = [event.name for event in told.history[1:]]
    assert names == ["message", "applied"] * len(rung)
    assert len(rung) >= 8
    assert apply_passed(case(told, definition, None)) == (told, [])
    before = [row.due for row in rows(lead(), definition) if row.rule == "look"]
    assert [row.due for row in rows(told, definition) if row.rule == "look"] == before
    done = told.add(event("call", 0, way="out"))
    assert all(row.due > at(0) for row in rows(done, definition) if row.rule == "look")


def test_a_text_that_settles_nothing_leaves_no_row() -> None:
    """Without `until` there was nothing to do but to tell: told once, and done."""
    text = ESCALATES.replace('until = ["touch out"]\n', "").replace(
        "EFFECT", '{ message = "boss" }'
    )
    definition = pipeline(text)
    told = apply_passed(case(lead(), definition, None))[0]
    assert [e.name for e in told.history[1:]] == ["message", "done"]
    assert [r.rule for r in rows(told, definition) if r.rule == "answer"] == []
    assert apply_passed(case(told, definition, None))[0] == told
