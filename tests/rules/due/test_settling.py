"""What settles a deadline, and from when: after an event, before a date, of a record, by itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from case_maker import case_of
from cli_runner import ROOT
from world import NOW, TEAM, at, event, lead, pipeline, row, rows

from leadctl.book.own_files.definitions import Definitions, definition_in
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.moves.by_itself import apply_passed
from leadctl.values import replace

FOLDER = ROOT / "tests" / "definitions"
DAY = NOW.date()


def definition(name: str) -> Pipeline:
    """Return one of the definitions that strangers stumbled over."""
    return definition_in(str(FOLDER / f"{name}.toml"), Definitions(None)).pipeline


def played(who: Lead, made: Pipeline, days: float) -> Lead:
    """Return a lead after what its deadlines did by themselves until some days from now."""
    who = replace(who, pipeline=made.id)
    return apply_passed(case_of(who, made, at(days), None, TEAM))[0]


def test_a_deadline_from_before_the_entering_comes_true() -> None:
    """Thirty days after the quote the lead lapses, though it entered its status after the quote."""
    made = definition("dead")
    who = lead(event("quote", -2), event("status", -1, to="Quoted"), status="Quoted")
    assert played(who, made, 27).status == "Quoted"
    lapsed = played(who, made, 29)
    assert lapsed.status == "Lapsed"
    assert lapsed.history[-1].at == at(28)


def test_what_came_before_the_entering_settles_nothing_that_came_after_does() -> None:
    """A reply before the status was entered leaves the deadline open, one after it settles it."""
    made = definition("dead")
    history = [event("quote", -3), event("text", -2, way="in"), event("status", -1, to="Quoted")]
    assert row(lead(*history, status="Quoted"), made, "lapses") is not None
    later = [*history, event("text", -0.5, way="in")]
    assert row(lead(*later, status="Quoted"), made, "lapses") is None


def test_of_events_before_the_entering_the_last_one_counts() -> None:
    """A quote of an earlier round gives no deadline once another quote was made."""
    made = definition("dead")
    history = [event("quote", -300), event("quote", -2), event("status", -1, to="Quoted")]
    found = rows(lead(*history, status="Quoted"), made)
    assert [r.due for r in found if r.rule == "lapses"] == [at(28)]


def test_work_done_before_a_date_counts() -> None:
    """What was submitted three days before the closing date is not missed."""
    made = definition("early")
    closing = DAY + timedelta(days=3)
    who = lead(event("submitted", 0), status="Preparing", closing=closing)
    assert row(who, made, "missed") is None
    assert played(who, made, 30).status == "Preparing"
    idle = lead(status="Preparing", closing=closing)
    assert played(idle, made, 30).status == "Missed"


BEFORE = """
[field.visit]
type = "date"

[event.confirmed]

[[follow_up]]
id = "confirm"
do = "Confirm"
before = "2 days"
from = { field = "visit" }
until = ["text out", { event = "confirmed" }]
EARLY
"""


@pytest.mark.parametrize(
    ("early", "happened", "days", "settles"),
    [
        ("", event("text", -5, way="out"), -5, False),
        ("", event("text", 3.5, way="out"), 3.5, True),
        ("", event("confirmed", -5), -5, True),
        ("early = true", event("text", -5, way="out"), -5, True),
        ("early = false", event("confirmed", -5), -5, False),
        ("early = false", event("confirmed", 3.5), 3.5, True),
    ],
)
def test_before_a_date_work_counts_early_and_touches_once_it_is_open(
    early: str, happened: Event, days: float, settles: bool
) -> None:
    """A text five days before is no confirmation two days before; `early` says otherwise."""
    made = pipeline(BEFORE.replace("EARLY", early))
    who = lead(happened, visit=DAY + timedelta(days=5))
    assert (row(who, made, "confirm") is None) == settles


def test_what_happened_is_settled_only_afterwards() -> None:
    """A report before the contract it should report settles nothing, but with `early`."""
    text = """
[event.contract]
[event.report]

[[follow_up]]
id = "report"
do = "Report"
after = "1 day"
from = { event = "contract" }
until = [{ event = "report" }]
"""
    history = [event("report", -2), event("contract", -1)]
    assert row(lead(*history), pipeline(text), "report") is not None
    assert row(lead(*history), pipeline(f"{text}early = true\n"), "report") is None


GRANTS = """
[event.award]
fields = { ref = { type = "text" }, end = { type = "date" } }
[event.final_report]
fields = { ref = { type = "text" } }

[record.grant]
events = ["award", "final_report"]
key = "ref"

[[follow_up]]
id = "final"
do = "Final report"
after = "30 days"
from = { record = "grant", field = "end" }
until = [{ event = "final_report" }]
"""


def test_each_record_has_its_own_deadline_and_settles_it() -> None:
    """Two grants that end on two days are two rows, named; a report on one leaves the other."""
    made = pipeline(GRANTS)
    one = event("award", -5, ref="G-1", end=date(2026, 12, 1))
    two = event("award", -4, ref="G-2", end=date(2027, 3, 1))
    found = [
        (r.about, r.about_label, r.day) for r in rows(lead(one, two), made) if r.rule == "final"
    ]
    assert found == [("G-1", "grant", date(2026, 12, 31)), ("G-2", "grant", date(2027, 3, 31))]
    told = lead(one, two, event("final_report", -1, ref="G-1"))
    assert [r.about for r in rows(told, made) if r.rule == "final"] == ["G-2"]


def test_a_day_is_over_at_its_end() -> None:
    """On its own day a date is still to come and has not passed; on the next one it has."""
    text = """
