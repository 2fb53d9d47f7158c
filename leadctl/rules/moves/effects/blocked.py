"""What could not happen by itself: the event that says so, from which `due` has its row."""

from __future__ import annotations

from collections.abc import Iterable

from leadctl.rules.clauses.unmet import Unmet
from leadctl.rules.leads.lead import BY_ITSELF, Event, Lead
from leadctl.rules.moves.effects.kind import Stamp

BLOCKED = "blocked"


def blocked(lead: Lead, stamp: Stamp, unmet: Iterable[Unmet], **what: str) -> Lead:
    """Return the lead as it was, with what could not happen and why on record, once a status.

    `what` is `to` (a status), `role`, or `claim` (an agent); and of a move what made it: the `rule`
    of a deadline, or `on` an event.
    """
    why = "; ".join(dict.fromkeys(one.why or one.sentence for one in unmet))
    event = Event(stamp.written, BLOCKED, BY_ITSELF, {**what, "why": why})
    same = (e for e in _since_status(lead) if {**e.data, "why": why} == event.data)
    last = next(same, None)
    return lead if last is not None and last.data == event.data else lead.add(event)


def _since_status(lead: Lead) -> Iterable[Event]:
    for event in reversed(lead.history):
        if event.name == "status":
            return
        if event.name == BLOCKED:
            yield event
