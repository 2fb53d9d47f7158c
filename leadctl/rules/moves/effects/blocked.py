"""What could not happen by itself: the event that says so, from which `due` has its row."""

from __future__ import annotations

from collections.abc import Iterable

from leadctl.rules.clauses.unmet import Unmet
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.moves.effects.kind import BY_ITSELF, Stamp

BLOCKED = "blocked"


def blocked(lead: Lead, stamp: Stamp, unmet: Iterable[Unmet], **what: str) -> Lead:
    """Return the lead as it was, with what could not happen and why on record, once a status.

    `what` is `to` (a status), `role`, or `claim` (an agent).
    """
    why = "; ".join(dict.fromkeys(one.sentence for one in unmet))
    event = Event(stamp.at, BLOCKED, BY_ITSELF, {**what, "why": why})
    return lead if any(event.data == e.data for e in _since_status(lead)) else lead.add(event)


def _since_status(lead: Lead) -> Iterable[Event]:
    for event in reversed(lead.history):
        if event.name == "status":
            return
        if event.name == BLOCKED:
            yield event
