"""What settled one date settles no other: a date that was moved, a record's second one."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from case_maker import case_of
from hypothesis import given
from hypothesis import strategies as st
from world import NOW, at, case, event, lead, pipeline, row, rows

from leadctl.book.own_files.definitions import Definitions
from leadctl.rules.due.agenda import agenda
from leadctl.rules.due.appointments import anchor_fields
from leadctl.rules.language.deadlines import FollowUp
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.lead import Event, Lead

TEXT = """
[event.scored]
[event.demand]
fields = { creditor = {}, reply_by = { type = "date" } }
required = ["creditor"]
[event.answered]
fields = { creditor = {} }

[record.creditor]
events = ["demand", "answered"]
begins = ["demand"]
key = "creditor"

[field.interview]
type = "datetime"

[derive.last_demand]
record = "creditor"
latest = "reply_by"

[[follow_up]]
id = "score"
do = "Ask for the score"
after = "1 hour"
from = { field = "interview" }
until = [{ event = "scored" }]EARLY

[[follow_up]]
id = "reply"
do = "Reply"
before = "3 days"
from = { record = "creditor", field = "reply_by" }
until = [{ event = "answered" }]

[[follow_up]]
id = "last"
do = "Close the file"
after = "3 days"
from = { field = "last_demand" }
until = [{ event = "answered" }]
"""
RULES = pipeline(TEXT.replace("EARLY", ""))
DAY = NOW.date()


def moved(days: float, to: datetime) -> Event:
    """Return the line of an interview that was moved."""
    return event("set", days, field="interview", to=to, moved=True)


def test_a_score_of_the_old_interview_settles_nothing_of_the_new_one() -> None:
    """Scored, then a second interview: its score is asked for."""
    first = lead(event("scored", -2), interview=at(-3))
    assert row(first, RULES, "score") is None
    second = first.add(moved(-1, at(5))).set(interview=at(5))
    assert row(second, RULES, "score") is not None
    assert row(second.add(event("scored", 5, by="mia")), RULES, "score") is None


@pytest.mark.parametrize(("early", "is_open"), [("", True), ("\nearly = true", False)])
def test_early_still_counts_all_since_the_lead_came_in(early: str, is_open: bool) -> None:
    """Whoever writes `early = true` means any score."""
    rules = pipeline(TEXT.replace("EARLY", early))
    who = lead(event("scored", -2), moved(-1, at(5)), interview=at(5))
    assert (row(who, rules, "score") is not None) is is_open


def test_work_done_before_a_date_was_known_counts() -> None:
    """A date that is set for the first time takes no other's place."""
    who = lead(event("scored", -2), event("set", -1, field="interview", to=at(5)), interview=at(5))
    assert row(who, RULES, "score") is None


def test_a_date_put_right_afterwards_keeps_its_score() -> None:
    """The interview was an hour later than the file said: what came after it settles it."""
    who = lead(event("scored", -1), moved(0, at(-2, hours=1)), interview=at(-2, hours=1))
    assert row(who, RULES, "score") is None


def demand(days: float, creditor: str, due: int) -> Event:
    """Return a demand that wants a reply so many days from now."""
    return event("demand", days, creditor=creditor, reply_by=DAY + timedelta(days=due))


def test_a_records_second_date_is_not_settled_by_the_answer_to_its_first() -> None:
    """Another demand of the same creditor wants another answer; of another one, its own."""
    who = lead(demand(-5, "Barclays", 9), event("answered", -4, creditor="Barclays"))
    assert row(who, RULES, "reply") is None
    again = row(who.add(demand(-1, "Barclays", 30)), RULES, "reply")
    assert again is not None and again.about == "Barclays"
    other = row(who.add(demand(-1, "Lloyds", 30)), RULES, "reply")
    assert other is not None and other.about == "Lloyds"


def test_a_date_out_of_records_moves_with_them() -> None:
    """What is derived has its date since the record that gave it."""
    who = lead(demand(-5, "Barclays", -4), event("answered", -4, creditor="Barclays"))
    assert row(who, RULES, "last") is None
    assert row(who.add(demand(-1, "Barclays", 30)), RULES, "last") is not None


