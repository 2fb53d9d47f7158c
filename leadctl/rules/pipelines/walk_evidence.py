"""Evidence: what somebody would do so that a clause holds, for the walk through a definition.

A kind of clause that is not known here is taken for one that can be satisfied.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import singledispatch

from leadctl.rules.clauses.approval import ApprovalClause
from leadctl.rules.clauses.bounds import Bounded
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.clauses import holds
from leadctl.rules.clauses.either import EitherClause
from leadctl.rules.clauses.event import EventClause
from leadctl.rules.clauses.field import FieldClause
from leadctl.rules.clauses.owner import OwnerClause
from leadctl.rules.clauses.record import RecordClause
from leadctl.rules.clauses.records import matches, records
from leadctl.rules.clauses.status import StatusClause
from leadctl.rules.language.clause import Clause
from leadctl.rules.language.contents import EventType, Field
from leadctl.rules.language.effect import Effect
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.language.wanted import one_wanted
from leadctl.rules.leads.event_kinds import BUILT_IN_EVENTS, TOUCHES
from leadctl.rules.leads.lead import Event, Lead
from leadctl.values import replace

BOSS = "boss"
"""The agent of the walk: it may do and approve everything."""


def satisfied(clause: Clause, case: Case) -> Lead | None:
    """Return the lead once a clause holds; None where nothing anybody does makes it hold."""
    if holds(clause, case):
        return case.lead
    return provided(clause, case)


@singledispatch
def provided(clause: Clause, case: Case) -> Lead | None:  # noqa: ARG001  # a kind nobody knows here
    """Return the lead with what a clause asks for; None where that is not to be had."""
    return case.lead


@provided.register
def _event(clause: EventClause, case: Case) -> Lead | None:
    name = next((n for n in clause.event if _can_happen(n, case)), None)
    there = len(clause.found(case))
    missing = _missing(clause, there)
    if name is None or missing is None or clause.share_above is not None:
        return None if missing is None or name is None else case.lead
    name = "call" if name == "touch" else name
    data: dict[str, object] = dict(_first(clause.where))
    if name in TOUCHES:
        data.setdefault("way", clause.way or "out")
    return _logged(case, name, data, missing)


def _can_happen(name: str, case: Case) -> bool:
    kind = BUILT_IN_EVENTS.get(name)
    if kind is None:
        return name == "touch" or name in case.pipeline.events
    return kind.by_people or any(name in one.makes for one in every_effect(case.pipeline))


def every_effect(pipeline: Pipeline) -> Iterable[Effect]:
    """Yield every effect of a definition."""
    for status in pipeline.statuses.values():
        yield from status.enter
        yield from (effect for rule in status.follow_up for effect in rule.then)
    yield from (effect for rule in pipeline.follow_up for effect in rule.then)


def _missing(clause: Bounded, there: int) -> int | None:
    """Return how many more a count wants; None where there are too many already."""
    if clause.at_most is not None and there > clause.at_most:
        return None
    least = clause.at_least if clause.at_least is not None else 0 if clause.at_most else 1
    if clause.more_than is not None:
        least = max(least, int(clause.more_than) + 1)
    if clause.at_most is not None and least > clause.at_most:
        return None
    return max(0, -(-int(least) // 1) - there) or 1


def _first(where: Mapping[str, object]) -> Iterable[tuple[str, object]]:
    return ((key, one_wanted(v)) for key, v in where.items() if key != "by")


def _logged(case: Case, name: str, data: Mapping[str, object], times: int) -> Lead:
    known = case.pipeline.events.get(name, EventType())
    required = {k: sample(known.fields.get(k, Field()), case) for k in known.required}
    events = [
        Event(case.now - timedelta(minutes=times - n), name, BOSS, {**required, **data})
        for n in range(times)
    ]
    return case.lead.add(*events)


@provided.register
def _record(clause: RecordClause, case: Case) -> Lead | None:
    kind = case.pipeline.records[clause.record]
    name = next((n for n in kind.events if _can_happen(n, case)), None)
    if name is None:
        return None
    found = [
        r for r in records(case.lead, case.pipeline, clause.record) if matches(r, clause.where)
    ]
    after = case.lead
    for number, record in enumerate(found):
        if not matches(record, clause.every):
            mended = {kind.key: record.get(kind.key, f"r{number}"), **dict(_first(clause.every))}
            after = _logged(_with(case, after), name, mended, 1)
    missing = _missing(clause, len(found))
    if missing is None:
        return None
    wanted = {**dict(_first(clause.where)), **dict(_first(clause.every))}
    enough = clause.allows_count(len(found))
    for number in range(0 if enough else missing):
        data = {kind.key: f"w{len(after.history)}-{number}", **wanted}
        after = _logged(_with(case, after), name, data, 1)
    return after


def _with(case: Case, lead: Lead) -> Case:
    return replace(case, lead=lead)


@provided.register
def _field(clause: FieldClause, case: Case) -> Lead | None:
    if clause.field in case.pipeline.derive or clause.among:
        return case.lead
    if clause.absent:
        return None  # what was asked for on the way is not taken back again
    if clause.past or clause.future:
        moment = case.now + timedelta(days=-2 if clause.past else 2)
        field = case.pipeline.field_of(clause.field) or Field()
        return case.lead.set(**{clause.field: moment.date() if field.type == "date" else moment})
    return case.lead.set(**{clause.field: _value(clause, case)})


def _value(clause: FieldClause, case: Case) -> object:
    field = case.pipeline.field_of(clause.field) or Field()
    wanted = [v for v in (clause.equals, *clause.one_of) if v is not None]
    if clause.contains:
        return list(clause.contains)
    if wanted:
        return wanted[0]
    if clause.is_bounded:
        return _figure(clause)
    return sample(field, case)


def _figure(clause: FieldClause) -> float:
    low = clause.at_least if clause.at_least is not None else None
    if clause.more_than is not None:
        low = max(low or clause.more_than, clause.more_than + 1)
    return low if low is not None else clause.at_most or 0


def sample(field: Field, case: Case) -> object:
    """Return some value that a field takes."""
    if field.choices:
        return field.choices[0]
    moment = case.now + timedelta(days=2)
    kinds: dict[str, object] = {
        "datetime": moment,
        "date": moment.date(),
        "number": 7,
        "money": 100,
    }
    kinds |= {"flag": True, "month-day": "--06-15", "phone": "+14155550132"}
    return {**kinds, "email": "ann@example.com"}.get(field.type, "x")


@provided.register
def _owner(clause: OwnerClause, case: Case) -> Lead | None:
    return case.lead.set(owner=None if clause.owner == "nobody" else BOSS)


@provided.register
def _approval(clause: ApprovalClause, case: Case) -> Lead | None:  # noqa: ARG001  # a boss approves
    return case.lead.add(Event(case.now, "approve", BOSS, {"what": case.target}))


@provided.register
def _status(clause: StatusClause, case: Case) -> Lead | None:  # noqa: ARG001  # it stands where it is
    return None


@provided.register
def _either(clause: EitherClause, case: Case) -> Lead | None:
    return next((lead for part in clause.any if (lead := satisfied(part, case)) is not None), None)
