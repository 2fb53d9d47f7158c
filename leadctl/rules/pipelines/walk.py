"""A walk through all that a definition can reach: statuses times the evidence that blocks moves.

Somebody who may do everything takes a lead along every move, providing on the way what each status
asks for and taking nothing back. What the walk cannot get past, no agent can.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.clauses import applies
from leadctl.rules.clauses.derived import with_derived
from leadctl.rules.language.clause import Clause
from leadctl.rules.language.pipeline import Pipeline, neighbours
from leadctl.rules.language.statuses import Status
from leadctl.rules.leads.agents import Agent
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.pipelines.walk_evidence import BOSS, satisfied
from leadctl.values import dataclass, field, replace

NOW = datetime(2026, 11, 2, 15, tzinfo=UTC)
MOST_STATES = 240
MOST_TRIES = 4000
"""So far the walk goes: about a second. What it has not seen then, it says nothing about."""

State = tuple[str, frozenset[int]]
"""A status, and which of the definition's forbidding clauses hold."""


@dataclass(frozen=True)
class Barrier:
    """Why a status could not be entered from another: the clause, and whether it forbids."""

    target: str
    clause: Clause
    forbids: bool


@dataclass
class Walk:
    """What was reached: a lead for each state, how one came from which, what stood in the way."""

    leads: dict[State, Lead] = field(default_factory=dict)
    came: dict[State, State | None] = field(default_factory=dict)
    onward: dict[State, set[State]] = field(default_factory=dict)
    barriers: dict[str, list[tuple[State, Barrier]]] = field(default_factory=dict)
    complete: bool = True

    def statuses(self) -> set[str]:
        """Return the statuses that a lead can be in."""
        return {status for status, _ in self.leads}

    def way_to(self, state: State) -> list[State]:
        """Return the states through which one came to a state, the first first."""
        way = [state]
        while (before := self.came[way[-1]]) is not None:
            way.append(before)
        return way[::-1]

    def ending(self, ends: set[str]) -> set[State]:
        """Return the states from which one of these statuses can be reached."""
        back: dict[State, set[State]] = {}
        for state, after in self.onward.items():
            for other in after:
                back.setdefault(other, set()).add(state)
        found = {state for state in self.leads if state[0] in ends}
        waiting = list(found)
        while waiting:
            fresh = back.get(waiting.pop(), set()) - found
            found |= fresh
            waiting.extend(fresh)
        return found


def walk(pipeline: Pipeline) -> Walk:
    """Walk through a definition, within bounds."""
    found, tries = Walk(), 0
    forbidding = [c for s in pipeline.statuses.values() for c in s.forbids]
    lead = Lead("walk0000", "Ann Example", pipeline.id, pipeline.initial, {}, (_received(),))
    if pipeline.default_role:
        lead = lead.set(role=pipeline.default_role)
    start = _state(_case(lead, pipeline), forbidding)
    found.leads[start], found.came[start] = lead, None
    waiting = [start]
    while waiting:
        state = waiting.pop(0)
        found.onward[state] = set()
        for target in dict.fromkeys(_exits(pipeline, state[0])):
            tries += 1
            if len(found.leads) >= MOST_STATES or tries > MOST_TRIES:
                found.complete = False
                return found
            reached = _entered(_case(found.leads[state], pipeline, target), pipeline.status(target))
            if isinstance(reached, Barrier):
                found.barriers.setdefault(target, []).append((state, reached))
                continue
            after = _state(_case(reached, pipeline), forbidding)
            found.onward[state].add(after)
            if after not in found.leads:
                found.leads[after], found.came[after] = reached, state
                waiting.append(after)
    return found


def _received() -> Event:
    return Event(NOW, "received", BOSS)


def _case(lead: Lead, pipeline: Pipeline, target: str = "") -> Case:
    roles = {
        c.approval for s in pipeline.statuses.values() for c in s.requires if hasattr(c, "approval")
    }
    boss = Agent(BOSS, roles=("manager", *roles), started=datetime(2000, 1, 1, tzinfo=UTC).date())
    now = max(NOW, *(event.at for event in lead.history))
    boss_alone = {BOSS: boss}  # what the walk puts into fields is what the book says once, too
    case = Case(lead, pipeline, now, boss, target, agents=boss_alone, constants=lead.fields)
    return with_derived(case)


def _state(case: Case, forbidding: list[Clause]) -> State:
    held = frozenset(n for n, clause in enumerate(forbidding) if applies(clause, case))
    return case.lead.status, held


def _exits(pipeline: Pipeline, name: str) -> Iterator[str]:
    """Yield where a lead can get to from a status: by people, by events, by time."""
    status = pipeline.status(name)
    yield from (target for target in neighbours(pipeline, name) if target in pipeline.statuses)
    for move in pipeline.automatic:
        if move.to and move.to != name and (not move.from_ or name in move.from_):
            yield move.to
    for rule in (*status.follow_up, *pipeline.follow_up):
        yield from (e.moves_to for e in rule.then if e.moves_to and e.moves_to != name)


def _entered(case: Case, status: Status) -> Lead | Barrier:
    """Return the lead in a status, with all that it asked for; or what stands in the way."""
    for clause in status.requires:
        lead = satisfied(clause, case)
        if lead is None:
            return Barrier(status.name, clause, forbids=False)
        case = with_derived(replace(case, lead=lead))
    for clause in status.forbids:
        if applies(clause, case):
            return Barrier(status.name, clause, forbids=True)
    moved = Event(case.now, "status", BOSS, {"to": status.name})
    return case.lead.set(status=status.name).add(moved)
