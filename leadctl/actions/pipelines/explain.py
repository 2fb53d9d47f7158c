"""Why a step of a scenario failed: what held instead, and why."""

from __future__ import annotations

from collections.abc import Iterator

from leadctl.actions.desk import Desk
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.clauses import holds
from leadctl.rules.clauses.wording import sentence
from leadctl.rules.due.agenda import agenda
from leadctl.rules.due.anchors import starts
from leadctl.rules.due.deadline_words import beginning_words
from leadctl.rules.due.rows.row import Due
from leadctl.rules.language.deadlines import FollowUp
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.moves.judging.judge import judge
from leadctl.rules.pipelines.read_value import event_said
from leadctl.rules.pipelines.scenario import Expected, RowSaid
from leadctl.values import replace


def explained(desk: Desk, lead: Lead, expected: Expected) -> Iterator[str]:
    """Yield in words how a lead stands to what is expected of its rows and moves."""
    case = desk.case(lead)
    yield f"the lead is in {lead.status}, {_owner(lead)}; so far: {_history(case)}"
    for wanted in expected.get("due", ()):
        rule = _rule(wanted)
        if rule not in {row.rule for row in agenda(case)}:
            yield f"{rule} is not due: {_why_not(case, rule)}"
    for wanted in expected.get("not_due", ()):
        for row in agenda(case):
            if row.rule == _rule(wanted):
                yield f"{row.rule} is due: {_why(case, row)}"
    for name in (*expected.get("legal", ()), *_one(expected.get("status"))):
        unmet = judge(case, name, reason="given").unmet if name != lead.status else ()
        for one in unmet:
            yield f"{name} is not legal: {one.sentence}" + (f" ({one.why})" if one.why else "")


def _rule(wanted: RowSaid | str) -> str:
    return wanted if isinstance(wanted, str) else str(wanted["rule"])


def _one(name: str | None) -> tuple[str, ...]:
    return () if name is None else (name,)


def _owner(lead: Lead) -> str:
    return f"in {lead.owner}'s name" if lead.owner else "in nobody's name"


def _history(case: Case) -> str:
    return ", ".join(_event(case, event) for event in case.lead.history) or "nothing"


def _event(case: Case, event: Event) -> str:
    at = event.at.astimezone(case.calendar.zone)
    to = f" to {event.data['to']}" if event.name == "status" and "to" in event.data else ""
    return f"{event_said(event.name, event.way)}{to} on {at.day} {at:%b} {at:%H:%M}"


def _why(case: Case, row: Due) -> str:
    since = row.since.astimezone(case.calendar.zone)
    return f"{row.why}, since {since.day} {since:%b} {since:%H:%M}; settled by {row.clears}"


def _why_not(case: Case, name: str) -> str:
    """Return why a rule gives no row: another status, a condition, no start, or settled."""
    found = [
        (status, rule)
        for status, rules in (
            ("", case.pipeline.follow_up),
            *((s.name, s.follow_up) for s in case.pipeline.statuses.values()),
        )
        for rule in rules
        if rule.id == name
    ]
    if not found:
        return _why_no_step(case, name)
    here = [rule for status, rule in found if status in {"", case.lead.status}]
    if not here:
        return f"it belongs to {' and '.join(status for status, _ in found)}"
    rule = here[0]
    unmet = [sentence(clause, case.pipeline) for clause in rule.when if not holds(clause, case)]
    if unmet:
        return f"it is not so that {' and '.join(unmet)}"
    if not list(starts(rule.from_, case)):
        return f"there is nothing to count from, {beginning_words(rule.from_)}"
    return _settled(case, rule)


def _why_no_step(case: Case, name: str) -> str:
    """Return why a series of touches gives no row."""
    if name not in case.pipeline.cadences:
        return "no follow-up has this name"
    statuses = [s.name for s in case.pipeline.statuses.values() if name in s.cadence]
    if case.lead.status not in statuses:
        return f"it belongs to {' and '.join(statuses) or 'no status'}"
    return "all of its steps are settled, or what stops it has happened"


def _settled(case: Case, rule: FollowUp) -> str:
    """Return which event settled a rule: the last one without which it would be due."""
    history = case.lead.history
    for place in reversed(range(len(history))):
        left = (*history[:place], *history[place + 1 :])
        if not left:
            continue
        before = replace(case, lead=replace(case.lead, history=left))
        if any(row.rule == rule.id for row in agenda(before)):
            return f"settled by {_event(case, history[place])}"
    return "it never falls due"
