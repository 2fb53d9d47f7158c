"""Derived values: levels that follow from the lead's life, and dates taken from its records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from leadctl.rules.agents import Agent
from leadctl.rules.clauses import Case, holds
from leadctl.rules.lead import Lead
from leadctl.rules.pipeline import Derivation, Pipeline
from leadctl.rules.records import matches, records


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
    for moment in _life(case):
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


def _life(case: Case) -> list[Case]:
    """Return the case as it stood after each event; the lead's fields are today's."""
    lead, status = case.lead, case.pipeline.initial
    moments = []
    for count, event in enumerate(lead.history, 1):
        if event.name == "status":
            status = str(event.data.get("to", status))
        then = replace(lead, history=lead.history[:count], status=status)
        moments.append(replace(case, lead=then))
    return [*moments[:-1], case] if moments else [case]


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
