"""Judging: what is refused, with everything unmet, the legal moves and the shortest path."""

from __future__ import annotations

from world import SAM, case, event, lead, pipeline

from leadctl.rules.moves.judging.judge import judge, legal_moves, shortest_path

LISTED = """
schema = 1
id = "small"
title = "Small"
initial = "New"
moves = "listed"

[field.visit]

[status.New]
definition = "n"
next = ["Talking", "Dead"]
rank = 1

[status.Talking]
definition = "t"
next = ["Booked", "Dead", "New"]
rank = 2
repeats = true

[status.Booked]
definition = "b"
next = ["Won"]
rank = 3
requires = [
    { field = "visit", why = "a time is agreed" },
    { owner = "actor", why = "it is yours" },
    { event = "call", at_least = 2 },
]
forbids = [{ event = "text", why = "no texts" }]
expects = [{ field = "phone" }]

[status.Won]
definition = "w"
closed = "won"

[status.Dead]
definition = "d"
closed = "lost"
next = ["New"]
"""
DEFINITION = pipeline(top=LISTED)


def test_everything_unmet_is_told_at_once() -> None:
    """A refusal lists structure, requirements and what is forbidden, each with its reason."""
    judged = judge(case(lead(event("call"), event("text")), DEFINITION), "Booked")
    assert not judged.allowed
    assert [u.sentence for u in judged.unmet] == [
        "New leads to Talking, Dead, not to Booked",
        "visit must be known",
        "only once the lead is in your name",
        "only once a call has been logged at least 2 times (1 so far)",
        "not while a text has been logged",
    ]
    assert [u.why for u in judged.unmet][1:3] == ["a time is agreed", "it is yours"]
    assert judged.path == ()  # the text that Booked forbids cannot be taken back
    assert judge(case(lead(event("call")), DEFINITION), "Booked").path == ("Talking", "Booked")


def test_what_is_expected_warns_and_lets_through() -> None:
    """An expectation that does not hold is a warning, not a refusal."""
    calls = (event("call", -2), event("call", -1))
    ready = lead(*calls, status="Talking", visit="noon", owner="sam")
    judged = judge(case(ready, DEFINITION), "Booked")
    assert judged.allowed
    assert [w.sentence for w in judged.warnings] == ["phone is known"]


def test_the_same_status_only_where_it_repeats() -> None:
    """A status may be set again only where the definition says that it repeats (S3.1)."""
    assert judge(case(lead(status="Talking"), DEFINITION), "Talking").allowed
    judged = judge(case(lead(), DEFINITION), "New")
    assert [u.hint for u in judged.unmet] == ["leadctl status confirm k7f3q9m2"]


def test_going_back_and_reopening_want_a_reason() -> None:
    """A step back and reopening a closed lead are allowed with a reason (decision 15)."""
    going_back = pipeline(top=PHASES)
    for definition, status, target in (
        (DEFINITION, "Dead", "New"),
        (going_back, "Second", "First"),
        (going_back, "First", "Aside"),
    ):
        asked = case(lead(status=status), definition)
        assert [u.about for u in judge(asked, target).unmet] == ["reason"]
        assert judge(asked, target, reason="they called again").allowed


def test_another_end_of_a_closed_lead_is_no_reopening() -> None:
    """It wants a reason all the same, and is called what it is."""
    ends = pipeline(top=LISTED.replace('next = ["New"]', 'next = ["New", "Won"]'))
    dead = case(lead(status="Dead"), ends)
    [other] = judge(dead, "Won").unmet
    assert other.sentence == "Dead is closed: another end needs a reason"
    [back] = judge(dead, "New").unmet
    assert back.sentence == "Dead is closed: reopening the lead needs a reason"


def test_what_next_lists_is_no_step_back() -> None:
    """A cycle that the definition itself names wants no reason (S2.2, decision 15)."""
    assert judge(case(lead(status="Third"), pipeline(top=PHASES)), "Second").allowed
    assert judge(case(lead(status="Talking"), DEFINITION), "New").allowed


PHASES = """
schema = 1
id = "small"
title = "Phases"
initial = "First"
moves = "listed"

[status.First]
definition = "1"
rank = 1
next = ["Second", "Aside"]

[status.Second]
definition = "2"
rank = 2
next = ["Third"]
back = ["First"]

[status.Third]
definition = "3"
rank = 3
next = ["Second"]

[status.Aside]
definition = "outside"
parked = true
next = ["First"]
"""


def test_a_status_that_is_not_there_is_refused() -> None:
    """An unknown status is a refusal like any other, never an exception."""
    assert not judge(case(lead(), DEFINITION), "Nowhere").allowed


def test_a_lead_in_an_unknown_status_can_be_moved_out() -> None:
    """A lead whose status the definition has lost is judged by the guards of the new one alone."""
    assert judge(case(lead(status="Gone"), DEFINITION), "Talking").allowed


def test_legal_moves_keep_the_definitions_order() -> None:
    """The statuses allowed now are listed as the definition lists them."""
    assert legal_moves(case(lead(), DEFINITION)) == ["Talking", "Dead"]
    assert legal_moves(case(lead(status="Won"), DEFINITION, SAM)) == []


def test_the_shortest_path_is_by_structure() -> None:
    """The path has the fewest moves, ends at the target, and is empty where none leads there."""
    here = {name: case(lead(status=name), DEFINITION) for name in ("New", "Won", "Nowhere")}
    assert shortest_path(here["New"], "Won") == ("Talking", "Booked", "Won")
    assert shortest_path(here["Won"], "New") == ()
    assert shortest_path(here["Nowhere"], "New") == ()
