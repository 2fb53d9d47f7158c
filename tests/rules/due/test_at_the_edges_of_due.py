"""Rows and messages at their borders: leap days, wrong numbers, what is put off, what has ended."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from world import NOW, at, event, lead, pipeline, row, rows

from leadctl.rules.clauses.timeline import BEFORE_ALL
from leadctl.rules.due.outbox import Queued, constant_label
from leadctl.rules.leads.lead import Event, Lead

BIRTHDAYS = """
[[follow_up]]
id = "wish"
do = "Wish a happy birthday"
every = "1 year"
from = { field = "birthday" }
"""


@pytest.mark.parametrize(
    ("received", "born", "due"),
    [
        (datetime(1904, 1, 5, tzinfo=UTC), "02-29", datetime(1904, 2, 29, tzinfo=UTC)),
        (datetime(1904, 1, 5, tzinfo=UTC), "03-01", datetime(1904, 3, 1, tzinfo=UTC)),
        (datetime(2001, 1, 5, tzinfo=UTC), "12-31", datetime(2001, 12, 31, tzinfo=UTC)),
    ],
)
def test_a_birthday_without_its_year(received: datetime, born: str, due: datetime) -> None:
    """It is the next one from receipt on; eight years may lie between two leap days."""
    who = Lead(
        "k7f3q9m2", "Ana", "small", "New", {"birthday": born}, (Event(received, "received", "x"),)
    )
    found = row(who, pipeline(BIRTHDAYS), "wish")
    assert found is not None
    assert found.due == due


def wrong(*after: Event) -> list[str]:
    """Return the rows of a lead whose number was a wrong one, with what happened since."""
    called = event("call", -2, way="out", outcome="wrong number")
    return [one.do for one in rows(lead(called, *after), pipeline()) if one.rule != "idle"]


@pytest.mark.parametrize(
    ("after", "open_"),
    [
        ((), True),
        ((event("note", -1),), True),
        ((event("text", -1, way="out"),), False),
        ((event("call", -1, way="in"),), False),
        ((event("status", -1, to="New"),), False),
        ((event("stop", -1),), False),
    ],
)
def test_a_wrong_number_wants_another_way(after: tuple[Event, ...], open_: bool) -> None:
    """Until anybody reached anybody, or the lead has moved on; another outcome wants nothing."""
    found = [words for words in wrong(*after) if "another way" in words]
    assert bool(found) is open_
    other = lead(event("call", -2, way="out", outcome="no answer"))
    assert not [one for one in rows(other, pipeline()) if "another way" in one.do]


REMINDER = """
[field.showing]
type = "datetime"

[[follow_up]]
id = "remind"
do = "Remind of the showing"
before = "1 day"
from = { field = "showing" }

[[follow_up]]
id = "ring"
do = "Ring"
after = "9 days"
lapse = "3 days"
from = "received"
"""


def test_what_is_put_off_lapses_later_but_not_beyond_its_appointment() -> None:
    """A reminder ends with what it reminds of; anything else by as much later as it was put off."""
    definition, showing = pipeline(REMINDER), at(0.5)
    off = event("snooze", -0.1, until=at(0.25), what="remind")
    found = row(lead(off, showing=showing), definition, "remind")
    assert found is not None
    assert (found.due, found.lapses) == (at(0.25), showing)
    found = row(lead(event("snooze", -0.5, until=at(1), what="ring")), definition, "ring")
    assert found is not None
    assert (found.due, found.lapses) == (at(1), at(4))


@pytest.mark.parametrize(
    ("withdrawn", "expires", "ended"),
    [
        ("", None, ""),
        ("", at(1), ""),
        ("", NOW, "its time has gone by"),
        ("", at(-1), "its time has gone by"),
        ("it was called", None, "it was called"),
        ("it was called", at(-1), "it was called"),
    ],
)
def test_when_a_message_is_not_sent_any_more(
    withdrawn: str, expires: datetime | None, ended: str
) -> None:
    """Withdrawn, or over at its very moment; one that never expires waits."""
    queued = Queued((NOW, BEFORE_ALL), event("message"), withdrawn, expires)
    assert queued.ended(NOW) == ended


def test_a_constant_is_called_what_people_call_it() -> None:
    """By its label, or its name in plain words."""
    definition = pipeline(
        '[constant.term_end]\ntype = "date"\n[constant.form_url]\nlabel = "the form"\n'
    )
    assert constant_label("term_end", definition) == "term end"
    assert constant_label("form_url", definition) == "the form"


AT_SIX = """
[[follow_up]]
id = "six"
do = "At six"
after = "2 days"
at = "18:00"
from = "received"

[[follow_up]]
id = "any"
do = "Some time that day"
after = "2 days"
from = "received"

[status.Away]
definition = "not now"
parked = true
"""


def test_what_has_a_time_of_the_day_is_missed_at_it() -> None:
    """What is so many days from something has all of its day, unless the rule names an hour."""
    definition = pipeline(AT_SIX)
    six, any_time = row(lead(), definition, "six"), row(lead(), definition, "any")
    assert six is not None
    assert any_time is not None
    assert (six.by_days, six.missed) == (False, at(-8, hours=3))
    assert (any_time.by_days, any_time.missed) == (True, at(-7, hours=-15))


def test_nothing_falls_due_where_a_lead_is_parked() -> None:
    """A rule of every open status is none of a parked one."""
    definition = pipeline(AT_SIX)
    away = lead(event("status", -9, to="Away"), status="Away")
    assert row(away, definition, "six") is None


OFFERED = """
[routing]
claim_window = "30 minutes"
from = "last touch in"
"""


def test_a_lead_is_offered_from_when_that_has_happened() -> None:
    """Nobody has written yet, so nobody is to claim it; once they have, all are asked."""
    definition = pipeline(OFFERED)

    def claims(*history: Event) -> list[str]:
        return [one.kind for one in rows(lead(*history), definition) if one.rule == "claim"]

    assert claims() == []
    assert claims(event("text", -1, way="in")) == ["claim"]
