"""The laws of the morning list, over every shipped definition and any life of a lead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from case_maker import shown_at
from hypothesis import given, settings
from hypothesis import strategies as st
from lives import ACTIONS, READ, SHIPPED, START, done_event, lived, standing

from leadctl.rules.clauses.case import Case
from leadctl.rules.due.agenda import agenda
from leadctl.rules.due.rows.kinds import KINDS
from leadctl.rules.due.rows.order import ALWAYS, OTHERS, Person, level_of, placed, section_of
from leadctl.rules.due.rows.row import Due
from leadctl.rules.due.snooze import can_wait
from leadctl.rules.due.today import Today
from leadctl.rules.leads.lead import Event
from leadctl.rules.moves.effects.entering import enter
from leadctl.rules.moves.effects.kind import Stamp
from leadctl.rules.moves.messages import waiting
from leadctl.values import replace

LIFE = st.tuples(ACTIONS, st.integers(0, 40 * 24))


def standing_at(name: str, life: tuple[list[tuple[str, int, int, str]], int]) -> Case:
    """Return the case of a lead some hours after the last thing that happened to it."""
    lead, last = lived(READ[name], life[0])
    return standing(lead, READ[name], last + timedelta(hours=life[1]), None)


def told(case: Case) -> Iterator[tuple[datetime, Event]]:
    """Yield what happened, in the order of time."""
    pairs = [(event.at, place, event) for place, event in enumerate(case.lead.history)]
    yield from ((at, event) for at, _, event in sorted(pairs, key=lambda pair: pair[:2]))


def is_open(case: Case) -> bool:
    """Whether deadlines run for a lead."""
    status = case.pipeline.statuses[case.lead.status]
    return not (status.closed or status.parked or case.parked)


def waits_for_answer(case: Case) -> bool:
    """Whether their last word has had no answer, told by the log alone."""
    waits = False
    over = {name for name, s in case.pipeline.statuses.items() if s.closed or s.parked}
    for _, event in told(case):
        if event.is_touch and not event.goes("out"):
            waits = True
        elif (
            event.goes("out")
            or (event.name == "done" and event.data["what"] == "reply")
            or (event.name == "snooze" and "asked" in event.data)
            or (event.name == "status" and event.data["to"] in over)
        ):
            waits = False
    return waits


def in_order(case: Case) -> list[Due]:
    """Return the rows as the list has them."""
    rows = list(shown_at(agenda(case), case.now, case.calendar))
    today = Today(case.now, case.zone, case.calendar)
    blocks, folded = placed(
        rows,
        deadline=lambda row: row,
        person=lambda row: Person("Ana", row.lead),
        section=lambda row: section_of(row, case.now, is_today=today.has(row)),
        fold=True,
    )
    return [row for _, found in (*blocks, *folded) for row in found]


@pytest.mark.parametrize("name", SHIPPED)
@settings(max_examples=60, deadline=None)
@given(life=LIFE)
def test_what_is_agreed_or_waited_for_is_named_in_the_shortest_list(
    name: str, life: tuple[list[tuple[str, int, int, str]], int]
) -> None:
    """No limit leaves out an appointment, a call-back, a reminder, a promise, a report, an answer,
    what is to be done before an appointment, nor what an agent has put off to an hour.
    """
    case = standing_at(name, life)
    for row in agenda(case):
        kind = KINDS[row.kind]
        agreed = kind.booked or kind.agreed or row.ahead_of is not None
        agreed = agreed or row.section in {"promised", "asked", "report"}
        agreed = agreed or (row.snoozed and not row.all_day)
        assert not agreed or level_of(row, case.lead) == ALWAYS, row
        assert kind.counted != "answer" or level_of(row, case.lead) < OTHERS, row


@pytest.mark.parametrize("name", SHIPPED)
@settings(max_examples=60, deadline=None)
@given(life=LIFE)
def test_whoever_wrote_last_and_got_no_answer_is_on_top(
    name: str, life: tuple[list[tuple[str, int, int, str]], int]
) -> None:
    """A word of theirs without an answer is the first row, and there is no such row without one."""
    case = standing_at(name, life)
    if not is_open(case):
        return
    kinds, waits = [row.kind for row in in_order(case)], waits_for_answer(case)
    assert ("reply" in kinds) == waits, case.lead.history
    assert not waits or kinds[0] == "reply", case.lead.history


@pytest.mark.parametrize("name", SHIPPED)
@settings(max_examples=60, deadline=None)
@given(life=LIFE, which=st.integers(0, 9), later=st.integers(0, 400))
def test_a_settled_thing_never_comes_back(
    name: str, life: tuple[list[tuple[str, int, int, str]], int], which: int, later: int
) -> None:
    """What was marked done stays away, however much later one looks."""
    case = standing_at(name, life)
    rows = [row for row in agenda(case) if row.accepts_done]
    if not rows:
        return
    row = rows[which % len(rows)]
    stamp = Stamp(case.now, "sam")
    lead = case.lead.add(done_event(row, stamp))
    after = standing(lead, case.pipeline, case.now + timedelta(days=later), None)
    due = row.planned or row.due
    again = [
        one
        for one in agenda(after)
        if (one.rule, one.about) == (row.rule, row.about) and (one.planned or one.due) <= due
    ]
    assert not again, (row, again)


@pytest.mark.parametrize("name", SHIPPED)
@settings(max_examples=60, deadline=None)
@given(life=LIFE)
def test_no_row_says_what_the_log_contradicts(
    name: str, life: tuple[list[tuple[str, int, int, str]], int]
) -> None:
    """Nobody is silent who has just spoken, new who was answered, nor idle who is not."""
    case = standing_at(name, life)
    events = list(told(case))
    for row in shown_at(agenda(case), case.now, case.calendar):
        for wrong in contradictions(row, case, events):
            raise AssertionError(f"{row.rule}: {wrong}\n{case.lead.history}")


def contradictions(row: Due, case: Case, events: list[tuple[datetime, Event]]) -> Iterator[str]:
    """Yield what is wrong about a row, told by the log alone."""
    now, talks = case.now, [at for at, event in events if event.goes("in")]
    week = now - timedelta(days=7)
    if row.rule == "no-reply" and row.due <= now and any(at > week for at in talks):
        yield "they were in touch within the week"
    if row.kind == "idle" and row.due <= now:
        seen = [at for at, event in events if event.is_touch or event.name in {"status", "done"}]
        if any(at > week for at in seen):
            yield "something was done within the week"
    answered = any(event.goes("out") for _, event in events)
    if row.kind == "sla" and row.rule in {"respond", "first-dial"} and answered:
        yield "they were answered"
    if row.kind == "promise" and any(
        event.name == "call" and event.way == "out" and at > row.since for at, event in events
    ):
        yield "they were called since"
    if row.ahead_of is not None and row.ahead_of <= now:
        yield "what it reminds of has begun"
    if row.kind == "appointment":
        made = max(at for at, e in events if e.name in {"received", "set"})
        if any(e.name == "meeting" and at >= max(made, row.due) for at, e in events):
            yield "the meeting took place, or was missed or cancelled"


@pytest.mark.parametrize("name", SHIPPED)
@settings(max_examples=20, deadline=None)
@given(life=LIFE, midnight=st.booleans())
def test_a_row_of_whole_days_is_of_the_day_that_it_names(
    name: str, life: tuple[list[tuple[str, int, int, str]], int], midnight: bool
) -> None:
    """It is on no list before that day, on that day's from its beginning, and late on the next."""
    lead, last = lived(READ[name], life[0])
    if midnight:  # all of it on the stroke of a day, as an import that knows days alone has it
        clock = standing(lead, READ[name], last, None).calendar
        begun = clock.start_of_day(clock.local_day(last))
        lead = replace(lead, history=tuple(replace(e, at=begun) for e in lead.history))
    case = standing(lead, READ[name], last + timedelta(hours=life[1]), None)
    for row in agenda(case):
        if not row.by_days or row.all_day:
            continue
        day = row.due.astimezone(case.zone).date()
        start = case.calendar.start_of_day(day)
        before, end = start - timedelta(minutes=1), case.calendar.end_of_day(row.due)
        assert not Today(before, case.zone, case.calendar).has(row), row
        assert Today(start, case.zone, case.calendar).has(row), row
        assert not row.is_overdue(end - timedelta(minutes=1)), row
        assert row.is_overdue(end), row


