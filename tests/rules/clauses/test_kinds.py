"""A new kind of clause or effect is one class: registered, it is read, checked, judged and told."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import NOW, case, event, lead, pipeline

from leadctl.errors import Invalid
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.clauses import holds
from leadctl.rules.clauses.kind import ClauseKind
from leadctl.rules.clauses.kinds import CLAUSES
from leadctl.rules.clauses.records import attempts
from leadctl.rules.clauses.wording import hint, sentence
from leadctl.rules.language.family import Family
from leadctl.rules.language.keys import Key, key
from leadctl.rules.language.names import Names
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.lead import Lead
from leadctl.rules.moves.effects.entering import enter
from leadctl.rules.moves.effects.kind import EffectKind, Stamp
from leadctl.rules.moves.effects.kinds import EFFECTS
from leadctl.rules.moves.judging.judge import judge
from leadctl.rules.pipelines import describe
from leadctl.rules.pipelines.json_schema import pipeline_schema
from leadctl.rules.pipelines.reference import language_reference
from leadctl.rules.pipelines.tables import FAMILIES
from leadctl.rules.time.spans import Duration, parse_duration
from leadctl.rules.time.working_calendar import Calendar

GATE = """
[status.Gate]
definition = "guarded"
requires = [REQUIRES]
enter = [ENTER]
"""


class WeekdayClause(ClauseKind):
    """It is one of these days of the week."""

    subject = "weekday"
    means = "It is one of these days of the week."
    example = '{ weekday = ["mon", "tue"] }'
    keys: Mapping[str, Key] = {
        "weekday": key("texts", "days of the week, three letters each"),
        "not_before": key("count", "the first hour of the day"),
    }
    weekday: tuple[str, ...] = ()
    not_before: int = 0

    def holds(self, case: Case) -> bool:
        """Whether today is one of them."""
        return f"{case.today:%a}".lower() in self.weekday and case.now.hour >= self.not_before

    def says(self, pipeline: Pipeline) -> str:
        """Return the days."""
        return f"today is {' or '.join(self.weekday)}"

    def check(self, names: Names) -> None:
        """Note days there are not."""
        for day in self.weekday:
            if day not in {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}:
                names.problem(self.source, f'"{day}" is no day', key="weekday")

    @property
    def timeless(self) -> bool:
        """It asks for now."""
        return False


class TagEffect(EffectKind):
    """A tag is added."""

    subject = "tag"
    means = "A tag is added."
    example = '{ tag = "hot" }'
    keys: Mapping[str, Key] = {"tag": key("text", "the tag")}
    tag: str = ""

    def apply(self, case: Case, stamp: Stamp) -> Lead:
        """Return the lead with the tag."""
        return case.lead.set(tags=[*case.lead.fields.get("tags", []), self.tag])

    def says(self) -> str:
        """Return the tag."""
        return f"the tag {self.tag} is added"

    def check(self, names: Names) -> None:
        """A tag is any word."""


@pytest.fixture
def more() -> Iterator[None]:
    """A weekday clause and a tag effect beside the others."""
    CLAUSES.register(WeekdayClause)
    EFFECTS.register(TagEffect)
    yield
    CLAUSES.remove(WeekdayClause)
    EFFECTS.remove(TagEffect)


def gate(requires: str = "", enter: str = "") -> Pipeline:
    """Return a definition with one guarded status."""
    return pipeline(GATE.replace("REQUIRES", requires).replace("ENTER", enter))


def problems(requires: str = "", enter: str = "") -> str:
    """Return what is wrong with such a definition."""
    with pytest.raises(Invalid) as caught:
        gate(requires, enter)
    return str(caught.value)


def test_a_registered_clause_is_read_judged_and_said(more: None) -> None:
    """One class is all it takes: the guard refuses with its own words, and lets through."""
    definition = gate('{ weekday = ["tue"], why = "office day" }')
    refused = judge(case(lead(), definition), "Gate")
    assert [(u.sentence, u.why) for u in refused.unmet] == [
        ("only once today is tue", "office day")
    ]
    assert judge(case(lead(), definition, days=1), "Gate").allowed
    nested = gate('{ any = [{ weekday = ["sun"] }, { weekday = "mon", not_before = 15 }] }')
    assert judge(case(lead(), nested), "Gate").allowed
    [clause] = nested.status("Gate").requires
    assert sentence(clause, nested) == "today is sun or today is mon"
    assert hint(clause, case(lead(), nested)) == ""


def test_a_registered_clause_is_checked(more: None) -> None:
    """Its own check speaks, keys of other kinds are refused, and so is it where time may not be."""
    assert '"maandag" is no day' in problems('{ weekday = "maandag" }')
    assert '"spaced" says nothing about weekday' in problems(
        '{ weekday = "mon", spaced = "1 day" }'
    )
    assert "should be a whole number" in problems('{ weekday = "mon", not_before = "nine" }')
    assert "only one is allowed" in problems('{ weekday = "mon", field = "name" }')
    with pytest.raises(Invalid, match="may not depend on the time"):
        pipeline('[[follow_up]]\ndo = "x"\nafter = "1 day"\nwhen = [{ weekday = "mon" }]\n')


def test_a_registered_effect_is_read_applied_and_said(more: None) -> None:
    """The same for an effect, beside others in one table."""
    definition = gate(enter='{ tag = "hot", credit = "gate" }')
    found = enter(case(lead(), definition), "Gate", Stamp(NOW, "sam"))
    assert found.value("tags") == ["hot"]
    assert [e.name for e in found.history[-2:]] == ["status", "credit"]
    said = [describe.effect_words(effect) for effect in definition.status("Gate").enter]
    assert said == ['"gate" is credited to the agent', "the tag hot is added"]
    assert '"after" says nothing about tag' in problems(enter='{ tag = "hot", after = "1 day" }')


def test_registered_kinds_are_documented(more: None) -> None:
    """The reference and the schema have them, and lose them again."""
    page, schema = language_reference(), json.dumps(pipeline_schema())
    assert "### `weekday`" in page
    assert 'For example `{ tag = "hot" }`' in page
    assert "three letters each" in schema
    CLAUSES.remove(WeekdayClause)
    assert "`weekday`" not in language_reference()
    CLAUSES.register(WeekdayClause)


def test_a_half_made_kind_is_refused_at_once() -> None:
    """What does not say when it holds, or what it is for, never gets as far as a lead."""

    class Half(ClauseKind):
        """Without a word or a check."""

        subject = "half"
        means = "Half."
        example = "{ half = true }"
        keys: Mapping[str, Key] = {"half": key("flag", "half")}
        half: bool = False

        def holds(self, case: Case) -> bool:
            """Never."""
            return False

    with pytest.raises(TypeError, match="Half lacks check, says"):
        CLAUSES.register(Half)
    with pytest.raises(TypeError, match="already"):
        CLAUSES.register(CLAUSES.kinds["event"])
    assert "half" not in CLAUSES.kinds


@pytest.mark.parametrize("name", FAMILIES)
def test_examples_can_be_pasted(name: str) -> None:
    """The example of each kind is read without a problem, but for names of the definition's own."""
    family: Family[Any] = FAMILIES[name]
    for kind in family.kinds.values():
        part = {"clause": {"requires": kind.example}, "effect": {"enter": kind.example}}[name]
        try:
            gate(**part)
        except Invalid as error:
            kinds = ("status", "event", "field", "record", "message")
            known = {*(f"there is no {what}" for what in kinds), "belongs to the guards of an"}
            said = {re.split(r' "| \[', problem.message)[0] for problem in error.problems}
            assert said <= known


