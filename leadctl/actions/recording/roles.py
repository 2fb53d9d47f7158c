"""Roles and definitions: what a lead is to us, and which pipeline that puts it in."""

from __future__ import annotations

from leadctl.actions.desk import Desk
from leadctl.actions.names import pick, status_named
from leadctl.actions.recording.changes import Decided, Refusal
from leadctl.errors import Usage
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.derived import with_derived
from leadctl.rules.clauses.words import quote, with_article
from leadctl.rules.due.ownership import refuse_holder
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.moves.effects.entering import enter
from leadctl.rules.moves.effects.kind import Stamp
from leadctl.rules.moves.judging.judge import judge_arrival
from leadctl.rules.moves.moving import role_target
from leadctl.values import replace


def role_named(pipeline: Pipeline, typed: str) -> str:
    """Return the exact name of a role. Raises NotFound with the closest, Usage where none exist."""
    if not pipeline.roles:
        raise Usage(f"The pipeline {pipeline.id} knows no roles.")
    names = {name.lower(): name for name in pipeline.roles}
    return pick("role", typed, names, see=f"leadctl pipeline show {pipeline.id}")


def switched(
    desk: Desk, lead: Lead, role: str, stamp: Stamp, status: str = ""
) -> Decided | Refusal:
    """Return a lead in another role, its status carried over or as given (S1.13, decision 14).

    Another status is entered as by any move: its guards are asked, and it does what it does on
    entering. Raises Usage where the new definition has no status of that name and none is given.
    """
    from leadctl.actions.recording.said import dropped_words, parked_words

    pipeline = desk.pipeline(lead.pipeline)
    to = pipeline.roles[role]
    other = desk.pipeline(to.pipeline) if to.pipeline else pipeline
    target = status_named(other, status) if status else role_target(pipeline, other, role, lead)
    if not target and not to.parked:
        there = ", ".join(other.statuses)
        raise Usage(
            f"{other.title} has no status {lead.status}: say where they stand now ({there}).",
            hint=f"leadctl set {lead.id} role={quote(role)} --status {quote(other.initial)}",
        )
    data = {"to": role, **({"was": lead.role} if lead.role else {})}
    after = lead.set(role=role, pipeline=other.id).add(Event(stamp.at, "role", stamp.by, data))
    case = desk.case_in(after, other)
    if lead.owner and other is not pipeline and (held := refuse_holder(case, lead.owner)):
        return Refusal(lead, role, held)
    if target and target != lead.status:
        judged = judge_arrival(with_derived(case.up_to(stamp.at)), target)
        if not judged.allowed:
            return Refusal(lead, f"{role}, as {target}", judged.unmet)
        after = enter(case, target, stamp, {"reason": f"role {role}"})
    was = f" (was {lead.role})" if lead.role not in {"", role} else ""
    words = f"is {with_article(role)} now{was}, in {after.status}"
    notes = (*dropped_words(desk, lead, after), *parked_words(desk, lead, after))
    return Decided(after, words, notes)


def switch_role(desk: Desk, case: Case, role: str, status: str) -> Decided | Refusal:
    """Return what changing a lead's role makes of it; the new status is one it may enter."""
    name = role_named(case.pipeline, role)
    if name == case.lead.role and pipeline_of_role(desk, case.pipeline, name) is case.pipeline:
        return Decided(case.lead, f"is {with_article(name)} already")
    return switched(desk, case.lead, name, desk.stamp, status)


def pipeline_of_role(desk: Desk, pipeline: Pipeline, role: str) -> Pipeline:
    """Return the pipeline that a role of another one uses; that one itself where it has none."""
    named = pipeline.roles[role_named(pipeline, role)].pipeline if role else ""
    return desk.pipeline(named) if named not in {"", pipeline.id} else pipeline


def with_default_role(lead: Lead, pipeline: Pipeline) -> Lead:
    """Return a new lead with the role its pipeline gives (S1.12), unless it has one."""
    if lead.role or not pipeline.default_role:
        return lead
    return replace(lead, fields={"role": pipeline.default_role, **lead.fields})