@pytest.mark.parametrize("name", [n for n in SHIPPED if READ[n].messages])
@settings(max_examples=40, deadline=None)
@given(life=LIFE)
def test_no_text_waits_whose_reason_is_gone(
    name: str, life: tuple[list[tuple[str, int, int, str]], int]
) -> None:
    """A text to the lead goes out while its status stands, its call is owed, and it is new."""
    case = standing_at(name, life)
    events = list(told(case))
    for one in waiting(case):
        if one.to != "lead":
            continue
        place = next(n for n, (_, e) in enumerate(events) if e.data.get("id") == one.id)
        at, queued = events[place]
        later = [event for _, event in events[place + 1 :]]
        assert is_open(case), (one, case.lead.history)
        moved = {e.data["to"] for e in later if e.name == "status"}
        assert moved <= {case.lead.status}, (one, case.lead.history)
        called = any(e.name in {"call", "meeting"} and e.goes("out") for e in later)
        assert not (queued.data.get("promise") and called), (one, case.lead.history)
        assert case.now < at + timedelta(days=4), (one, case.lead.history)
        for row in agenda(case):
            if row.kind == "promise" and row.rule == f"promise-{one.id}":
                assert row.section != "promised" and row.do != queued.data["promise"], row


@pytest.mark.parametrize("name", SHIPPED)
@settings(max_examples=30, deadline=None)
@given(life=LIFE, which=st.integers(0, 9), days=st.integers(1, 40))
def test_what_is_snoozed_comes_back_once(
    name: str, life: tuple[list[tuple[str, int, int, str]], int], which: int, days: int
) -> None:
    """It is not due before its time; then it is, as one row; and nothing else goes with it."""
    case = standing_at(name, life)
    until = case.now + timedelta(days=days)
    rows = [r for r in agenda(case) if can_wait(r, until) and r.due <= case.now and not r.every]
    rows = [r for r in rows if not (r.then or r.lapses) and r.kind not in {"suggestion", "idle"}]
    if not rows:
        return
    row = rows[which % len(rows)]
    data = {"until": until, "what": row.rule}
    lead = case.lead.add(Event(case.now, "snooze", "sam", data))
    found = {}
    for moment in (until - timedelta(minutes=1), until):
        after = standing(lead, case.pipeline, moment, None)
        if after.lead.status != case.lead.status or not is_open(after):
            return  # what happened by itself meanwhile is another story
        same = [one for one in agenda(after) if (one.rule, one.about) == (row.rule, row.about)]
        found[moment] = [one.due <= moment for one in same]
    assert list(found.values()) == [[False], [True]], (row, found)


