"""Entering a status: the event, then everything that the status does on entering."""

from __future__ import annotations

from leadctl.rules.clauses.case import Case
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.moves.effects.kind import Stamp, apply
from leadctl.values import replace


def enter(case: Case, target: str, stamp: Stamp, note: dict[str, object] | None = None) -> Lead:
    """Return the lead after a move that has been judged: the event, then the effects of entering.

    `note` is what else the status event says (reason, forced). An open status takes the lead out of
    the archive: whoever is worked again is seen again.
    """
    data = {"to": target, **(note or {})}
    status = case.pipeline.status(target)
    back = {} if status.closed or status.parked else {"archived": None}
    lead = case.lead.set(status=target, **back).add(Event(stamp.written, "status", stamp.by, data))
    return apply(status.enter, replace(case, lead=lead), stamp)
