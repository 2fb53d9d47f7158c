"""Definitions read, checked and described: what is refused says why, what stands is in words."""

from __future__ import annotations

import tomllib

import pytest
from world import NOW, event, lead, pipeline

from leadctl.errors import Invalid, Problem
from leadctl.rules.leads.lead import Event
from leadctl.rules.pipelines.describe import calendar_words, role_words
from leadctl.rules.pipelines.graph import ANY_STATUS, graph
from leadctl.rules.pipelines.lead_faults import Elsewhere, lead_faults
from leadctl.rules.pipelines.scenario import read_scenarios
from leadctl.rules.pipelines.walk import walk
from leadctl.rules.pipelines.walk_scenario import _logged

RULE = '[[follow_up]]\nid = "x"\ndo = "X"\nfrom = "received"\n'


def refused(text: str) -> list[Problem]:
    """Return what is wrong with a definition; nothing where it is sound."""
    try:
        pipeline(text)
    except Invalid as error:
        return error.problems
    return []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f'{RULE}after = "1 day"\nearly = true\n', 'says when "until" counts, and there is none'),
        (f'{RULE}after = "1 day"\nearly = true\nuntil = ["touch out"]\n', ""),
        (f'{RULE}every = "2 days"\nearly = true\n', ""),
        (f'{RULE}after = "1 day"\nthen = {{ status = "Nowhere" }}\n', "Nowhere"),
        (f'{RULE}after = "1 day"\nthen = {{ status = "New" }}\n', ""),
        ('[calendar]\ntimezone = "UTC"\nholidays = ["Christmas"]\n', "should be dates such as"),
        ('[calendar]\ntimezone = "UTC"\nholidays = ["*-12-25", 2026-11-26]\n', ""),
        ('[status.Gate]\ndefinition = "g"\nrequires = [{ touch = 3 }]\n', "touch"),
        ('[status.Gate]\ndefinition = "g"\ngroup = "none"\n', "none"),
    ],
)
def test_what_a_definition_may_not_say(text: str, said: str) -> None:
    """Each is told in words; what is near it and right passes."""
    found = refused(text)
    assert bool(found) is bool(said), found
    assert not said or any(said in one.message for one in found), found


def test_a_touch_is_an_event() -> None:
    """Who writes a kind of touch where an event is wanted is told how; elsewhere it is no hint."""
    [found] = refused(
        '[status.Gate]\ndefinition = "g"\nrequires = [{ event = "text", call = 3 }]\n'
    )
    assert found.suggestion == 'write event = "call"'
    [near] = refused(
        '[status.Gate]\ndefinition = "g"\nrequires = [{ event = "text", wher = {} }]\n'
    )
    assert near.suggestion == 'did you mean "where"?'
    [other] = refused(f'{RULE}after = "1 day"\ncall = 3\n')
    assert "write event" not in other.suggestion


def test_what_is_nested_too_deep_is_refused() -> None:
    """And not read into a crash; an ordinary nesting is read."""
    clause = '{ field = "name" }'
    for depth, fits in ((3, True), (45, False)):
        nested = "{ any = [" * depth + clause + "] }" * depth
        found = refused(f'[status.Gate]\ndefinition = "g"\nrequires = [{nested}]\n')
        assert (not found) is fits


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ('weekdays = "09:00-17:00"', "Mon-Fri 09:00-17:00; Sat-Sun closed"),
        ('every = "09:00-17:00"', "every day 09:00-17:00"),
        ('mon = "09:00-17:00"', "Mon 09:00-17:00; Tue-Sun closed"),
        ('sat = "10:00-12:00"', "Mon-Fri closed; Sat 10:00-12:00; Sun closed"),
    ],
)
def test_hours_in_words(hours: str, words: str) -> None:
    """Days that are alike stand together, one day by itself."""
    calendar = pipeline(f'[calendar]\ntimezone = "UTC"\n[calendar.hours]\n{hours}\n').calendar
    assert calendar is not None
    assert calendar_words(calendar) == f"{words} (UTC)"


def test_roles_in_words() -> None:
    """With its own pipeline a role stays here; with another one it goes there."""
    made = pipeline(
        '[role.Same]\npipeline = "small"\n'
        '[role.There]\npipeline = "large"\n[role.Away]\nparked = true\n'
    )
    words = {name: role_words(role, made) for name, role in made.roles.items()}
    assert words == {
        "Same": "this pipeline",
        "There": "uses large",
        "Away": "parked: outside funnel and clocks",
    }


