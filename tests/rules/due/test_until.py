"""Each `until` both ways: what a rule names settles it, and nothing else that can happen does.

Generated from the shipped definitions, so that a new rule is covered by being written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from case_maker import case_of
from cli_runner import ROOT

from leadctl.book.own_files.definitions import Definitions
from leadctl.rules.clauses.clauses import every_clause
from leadctl.rules.clauses.field import FieldClause
from leadctl.rules.clauses.status import StatusClause
from leadctl.rules.clauses.timeline import settles
from leadctl.rules.due.agenda import agenda
from leadctl.rules.due.rows.row import Due
from leadctl.rules.language.deadlines import Anchor, Cadence, Clearing, FollowUp
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.event_kinds import TOUCHES
from leadctl.rules.leads.lead import Event, Lead

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
DAY = timedelta(days=1)
FILES = [p for p in sorted((ROOT / "pipelines").glob("*.toml")) if ".scenarios" not in p.name]
OTHER = "something-else"


@dataclass(frozen=True)
class Rule:
    """One rule of a definition in one status: the least that makes it due, and what it names."""

    pipeline: Pipeline
    status: str
    id: str
    until: tuple[Clearing, ...]
    anchor: Anchor
    made: FollowUp | Cadence
    fields: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.pipeline.id}: {self.status}: {self.id}"


def definitions() -> Iterator[Pipeline]:
    """Yield every shipped definition."""
    for path in FILES:
        yield Definitions(None).read(path.stem).pipeline


def rules() -> Iterator[Rule]:
    """Yield every follow-up and every cadence, in a status where it runs."""
    for pipeline in definitions():
        running = [s for s in pipeline.statuses.values() if not s.closed and not s.parked]
        for made in pipeline.follow_up:
            wanted = [c.status for c in made.when if isinstance(c, StatusClause)]
            names = [s.name for s in running if all(s.name in w for w in wanted)]
            yield Rule(pipeline, names[0], made.id, made.until, made.from_, made)
        for status in running:
            for made in status.follow_up:
                yield Rule(pipeline, status.name, made.id, made.until, made.from_, made)
            for cadence, fields in cadences(pipeline, status.cadence):
                yield Rule(
                    pipeline, status.name, cadence.id, cadence.until, cadence.from_, cadence, fields
                )


def cadences(
    pipeline: Pipeline, names: tuple[str, ...]
) -> Iterator[tuple[Cadence, dict[str, Any]]]:
    """Yield the cadences that have steps, with the field that a branch wants for them."""
    for name in names:
        cadence = pipeline.cadences[name]
        if cadence.steps or cadence.repeat:
            yield cadence, {}
        if cadence.branch is not None:
            for value, further in cadence.branch.cases.items():
                for found, _ in cadences(pipeline, further):
                    yield found, {cadence.branch.field: value}


def before(rule: Rule) -> Lead:
    """Return a lead for which the rule is due today: everything it counts from, and no more."""
    start = NOW - 5 * 365 * DAY
    history = [Event(start, "received", "import")]
    fields: dict[str, Any] = {"owner": "sam", **rule.fields, **dict(wanted(rule))}
    if rule.status != rule.pipeline.initial:
        history.append(Event(start + DAY, "status", "sam", {"to": rule.status}))
    if rule.anchor.field:
        fields[rule.anchor.field] = planned(rule)
    if rule.anchor.event:
        values = dict(first(rule.anchor.where))
        history.append(Event(start + 2 * DAY, rule.anchor.event, "sam", values))
    touch = {"first touch out": "out", "last touch out": "out", "last touch in": "in"}
    touch["their word"] = "in"
    if rule.anchor.moment in {*touch, "last touch", "unanswered", "first try"}:
        way = touch.get(rule.anchor.moment, "out")
        touch_name = "text" if rule.anchor.moment == "their word" else "call"  # a call in is a talk
        history.append(Event(start + 2 * DAY, touch_name, "sam", {"way": way}))
    if rule.anchor.moment == "claimed":
        history.append(Event(start + 2 * DAY, "claim", "sam"))
    return Lead("k7f3q9m2", "Ana", rule.pipeline.id, rule.status, fields, tuple(history))


def wanted(rule: Rule) -> Iterator[tuple[str, Any]]:
    """Yield a value for each field that the rule's own clauses ask for."""
    for clause in every_clause(rule.made.when) if isinstance(rule.made, FollowUp) else ():
        if isinstance(clause, FieldClause) and not clause.absent:
            value = clause.one_of[0] if clause.one_of else clause.at_least
            yield clause.field, clause.equals or value or "something"


def planned(rule: Rule) -> Any:
    """Return a day or moment for a field that lies ahead, or a birthday long past."""
    kind = rule.pipeline.fields.get(rule.anchor.field)
    if isinstance(rule.made, FollowUp) and rule.made.every:
        return date(1980, 3, 4)
    return NOW - DAY if kind and kind.type == "datetime" else (NOW - DAY).date()


