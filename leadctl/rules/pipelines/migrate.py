"""Moving a lead from one definition to the one that follows it."""

from __future__ import annotations

from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.moves.effects.kind import Stamp


def new_status(status: str, old: str, new: Pipeline) -> str:
    """Return the status of `new` that a status of the definition `old` becomes, or "".

    The map holds for the definition that `new` replaces; else a status keeps its own name.
    """
    mapped = new.status_map.get(status, status) if new.replaces == old else status
    return mapped if mapped in new.statuses else ""


def obstacle(lead: Lead, new: Pipeline) -> str:
    """Return why a lead cannot come into a definition, or ""."""
    role = new.roles.get(lead.role)
    if role and role.pipeline not in {"", new.id}:
        return f'the role "{lead.role}" belongs to {role.pipeline}, not to {new.id}'
    if not new_status(lead.status, lead.pipeline, new):
        return f'the pipeline {new.id} has no status for "{lead.status}"'
    return ""


def migrated(lead: Lead, new: Pipeline, stamp: Stamp) -> Lead:
    """Return a lead in a definition that has a place for it, the move on record.

    A status that changes its name is set anew; one that keeps it goes on as it was.
    """
    target = new_status(lead.status, lead.pipeline, new)
    data = {"from": lead.pipeline, "to": new.id}
    after = lead.set(pipeline=new.id).add(Event(stamp.at, "migrate", stamp.by, data))
    if target != lead.status:
        reason = f"migrated from {lead.pipeline}"
        event = Event(stamp.at, "status", stamp.by, {"to": target, "reason": reason})
        after = after.set(status=target).add(event)
    if not lead.role and new.default_role:
        after = after.set(role=new.default_role)
    return after
