"""Whatever moves a lead or hands it over is judged; what may not happen stays, and is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from world import NOW, SAM, at, case, event, lead, pipeline, rows

from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.moves.by_itself import apply_passed
from leadctl.rules.moves.effects.entering import enter
from leadctl.rules.moves.effects.kind import Stamp
from leadctl.rules.moves.judging.judge import judge, judge_by_itself

DEFINITION = """
[routing]
claim_window = "30 minutes"

[event.deposit]

[status.Waiting]
definition = "in three days it is booked"
follow_up = [{ id = "book", after = "3 days", until = ["status"], then = { status = "Booked" } }]

[status.Hasty]
definition = "goes on at once"
enter = [{ status = "Booked" }]

[status.Mine]
definition = "comes into the agent's name"
enter = [{ claim = true }]

[status.Booked]
definition = "there is a deposit"
requires = [{ event = "deposit" }]
forbids = [{ owner = "nobody" }]
"""
WAITING = event("status", -10, to="Waiting")


def ticked(who: Lead, days: float = 0) -> Lead:
    """Return the lead after all that its deadlines did by then."""
    return apply_passed(case(who, pipeline(DEFINITION), None, days))[0]


def could_not(who: Lead, days: float = 0) -> list[tuple[str, str]]:
    """Return the rows that say what could not happen."""
    found = rows(who, pipeline(DEFINITION), days)
    return [(row.kind, row.do) for row in found if row.rule == "blocked"]


def test_then_moves_only_where_a_guard_lets_it() -> None:
    """A deadline that has passed moves nobody past a guard; the lead stays, and a row says why."""
    stays = ticked(lead(WAITING, status="Waiting", owner="sam"))
    assert stays.status == "Waiting"
    assert could_not(stays) == [
        ("blocked", 'Could not become Booked: only once "deposit" has been logged')
    ]
    moves = ticked(lead(WAITING, event("deposit", -8), status="Waiting", owner="sam"))
    assert (moves.status, could_not(moves)) == ("Booked", [])
    assert moves.history[-1].at == at(-7)


def test_what_came_after_the_deadline_does_not_count_before_it_came() -> None:
    """It is judged as of its deadline, and again as of what was missing: whenever `tick` runs."""
    late = lead(WAITING, event("deposit", -1), event("call", 0), status="Waiting", owner="sam")
    moved = ticked(late)
    assert (moved.status, moved.history[-1].at) == ("Booked", at(-1))
    timely = ticked(lead(WAITING, status="Waiting", owner="sam"), -7)
    assert ticked(timely.add(event("deposit", -1), event("call", 0))).history[-1].at == at(-1)


def test_it_is_told_until_something_settles_it() -> None:
    """Another tick writes nothing more; a status, a claim or a `done` ends the row."""
    stays = ticked(lead(WAITING, status="Waiting", owner="sam"))
    assert ticked(stays, 5) == stays
    for settled in (
        event("status", 1, to="New"),
        event("claim", 1),
        event("done", 1, what="blocked"),
    ):
        assert could_not(stays.add(settled), 2) == []
    assert could_not(stays.add(event("call", 1)), 2) != []


def test_entering_on_to_another_status_is_judged_too() -> None:
    """`enter = {status}` leaves the lead in between where the guard says no."""
    who = enter(case(lead(owner="sam"), pipeline(DEFINITION)), "Hasty", Stamp(NOW, "sam"))
    assert who.status == "Hasty"
    assert len(could_not(who)) == 1
    ready = case(lead(event("deposit", -1), owner="sam"), pipeline(DEFINITION))
    assert enter(ready, "Hasty", Stamp(NOW, "sam")).status == "Booked"


@pytest.mark.parametrize(("minutes", "owner"), [(10, ""), (40, "sam")])
def test_claiming_by_entering_waits_for_ones_turn(minutes: int, owner: str) -> None:
    """A status that claims takes no lead inside another agent's window (S4.6)."""
    fresh = Lead("a", "Ann", "small", "New", {}, (Event(NOW, "received"),))
    moment = NOW + timedelta(minutes=minutes)
    asked = replace(case(fresh, pipeline(DEFINITION), SAM), rank=("mia", "sam"), now=moment)
    who = enter(asked, "Mine", Stamp(moment, "sam"))
    assert who.owner == owner
    said = [e.data["why"] for e in who.history if e.name == "blocked"]
    assert [words[:16] for words in said] == ([] if owner else ["it is Mia's turn"])


EVENTS = st.lists(
    st.tuples(st.sampled_from(["deposit", "call", "release", "confirm"]), st.integers(-10, 0)),
    max_size=6,
)


@settings(max_examples=150, deadline=None)
@given(EVENTS, st.sampled_from(["", "sam"]), st.integers(0, 20))
def test_nothing_that_happens_by_itself_passes_a_guard(
    happened: list[tuple[str, int]], owner: str, days: int
) -> None:
    """Wherever deadlines have led a lead, each of the moves was one that its guards let through."""
    events = [event(name, day) for name, day in happened]
    start = lead(*sorted([WAITING, *events], key=lambda e: e.at), status="Waiting", owner=owner)
    after = ticked(start, days)
    own = [e for e in after.history if e.name == "status" and e.by == "leadctl"]
    for moved in own:
        then = case(start, pipeline(DEFINITION)).up_to(moved.at)
        assert judge_by_itself(then, str(moved.data["to"])).allowed
    assert ticked(after, days) == after
    stays = after.status == "Waiting"
    assert not stays or could_not(after, days) or after.replayed_status("New") == "Waiting"


def test_a_past_move_is_judged_by_what_had_happened_by_then() -> None:
    """A deposit of today makes nobody booked as of yesterday."""
    asked = case(lead(event("deposit", -1), owner="sam"), pipeline(DEFINITION))
    assert judge(asked, "Booked").allowed
    assert not judge(asked.up_to(at(-2)), "Booked").allowed


def test_who_is_there_already_is_neither_moved_nor_held_up() -> None:
    """A deadline whose status was reached before writes no second move and blocks nothing."""
    late = """
[[follow_up]]
id = "late"
after = "3 days"
from = { event = "deposit" }
then = [{ status = "Booked" }, { task = "Thank them" }]
"""
    definition = pipeline(DEFINITION + late)
    booked = lead(event("status", -11, to="Booked"), event("deposit", -10), status="Booked")
    after = apply_passed(case(booked, definition, None))[0]
    assert [(e.name, e.at) for e in after.history[3:]] == [("task", at(-7)), ("done", at(-7))]
    assert after.status == "Booked"
    again = apply_passed(case(after, definition, None, 1))[0]
    assert again == after
