"""Everything there is to see of one lead: fields, status, deadlines, moves, prompts, history."""

from __future__ import annotations

from leadctl.actions.linking import Link, links
from leadctl.actions.workspace import Desk
from leadctl.errors import Invalid
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.clauses import every_clause, holds
from leadctl.rules.clauses.event import EventClause
from leadctl.rules.clauses.records import attempts
from leadctl.rules.due.channel_hints import channel_hint
from leadctl.rules.due.ownership import Turn, masks, masks_of, turn_at, turns
from leadctl.rules.due.row import Due
from leadctl.rules.language.pipeline import Status
from leadctl.rules.leads.lead import Lead
from leadctl.rules.moves.judging.judge import legal_moves
from leadctl.values import dataclass


@dataclass(frozen=True, slots=True)
class LeadView:
    """One lead as it is to be shown. `masked` gives the reason for each hidden field, `marked`
    for each that is shown here and that the programme still hides.

    `problem` is why the definition cannot be used; all that it would say is missing then.
    """

    lead: Lead
    case: Case
    status: Status | None
    due: tuple[Due, ...]
    legal: tuple[str, ...]
    prompts: tuple[str, ...]
    masked: dict[str, str]
    marked: dict[str, str]
    turn: Turn | None
    dials: int
    attempts: int
    advice: tuple[str, ...]
    links: tuple[Link, ...] = ()
    problem: Invalid | None = None


_CLOSED = dict.fromkeys(("phone", "phones", "email", "emails"), "the pipeline says who may see it")


def lead_view(desk: Desk, lead: Lead) -> LeadView:
    """Return the view of a lead, its fields and history alone where its definition is unusable."""
    case, problem = desk.case_or_bare(lead)
    pipeline = case.pipeline
    status = pipeline.statuses.get(lead.status)
    calls = [e.at for e in lead.history if e.name == "call" and e.way == "out"]
    if status and status.repeats:
        own = [e for e in lead.history if e.name == "status" and not e.data.get("on")]
        repeated = [event for event in own if event.data.get("to") == status.name]
        calls = sorted([*calls, *(event.at for event in repeated)])
    open_status = status is not None and not status.closed
    return LeadView(
        lead=lead,
        case=case,
        status=status,
        due=() if problem else tuple(desk.agenda(lead)),
        legal=tuple(legal_moves(case)),
        prompts=prompts(case),
        masked=_CLOSED if problem else {n: m.why for m in masks(case) for n in m.fields},
        marked={} if problem else {n: m.why for m in masks_of(case) for n in m.fields},
        turn=_turn(desk, case),
        dials=len(calls),
        attempts=attempts(calls, pipeline.attempt, case.calendar),
        advice=(*(status.advice if status else ()), *(pipeline.advice if open_status else ())),
        links=() if problem else links(desk, lead, pipeline),
        problem=problem,
    )


def prompts(case: Case) -> tuple[str, ...]:
    """Return the advice whose clauses hold for a lead now."""
    found = case.pipeline.prompts.values()
    return tuple(p.say for p in found if all(holds(clause, case) for clause in p.when))


def advice_of(desk: Desk, lead: Lead) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return how to work a lead's status, and what its own log suggests (S0.23)."""
    case = desk.case(lead)
    status = case.pipeline.statuses.get(case.lead.status)
    hints = prompts(case)
    switch = channel_hint(case.lead)
    clauses = every_clause(c for p in case.pipeline.prompts.values() for c in p.when)
    own = any(isinstance(c, EventClause) and c.share_above for c in clauses)
    if switch and not (own and hints):
        hints = (*hints, switch)
    return (status.advice if status else ()), hints


def _turn(desk: Desk, case: Case) -> Turn | None:
    if case.lead.owner:
        return None
    found = turns(case)
    return turn_at(found, desk.now)
