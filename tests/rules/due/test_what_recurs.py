"""What comes back, and what begins anew: which occurrence is next, and what came before it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import NOW, at, event, lead, pipeline, row

from leadctl.rules.due.agenda import current
from leadctl.rules.due.recurring import counts_from
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.time.spans import Duration
from leadctl.rules.time.working_calendar import Clock, always_open

UTC_DAYS = always_open("UTC")
CLOCKS: tuple[Clock, ...] = ("wall", "working")
NEW_YORK = always_open("America/New_York")

MONTHLY = """
[[follow_up]]
id = "it"
do = "Ask how they are"
every = "1 month"
clock = "wall"
from = "received"
until = ["done"]
"""


@given(
    every=st.builds(Duration, st.integers(1, 3), st.integers(0, 2), weeks=st.integers(0, 1)),
    count=st.integers(100, 200),
    clock=st.sampled_from(CLOCKS),
    early=st.integers(0, 1),
)
def test_no_occurrence_is_skipped_however_long_it_goes_on(
    every: Duration, count: int, clock: Clock, early: int
) -> None:
    """Counting may begin late, but never behind an occurrence that is still to come."""
    moment = NEW_YORK.add(NOW, every.times(count), clock) - timedelta(minutes=early)
    assert next(counts_from(every, NOW, moment, clock, NEW_YORK)) <= count


def test_a_monthly_rule_is_still_monthly_after_ten_years() -> None:
    """Done the day before, it is due on its next day, as it was in the first year."""
    came = NOW.replace(year=2016) + timedelta(days=2)
    done = Event(at(-1), "done", "sam", {"what": "it", "due": NOW + timedelta(days=-29)})
    who = Lead("k7f3q9m2", "Ana", "small", "New", {}, (Event(came, "received", "x"), done))
    found = row(who, pipeline(MONTHLY), "it")
    assert found is not None
    assert found.due == NOW + timedelta(days=2)


def test_who_came_in_at_midnight_is_not_asked_about_the_day_before() -> None:
    """The day that ended as the lead came in is none of its days."""
    midnight = datetime(2026, 11, 23, tzinfo=UTC)
    text = MONTHLY.replace("1 month", "1 day").replace('"received"', '{ field = "since" }')
    for received, due in ((midnight, 23), (midnight - timedelta(seconds=1), 22)):
        came = (Event(received, "received", "x"),)
        since = midnight.date() - timedelta(days=10)
        who = Lead("k7f3q9m2", "Ana", "small", "New", {"since": since}, came)
        found = row(who, pipeline(f'{text}\n[field.since]\ntype = "date"\n'), "it")
        assert found is not None
        assert found.due == midnight.replace(day=due)


@pytest.mark.parametrize(
    ("every", "due", "missed"),
    [
        ("1 week", at(4), datetime(2026, 11, 28, tzinfo=UTC)),
        ("7 days", at(4), datetime(2026, 11, 28, tzinfo=UTC)),
        ("36 hours", at(0.5), at(0.5)),
    ],
)
def test_what_was_let_go_comes_back_as_late_as_ever(
    every: str, due: datetime, missed: datetime
) -> None:
    """The next time of what counts days is missed at the end of its day, of hours at its hour."""
    text = MONTHLY.replace("1 month", every) + 'lapse = "13 hours"\n'
    found = row(lead(), pipeline(text), "it")
    assert found is not None
    again = current(found, NOW, UTC_DAYS)
    assert (again.due, again.missed) == (due, missed)
    assert again.lapses == due + timedelta(hours=13)
    assert found.lapses is not None
    assert current(found, found.lapses - timedelta(seconds=1), UTC_DAYS) == found
    assert current(found, found.lapses, UTC_DAYS).due > found.due


AFTER_A_DEAL = """
[event.deal]
[status.Work]
definition = "being worked on"
cadence = ["plan"]
[[follow_up]]
id = "it"
do = "Send the papers"
after = "1 day"
from = { event = "deal" }
[cadence.plan]
title = "After a deal"
from = { event = "deal" }
stop = ["reply"]
steps = [{ do = "Call", after = "2 days" }]
"""


@pytest.mark.parametrize("rule", ["it", "plan"])
@pytest.mark.parametrize("before", ["stop", "reply"])
def test_what_was_stopped_before_it_began_goes_on(rule: str, before: str) -> None:
    """A deal signed after everything was stopped, or after they wrote, has its deadlines."""
    ended = event("stop", -5) if before == "stop" else event("email", -5, way="in")
    entered, deal = event("status", -9, to="Work"), event("deal", -4)
    who = lead(entered, ended, deal, status="Work")
    found = row(who, pipeline(AFTER_A_DEAL), rule)
    assert found is not None
    assert found.since == deal.at
    over = lead(entered, deal, event("stop", -3), status="Work")
    assert row(over, pipeline(AFTER_A_DEAL), rule) is None


def test_a_done_by_hand_without_its_deadline_settles_what_was_due() -> None:
    """Written into the file it says no more than what was done: the next one is due a week on."""
    text = MONTHLY.replace("1 month", "1 week")
    for data in ({}, {"due": at(-3)}):
        done = event("done", -2, what="it", **data)
        found = row(lead(done), pipeline(text), "it")
        assert found is not None
        assert found.due == at(4)
