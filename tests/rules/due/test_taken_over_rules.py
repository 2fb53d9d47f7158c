"""Leads that came in before the book knew them: what is let go, what rests, what wakes them."""

from __future__ import annotations

import pytest
from lives import READ, SHIPPED
from world import at, case, event, lead, pipeline, row

from leadctl.rules.clauses.case import Case
from leadctl.rules.due.agenda import agenda
from leadctl.rules.due.rows.kinds import KINDS
from leadctl.rules.due.taken_over import rests_until, since_taken_over, with_message
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.leads.outcomes import IN_VAIN
from leadctl.rules.leads.taken_over import EVENT
from leadctl.rules.moves.effects.entering import enter
from leadctl.rules.moves.effects.kind import Stamp
from leadctl.rules.moves.moving import automatic_move
from leadctl.rules.time.spans import Duration

RULES = """
[field.signed]
type = "date"

[[follow_up]]
id = "check"
do = "Check"
after = "12 days"
from = "received"

[[follow_up]]
id = "early"
do = "Early"
after = "2 days"
from = "received"

[status.There]
definition = "there"
"""
WEEK = Duration(days=7)


def taken(*more: Event, status: str = "New", days: float = -8) -> Lead:
    """Return a lead received ten days ago and taken over so many days from now."""
    return lead(event(EVENT, days, by="import"), *more, status=status)


def test_what_was_owed_before_is_let_go() -> None:
    """A deadline that came before the day of the take-over is nobody's; one after it stands."""
    definition = pipeline(RULES)
    assert row(taken(days=-5), definition, "early") is None
    assert row(taken(days=-5), definition, "check") is not None
    assert row(lead(), definition, "early") is not None
    same_moment = taken(days=-10)
    assert row(same_moment, definition, "check") is None


@pytest.mark.parametrize(
    ("since", "rests"),
    [
        ((), True),
        ((event("note", -3),), True),
        ((event("text", -3, way="out"),), True),
        ((event("text", -3, way="in"),), False),
        ((event("status", -3, to="There"),), False),
        ((event("status", -3, to="There", on="text"),), True),
    ],
)
def test_what_wakes_a_lead_that_rests(since: tuple[Event, ...], rests: bool) -> None:
    """A word of theirs, or a move by somebody; not that we wrote, nor a move that made itself."""
    who = taken(event("call", -5, way="out"), *since)
    until = rests_until(WEEK, case(who, pipeline(RULES)))
    assert until == (at(-5 + 28) if rests else None)


@pytest.mark.parametrize(
    ("every", "rests"),
    [
        (Duration(days=1), True),
        (Duration(days=13), True),
        (Duration(days=14), False),
        (Duration(seconds=3600), False),
    ],
)
def test_what_repeats_seldom_or_within_a_day_does_not_rest(every: Duration, rests: bool) -> None:
    """Each rests for four weeks from the first touch since, and nothing before that touch."""
    touched = taken(event("call", -5, way="out"))
    assert bool(rests_until(every, case(touched, pipeline(RULES)))) is rests
    assert rests_until(every, case(taken(), pipeline(RULES))) is None
    assert rests_until(every, case(lead(), pipeline(RULES))) is None


def moved(to: str, by: str) -> Event:
    """Return the status that an import gave a lead."""
    return event("status", -8, by=by, to=to)


@pytest.mark.parametrize(
    ("history", "messaged"),
    [
        ((moved("There", "import"), event(EVENT, -8, by="import")), True),
        ((moved("New", "import"), event(EVENT, -8, by="import")), False),
        ((moved("There", "sam"), event(EVENT, -8, by="import")), False),
        ((moved("There", "import"),), False),
        ((event(EVENT, -8, by="import"),), False),
    ],
)
def test_who_came_beyond_the_first_status_was_messaged(
    history: tuple[Event, ...], messaged: bool
) -> None:
    """Where the import itself put it there; whoever else moved it since says nothing of before."""
    who = lead(*history, status="There")
    after = with_message(case(who, pipeline(RULES)))
    added = after.history[len(who.history) :]
    assert [(one.name, one.at) for one in added] == ([("text", at(-8))] if messaged else [])


def test_the_moment_of_the_take_over_is_one_of_its_own() -> None:
    """A duty counts from it, whatever came before."""
    definition = pipeline(
        '[[follow_up]]\nid = "d"\ndo = "D"\nkind = "duty"\nafter = "3 days"\nfrom = "received"\n'
    )
    found = row(taken(days=-2), definition, "d")
    assert found is not None
    assert found.due.date() == at(1).date()
    assert found.due > at()


def test_since_when_what_recurs_is_owed() -> None:
    """From the receipt or the take-over, whichever was later; from the one there is."""
    over = case(taken(days=-5), pipeline(RULES))
    key = next(key for key, one in over.line.keyed if one.name == EVENT)
    early, late = (at(-10), 0), (at(-1), 0)
    assert since_taken_over(None, over) == key
    assert since_taken_over(early, over) == key
    assert since_taken_over(late, over) == late
    new = case(lead(), pipeline(RULES))
    assert since_taken_over(None, new) is None
    assert since_taken_over(early, new) == early


def next_try(name: str, *calls: Event) -> float | None:
    """Return in how many days of the last thing that happened somebody is tried again."""
    definition = READ[name]
    over = Event(at(-20), EVENT, "import")
    came = Event(at(-300), "received", "import")
    who = Lead("k7f3q9m2", "Ana", name, definition.initial, {"phone": "+12125550143"})
    who = who.add(came, over)
    for call in calls:
        who = who.add(call)
        found = automatic_move(Case(who, definition, call.at), call)
        if found and found[1] and found[1].allowed:
            who = enter(
                Case(who, definition, call.at), found[0].to, Stamp(call.at, "sam"), {"on": "call"}
            )
    made = Case(who, definition, calls[-1].at)
    rows = [r for r in agenda(made) if KINDS[r.kind].tries and r.due > calls[-1].at]
    first = min((made.end_of_day(row.due) for row in rows), default=None)
    return None if first is None else (first - calls[-1].at).days


@pytest.mark.parametrize("outcome", sorted(IN_VAIN))
@pytest.mark.parametrize("name", SHIPPED)
def test_whoever_was_called_in_vain_is_tried_again_within_days(name: str, outcome: str) -> None:
    """The first, second and third time; then they rest, as all do whom a word of ours has got to.

    Where a definition's own plan is sooner, it stands. Dialling twice on one day is one try.
    """
    tries = [event("call", day, way="out", outcome=outcome) for day in (-19, -16, -12, -9)]
    for count in (1, 2, 3):
        found = next_try(name, *tries[:count])
        assert found is not None and found <= 4, (count, found)
    twice = event("call", -18.99, way="out", outcome=outcome)
    assert next_try(name, tries[0], twice) == next_try(name, tries[0])


def test_whoever_was_left_a_message_rests() -> None:
    """A word of ours has got there: the round is four weeks, as for all the others."""
    vain = event("call", -19, way="out", outcome="no answer")
    for word in (event("call", -16, way="out", outcome="voicemail"), event("text", -16, way="out")):
        assert next_try("streeteasy-buyer", vain, word) == 28
