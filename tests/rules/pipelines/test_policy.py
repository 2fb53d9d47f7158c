"""What adds up: a group's policy beside a status's own, and what lower ranks want."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import case, event, lead, pipeline

from leadctl.errors import Invalid
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.language.statuses import Status
from leadctl.rules.moves.judging.judge import judge
from leadctl.rules.pipelines.policy import ADDS_UP

GROUP = """
[cadence.letters]
repeat = [{ do = "Write", every = "1 month", times = 3 }]

[group.green]
color = "green"
closed = "won"
requires = [{ owner = "actor" }]
forbids = [{ event = "letter" }]
expects = [{ field = "phone" }]
enter = [{ credit = "Green" }]
follow_up = [{ id = "greet", do = "Greet them", after = "1 day", until = ["touch"] }]
cadence = ["letters"]
"""
OWN = {
    "requires": '[{ field = "email" }]',
    "forbids": '[{ event = "meeting" }]',
    "expects": '[{ field = "zip" }]',
    "enter": "[{ release = true }]",
    "follow_up": '[{ id = "call", do = "Call", after = "2 days", until = ["touch"] }]',
    "cadence": '["calls"]',
}
CALLS = """
[cadence.calls]
repeat = [{ do = "Call", every = "1 week", times = 3 }]
"""


def status(own: set[str], without: set[str]) -> Status:
    """Return a status of the group that has keys of its own and leaves some of the group's out."""
    lines = [f"{key} = {OWN[key]}" for key in sorted(own)]
    lines += [f"without = {sorted(without)}".replace("'", '"')] if without else []
    text = GROUP.replace('closed = "won"\n', "") + CALLS
    more = ['[status.Won]\ndefinition = "yes"\ngroup = "green"', *lines]
    return pipeline(text + "\n".join(more)).status("Won")


@given(st.sets(st.sampled_from(ADDS_UP)), st.sets(st.sampled_from(ADDS_UP)))
def test_a_key_of_ones_own_never_drops_the_groups(own: set[str], without: set[str]) -> None:
    """Each part of a policy is the group's and the status's own, but for what it names."""
    found = status(own, without)
    for key in ADDS_UP:
        assert len(getattr(found, key)) == (key not in without) + (key in own)


def test_the_other_keys_are_the_statuss_own_where_it_has_them() -> None:
    """A colour or an end of its own takes the place of the group's."""
    own = '[status.A]\ndefinition = "a"\ngroup = "green"\ncolor = "red"\nclosed = "lost"\n'
    own += 'without = ["follow_up", "cadence"]\n'
    own += '[status.B]\ndefinition = "b"\ngroup = "green"\nwithout = ["closed"]\n'
    found = pipeline(GROUP + own)
    a, b = found.status("A"), found.status("B")
    assert (a.color, a.closed) == ("red", "lost")
    assert (b.color, b.closed) == ("green", "")


def test_one_follow_up_or_cadence_is_left_out_by_its_name() -> None:
    """What has a name of its own can be left out alone."""
    assert status(set(), {"greet"}).follow_up == ()
    assert status({"cadence"}, {"letters"}).cadence == ("calls",)


def test_what_the_group_does_not_have_cannot_be_left_out() -> None:
    """A misspelt name in `without` is told, with what was meant."""
    with pytest.raises(Invalid) as raised:
        status(set(), {"entre"})
    assert [(p.path, p.suggestion) for p in raised.value.problems] == [
        ("status.Won.without[0]", 'did you mean "enter"?')
    ]


FUNNEL = """
[event.offer]
fields.outcome = { type = "choice", choices = ["made", "accepted"] }

[event.contract]

[field.ready]
type = "flag"

[status.Called]
definition = "1"
rank = 1
expects = [{ event = "touch", way = "out" }]

[status.Met]
definition = "2"
rank = 2
requires = [{ event = "meeting" }, { field = "zip" }]

[status.Offering]
definition = "3"
rank = 3
requires = [{ any = [{ field = "ready", equals = true }, { event = "offer" }], why = "an offer" }]

[status.Out]
definition = "4"
rank = 4
forbids = [{ event = "contract" }]

[status.Signed]
definition = "5"
rank = 5
requires = [{ event = "contract" }]

[status.Aside]
definition = "no rank"
"""


def unusual(definition: Pipeline, target: str) -> list[str]:
    """Return what a move warns of, for a lead to whom nothing has happened."""
    return [warning.sentence for warning in judge(case(lead(), definition), target).warnings]


def test_what_lower_ranks_want_is_expected_by_rank() -> None:
    """Events and records of lower ranks are expected, fields are not, and nothing twice (S1)."""
    definition = pipeline(FUNNEL)
    touch, met = "a touch from us has been logged", "a meeting has been logged"
    assert unusual(definition, "Called") == [touch]
    assert unusual(definition, "Offering") == [touch, met]
    assert unusual(definition, "Out") == [touch, met, '"offer" has been logged']
    assert unusual(definition, "Aside") == []


def test_a_status_expects_nothing_that_it_forbids() -> None:
    """What a status refuses is not expected of it, though a lower rank wants it."""
    text = FUNNEL.replace("rank = 5", "rank = 3.5").replace("rank = 4", "rank = 6")
    definition = pipeline(text.replace("rank = 3.5", "rank = 4"))
    assert '"contract" has been logged' not in unusual(definition, "Out")


def test_expected_evidence_warns_and_refuses_nothing() -> None:
    """What is implied by rank never stands in the way of a move."""
    definition = pipeline(FUNNEL)
    assert judge(case(lead(), definition), "Out").allowed
    assert unusual(definition, "Signed")[-1] == '"offer" has been logged'
    seen = lead(event("call", -1), event("meeting", -1), event("offer", -1))
    assert judge(case(seen, definition), "Out").warnings == ()