def test_calls_minutes_apart_are_not_a_month_apart() -> None:
    """`spaced = "1 month"` is a month: two calls 4 minutes apart are one, 32 days apart are two."""
    definition = gate('{ event = "call", at_least = 2, spaced = "1 month" }')
    close = lead(event("call", 0), event("call", 4 / 1440))
    wide = lead(event("call", -32), event("call", 0))
    assert not judge(case(close, definition, days=1), "Gate").allowed
    assert judge(case(wide, definition, days=1), "Gate").allowed
    [clause] = definition.status("Gate").requires
    assert "at least 2 times, more than 1 month apart" in sentence(clause, definition)
    assert not holds(clause, case(lead(event("call", -30), event("call", 0)), definition))


SPANS = st.builds(
    lambda n, unit: parse_duration(f"{n} {unit}"),
    st.integers(1, 30),
    st.sampled_from(["minutes", "hours", "days", "weeks", "months"]),
)


@given(SPANS, st.integers(-2, 2))
def test_no_part_of_a_span_is_lost(span: Duration, seconds: int) -> None:
    """Whatever the unit, events count apart exactly when later than the span after the first."""
    calendar = Calendar("America/New_York")
    start = datetime(2026, 10, 20, 12, tzinfo=UTC)
    later = calendar.add(start, span, "wall") + timedelta(seconds=seconds)
    assert attempts([later, start], span, calendar) == (2 if seconds > 0 else 1)


def test_values_are_values() -> None:
    """Clauses compare by what they say, and cannot be changed."""
    one, two = (gate('{ event = "call" }').status("Gate").requires[0] for _ in range(2))
    assert one == two
    assert one != gate('{ event = "text" }').status("Gate").requires[0]
    with pytest.raises(AttributeError):
        one.why = "because"
