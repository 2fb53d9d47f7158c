"""The law that nobody goes silent, over every shipped definition."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadctl.book.own_files.definitions import Definitions
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.derived import with_derived
from leadctl.rules.due.agenda import agenda, shown_at
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
ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["touch", "event", "move", "claim", "release", "pass", "field", "stop"]),
        st.integers(0, 30),
        st.integers(0, 200),
        st.sampled_from(["sam", "mia"]),
    ),
    max_size=8,
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


@pytest.mark.parametrize("name", SHIPPED)
@settings(max_examples=60, deadline=None)
@given(actions=ACTIONS, days=st.integers(0, 900))
def test_an_open_lead_always_has_a_row_for_somebody(
    name: str, actions: list[tuple[str, int, int, str]], days: int
) -> None:
    """Whatever happened and however long ago, an open lead that is not parked is in `due --all`."""
    pipeline = READ[name]
    lead, last = lived(pipeline, actions)
    case = standing(lead, pipeline, last + timedelta(days=days), None)
    status = pipeline.statuses[case.lead.status]
    if status.closed or status.parked or case.parked:
        return
    assert list(shown_at(agenda(case), case.now, case.calendar)), case.lead
