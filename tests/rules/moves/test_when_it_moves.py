"""When an event moves a lead, and what a status on the way still wants."""

from __future__ import annotations

from dataclasses import replace

import pytest
from world import at, case, event, lead, pipeline, rows

from leadctl.rules.moves.by_itself import passed
from leadctl.rules.moves.judging.judge import still_wanted
from leadctl.rules.moves.moving import moved_by
from leadctl.rules.pipelines.describe import role_words

TEXT = """
[role.Tenant]
pipeline = "lets"
[role.Same]
pipeline = "small"
[role.Peer]
parked = true
[field.budget]
type = "number"
[status.Gate]
definition = "guarded"
requires = [{ field = "budget" }, { field = "zip" }]
[[status.New.follow_up]]
id = "ask"
do = "Ask"
after = "1 day"
from = "received"
until = ["done"]
[[status.New.follow_up]]
id = "go"
do = "Go"
after = "2 days"
from = "received"
until = ["done"]
then = { status = "Gate" }
"""


@pytest.mark.parametrize(("days", "moved"), [(-3, -3), (-5, -4), (-4, -4)])
def test_a_lead_is_never_moved_before_it_entered_its_status(days: float, moved: float) -> None:
    """An event that is entered late counts for its own time, or for the entry."""
    who = lead(event("status", -4, to="Gate"), status="Gate")
    assert moved_by(case(who, pipeline(TEXT)), event("call", days)).at == at(moved)
    unknown = replace(who, history=())
    assert moved_by(case(unknown, pipeline(TEXT)), event("call", days)).at == at(days)


def test_what_a_status_on_the_way_still_wants() -> None:
    """What is known is not asked for again."""
    definition = pipeline(TEXT)

    def wanted(**fields: object) -> list[str]:
        return [one.sentence for one in still_wanted(case(lead(**fields), definition), "Gate")]

    assert wanted() == ["budget must be known", "zip must be known"]
    assert wanted(budget=5) == ["zip must be known"]
    assert wanted(budget=5, zip="10001") == []


def test_only_what_does_something_happens_by_itself() -> None:
    """Of the deadlines that have passed the first with something to do, not the first of all."""
    definition = pipeline(TEXT)
    found = passed(rows(lead(), definition, days=-7), at(-7))
    assert found is not None
    assert found.rule == "go"
    assert passed(rows(lead(), definition, days=-8.5), at(-8.5)) is None


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("Tenant", "uses lets"),
        ("Same", "this pipeline"),
        ("Peer", "parked: outside funnel and clocks"),
    ],
)
def test_what_a_role_means(role: str, said: str) -> None:
    """Another pipeline is named; its own, named or not, is this one."""
    definition = pipeline(TEXT)
    assert role_words(definition.roles[role], definition) == said