SHIPPED = [Definitions(None).read(name).pipeline for name in sorted(Definitions(None).files)]


def own_rules(definition: Pipeline) -> list[tuple[str, FollowUp]]:
    """Return the rules with a date that an event of the definition's own settles."""
    found = [("", rule) for rule in definition.follow_up]
    found += [(s.name, rule) for s in definition.statuses.values() for rule in s.follow_up]
    fields = anchor_fields(definition) & definition.fields.keys()
    return [
        (status or definition.initial, rule)
        for status, rule in found
        if rule.from_.field in fields and not rule.every and not rule.early and not rule.when
        if any(name in definition.events for clearing in rule.until for name in clearing.names)
    ]


CASES = [(d, status, rule) for d in SHIPPED for status, rule in own_rules(d)]


@pytest.mark.parametrize(
    ("definition", "status", "rule"), CASES, ids=[f"{d.id}: {rule.id}" for d, _, rule in CASES]
)
@given(st.integers(1, 30), st.integers(8, 40))
def test_no_shipped_deadline_is_settled_by_the_last_dates_event(
    definition: Pipeline, status: str, rule: FollowUp, first: int, second: int
) -> None:
    """Whatever settled a date, once that is moved into the future the rule is open again."""
    field = rule.from_.field
    name = next(n for c in rule.until for n in c.names if n in definition.events)
    kind = definition.fields[field].type
    day = (NOW + timedelta(days=second)).date() if kind == "date" else at(second)
    history = (
        Event(at(-40), "received"),
        Event(at(-39), "status", "sam", {"to": status}),
        Event(at(-first), name, "sam", dict(next(c for c in rule.until if name in c.names).where)),
        Event(at(-0.5), "set", "sam", {"field": field, "to": day, "moved": True}),
    )
    who = Lead("k7f3q9m2", "Ana", definition.id, status, {field: day}, history)
    rows = agenda(case_of(who, definition, NOW))
    assert rule.id in {found.rule for found in rows}


def test_a_shipped_definition_has_such_a_rule() -> None:
    """The law above is about something."""
    assert CASES
    assert isinstance(DAY, date)
    assert case(lead(), RULES)


SERIES = pipeline(
    """
[event.referee]
fields = { who = {} }
[event.reference]
fields = { who = {} }
[record.referee]
events = ["referee", "reference"]
key = "who"

[[follow_up]]
id = "chase"
do = "Chase the reference"
every = "3 days"
from = { event = "referee" }
until = ["done"]
stop = ["reference"]
"""
)


@given(st.integers(1, 4), st.booleans())
def test_done_settles_its_own_time_of_its_own_record(times: int, named: bool) -> None:
    """A referee who was chased is chased again three days later; the other as before."""
    who = lead(event("referee", -9, who="Bank"), event("referee", -9, who="Boss"))
    about = {"who": "Boss"} if named else {}
    for count in range(1, times + 1):
        due = at(-9 + 3 * count)
        who = who.add(event("done", -9 + 3 * count + 0.1, what="chase", due=due, **about))
    found = {r.about: r.due for r in rows(who, SERIES, 5) if r.rule == "chase"}
    again = at(-6 + 3 * times)
    assert found == {"Boss": again, "Bank": at(-6) if named else again}


def test_done_of_a_records_old_date_settles_nothing_of_its_new_one() -> None:
    """Replied and marked done; another demand of the same creditor is another date."""
    rules = pipeline(TEXT.replace("EARLY", "").replace('[{ event = "answered" }]', '["done"]'))
    who = lead(demand(-5, "Barclays", 2))
    due = row(who, rules, "reply")
    assert due is not None
    done = event("done", -0.5, what="reply", due=due.due, creditor="Barclays")
    assert row(who.add(done), rules, "reply") is None
    assert row(who.add(done, demand(-0.2, "Barclays", 30)), rules, "reply") is not None