def first(where: Any) -> Iterator[tuple[str, Any]]:
    """Yield one value for each key of a `where`."""
    for key, value in where.items():
        yield key, value[0] if isinstance(value, tuple) else value


def row(lead: Lead, rule: Rule) -> Due | None:
    """Return the first open row of the rule."""
    case = case_of(lead, rule.pipeline, NOW)
    found = agenda(case)
    return next((due for due in found if due.rule == rule.id), None)


def happenings(rule: Rule) -> Iterator[Event]:
    """Yield one of everything that can happen: touches both ways, events, built-in kinds."""
    for touch in TOUCHES:
        yield from (Event(NOW, touch, "sam", {"way": way}) for way in ("in", "out"))
    names = [*rule.pipeline.events, "note", "confirm", "task", "credit", "ask", "approve", "sent"]
    for name in names:
        yield Event(NOW, name, "sam", {"id": OTHER, "of": OTHER})
    for clearing in rule.until:
        where = dict(first(clearing.where))
        if where:
            yield from (Event(NOW, name, "sam", where) for name in clearing.names)
    yield Event(NOW, "done", "sam", {"what": OTHER, "due": NOW})
    yield Event(NOW, "done", "sam", {"what": OTHER})


def restarts(rule: Rule, event: Event) -> bool:
    """Whether an event is what the rule counts from, so that it starts anew or once more."""
    anchor = rule.anchor
    if anchor.event:
        return event.name == anchor.event
    touched = {
        "last touch": event.is_touch,
        "last touch out": event.goes("out"),
        "last touch in": event.goes("in"),
        "their word": event.way == "in" or event.goes("out"),
        "status update": event.name in {"status", "confirm"},
    }
    return touched.get(anchor.moment, False)


def has_met(rule: Rule, event: Event) -> bool:
    """Whether an event is the meeting that a row was about, or reminded of."""
    made = rule.made
    timed = rule.pipeline.fields.get(rule.anchor.field)
    if not isinstance(made, FollowUp) or timed is None or timed.type != "datetime":
        return False
    return event.name == "meeting" and (made.kind == "appointment" or made.before is not None)


RULES = list({str(rule): rule for rule in rules()}.values())


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_what_the_rule_names_settles_it_and_nothing_else_does(rule: Rule) -> None:
    """Every kind of event, in turn, on the day the rule is due: named ones alone clear it."""
    lead = before(rule)
    case = case_of(lead, rule.pipeline, NOW)
    open_ = row(lead, rule)
    assert open_ is not None, "the rule is never due"
    tried = set()
    moment = max(open_.missed or open_.due, open_.opens or open_.due, NOW)
    for event in (replace(event, at=moment) for event in happenings(rule)):
        named = any(settles(clearing, event) for clearing in rule.until)
        if isinstance(rule.made, Cadence):
            named |= any(settles(clearing, event) for clearing in rule.made.stop)
        named |= has_met(rule, event)
        if restarts(rule, event) and not named:
            continue
        left = row(lead.add(event), rule)
        still = left is not None and (left.due, left.do) == (open_.due, open_.do)
        assert still != (named and event.name != "done"), f"{event.name} {event.way} {event.data}"
        tried.add(named)
    assert False in tried
    assert case.lead == lead


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_done_settles_a_rule_that_takes_it_and_no_other(rule: Rule) -> None:
    """`done` with the rule's name settles exactly the rules whose `until` lists it."""
    lead = before(rule)
    open_ = row(lead, rule)
    assert open_ is not None
    data = {"what": rule.id, "due": open_.due}
    left = row(lead.add(Event(NOW, "done", "sam", data)), rule)
    still = left is not None and (left.due, left.do) == (open_.due, open_.do)
    takes = any("done" in clearing.names for clearing in rule.until)
    acts = isinstance(rule.made, FollowUp) and bool(rule.made.then)
    assert open_.accepts_done == takes
    assert still != (takes or acts)


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_a_status_change_settles_what_names_it_or_belongs_to_the_status(rule: Rule) -> None:
    """A rule of one status is gone with it; one of the whole pipeline stays unless it says so."""
    lead = before(rule)
    others = [s.name for s in rule.pipeline.statuses.values() if s.name != rule.status]
    names = {name for clearing in rule.until for name in clearing.names}
    for other in others:
        moved = lead.set(status=other).add(Event(NOW, "status", "sam", {"to": other}))
        left = row(moved, rule)
        status = rule.pipeline.statuses[other]
        runs = (rule.id in {r.id for r in (*rule.pipeline.follow_up, *status.follow_up)}) or (
            rule.id in status.cadence
        )
        if left is not None:
            assert runs, other
            assert "status" not in names or left.due > NOW, other
