"""A lead as it was at an earlier moment, as far as its history tells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from leadctl.rules.leads.event_kinds import OWNING
from leadctl.rules.leads.lead import Event, Lead
from leadctl.values import replace


def as_of(lead: Lead, moment: datetime, initial: str) -> Lead | None:
    """Return the lead as it was, or None where it had not come in; `initial` is its first status.

    History, status, owner, archiving and deleting go back; other fields are as they are today,
    since nothing records when they were set.
    """
    history = tuple(event for event in lead.history if event.at <= moment)
    if len(history) == len(lead.history):
        return _revived(lead, moment)
    if not history:
        return None
    later = [event for event in lead.history if event.at > moment]
    then = replace(_revived(lead, moment), history=history)
    if any(event.name == "status" for event in later):
        then = replace(then, status=then.replayed_status(initial))
    if any(event.name in OWNING for event in later):
        then = then.set(owner=_owner(history, later) or None)
    return then


def _owner(before: Sequence[Event], after: Sequence[Event]) -> str:
    """Return who had the lead between these events: by the last before, or the first after."""
    for event in sorted(before, key=lambda event: event.at, reverse=True):
        if event.name in OWNING:
            return {"claim": event.by, "assign": str(event.data.get("to", ""))}.get(event.name, "")
    first = next(e for e in sorted(after, key=lambda e: e.at) if e.name in OWNING)
    return str(first.data.get("was", "")) if first.name == "assign" else _letting_go(first)


def _letting_go(event: Event) -> str:
    """Return who had a lead that an event gave back; a claim took it from nobody."""
    return event.by if event.name in {"release", "pass"} else ""


def _revived(lead: Lead, moment: datetime) -> Lead:
    """Return the lead without an archiving or deleting that came on a later day."""
    gone = {key: None for key in ("archived", "deleted") if _is_later(lead.value(key), moment)}
    return lead.set(**gone) if gone else lead


def _is_later(value: object, moment: datetime) -> bool:
    if isinstance(value, datetime):
        return value.tzinfo is not None and value > moment
    return isinstance(value, date) and value > moment.date()
