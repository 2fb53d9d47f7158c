"""No definition, however odd, makes the reader crash."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from case_maker import case_of, shown_at
from definition_maker import ANYTHING, NAMES, tables
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadctl.errors import Invalid
from leadctl.rules.clauses.timeline import MOMENTS
from leadctl.rules.due.agenda import agenda
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.language.sheet import written
from leadctl.rules.leads.agents import Agent
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.moves.effects.entering import enter
from leadctl.rules.moves.effects.kind import Stamp
from leadctl.rules.moves.judging.judge import judge
from leadctl.rules.pipelines.build import build_pipeline
from leadctl.rules.pipelines.extending import extended
from leadctl.rules.time.working_calendar import always_open

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def read(data: Any) -> Pipeline | Invalid:
    try:
        return build_pipeline(written(data, "x.toml", lambda path: len(path) + 1))
    except Invalid as error:
        return error


@settings(max_examples=150, deadline=None, suppress_health_check=SLOW)
@given(tables("pipeline"))
def test_a_definition_is_read_or_its_problems_are_told(data: dict[str, Any]) -> None:
    """Whatever a definition says, reading it gives a pipeline or problems with a line each."""
    found = read(data)
    if isinstance(found, Invalid):
        assert found.problems
        assert all(p.file == "x.toml" and p.line and p.message for p in found.problems)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from((*NAMES, "status", "follow_up", "field")), ANYTHING))
def test_nonsense_is_told_to_be_nonsense(data: dict[str, Any]) -> None:
    """Data that is no definition at all is refused with problems, never with a crash."""
    assert isinstance(read(data), Invalid)


SPANS = ("0 minutes", "5 minutes", "1 day", "1 week", "1 month", "1 year", "30 years")
CLAUSES = (
    {"field": "due"},
    {"field": "due", "past": True},
    {"field": "appointment", "future": True},
    {"field": "size", "at_least": 2, "at_most": 5},
    {"event": "touch", "way": "out", "since": "entered", "at_least": 2, "spaced": "5 minutes"},
    {"event": "deal", "where": {"id": "d1"}},
    {"event": ["call", "text"], "share_above": 0.5},
    {"record": "deal", "every": {"id": "d1"}, "at_least": 0},
    {"status": ["New", "Won"]},
    {"owner": "actor"},
    {"owner": "nobody", "when": [{"field": "due", "absent": True}]},
    {"approval": "manager", "when": [{"actor_tenure_below": "1 month"}]},
    {"any": [{"field": "phone"}, {"actor": "zips", "contains": "zip"}]},
)
ANCHORS = (
    *MOMENTS,
    {"field": "due"},
    {"field": "appointment"},
    {"field": "birthday"},
    {"event": "deal"},
    {"event": "call", "where": {"outcome": "no answer"}},
)
UNTIL = (["touch"], ["done"], ["status", "done"], ["reply"], [{"event": "deal"}], [])
EFFECTS = (
    {"release": True},
    {"claim": True},
    {"stop": "follow-ups"},
    {"credit": "offers"},
    {"task": "Send it", "after": "2 days"},
    {"status": "Lost"},
    {"set": {"due": date(2026, 5, 4), "size": 3}},
    {"message": "hello"},
)


@st.composite
def sound_rules(draw: st.DrawFn, number: int) -> dict[str, Any]:
    """Draw a follow-up whose every part is right by itself."""
    rule = {
        "id": f"rule-{number}",
        "do": "Do it",
        draw(st.sampled_from(("after", "before", "every"))): draw(st.sampled_from(SPANS)),
        "from": draw(st.sampled_from(ANCHORS)),
        "clock": draw(st.sampled_from(("wall", "working"))),
        "until": draw(st.sampled_from(UNTIL)),
        "then": draw(st.lists(st.sampled_from(EFFECTS), max_size=1)),
        "kind": draw(st.sampled_from(("reminder", "sla", "duty"))),
    }
    if draw(st.booleans()):
        rule["lapse"] = draw(st.sampled_from(SPANS))
    return rule


@st.composite
def small_definitions(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a definition that is often sound: right parts put together by chance."""
    clauses = st.lists(st.sampled_from(CLAUSES), max_size=2)
    every = draw(st.sampled_from(SPANS))
    return {
        "schema": 1,
        "id": "x",
        "title": "X",
        "initial": "New",
        "field": {
            "due": {"type": "date"},
            "appointment": {"type": "datetime"},
            "size": {"type": "number"},
        },
        "event": {"deal": {"fields": {"id": {}}}},
        "record": {"deal": {"events": ["deal"]}},
        "message": {"hello": {"text": "Hello {name}"}},
        "calendar": {"timezone": "America/New_York", "hours": {"weekdays": "09:00-17:00"}},
        "cadence": {
            "plan": {
                "from": draw(st.sampled_from(ANCHORS)),
                "steps": [{"do": "a", "after": every}],
                "repeat": [{"do": "b", "every": every, "for": "2 years"}],
            }
        },
        "status": {
            "New": {"definition": "n", "follow_up": [draw(sound_rules(1)), draw(sound_rules(2))]},
            "Open": {
                "definition": "o",
                "requires": draw(clauses),
                "forbids": draw(clauses),
                "follow_up": [draw(sound_rules(3))],
                "cadence": ["plan"],
            },
            "Won": {
                "definition": "won",
                "closed": "won",
                "enter": draw(st.lists(st.sampled_from(EFFECTS), max_size=3)),
            },
            "Lost": {"definition": "lost", "closed": "lost"},
        },
    }


