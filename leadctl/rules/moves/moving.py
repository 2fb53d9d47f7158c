"""Moves that events make themselves, and the status that a lead keeps when its role changes."""

from __future__ import annotations

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.clauses import holds
from leadctl.rules.clauses.derived import with_derived
from leadctl.rules.clauses.timeline import counted_as, settles
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.language.statuses import Automatic
from leadctl.rules.leads.lead import BY_ITSELF, Event, Lead
from leadctl.rules.moves.effects.kind import Stamp, stamp_of
from leadctl.rules.moves.judging.judge import Judgement, judge_by_itself


def automatic_move(case: Case, event: Event) -> tuple[Automatic, Judgement | None] | None:
    """Return the rule by which an event moves the lead, and the judgement of the move.

    The judgement is None for a change of role. None where no rule applies, or the lead is parked.
    """
    if case.parked:
        return None
    case = with_derived(case)
    events = (event, *counted_as(event, case.pipeline))
    for rule in case.pipeline.automatic:
        started = any(settles(clearing, one) for clearing in rule.on for one in events)
        here = not rule.from_ or case.lead.status in rule.from_
        if started and here and all(holds(clause, case) for clause in rule.when):
            if rule.to == case.lead.status and not case.pipeline.status(rule.to).repeats:
                continue
            return rule, judge_by_itself(case, rule.to) if rule.to else None
    return None


def moved_by(case: Case, event: Event) -> Stamp:
    """Return when and by whom an event moves a lead: at its own time, or on its day, but never
    before the present status.
    """
    entered, at = case.line.moment("entered"), case.moment_of(event.at)
    late = entered is not None and entered[0] > at
    by = event.by or BY_ITSELF
    return Stamp(entered[0], by) if late and entered else stamp_of(case, event.at, by)


def role_target(pipeline: Pipeline, other: Pipeline, role: str, lead: Lead) -> str:
    """Return the status a lead keeps when its role changes, or "" where it has to be asked for.

    A status is carried over where both sets have it (decision 14), or as the role's map says.
    """
    mapped = pipeline.roles[role].status_map.get(lead.status, lead.status)
    return mapped if mapped in other.statuses else ""