def test_a_status_to_which_nothing_leads_is_reached_from_anywhere() -> None:
    """Of those that an arrow leads to, and of the first one, none is drawn so."""
    drawn = graph(
        pipeline(
            '[[automatic]]\non = "call"\nfrom = ["New"]\nto = "Talking"\n'
            '[status.Talking]\ndefinition = "t"\n[status.Alone]\ndefinition = "a"\n'
        )
    )
    assert [edge.end for edge in drawn.edges if edge.start == ANY_STATUS] == ["Alone"]


FIELDS = """
[field.kind]
type = "choice"
choices = ["small", "big"]

[field.likes]
type = "list"
choices = ["gardens", "views"]

[field.rooms]
type = "number"
"""


@pytest.mark.parametrize(
    ("fields", "faults"),
    [
        ({"kind": "small", "likes": ["views"], "rooms": 3}, []),
        ({"kind": "huge"}, ["unknown-choice"]),
        ({"likes": ["views", "noise"]}, ["unknown-choice"]),
        ({"likes": "views"}, ["wrong-type"]),
        ({"kind": ["small"]}, ["wrong-type"]),
        ({"rooms": "3"}, ["wrong-type"]),
        ({"rooms": [3]}, ["wrong-type"]),
        ({"room": 3}, ["unknown-field"]),
    ],
)
def test_what_a_leads_fields_cannot_say(fields: dict[str, object], faults: list[str]) -> None:
    """A value of another type, or none of the choices, and a name that was misspelt."""
    found = lead_faults(lead(**fields), pipeline(FIELDS), NOW, Elsewhere())
    assert [one.name for one in found] == faults


STEP = """
[[scenario]]
name = "one"
[scenario.lead]
name = "Ana"
received = 2026-11-20T15:00:00Z
[[scenario.steps]]
at = 2026-11-21T15:00:00Z
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('run = "tick"\nprints = "x"\n', ""),
        ('prints = "x"\n', 'belongs to a step with "run"'),
        ("exit = 3\n", 'belongs to a step with "run"'),
        ('due = [{ rule = "x" }]\n', ""),
        ("due = [{ at = 2026-11-22T15:00:00Z }]\n", "names no row"),
        ('not_due = [{ rule = "x" }]\n', ""),
        ('not_due = [{ kind = "task" }]\n', '"rule" is missing'),
    ],
)
def test_what_a_step_of_a_scenario_may_say(text: str, said: str) -> None:
    """What a command prints belongs to a step that runs one, and a row is named somehow."""
    [one] = read_scenarios(tomllib.loads(STEP + text), "x.toml", lambda _: 1).scenarios
    found = [problem.message for problem in one.problems]
    assert bool(found) is bool(said), found
    assert all(said in message for message in found), found


def test_a_walk_goes_where_events_lead() -> None:
    """A move of one status alone is none of another's; the way back is the way one came."""
    made = pipeline(
        '[[automatic]]\non = "call"\nfrom = ["Mid"]\nto = "End"\n'
        '[status.Mid]\ndefinition = "m"\nnext = ["New"]\n'
        '[status.End]\ndefinition = "e"\nclosed = "won"\n',
        'schema = 1\nid = "small"\ntitle = "S"\ninitial = "New"\nmoves = "listed"\n'
        '[status.New]\ndefinition = "n"\nnext = ["Mid"]\n',
    )
    found = walk(made)
    assert found.statuses() == {"New", "Mid", "End"}
    [end] = [state for state in found.leads if state[0] == "End"]
    assert [status for status, _ in found.way_to(end)] == ["New", "Mid", "End"]


@pytest.mark.parametrize(
    ("happened", "line"),
    [
        (event("claim"), "claim LEAD"),
        (event("release"), "release LEAD"),
        (event("confirm"), "status confirm LEAD"),
        (event("note", text="x"), "note LEAD walk"),
        (event("call", way="in"), "log LEAD call --in"),
        (event("deal", rooms=3.0, ready=True), "log LEAD deal rooms=3 ready=yes"),
        (event("approve", what="The End"), "approve LEAD 'The End'"),
    ],
)
def test_an_event_as_one_would_type_it(happened: Event, line: str) -> None:
    """Each by the command that logs it."""
    assert _logged(happened) == line
