"""Laws that hold for any lead and any definition put together from sound parts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from case_maker import case_of, shown_at
from hypothesis import given, settings
from hypothesis import strategies as st
from world import MIA, NOW, SAM, TEAM, at, pipeline

from leadctl.rules.due.agenda import agenda
from leadctl.rules.due.rows.row import Due
from leadctl.rules.language.clause import Clause
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.moves.effects.entering import enter
from leadctl.rules.moves.effects.kind import Stamp
from leadctl.rules.moves.judging.judge import judge, legal_moves
from leadctl.rules.time.working_calendar import always_open

TEXT = """
schema = 1
id = "small"
title = "Small"
initial = "New"
moves = "listed"

[calendar]
timezone = "America/New_York"
hours = { weekdays = "09:00-18:30" }

[routing]
claim_window = "30 minutes"
clock = "working"

[field.visit]
type = "datetime"

[field.size]
type = "number"

[event.deal]
fields.id = {}

[cadence.plan]
stop = ["reply"]
steps = [{ do = "a", after = "2 hours" }, { do = "b", after = "3 days" }]
repeat = [{ do = "c", every = "2 weeks", times = 3 }]

[[follow_up]]
id = "weekly"
kind = "duty"
do = "Confirm"
after = "7 days"
from = "status update"
until = ["status update"]

[[follow_up]]
id = "report"
kind = "duty"
do = "Report"
after = "24 hours"
from = { event = "deal" }
until = ["done"]

[[follow_up]]
id = "confirm"
do = "Confirm the visit"
before = "2 days"
from = { field = "visit" }
until = ["text out", "done"]

[[follow_up]]
id = "birthday"
do = "Congratulate"
every = "1 year"
from = { field = "birthday" }
lapse = "3 days"
until = ["touch out", "done"]

[status.New]
definition = "n"
next = ["Talking", "Lost"]

[[status.New.follow_up]]
id = "answer"
do = "Answer"
after = "30 minutes"
clock = "working"
from = "received"
until = ["touch out", "done"]

[status.Talking]
definition = "t"
next = ["Booked", "New", "Lost"]
repeats = true
rank = 2
requires = [{ event = "touch", way = "out" }]
cadence = ["plan"]

[status.Booked]
definition = "b"
next = ["Talking", "Lost"]
rank = 3
requires = [{ field = "visit" }, { owner = "actor" }, { field = "size", at_least = 2, at_most = 5 }]
forbids = [{ event = "deal", at_least = 2 }]
enter = [{ task = "Prepare", after = "1 day" }, { credit = "bookings" }]

[status.Lost]
definition = "l"
closed = "lost"
next = ["New"]
requires = [{ any = [{ event = "call", since = "entered" }, { owner = "nobody" }] }]
enter = [{ release = true }, { stop = "follow-ups" }]
"""
SMALL: Pipeline = pipeline(top=TEXT)
CALENDAR = SMALL.calendar or always_open("UTC")

MOMENTS = st.integers(-40 * 96, 0).map(lambda quarters: NOW + timedelta(minutes=15 * quarters))
THINGS: st.SearchStrategy[tuple[str, dict[str, Any]]] = st.sampled_from(
    [
        ("call", {"way": "out"}),
        ("call", {"way": "out", "outcome": "spoke"}),
        ("call", {"way": "in", "outcome": "voicemail"}),
        ("meeting", {"outcome": "missed"}),
        ("done", {"what": "reply"}),
        ("text", {"way": "out"}),
        ("email", {"way": "in"}),
        ("note", {"text": "x"}),
        ("confirm", {}),
        ("deal", {"id": "a"}),
        ("deal", {"id": "b"}),
        ("done", {"what": "plan"}),
        ("done", {"what": "answer"}),
        ("done", {"what": "report", "id": "a"}),
        ("snooze", {"until": at(20)}),
        ("snooze", {"until": at(3), "what": "confirm"}),
        ("pass", {}),
        ("task", {"id": "form", "do": "Send it", "due": at(1)}),
        ("stop", {}),
    ]
)
EVENTS = st.tuples(MOMENTS, THINGS, st.sampled_from(["sam", "mia"])).map(
    lambda drawn: Event(drawn[0], drawn[1][0], drawn[2], drawn[1][1])
)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "owner": st.sampled_from(["sam", "mia"]),
        "visit": st.integers(-5, 9).map(at),
        "size": st.integers(0, 7),
        "birthday": st.dates(NOW.date() - timedelta(days=9000), NOW.date()),
    },
)
STATUSES = st.sampled_from([*SMALL.statuses])


@st.composite
def leads(draw: st.DrawFn) -> Lead:
    """Draw a lead with any life the definition knows."""
    history = [Event(at(-41), "received", "import"), *draw(st.lists(EVENTS, max_size=8))]
    status = draw(STATUSES)
    if status != "New":
        moved = Event(draw(MOMENTS), "status", "sam", {"to": status})
        history.insert(draw(st.integers(1, len(history))), moved)
    return Lead("k7f3q9m2", "Ana", "small", status, draw(FIELDS), tuple(history))


def rows(lead: Lead, days: float = 0, actor: Any = SAM) -> list[Due]:
    return agenda(case_of(lead, SMALL, at(days), actor, TEAM))


@settings(max_examples=80, deadline=None)
@given(leads(), st.floats(-400, 4000))
def test_deadlines_do_not_depend_on_now(lead: Lead, days: float) -> None:
    """Whenever one asks, and whoever does, a lead has the same deadlines."""
    assert rows(lead) == rows(lead, days, MIA) == rows(lead, days, None)


@settings(max_examples=80, deadline=None)
@given(leads(), st.randoms())
def test_the_order_of_recording_counts_only_at_one_moment(lead: Lead, random: Any) -> None:
    """Events of different moments give the same agenda in whatever order they were typed in."""
    kept: dict[Any, Event] = {}
    for event in lead.history:
        kept.setdefault(event.at, event)
    if any(e.name == "status" for e in lead.history) and lead.status != "New":
        kept = {k: e for k, e in kept.items() if e.name != "status"}
        moved = next(e for e in lead.history if e.name == "status")
        kept[moved.at] = moved
    events = list(kept.values())
    shuffled = random.sample(events, len(events))
    one, other = replace(lead, history=tuple(events)), replace(lead, history=tuple(shuffled))
    assert rows(one) == rows(other)


@settings(max_examples=80, deadline=None)
@given(leads(), MOMENTS, st.sampled_from(["note", "credit", "import", "pass"]))
def test_what_no_rule_names_changes_nothing(lead: Lead, moment: Any, name: str) -> None:
    """An event that no `until` names settles nothing and starts nothing; a pass only ends turns."""
    before = [replace(r, note="") for r in rows(lead) if r.kind != "claim"]
    noted = rows(lead.add(Event(moment, name, "zoe")))
    after = [replace(r, note="") for r in noted if r.kind != "claim"]
    assert before == after


def which(row: Due) -> tuple[Any, ...]:
    """Return what makes a row the one it is: a snooze may put two steps to one moment."""
    return row.rule, row.planned or row.due, row.about


@settings(max_examples=100, deadline=None)
@given(leads())
def test_done_settles_the_row_it_names_and_no_other(lead: Lead) -> None:
    """Marking a row done takes it off the list and leaves every other rule's rows as they were."""
    for row in rows(lead):
        if not row.accepts_done:
            continue
        data = {"what": row.rule, "due": row.planned or row.due}
        data |= {"id": row.about} if row.about is not None else {}
        after = rows(lead.add(Event(NOW, "done", "sam", data)))
        assert which(row) not in [which(r) for r in after]
        others = [r for r in rows(lead) if r.rule not in {row.rule, "idle"}]
        left = [r for r in after if r.rule not in {row.rule, "idle"}]
        if row.rule != "call-back":  # with the call-back gone, what it put off is back
            assert left == others


