"""Clauses: the one language of guards, derivations, prompts and masks.

Each subject has three answers: does it hold, what does it say, and what command would satisfy it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, tzinfo
from functools import cached_property
from typing import Any

from leadctl.rules.clauses.records import attempts, event_values, matches, records
from leadctl.rules.clauses.timeline import BEFORE_ALL, Key, Timeline
from leadctl.rules.language.pipeline import Clause, Pipeline
from leadctl.rules.leads.agents import Agent
from leadctl.rules.leads.lead import YEARS, Event, Lead, is_day
from leadctl.rules.time.working_calendar import Calendar, always_open
from leadctl.values import dataclass
from leadctl.values import field as default_of


@dataclass(frozen=True)
class Case:
    """One lead with its definition, at one moment, in one agent's hands: all a rule may ask.

    `timezone` is the book's, for definitions without a calendar; `rank` is the order in which its
    agents are offered leads. `target` is the status asked for, if a move is judged; `others` gives
    the further leads that a prompt compares with, only read when a clause asks for them.
    """

    lead: Lead
    pipeline: Pipeline
    now: datetime
    actor: Agent | None = None
    target: str = ""
    agents: Mapping[str, Agent] = default_of(default_factory=dict)
    derived: Mapping[str, Any] = default_of(default_factory=dict)
    others: Callable[[], Sequence[Case]] = tuple
    timezone: str = "UTC"
    rank: Sequence[str] = ()

    @property
    def calendar(self) -> Calendar:
        """The calendar deadlines are counted on: the definition's, or one that is always open."""
        return self.pipeline.calendar or always_open(self.timezone)

    @property
    def zone(self) -> tzinfo:
        """The timezone in which days begin."""
        return self.calendar.zone

    @property
    def today(self) -> date:
        """The local date of now."""
        return self.now.astimezone(self.zone).date()

    @cached_property
    def line(self) -> Timeline:
        """The lead's events in the order in which they happened."""
        return Timeline(self.lead)

    def value(self, name: str) -> Any:
        """Return a field's value, or a derived one, or its default."""
        if name in self.derived:
            return self.derived[name]
        found = self.lead.value(name)
        if found is None and name in self.pipeline.fields:
            return self.pipeline.fields[name].default
        return found

    def day_of(self, moment: datetime) -> Key:
        """Return when the local day of a moment begins, before all that happens on it."""
        return self.calendar.start_of_day(self.calendar.local_day(moment)), BEFORE_ALL

    def aware(self, value: Any) -> datetime | None:
        """Return a moment in UTC, a time without zone read on the calendar's; None for others."""
        if not isinstance(value, datetime) or value.year not in YEARS:
            return None
        moment = value if value.tzinfo else value.replace(tzinfo=self.calendar.zone)
        return moment.astimezone(UTC)

    def moment_in(self, event: Event, key: str) -> datetime | None:
        """Return a moment that an event's line gives, a day as its beginning; None where none."""
        value = event.data.get(key)
        if type(value) is date and value.year in YEARS:
            return self.calendar.start_of_day(value)
        return self.aware(value)

    def end_of_day(self, start: datetime) -> datetime:
        """Return when the local day that begins at a moment is over: 23 to 25 hours later."""
        day = self.calendar.local_day(start)
        return self.calendar.start_of_day(date.fromordinal(day.toordinal() + 1))


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


def every_clause(clauses: Iterable[Clause]) -> Iterator[Clause]:
    """Yield clauses and all clauses within them."""
    for clause in clauses:
        yield clause
        yield from every_clause((*clause.any, *clause.when, *clause.among))


def matching_events(clause: Clause, line: Timeline) -> list[Event]:
    """Return the events an event clause speaks of, in the order in which they happened."""
    since = line.moment(clause.since) if clause.since else None
    return [
        event
        for key, event in line.keyed
        if (event.name in clause.event or (event.is_touch and "touch" in clause.event))
        and (not clause.way or event.way == clause.way)
        and (since is None or key > since)
        and matches(event_values(event), clause.where)
    ]


def _event(clause: Clause, case: Case) -> bool:
    found = matching_events(clause, case.line)
    if clause.share_above is not None and not _has_share(clause, len(found), case.lead):
        return False
    return _in_bounds(clause, attempts([event.at for event in found], clause.spaced))


def _has_share(clause: Clause, count: int, lead: Lead) -> bool:
    """Whether events make up more than a part of all touches that way (S0.23)."""
    touches = sum(e.is_touch and clause.way in ("", e.way) for e in lead.history)
    return clause.share_above is not None and count > clause.share_above * touches


def _in_bounds(clause: Clause, count: int) -> bool:
    least = clause.at_least
    if least is None:
        least = 0 if clause.at_most is not None else 1
    enough = count >= least and (clause.more_than is None or count > clause.more_than)
    return enough and (clause.at_most is None or count <= clause.at_most)


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
        clause.more_than is None or (_is_number(value) and value > clause.more_than),
        not clause.past or _moment_before(value, case),
        not clause.future or (isinstance(value, date) and not _moment_before(value, case)),
        not clause.among or _reaches_median(clause, value, case),
    )
    return all(checks)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _moment_before(value: Any, case: Case) -> bool:
    if is_day(value):
        return bool(value <= case.today)
    if not isinstance(value, datetime):
        return False
    return (value if value.tzinfo else value.replace(tzinfo=case.zone)) <= case.now


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
    start = case.line.moment("entered")
    return any(
        event.name == "approve"
        and bool(case.target)
        and matches(event.data, {"what": case.target})
        and (start is None or key > start)
        and has_role(case, event.by, clause.approval)
        for key, event in case.line.keyed
    )


def has_role(case: Case, agent: str, role: str) -> bool:
    """Whether a configured agent has a role."""
    return agent in case.agents and role in case.agents[agent].roles


def _tenure(clause: Clause, case: Case) -> bool:
    """Whether the acting agent is new: day 1 is the day of the start (decision 13)."""
    span = clause.actor_tenure_below
    if case.actor is None or case.actor.started is None or span is None:
        return False
    started = datetime.combine(case.actor.started, time(), UTC)
    limit = Calendar("UTC").add(started, span, "wall").date()
    return (case.today - case.actor.started).days + 1 < (limit - case.actor.started).days


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
