"""What happens by itself: in the order of time, whole or not at all, and not forgotten."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from world import TOP, at, case, event, lead, pipeline, rows

from leadctl.rules.leads.event_kinds import STANDING
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.moves.by_itself import apply_passed
from leadctl.rules.moves.moving import automatic_move

DEFINITION = """
[event.quote]
[event.papers]
[field.day]
type = "date"

[status.Sent]
definition = "there is a quote"
[[status.Sent.follow_up]]
id = "lost"
after = "3 days"
from = { event = "quote", last = true }
until = ["reply"]
then = [{ status = "Gone" }]

[status.Held]
definition = "for a while"
follow_up = [{ id = "back", after = "2 days", until = ["reply"], then = [{ status = "Sent" }] }]

[status.Works]
definition = "there are papers"
requires = [{ event = "papers" }]
follow_up = [{ id = "over", after = "4 days", then = [{ release = true }, { status = "Held" }] }]

[status.Space]
definition = "nobody does anything"
[[status.Space.follow_up]]
id = "ends"
after = "1 day"
then = [{ task = "Tell them" }, { status = "Works" }]

[status.Gone]
definition = "no more"

[[follow_up]]
id = "old"
after = "6 days"
from = "received"
then = [{ task = "Look again" }]

[[automatic]]
on = ["quote"]
to = "Works"
"""
RULES = pipeline(DEFINITION)
PLACES = ["New", "Sent", "Held", "Works", "Space"]
HAPPENED = st.lists(
    st.tuples(st.sampled_from(["quote", "papers", "call", "email", "claim"]), st.integers(-9, -1)),
    max_size=6,
)


def start(place: str, day: int, happened: list[tuple[str, int]], owner: str) -> Lead:
    """Return a lead that a person put into a status, with what happened before and after."""
    ways = {"call": "out", "email": "in"}
    events = [event(n, d, **({"way": ways[n]} if n in ways else {})) for n, d in happened]
    moved = [event("status", day, to=place)] if place != "New" else []
    history = sorted([*events, *moved], key=lambda e: e.at)
    return lead(*history, status=place, owner=owner)


def ticked(who: Lead, days: float = 0) -> Lead:
    """Return the lead after all that happened by itself until then."""
    return apply_passed(case(who, RULES, None, days))[0]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(PLACES), st.integers(-9, 0), HAPPENED, st.sampled_from(["", "sam"]))
def test_history_is_not_written_backwards(
    place: str, day: int, happened: list[tuple[str, int]], owner: str
) -> None:
    """No line that says where a lead stands, or whose it is, is dated before one above it."""
    who = start(place, day, happened, owner)
    after = ticked(who)
    stands = [e.at for e in after.history if e.name in STANDING]
    assert stands == sorted(stands)
    fresh = [e.at for e in after.history[len(who.history) :]]
    assert fresh == sorted(fresh)
    assert after.replayed_status("New") == after.status
    assert ticked(after) == after


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(PLACES), HAPPENED)
def test_what_belongs_together_happens_together(
    place: str, happened: list[tuple[str, int]]
) -> None:
    """The task of "ends" is there exactly where its move was made."""
    after = ticked(start(place, -9, happened, "sam"))
    told = [e for e in after.history if e.data.get("id") == "tell-them"]
    moved = [e for e in after.history if e.data.get("to") == "Works" and e.by == "leadctl"]
    moved = [e for e in moved if e.name == "status"]
    assert len(told) == len(moved)
    assert all(one.at == other.at for one, other in zip(told, moved, strict=True))


def test_a_then_that_is_overdue_on_entering_happens_on_entering() -> None:
    """Two days in Held after a quote of nine days ago: lost as of the end of these two days."""
    who = start("Held", -4, [("quote", -9)], "sam")
    after = ticked(who)
    moves = [(e.at, e.data["to"]) for e in after.history if e.by == "leadctl" and "to" in e.data]
    assert moves == [(at(-2), "Sent"), (at(-2), "Gone")]


def test_a_refused_move_is_made_once_it_can_be() -> None:
    """The papers that were missing bring the lead where it was to be, and its task with it."""
    held = ticked(start("Space", -9, [], "sam"))
    assert (held.status, [e.name for e in held.history if e.name == "task"]) == ("Space", ["task"])
    assert [r.kind for r in rows(held, RULES) if r.rule == "blocked"] == ["blocked"]
    after = ticked(held.add(event("papers", 1), event("call", 2, way="out")), 3)
    assert (after.status, after.history[-1].at) == ("Works", at(1))
    assert [r.kind for r in rows(after, RULES, 3) if r.rule == "blocked"] == []


@pytest.mark.parametrize(
    ("moved", "status"),
    [
        (Event(at(1), "status", "leadctl", {"to": "Held"}), "Works"),
        (Event(at(1), "status", "sam", {"to": "Held"}), "Held"),
    ],
)
def test_only_a_persons_own_move_ends_what_an_event_asked_for(moved: Event, status: str) -> None:
    """A move by itself in between leaves it open; what a person decides stands."""
    why = {"to": "Works", "on": "quote", "why": "x"}
    who = lead(event("quote", 0), event("blocked", 0, by="leadctl", **why), owner="sam")
    who = who.set(status="Held").add(moved, event("papers", 2))
    assert ticked(who, 2).status == status


def test_the_checker_knows_of_no_definition_without_a_start() -> None:
    """The definition of these laws is a sound one."""
    assert pipeline(DEFINITION, TOP).statuses.keys() >= {"Works", "Gone"}


@pytest.mark.parametrize(("status", "to"), [("New", "Works"), ("Works", "Sent"), ("Sent", "Works")])
def test_an_event_moves_nobody_to_where_they_are(status: str, to: str) -> None:
    """The next rule for the event is asked instead; where there is none, nothing moves."""
    quote = event("quote")
    who = lead(event("papers", -2), event("status", -1, to=status), quote, status=status)
    more = pipeline(f'{DEFINITION}\n[[automatic]]\non = ["quote"]\nto = "Sent"\n')
    found = automatic_move(case(who, more), quote)
    assert found is not None
    assert found[0].to == to
    alone = automatic_move(case(who, RULES), quote)
    assert (alone is None) == (status == "Works")