@settings(max_examples=150, deadline=None, suppress_health_check=SLOW)
@given(small_definitions(), st.sampled_from(("New", "Open", "Won")))
def test_what_is_read_can_be_used(data: dict[str, Any], status: str) -> None:
    """A definition that was read without a problem judges moves, enters them, gives deadlines."""
    found = read(data)
    if isinstance(found, Pipeline):
        use(found, status)


def use(pipeline: Pipeline, status: str) -> None:
    history = (
        Event(NOW - timedelta(days=9), "received"),
        Event(NOW - timedelta(days=8), "text", "sam", {"way": "out"}),
        Event(NOW - timedelta(days=7), "deal", "sam", {"id": "d1"}),
        Event(NOW - timedelta(days=6), "snooze", "sam", {"until": NOW}),
    )
    fields = {"due": NOW.date(), "appointment": NOW + timedelta(days=3), "birthday": NOW.date()}
    lead = Lead("k7f3q9m2", "Ana", pipeline.id, status, fields, history)
    sam = Agent("sam", started=NOW.date(), roles=("manager",), oversees=True)
    case = case_of(lead, pipeline, NOW, sam, {"sam": sam})
    calendar = pipeline.calendar or always_open("UTC")
    list(shown_at(agenda(case), NOW, calendar))
    list(shown_at(agenda(case), NOW + timedelta(days=4000), calendar))
    for name in pipeline.statuses:
        judged = judge(case, name)
        assert all(unmet.sentence for unmet in judged.unmet)
        after = enter(case, name, Stamp(NOW, "sam"))
        assert after.status == after.replayed_status(pipeline.initial)


@given(tables("pipeline"), tables("pipeline"))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_extends_anything_is_read_or_told(base: Any, own: Any) -> None:
    """Whatever two files say, taking them together raises nothing but a list of problems."""
    below, above = (
        written(data if isinstance(data, dict) else {}, file, lambda path: len(path) + 1)
        for data, file in ((base, "base.toml"), (own, "own.toml"))
    )
    found = extended(below, above)
    try:
        build_pipeline(found)
    except Invalid as error:
        assert error.problems
        assert {problem.file for problem in error.problems} <= {"base.toml", "own.toml"}
