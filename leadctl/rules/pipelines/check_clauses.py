"""Clauses checked: names, qualifiers that belong to the subject, and what can never hold."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import Any

from leadctl.rules.clauses.clauses import every_clause, subject
from leadctl.rules.language.pipeline import Clause, Field, Status, neighbours
from leadctl.rules.leads.lead import TOUCHES
from leadctl.rules.pipelines.check_names import MOMENT_TYPES, NUMBER_TYPES, Names
from leadctl.rules.pipelines.policy import same

BOUNDS = {"at_least", "at_most", "more_than"}
QUALIFIERS: dict[str, set[str]] = {
    "field": {"equals", "one_of", "past", "future", "absent", "among", *BOUNDS},
    "event": {"way", "where", "since", "spaced", "share_above", *BOUNDS},
    "record": {"where", "every", *BOUNDS},
    "actor": {"contains", "equals"},
    "status": set(),
    "owner": set(),
    "approval": set(),
    "actor_tenure_below": set(),
    "any": set(),
}
_ALL = set().union(*QUALIFIERS.values())
NEVER = "can never hold: "


def check_clauses(clauses: Iterable[Clause], names: Names) -> None:
    """Note the problems of clauses and of all clauses within them."""
    for clause in every_clause(clauses):
        _check_names(clause, names)
        _check_qualifiers(clause, names)
        _check_bounds(clause, names)
        if clause.field:
            _check_field(clause, names)
        if clause.event:
            _check_event(clause, names)
        if clause.record:
            _check_record(clause, names)


def _check_names(clause: Clause, names: Names) -> None:
    names.known("field", clause.field, clause.source, "field")
    names.known("field", clause.contains, clause.source, "contains")
    names.known("status", clause.status, clause.source, "status")
    names.known("record", clause.record, clause.source, "record")
    events = [name for name in clause.event if name != "touch"]
    names.known("event", events, clause.source, "event")


def _check_qualifiers(clause: Clause, names: Names) -> None:
    about = subject(clause)
    for key in sorted(_ALL - QUALIFIERS[about]):
        if is_given(getattr(clause, key)):
            message = f'"{key}" says nothing about {about.replace("_", " ")}'
            names.problem(clause.source, message, key=key)


def is_given(value: Any) -> bool:
    """Whether a key of a clause has been given a value; 0 is one."""
    return value is not None and value is not False and value not in ("", (), {})


def _check_bounds(clause: Clause, names: Names) -> None:
    least, most, more = clause.at_least, clause.at_most, clause.more_than
    if least is not None and most is not None and not least <= most:
        names.problem(clause.source, f"{NEVER}at_least is more than at_most", key="at_least")
    if more is not None and most is not None and not more < most:
        names.problem(clause.source, f"{NEVER}more_than is not below at_most", key="more_than")
    share = clause.share_above
    if share is not None and not 0 <= share < 1:
        message = f"{NEVER}share_above is a part, from 0 to below 1"
        names.problem(clause.source, message, key="share_above")


def _check_field(clause: Clause, names: Names) -> None:
    kind, source = names.type_of(clause.field), clause.source
    bounded = any(getattr(clause, key) is not None for key in BOUNDS) or clause.among
    if kind and bounded and kind not in NUMBER_TYPES:
        names.problem(source, f"{NEVER}{clause.field} is {kind}, no number")
    if kind and (clause.past or clause.future) and kind not in MOMENT_TYPES - {"month-day"}:
        names.problem(source, f"{NEVER}{clause.field} is {kind}, no date")
    if clause.past and clause.future:
        names.problem(source, f"{NEVER}past and future at once")
    others = QUALIFIERS["field"] - {"absent"}
    if clause.absent and any(is_given(getattr(clause, key)) for key in others):
        names.problem(source, f"{NEVER}absent, and yet of a value")
    field = Field(type=kind, choices=names.choices_of(clause.field))
    wanted = tuple(v for v in (clause.equals, *clause.one_of) if v is not None)
    if kind and clause.field != "tags":
        names.values(clause.field, field, wanted, source)


def _check_event(clause: Clause, names: Names) -> None:
    touches = any(name in {*TOUCHES, "touch"} for name in clause.event)
    if clause.way and not touches:
        names.problem(clause.source, f'{NEVER}only touches have a "way"', key="way")
    names.where(clause.event, clause.where, clause.source)


def _check_record(clause: Clause, names: Names) -> None:
    kind = names.pipeline.records.get(clause.record)
    if kind is None:
        return
    types = [names.pipeline.events.get(event) for event in kind.events]
    known = {key: field for t in types if t for key, field in t.fields.items()}
    for part in ("where", "every"):
        for key, wanted in getattr(clause, part).items():
            if key in known:
                names.values(f"{key} of {clause.record}", known[key], wanted, clause.source)
            elif None not in types:
                message = f'no event of "{clause.record}" has a field "{key}"'
                names.problem(clause.source, message, key=part)


def check_guards(status: Status, names: Names) -> None:
    """Guards nobody could ever satisfy, each by itself or together."""
    for clause in status.requires:
        if any(same(clause, other) for other in status.forbids):
            names.problem(clause.source, f'"{status.name}" both requires and forbids this')
        if clause.status and not clause.when and not _comes_from(status, clause.status, names):
            listed = ", ".join(clause.status)
            message = f'no lead can enter "{status.name}": {listed} never leads here'
            names.problem(clause.source, message, key="status")
    always = [clause for clause in status.requires if not clause.when]
    for one, other in combinations(always, 2):
        if _exclude(one, other):
            names.problem(other.source, f'"{status.name}" also requires the opposite of this')


def _comes_from(status: Status, sources: Iterable[str], names: Names) -> bool:
    pipeline = names.pipeline
    known = [name for name in sources if name in pipeline.statuses]
    return not known or any(status.name in neighbours(pipeline, name) for name in known)


def _exclude(one: Clause, other: Clause) -> bool:
    """Whether two clauses can never hold together, as far as their own words show."""
    if one.field and one.field == other.field:
        if one.absent != other.absent:
            return True
        values, others = _values(one), _values(other)
        return bool(values and others and not values & others) or _apart(one, other)
    if one.owner and other.owner:
        return (one.owner == "nobody") != (other.owner == "nobody")
    if one.status and other.status:
        return not {*one.status} & {*other.status}
    same = one.event == other.event and one.where == other.where and one.way == other.way
    return bool(one.event) and same and one.since == other.since and _apart(one, other)


def _values(clause: Clause) -> set[str]:
    return {repr(v) for v in (clause.equals, *clause.one_of) if v is not None}


def _apart(one: Clause, other: Clause) -> bool:
    """Whether the bounds of two clauses leave no figure for both."""
    lows = [c.at_least for c in (one, other) if c.at_least is not None]
    highs = [c.at_most for c in (one, other) if c.at_most is not None]
    if one.event:
        lows += [1 for c in (one, other) if c.at_least is None and c.at_most is None]
    return bool(lows and highs) and max(lows) > min(highs)
