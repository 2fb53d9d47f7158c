"""Derived values: levels that follow from the lead's life, and dates taken from its records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.clauses import every_clause, holds
from leadctl.rules.clauses.records import matches, records
from leadctl.rules.language.pipeline import Derivation, Pipeline
from leadctl.rules.leads.agents import Agent
from leadctl.rules.leads.lead import Lead
from leadctl.values import replace


def case_of(  # noqa: PLR0913, PLR0917  # a case's own values, in a case's own order
    lead: Lead,
    pipeline: Pipeline,
    now: datetime,
    actor: Agent | None = None,
    agents: Mapping[str, Agent] | None = None,
    others: Callable[[], Sequence[Case]] = tuple,
) -> Case:
    """Return the case of a lead, its derived values computed."""
    case = Case(lead, pipeline, now, actor, agents=agents or {}, others=others)
    return with_derived(case)


def with_derived(case: Case) -> Case:
    """Return the case with every derived value computed anew, in the definition's order."""
    if not case.pipeline.derive:
        return case
    derived: dict[str, Any] = {}
    for name, derivation in case.pipeline.derive.items():
        value = _derive(derivation, replace(case, derived=derived))
        if value is not None:
            derived[name] = value
    return replace(case, derived=derived)


def _derive(derivation: Derivation, case: Case) -> Any:
    if derivation.record:
        return _latest(derivation, case)
    if not derivation.raise_only:
        return _level(derivation, case, "") or None
    level = ""
    for moment in _life(case, _turning(derivation, case.pipeline)):
        level = _level(derivation, moment, level)
    return level or None


def _latest(derivation: Derivation, case: Case) -> Any:
    found = records(case.lead, case.pipeline, derivation.record)
    values = [r[derivation.latest] for r in found if _has(r, derivation)]
    return max(values, key=_order, default=None)


def _order(value: Any) -> str:
    """Return what puts dates and moments in order; a time without zone counts as UTC."""
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    return str(value)


def _has(record: Mapping[str, Any], derivation: Derivation) -> bool:
    return derivation.latest in record and matches(record, derivation.where)


def _turning(derivation: Derivation, pipeline: Pipeline) -> frozenset[str] | None:
    """Return the events that can make another case hold; None where any event may."""
    names = {"status"}
    for clause in every_clause(c for option in derivation.cases for c in option.when):
        turning = clause.turning(pipeline)
        if turning is None:
            return None
        names |= turning
    return frozenset(names)


def _life(case: Case, turning: frozenset[str] | None) -> Iterator[Case]:
    """Yield the case after its first event and each turning one, and as it is now.

    The lead's fields are today's. After any other event the level is what it was before.
    """
    lead, status = case.lead, case.pipeline.initial
    for count, event in enumerate(lead.history[:-1], 1):
        if event.name == "status":
            status = str(event.data.get("to", status))
        if count == 1 or turning is None or event.name in turning:
            then = replace(lead, history=lead.history[:count], status=status)
            yield replace(case, lead=then)
    yield case


def _level(derivation: Derivation, case: Case, level: str) -> str:
    """Return the highest level whose case holds, never below `level` but for a reset (S2.30)."""
    order = derivation.levels
    best = level
    for option in derivation.cases:
        if all(holds(clause, case) for clause in option.when):
            if option.reset:
                return option.to
            if not best or order.index(option.to) > order.index(best):
                best = option.to
    return best
