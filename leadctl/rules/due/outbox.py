"""The outbox of one lead: what waits to be sent, and what is withdrawn because its reason is gone.

A text to the lead says something that is true for a while: it is withdrawn when what it promises
was done, when the status that queued it has been left, when the lead is closed or parked, and a
day after it was queued, unless its definition says otherwise. What goes to colleagues, and drafts,
wait until they are sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.clauses import holds
from leadctl.rules.clauses.timeline import Key
from leadctl.rules.clauses.wording import sentence
from leadctl.rules.due.settling import STOP
from leadctl.rules.language.pipeline import Clearing, Message
from leadctl.rules.leads.event_kinds import TOUCHES
from leadctl.rules.leads.lead import Event
from leadctl.rules.time.spans import Duration

KEPT = Clearing(("call", "meeting"), "out", text="a call out or a meeting")
"""What keeps a promise made to a lead."""
EXPIRES = Duration(days=1)
"""How long a text to the lead waits at most, where its definition does not say."""


class Queued(NamedTuple):
    """One message: when it was queued, why it is withdrawn ("" while it waits), when it expires."""

    key: Key
    event: Event
    withdrawn: str = ""
    expires: datetime | None = None

    def ended(self, now: datetime) -> str:
        """Return why it is not sent any more at a moment, "" while it waits."""
        if self.withdrawn or self.expires is None or now < self.expires:
            return self.withdrawn
        return "its time has gone by"


def outbox_of(case: Case) -> Iterator[Queued]:
    """Yield a lead's messages that have not been sent, in the order in which they were queued."""
    sent = {event.data.get("id") for _, event in case.line.keyed if event.name == "sent"}
    for key, event in case.line.keyed:
        if event.name == "message" and event.data.get("id") not in sent:
            yield Queued(key, event, _withdrawn(key, event, case), _expiry(key, event, case))


def waiting_at(case: Case, now: datetime) -> list[Queued]:
    """Return the messages that wait at a moment."""
    return [queued for queued in outbox_of(case) if not queued.ended(now)]


def _definition(event: Event, case: Case) -> Message | None:
    return case.pipeline.messages.get(str(event.data.get("message", "")))


def _passes(event: Event) -> bool:
    """Whether a message says something to the lead that is true for a while."""
    return event.data.get("to", "lead") == "lead" and event.data.get("way", "text") in TOUCHES


def _expiry(key: Key, event: Event, case: Case) -> datetime | None:
    """Return when a message is not true any more; None for one that waits until it is sent."""
    known = _definition(event, case)
    span = known.expires if known and known.expires else EXPIRES if _passes(event) else None
    return case.calendar.add(key[0], span, "wall") if span else None


def _withdrawn(key: Key, event: Event, case: Case) -> str:
    """Return why a message is withdrawn, whatever the time; "" for one that is not."""
    if case.line.last_settled(STOP, key) is not None:
        return "everything automatic was stopped"
    if event.data.get("promise") and case.line.last_settled((KEPT,), key) is not None:
        return "the call was made"
    known = _definition(event, case)
    for clause in known.while_ if known else ():
        if not holds(clause, case):
            return clause.why or f"it is not so any more that {sentence(clause, case.pipeline)}"
    return _left(key, case) if _passes(event) else ""


def _left(key: Key, case: Case) -> str:
    """Return that the lead is not any more where it was when a message was queued, or ""."""
    if case.parked or case.lead.value("archived"):
        return "they are parked"
    status = case.pipeline.statuses.get(case.lead.status)
    if status is not None and (status.closed or status.parked):
        return f"they are in {case.lead.status}"
    for _, later in case.line.after(key):
        if later.name == "status" and later.data.get("to") != _status_at(key, case):
            return f"they went on to {later.data.get('to')}"
    return ""


def _status_at(key: Key, case: Case) -> str:
    """Return the status in which a message was queued."""
    found = case.pipeline.initial
    for when, event in case.line.keyed:
        if when > key:
            break
        if event.name == "status":
            found = str(event.data.get("to", ""))
    return found
