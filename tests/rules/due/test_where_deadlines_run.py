"""Where deadlines run: not in closed nor in parked statuses, and not before a lead is offered."""

from __future__ import annotations

from dataclasses import replace

import pytest
from world import NOW, at, case, event, lead, pipeline, rows

from leadctl.rules.due.ownership import turns
from leadctl.rules.due.taken_over import since_taken_over
from leadctl.rules.language.pipeline import slug

EVERYWHERE = """
[[follow_up]]
id = "ask"
do = "Ask"
after = "1 day"
from = "received"
until = ["done"]
[status.Won]
definition = "won"
closed = "won"
[status.Later]
definition = "later"
parked = true
[status.Open]
definition = "open"
"""


@pytest.mark.parametrize(
    ("status", "runs"), [("New", True), ("Open", True), ("Won", False), ("Later", False)]
)
def test_what_is_closed_or_parked_owes_nothing(status: str, runs: bool) -> None:
    """A deadline of every status runs in those that are open and not parked."""
    found = [row.rule for row in rows(lead(status=status), pipeline(EVERYWHERE))]
    assert ("ask" in found) is runs


def test_a_lead_that_never_came_in_is_offered_to_nobody() -> None:
    """Without the moment from which windows count there is no turn, and no row."""
    definition = pipeline('[routing]\nclaim_window = "30 minutes"\nassign = "manager"\n')
    who = replace(lead(), history=())
    assert turns(replace(case(who, definition), rank=("sam",))) == []
    assert [row for row in rows(who, definition, rank=("sam",)) if row.kind == "claim"] == []


def test_what_recurs_counts_from_the_take_over() -> None:
    """Of a lead taken over since it came in, from then; of any other from the receipt."""
    definition = pipeline()
    taken = case(lead(event("taken-over", -3, start=at(1).date())), definition)
    fresh = case(lead(), definition)
    received = fresh.line.moment("received")
    assert received is not None
    assert received[0] == at(-10)
    assert since_taken_over(received, fresh) == received
    assert since_taken_over(None, fresh) is None
    for known in (None, received):
        assert since_taken_over(known, taken) == (at(-3), 1)
    later = (NOW, 9)
    assert since_taken_over(later, taken) == later


def test_a_name_made_of_words_has_forty_letters() -> None:
    """Longer ones are cut there, shorter ones are whole, dashes stand between words alone."""
    assert slug("Text to confirm") == "text-to-confirm"
    assert slug("a" * 45) == "a" * 40
    assert slug("a" * 40) == "a" * 40
    assert slug("  -- Say: what? --") == "say-what"
