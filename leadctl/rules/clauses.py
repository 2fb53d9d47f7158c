"""Clauses: the one language of guards, derivations, prompts and masks.

Each subject has three answers: does it hold, what does it say, and what command would satisfy it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as default_of
from datetime import datetime
from typing import Any

from leadctl.rules.agents import Agent
from leadctl.rules.lead import Event, Lead, is_day
from leadctl.rules.pipeline import Clause, Pipeline
from leadctl.rules.records import attempts, event_values, matches, records


@dataclass(frozen=True)
class Case:
    """What a clause is judged against.

    `target` is the status asked for, if a move is judged; `others` gives the further leads that a
    prompt compares with, only read when a clause asks for them.
    """

    lead: Lead
    pipeline: Pipeline
    now: datetime
    actor: Agent | None = None
    target: str = ""
    agents: Mapping[str, Agent] = default_of(default_factory=dict)
    derived: Mapping[str, Any] = default_of(default_factory=dict)
    others: Callable[[], Sequence[Case]] = tuple

    def value(self, name: str) -> Any:
        """Return a field's value, or a derived one, or its default."""
        if name in self.derived:
            return self.derived[name]
        found = self.lead.value(name)
        if found is None and name in self.pipeline.fields:
            return self.pipeline.fields[name].default
        return found


def holds(clause: Clause, case: Case) -> bool:
    """Whether a clause holds. One that only applies `when` something else does, holds otherwise."""
    if not all(holds(condition, case) for condition in clause.when):
        return True
    return _HOLDS[subject(clause)](clause, case)


def applies(clause: Clause, case: Case) -> bool:
    """Whether the clause's subject itself holds and is asked for: what `forbids` refuses."""
    wanted = all(holds(condition, case) for condition in clause.when)
    return wanted and _HOLDS[subject(clause)](clause, case)


def subject(clause: Clause) -> str:
    """Return which subject a clause has."""
    return next(name for name in _HOLDS if getattr(clause, name))


def matching_events(clause: Clause, lead: Lead) -> list[Event]:
    """Return the events an event clause speaks of, in the order in which they happened."""
    start = _start(clause.since, lead)
    return sorted(
        (
            event
            for event in lead.history
            if event.name in clause.event
            and (not clause.way or event.way == clause.way)
            and (start is None or event.at >= start)
            and matches(event_values(event), clause.where)
        ),
        key=lambda event: event.at,
    )


def _start(since: str, lead: Lead) -> datetime | None:
    if since == "entered":
        return lead.entered()
    if since == "received":
        return lead.received()
    if since == "claimed":
        return max((e.at for e in lead.history if e.name in {"claim", "assign"}), default=None)
    return None


def _event(clause: Clause, case: Case) -> bool:
    found = matching_events(clause, case.lead)
    return _in_bounds(clause, attempts([event.at for event in found], clause.spaced))


def _in_bounds(clause: Clause, count: int) -> bool:
    least = clause.at_least
    if least is None:
        least = 0 if clause.at_most is not None else 1
    return count >= least and (clause.at_most is None or count <= clause.at_most)


def _record(clause: Clause, case: Case) -> bool:
    found = [
        r for r in records(case.lead, case.pipeline, clause.record) if matches(r, clause.where)
    ]
    return _in_bounds(clause, len(found)) and all(matches(r, clause.every) for r in found)


def _field(clause: Clause, case: Case) -> bool:
    value = case.value(clause.field)
    if value is None or clause.absent:
        return clause.absent and value is None
    checks = (
        clause.equals is None or matches({"v": value}, {"v": clause.equals}),
        not clause.one_of or matches({"v": value}, {"v": clause.one_of}),
        clause.at_least is None or (_is_number(value) and value >= clause.at_least),
        clause.at_most is None or (_is_number(value) and value <= clause.at_most),
        not clause.past or _moment_before(value, case),
        not clause.future or not _moment_before(value, case),
        not clause.among or _reaches_median(clause, value, case),
    )
    return all(checks)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _moment_before(value: Any, case: Case) -> bool:
    if is_day(value):
        return bool(value <= case.now.date())
    return isinstance(value, datetime) and value <= case.now


def _reaches_median(clause: Clause, value: Any, case: Case) -> bool:
    """Whether a figure is at or past the median of the other leads that `among` describes."""
    peers = [
        other.value(clause.field)
        for other in case.others()
        if other.lead.id != case.lead.id and all(holds(c, other) for c in clause.among)
    ]
    figures = sorted(figure for figure in peers if _is_number(figure))
    if not figures or not _is_number(value):
        return False
    middle = len(figures) // 2
    median = figures[middle] if len(figures) % 2 else sum(figures[middle - 1 : middle + 1]) / 2
    return bool(value >= median)


def _owner(clause: Clause, case: Case) -> bool:
    owner = case.lead.owner
    if clause.owner == "actor":
        return bool(owner) and case.actor is not None and owner == case.actor.id
    return bool(owner) == (clause.owner == "somebody")


def _approval(clause: Clause, case: Case) -> bool:
    """Whether an agent of the role approved this move since the lead entered its status."""
    start = case.lead.entered()
    return any(
        event.name == "approve"
        and matches(event.data, {"what": case.target or clause.contains})
        and (start is None or event.at >= start)
        and has_role(case, event.by, clause.approval)
        for event in case.lead.history
    )


def has_role(case: Case, agent: str, role: str) -> bool:
    """Whether a configured agent has a role."""
    return agent in case.agents and role in case.agents[agent].roles


def _tenure(clause: Clause, case: Case) -> bool:
    """Whether the acting agent is new: day 1 is the day of the start (decision 13)."""
    span = clause.actor_tenure_below
    if case.actor is None or case.actor.started is None or span is None:
        return False
    return (case.now.date() - case.actor.started).days + 1 < span.days


def _actor(clause: Clause, case: Case) -> bool:
    if case.actor is None:
        return False
    attribute = case.actor.attributes.get(clause.actor)
    if clause.contains:
        wanted = case.value(clause.contains)
        return wanted is not None and wanted in _as_list(attribute)
    if clause.equals is not None:
        return bool(attribute == clause.equals)
    return bool(attribute)


def _as_list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else () if value is None else (value,)


def _status(clause: Clause, case: Case) -> bool:
    return case.lead.status in clause.status


def _any(clause: Clause, case: Case) -> bool:
    return any(holds(part, case) for part in clause.any)


_HOLDS: dict[str, Callable[[Clause, Case], bool]] = {
    "field": _field,
    "event": _event,
    "record": _record,
    "status": _status,
    "owner": _owner,
    "approval": _approval,
    "actor": _actor,
    "actor_tenure_below": _tenure,
    "any": _any,
}
