"""Entering a status: the event, then everything that the status does on entering."""

from __future__ import annotations

from leadctl.rules.clauses.case import Case
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.moves.effects.kind import Stamp, apply
from leadctl.values import replace


def enter(case: Case, target: str, stamp: Stamp, note: dict[str, object] | None = None) -> Lead:
    """Return the lead after a move that has been judged: the event, then the effects of entering.

    `note` is what else the status event says (reason, forced).
    """
    data = {"to": target, **(note or {})}
    lead = case.lead.set(status=target).add(Event(stamp.at, "status", stamp.by, data))
    return apply(case.pipeline.status(target).enter, replace(case, lead=lead), stamp)
