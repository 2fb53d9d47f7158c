"""What passes by itself comes to an end, and one late run does what many timely ones did."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lives import ACTIONS, READ, SHIPPED, lived, standing
from world import NOW, at, case, lead, pipeline

from leadctl.rules.due.follow_up import MOST_TIMES
from leadctl.rules.due.rows.row import Due
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.lead import Lead
from leadctl.rules.moves.by_itself import EndlessError, apply_passed

DAILY = """
[message.nudge]
text = "Still there?"

[[follow_up]]
id = "nudge"
do = "Nudge"
every = "1 day"
from = "received"
then = { message = "nudge" }
"""
CIRCLE = """
[[status.New.follow_up]]
id = "on"
do = "On"
after = "AFTER"
when = { field = "name" }
then = { status = "There" }

[status.There]
definition = "there"
follow_up = [{ id = "back", do = "Back", after = "0 minutes", then = { status = "New" } }]
"""


def caught_up(who: Lead, definition: Pipeline, days: float) -> tuple[Lead, list[Due]]:
    """Return a lead after what has passed so many days from now, and what that was."""
    late = replace(case(who, definition), now=at(days))
    return apply_passed(late)


def test_one_late_run_is_many_timely_ones() -> None:
    """What recurs is done at each of its times, whether `tick` ran then or only much later."""
    definition, timely = pipeline(DAILY), lead()
    for day in range(40):
        timely, _ = caught_up(timely, definition, day)
    late, _ = caught_up(lead(), definition, 39)
    assert late == timely
    assert [e.at for e in late.events("message")][:2] == [at(-9), at(-8)]


def test_what_recurs_comes_to_an_end() -> None:
    """Ten untouched years of a daily message are a year of messages, soon worked out."""
    definition, began = pipeline(DAILY), time.process_time()
    late, applied = caught_up(lead(), definition, 3650)
    assert len(applied) == len(late.events("message")) == MOST_TIMES
    assert late.history[-1].at == NOW + timedelta(days=MOST_TIMES - 10)
    assert time.process_time() - began < 8
    assert caught_up(late, definition, 7300) == (late, [])


def test_a_circle_without_time_is_found_at_its_second_round() -> None:
    """A lead that is back at the same deadline is told at once, with the rule's name."""
    definition, began = pipeline(CIRCLE.replace("AFTER", "0 minutes")), time.process_time()
    with pytest.raises(EndlessError, match='"on" starts itself anew without end'):
        caught_up(lead(), definition, 0)
    assert time.process_time() - began < 0.5


def test_a_circle_in_little_time_is_told() -> None:
    """A lead that goes round every minute for ten years is told, with the rule, and soon."""
    definition, began = pipeline(CIRCLE.replace("AFTER", "1 minute")), time.process_time()
    with pytest.raises(EndlessError, match=r'"(on|back)" has come round'):
        caught_up(lead(), definition, 3650)
    assert time.process_time() - began < 20


@pytest.mark.parametrize("name", SHIPPED)
@settings(max_examples=60, deadline=None)
@given(actions=ACTIONS, days=st.integers(0, 30))
def test_the_archive_stops_nothing_that_happens_by_itself(
    name: str, actions: list[tuple[str, int, int, str]], days: int
) -> None:
    """Whatever a lead has lived: put away it comes to the same status and owner (S3.11)."""
    who, now = lived(READ[name], actions)
    then = now + timedelta(days=days)
    seen, put_away = (
        standing(one, READ[name], then, None).lead for one in (who, who.set(archived=True))
    )
    assert (put_away.status, put_away.owner) == (seen.status, seen.owner)
    assert put_away.owner or not who.owner or not put_away.value("archived")
