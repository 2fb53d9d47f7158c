"""Lives of leads, put together by chance, in every shipped definition."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from leadctl.book.own_files.definitions import Definitions
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.derived import with_derived
from leadctl.rules.due.agenda import agenda
from leadctl.rules.due.rows.kinds import KINDS
from leadctl.rules.due.rows.row import Due
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.agents import Agent
from leadctl.rules.leads.event_kinds import TOUCHES
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.moves.by_itself import apply_passed
from leadctl.rules.moves.effects.entering import enter
from leadctl.rules.moves.effects.kind import Stamp
from leadctl.rules.moves.judging.judge import judge
from leadctl.rules.moves.moving import automatic_move
from leadctl.values import replace

START = datetime(2026, 11, 2, 15, tzinfo=UTC)
TEAM = {"sam": Agent("sam", started=START.date()), "mia": Agent("mia", roles=("manager",))}
SHIPPED = sorted(Definitions(None).files)
READ = {name: Definitions(None).read(name).pipeline for name in SHIPPED}
THINGS = [
    *("touch", "touch", "call", "meeting", "event", "move", "claim", "release", "pass", "field"),
    *("appointment", "done", "snooze", "asked", "remind", "note", "stop"),
]
OUTCOMES = {
    "call": ["spoke", "no answer", "voicemail", "busy", "left message", "wrong number"],
    "meeting": ["met", "missed", "cancelled"],
}
ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(THINGS),
        st.integers(0, 30),
        st.integers(0, 200),
        st.sampled_from(["sam", "mia"]),
    ),
    max_size=10,
)


def lived(pipeline: Pipeline, actions: list[tuple[str, int, int, str]]) -> tuple[Lead, datetime]:
    """Return a lead to whom these things happened, each some hours after the one before."""
    lead = Lead("k7f3q9m2", "Ana", pipeline.id, pipeline.initial, {}, (Event(START, "received"),))
    now = START
    for what, which, hours, by in actions:
        now += timedelta(hours=hours)
        case = standing(lead, pipeline, now, TEAM[by])
        lead = happened(case, what, which, Stamp(now, by))
    return lead, now


def standing(lead: Lead, pipeline: Pipeline, now: datetime, actor: Agent | None) -> Case:
    """Return the case of the lead after all that deadlines did by then."""
    case = Case(lead, pipeline, now, actor, agents=TEAM, rank=("sam", "mia"))
    return with_derived(replace(case, lead=apply_passed(with_derived(case))[0]))


def happened(case: Case, what: str, which: int, stamp: Stamp) -> Lead:
    """Return the lead after one thing, with the move that it makes by itself."""
    lead, pipeline = case.lead, case.pipeline
    if what == "move":
        names = list(pipeline.statuses)
        target = names[which % len(names)]
        allowed = judge(case, target, reason="because").allowed
        return enter(case, target, stamp) if allowed else lead
    if what in _BY_HAND:
        return _BY_HAND[what](case, which, stamp)
    if what == "field":
        known = [name for name in pipeline.fields if name not in pipeline.derive]
        return (
            lead.set(
                **{known[which % len(known)]: value(pipeline, known[which % len(known)], stamp)}
            )
            if known
            else lead
        )
    if what in {"claim", "release", "pass"}:
        lead = lead.set(owner=stamp.by if what == "claim" else None)
        event = Event(stamp.at, what, stamp.by)
    elif what == "touch":
        way = "in" if which % 2 else "out"
        event = Event(stamp.at, TOUCHES[which % len(TOUCHES)], stamp.by, {"way": way})
    elif what == "event" and pipeline.events:
        name = list(pipeline.events)[which % len(pipeline.events)]
        fields = pipeline.events[name].fields
        event = Event(
            stamp.at,
            name,
            stamp.by,
            {k: f.choices[which % len(f.choices)] for k, f in fields.items() if f.choices},
        )
    elif what in OUTCOMES:
        outcome = OUTCOMES[what][which % len(OUTCOMES[what])]
        way = "in" if which % 4 == 3 else "out"
        event = Event(stamp.at, what, stamp.by, {"way": way, "outcome": outcome})
    else:
        event = Event(stamp.at, "stop", stamp.by)
    after = replace(case, lead=lead.add(event))
    found = automatic_move(after, event)
    moved = found is not None and found[1] is not None and found[1].allowed
    return enter(after, found[0].to, stamp) if found and moved else after.lead


def value(pipeline: Pipeline, name: str, stamp: Stamp) -> Any:
    """Return some value that a field takes."""
    field = pipeline.fields[name]
    kinds = {"datetime": stamp.at, "date": stamp.at.date(), "number": 7, "money": 100, "flag": True}
    return field.choices[0] if field.choices else kinds.get(field.type, "something")


def _appointment(case: Case, which: int, stamp: Stamp) -> Lead:
    """The lead with its appointment set so many hours ahead, where the definition has one."""
    if "appointment" not in case.pipeline.fields:
        return case.lead
    when = stamp.at + timedelta(hours=1 + 7 * which)
    event = Event(stamp.at, "set", stamp.by, {"field": "appointment", "to": when})
    return case.lead.set(appointment=when).add(event)


def _done(case: Case, which: int, stamp: Stamp) -> Lead:
    """The lead after `done` of something that is due and can be done, as the command writes it."""
    rows = [r for r in agenda(case) if r.accepts_done and r.due <= stamp.at]
    return case.lead.add(done_event(rows[which % len(rows)], stamp)) if rows else case.lead


def done_event(row: Due, stamp: Stamp) -> Event:
    """Return the line by which a row is done; of a series all that is past is."""
    due = row.planned or row.due
    if row.every is not None or row.kind == "step":
        due = max(due, stamp.at)
    return Event(stamp.at, "done", stamp.by, {"what": row.rule, "due": due, **row.told_about})


def _snooze(case: Case, which: int, stamp: Stamp) -> Lead:
    """The lead with one thing put off by some days."""
    rows = [r for r in agenda(case) if not KINDS[r.kind].stands and r.kind != "idle"]
    if not rows:
        return case.lead
    until = stamp.at + timedelta(days=1 + which)
    data = {"until": until, "what": rows[which % len(rows)].rule}
    return case.lead.add(Event(stamp.at, "snooze", stamp.by, data))


def _asked(case: Case, which: int, stamp: Stamp) -> Lead:
    until = stamp.at + timedelta(days=1 + which)
    return case.lead.add(Event(stamp.at, "snooze", stamp.by, {"until": until, "asked": "a while"}))


def _remind(case: Case, which: int, stamp: Stamp) -> Lead:
    due = (stamp.at + timedelta(days=which)).date()
    count = sum(event.name == "task" for event in case.lead.history)
    data = {"id": f"look-{count}", "do": "look", "due": due}
    return case.lead.add(Event(stamp.at, "task", stamp.by, data))


def _note(case: Case, which: int, stamp: Stamp) -> Lead:
    return case.lead.add(Event(stamp.at, "note", stamp.by, {"text": f"note {which}"}))


_BY_HAND = {
    "appointment": _appointment,
    "done": _done,
    "snooze": _snooze,
    "asked": _asked,
    "remind": _remind,
    "note": _note,
}
