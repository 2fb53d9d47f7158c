"""Derived values: levels that follow from the lead's life, and what is taken from its records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

from leadctl.rules.clauses.case import NOBODY, Case
from leadctl.rules.clauses.clauses import every_clause, holds
from leadctl.rules.clauses.peers import Peers
from leadctl.rules.clauses.records import event_values, matches, records
from leadctl.rules.language.contents import Derivation
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.money import total
from leadctl.values import replace


def with_derived(case: Case) -> Case:
    """Return the case with every derived value computed anew, in the definition's order.

    A derivation sees the values before it: its own lead's, and those of the other leads of the
    same definition. Of leads of other definitions it sees what compares with no other lead.
    """
    if case.pipeline.derive:
        case = _derived_until(case, "")
    if case.others is NOBODY:
        return case
    return replace(case, peers=case.others.view(("", ""), _complete))


def _complete(case: Case) -> Case:
    """Return another lead's case with all that is derived of it; it looks at nobody in turn."""
    return replace(_derived_until(case, ""), peers=NOBODY)


def _derived_until(case: Case, last: str) -> Case:
    """Return the case with the derived values that stand before one in the definition."""
    derived: dict[str, object] = {}
    for name, derivation in case.pipeline.derive.items():
        if name == last:
            break
        seen = replace(case, derived=derived, peers=_peers_before(case, name, derivation))
        value = derived_value(derivation, seen)
        if value is not None:
            derived[name] = value
    return replace(case, derived=derived)


def _peers_before(case: Case, name: str, derivation: Derivation) -> Peers[Case]:
    """Return the other leads as a derivation may see them; nobody where it compares with none."""
    if not compares(derivation):
        return NOBODY
    pipeline = case.pipeline

    def derive(other: Case) -> Case:
        if other.pipeline.id == pipeline.id:
            return _derived_until(other, name)
        alone = {n: d for n, d in other.pipeline.derive.items() if not compares(d)}
        return _derived_until(replace(other, pipeline=replace(other.pipeline, derive=alone)), "")

    return case.others.view((pipeline.id, name), derive)


def compares(derivation: Derivation) -> bool:
    """Whether a derivation compares its lead with others."""
    clauses = every_clause(c for option in derivation.cases for c in option.when)
    return any(clause.compares for clause in clauses)


def derived_value(derivation: Derivation, case: Case) -> object:
    """Return what is derived of a case, as it is; None where nothing is."""
    if derivation.record or derivation.event:
        return _sum(derivation, case) if derivation.sum else _latest(derivation, case)
    if not derivation.raise_only:
        return _level(derivation, case, "") or None
    level = ""
    for moment in _life(case, _turning(derivation, case.pipeline)):
        level = _level(derivation, moment, level)
    return level or None


def _latest(derivation: Derivation, case: Case) -> object:
    """Return the latest of dates; of other values the one that was said last."""
    values = _values(derivation, derivation.latest, case)
    if values and all(isinstance(value, date) for value in values):
        return max(values, key=_order)
    names = events_of(derivation, case)
    last = [e.data for e in case.lead.history if e.name in names and derivation.latest in e.data]
    said = (data[derivation.latest] for data in reversed(last))
    return next((value for value in said if value in values), None)


def events_of(derivation: Derivation, case: Case) -> tuple[str, ...]:
    """Return the events that a value is taken from."""
    if derivation.event:
        return (derivation.event,)
    kind = case.pipeline.records.get(derivation.record)
    return kind.events if kind else ()


def _sum(derivation: Derivation, case: Case) -> object:
    """Return the sum over the records, or events, to the cent; None where none has a figure."""
    values = _values(derivation, derivation.sum, case)
    return total(values) if values else None


def _values(derivation: Derivation, field: str, case: Case) -> list[object]:
    if derivation.event:
        found = [event_values(e) for e in case.lead.history if e.name == derivation.event]
    else:
        found = records(case.lead, case.pipeline, derivation.record)
    return [r[field] for r in found if field in r and matches(r, derivation.where)]


def _order(value: object) -> str:
    """Return what puts dates and moments in order; a time without zone counts as UTC."""
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    return str(value)


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