@settings(max_examples=60, deadline=None)
@given(leads(), st.integers(0, 60))
def test_what_is_shown_is_on_the_agenda(lead: Lead, days: int) -> None:
    """The list at a moment holds the agenda's rules, each due by the end of the time asked for."""
    found = rows(lead)
    shown = list(shown_at(found, at(days), CALENDAR, lambda row: row.due <= at(days + 7)))
    assert {r.rule for r in shown} <= {r.rule for r in found}
    assert all(r.due <= at(days + 7) or r.opens for r in shown)
    assert all(r.lapses is None or r.lapses > at(days) for r in shown)


@settings(max_examples=80, deadline=None)
@given(leads(), st.lists(STATUSES, max_size=5), st.sampled_from([SAM, MIA]))
def test_replaying_history_gives_the_status(lead: Lead, path: list[str], actor: Any) -> None:
    """After any moves, allowed or forced, the history read again leads to the status."""
    for name in path:
        case = case_of(lead, SMALL, NOW, actor, TEAM)
        allowed = judge(case, name, reason="because").allowed
        assert allowed == (name in legal_moves(case))
        lead = enter(case, name, Stamp(NOW, actor.id))
    assert lead.replayed_status("New") == lead.status


@settings(max_examples=150, deadline=None)
@given(leads(), STATUSES, st.sampled_from([SAM, MIA, None]), st.sampled_from(["", "because"]))
def test_the_judge_allows_what_the_definition_allows(
    lead: Lead, target: str, actor: Any, reason: str
) -> None:
    """The judge agrees with the definition read slowly and plainly, both ways."""
    judged = judge(case_of(lead, SMALL, NOW, actor, TEAM), target, reason=reason)
    assert judged.allowed == plainly_allowed(lead, target, actor, reason)


def plainly_allowed(lead: Lead, target: str, actor: Any, reason: str) -> bool:
    """Read the small definition as a person would, without the package's own judging."""
    here, there = SMALL.statuses[lead.status], SMALL.statuses[target]
    if target == lead.status:
        if not there.repeats:
            return False
    elif target not in here.next or (not reason and here.name == "Lost"):
        return False
    required = all(plainly(c, lead, actor) for c in there.requires)
    return required and not any(plainly(c, lead, actor) for c in there.forbids)


def plainly(clause: Clause, lead: Lead, actor: Any) -> bool:
    if clause.subject == "any":
        return any(plainly(part, lead, actor) for part in clause.any)
    if clause.subject == "owner":
        mine = actor is not None and lead.fields.get("owner") == actor.id
        return mine if clause.owner == "actor" else "owner" not in lead.fields
    if clause.subject == "field":
        value = lead.fields.get(clause.field)
        low, high = clause.at_least, clause.at_most
        inside = (low is None or value >= low) if value is not None else False
        return inside and (high is None or value <= high)
    return plain_count(clause, lead) >= (clause.at_least or 1)


def plain_count(clause: Clause, lead: Lead) -> int:
    order = sorted(range(len(lead.history)), key=lambda i: (lead.history[i].at, i))
    if clause.since == "entered":
        moved = [i for i, e in enumerate(lead.history) if e.name == "status"]
        start = moved[-1] if moved else 0
        order = order[order.index(start) + 1 :]
    wanted = {"call", "text", "email"} if "touch" in clause.event else set(clause.event)
    found = [lead.history[i] for i in order if lead.history[i].name in wanted]
    return sum(not clause.way or e.data.get("way") == clause.way for e in found)