VAIN = st.tuples(
    st.sampled_from([("text", ""), ("email", ""), ("call", "voicemail"), ("call", "missed")]),
    st.sampled_from(["busy", "no answer"]),
    st.booleans(),
)
"""A word of theirs, what came of our call back, and whether all was stopped in between."""


@pytest.mark.parametrize("name", SHIPPED)
@settings(max_examples=60, deadline=None)
@given(life=LIFE, vain=VAIN)
def test_who_had_written_and_was_not_reached_is_asked_for_the_next_day(
    name: str,
    life: tuple[list[tuple[str, int, int, str]], int],
    vain: tuple[tuple[str, str], str, bool],
) -> None:
    """A call back that nobody answered is no answer: something asks for the next one, in every
    open status, also where every follow-up was stopped before it.
    """
    (word, said), outcome, stopped = vain
    case = standing_at(name, life)
    lead = case.lead.add(Event(case.now, word, "sam", {"way": "in", "outcome": said}))
    if stopped:
        lead = lead.add(Event(case.now, "stop", "sam"))
    case = standing(lead, case.pipeline, case.now + timedelta(hours=1), None)
    if not is_open(case):
        return
    assert waits_for_answer(case)
    lead = case.lead.add(Event(case.now, "call", "sam", {"way": "out", "outcome": outcome}))
    after = standing(lead, case.pipeline, case.now, None)
    end = case.end_of_day(case.now + timedelta(hours=25))
    sections = {"touch", "new", "again", "promised"}
    asks = [r for r in agenda(after) if r.section in sections or KINDS[r.kind].tries]
    assert any(row.due <= end for row in asks), case.lead.history


OUTSIDE = sorted(
    (name, status.name)
    for name, pipeline in READ.items()
    for status in pipeline.statuses.values()
    if not (status.rank or status.closed or status.parked)
)
"""The open statuses that are no step of the funnel, such as Unresponsive."""


@pytest.mark.parametrize(("name", "status"), OUTSIDE)
@pytest.mark.parametrize("way", ["in", "out"])
def test_who_gets_in_touch_again_outside_the_funnel_is_asked_about(
    name: str, status: str, way: str
) -> None:
    """After an answer, or a talk, something stands on the next day's list until they are moved."""
    stamp = Stamp(START, "sam")
    lead = enter(standing(lived(READ[name], [])[0], READ[name], START, None), status, stamp)
    talked = START + timedelta(hours=1)
    if way == "in":
        lead = lead.add(Event(talked, "text", "sam", {"way": "in"}))
        lead = lead.add(Event(talked + timedelta(minutes=5), "text", "sam", {"way": "out"}))
    else:
        lead = lead.add(Event(talked, "call", "sam", {"way": "out", "outcome": "spoke"}))
    case = standing(lead, READ[name], talked + timedelta(hours=1), None)
    rows = [row for row in agenda(case) if not row.fold and row.kind != "birthday"]
    assert rows, lead.history
    if not any(KINDS[row.kind].step for row in rows):
        end = case.end_of_day(case.now + timedelta(hours=25))
        assert any(row.kind == "question" and row.due <= end for row in rows), rows