[field.day]
type = "date"
[prompt.past]
say = "past"
when = [{ field = "day", past = true }]
"""
    made = pipeline(text)
    from leadctl.rules.clauses.clauses import holds  # beside what it asks

    clause = made.prompts["past"].when[0]
    answers = [
        holds(clause, case_of(lead(day=DAY), made, at(days))) for days in (-1, 0, 0.37, 0.38)
    ]
    assert answers == [False, False, False, True]  # NOW is 15:00: nine hours are left of its day


def test_more_than_once_a_day_is_ended_by_what_settles_it() -> None:
    """Half-hourly until somebody arrived: it does not come back at midnight."""
    text = """
[event.arrived]

[[follow_up]]
id = "anybody"
do = "Still nobody there?"
every = "30 minutes"
from = "received"
until = [{ event = "arrived" }, "done"]
"""
    made = pipeline(text)
    received = replace(lead().history[0], at=NOW)
    who = replace(lead(), history=(received,))
    assert [r.due for r in rows(who, made)][:1] == [at(minutes=30)]
    told = who.add(event("done", what="anybody", due=at(minutes=30)))
    assert row(told, made, "anybody").due == at(minutes=60)  # type: ignore[union-attr]  # it is open
    there = who.add(Event(at(hours=1), "arrived", "sam"))
    assert row(there, made, "anybody") is None
    assert [r for r in rows(there, made, days=3) if r.rule == "anybody"] == []


def test_two_approvals_are_each_asked_shown_and_given_for_themselves() -> None:
    """A partner's and a senior's approval are two rows; one whose `when` is false is not asked."""
    made = definition("two")
    asks = [event("ask", -2, what="Go", role=role) for role in ("partner", "senior")]
    both = lead(*asks, status="Open", big=True)
    assert [r.agent for r in rows(both, made) if r.kind == "approval"] == [
        "role:partner",
        "role:senior",
    ]


def test_a_list_of_the_agents_is_equal_to_what_is_in_it() -> None:
    """`actor = "roles", equals` holds where one of the agent's roles is that one."""
    text = """
[prompt.boss]
say = "you decide"
when = [{ actor = "roles", equals = "manager" }]
"""
    made = pipeline(text)
    from leadctl.rules.clauses.clauses import holds  # beside what it asks

    clause = made.prompts["boss"].when[0]
    answers: dict[str, Any] = {
        name: holds(clause, case_of(lead(), made, NOW, agent, TEAM)) for name, agent in TEAM.items()
    }
    assert answers == {"sam": False, "mia": True}


def test_a_fixed_hour_of_the_day_before() -> None:
    """The reminder of a lesson at 10:00 is due at 18:00 on the evening before."""
    text = """
[field.lesson]
type = "datetime"

[[follow_up]]
id = "remind"
do = "Remind"
before = "1 day"
at = "18:00"
from = { field = "lesson" }
until = ["text out"]
"""
    lesson = datetime(2026, 12, 3, 10, tzinfo=UTC)
    found = row(lead(lesson=lesson), pipeline(text), "remind")
    assert found is not None
    assert found.due == datetime(2026, 12, 2, 18, tzinfo=UTC)
    day = row(lead(lesson=date(2026, 12, 3)), pipeline(text), "remind")
    assert day is not None
    assert (day.due, day.all_day) == (found.due, False)


def test_three_in_a_row() -> None:
    """Three missed lessons since the last one attended give one row, from the third on."""
    text = """
[event.missed]
[event.attended]

[[follow_up]]
id = "parents"
do = "Call the parents"
after = "0 minutes"
from = { event = "missed", last = true }
when = [{ event = "missed", at_least = 3, since_last = ["attended"] }]
until = ["call out"]
"""
    made = pipeline(text)
    missed = [event("missed", -days) for days in (7, 6, 5)]
    assert row(lead(*missed[:2]), made, "parents") is None
    assert [r.due for r in rows(lead(*missed), made) if r.rule == "parents"] == [at(-5)]
    assert row(lead(missed[0], event("attended", -6.5), *missed[1:]), made, "parents") is None
    assert row(lead(*missed, event("call", -4, way="out")), made, "parents") is None


def test_what_ends_a_series_ends_it() -> None:
    """A touch of ours settles one week's chase, a reply ends all of them."""
    text = """
[[follow_up]]
id = "chase"
do = "Chase"
every = "1 week"
from = "received"
until = ["touch out"]
stop = ["reply"]
"""
    made = pipeline(text)
    assert [r.due for r in rows(lead(), made) if r.rule == "chase"] == [at(-3)]
    ours = lead(event("call", -3, way="out"))
    assert [r.due for r in rows(ours, made) if r.rule == "chase"] == [at(4)]
    assert row(ours.add(event("text", -2, way="in")), made, "chase") is None
