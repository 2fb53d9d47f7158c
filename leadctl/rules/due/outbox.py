"""The outbox of one lead: what waits to be sent, and what is withdrawn because its reason is gone.

A text to the lead says something that is true for a while: it is withdrawn when what it promises
was done, when the date that it reminds of was moved or is over, when the status that queued it has
been left, when the lead is closed or parked, and a day after it was queued (of those on which the
definition's calendar is open), unless its definition says otherwise. What goes to colleagues, and
drafts, wait until they are sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.clauses import holds
from leadctl.rules.clauses.timeline import Key
from leadctl.rules.clauses.wording import sentence
from leadctl.rules.clauses.words import field_label
from leadctl.rules.due.anchors import Start, starts
from leadctl.rules.due.appointments import is_over
from leadctl.rules.due.recurring import clock_of
from leadctl.rules.due.settling import STOP
from leadctl.rules.language.deadlines import Clearing, FollowUp
from leadctl.rules.language.messages import Message
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.event_kinds import TOUCHES
from leadctl.rules.leads.lead import Event
from leadctl.rules.time.spans import Duration
from leadctl.values import dataclass

KEPT = Clearing(("call", "meeting"), "out", text="calling or meeting them")
"""What keeps a promise made to a lead."""
TEMPLATES = ("text", "subject", "file", "promise")
"""The parts of a message that are written with names in braces."""
EXPIRES = Duration(days=1)
"""How long a text to the lead waits at most, where its definition does not say."""


@dataclass(frozen=True)
class Queued:
    """One message: when it was queued, why it is withdrawn ("" while it waits), when it expires."""

    key: Key
    event: Event
    withdrawn: str = ""
    expires: datetime | None = None
    wants: tuple[str, ...] = ()
    """The constants it waits for: the book's settings do not say them."""

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
            withdrawn, expires = _withdrawn(key, event, case), _expiry(key, event, case)
            yield Queued(key, event, withdrawn, expires, tuple(_wants(event, case)))


def _wants(event: Event, case: Case) -> Iterator[str]:
    """Yield the constants that a message names, or goes to, and the book has not set."""
    said = [str(event.data.get(part, "")) for part in TEMPLATES]
    for name in case.pipeline.constants:
        named = event.data.get("to") == name or any(f"{{{name}}}" in text for text in said)
        if named and not case.constants.get(name):
            yield name


def constant_label(name: str, pipeline: Pipeline) -> str:
    """Return what people call a constant."""
    return pipeline.constants[name].label or name.replace("_", " ")


def _definition(event: Event, case: Case) -> Message | None:
    return case.pipeline.messages.get(str(event.data.get("message", "")))


def _passes(event: Event) -> bool:
    """Whether a message says something to the lead that is true for a while."""
    return event.data.get("to", "lead") == "lead" and event.data.get("way", "text") in TOUCHES


def _expiry(key: Key, event: Event, case: Case) -> datetime | None:
    """Return when a message is not true any more; None for one that waits until it is sent."""
    known = _definition(event, case)
    span = known.expires if known and known.expires else EXPIRES if _passes(event) else None
    if span is None:
        return None
    clock = clock_of("working" if case.pipeline.calendar else "wall")
    ends = [case.calendar.add(key[0], span, clock)]
    for rule, start in _reminds_of(event, case) if _passes(event) else ():
        if rule.before is not None and start is not None:
            ends.append(case.end_of_day(start.key[0]) if start.all_day else start.key[0])
    return min(ends)


def _reminds_of(event: Event, case: Case) -> Iterator[tuple[FollowUp, Start | None]]:
    """Yield the rules that queue such a message about a date of the lead, and that date.

    None stands for one that the lead has no longer.
    """
    statuses = case.pipeline.statuses.values()
    for rule in (*case.pipeline.follow_up, *(r for status in statuses for r in status.follow_up)):
        queues = any(effect.given.get("message") == event.data["message"] for effect in rule.then)
        if queues and rule.from_.field:
            yield rule, next(starts(rule.from_, case), None)


def _withdrawn(key: Key, event: Event, case: Case) -> str:
    """Return why a message is withdrawn, whatever the time; "" for one that is not."""
    if why := event.data.get("withdrawn"):  # before its lead was merged into this one
        return str(why)
    if case.line.last_settled(STOP, key) is not None:
        return "everything automatic was stopped"
    if event.data.get("promise") and case.line.last_settled((KEPT,), key) is not None:
        return "the call was made"
    known = _definition(event, case)
    for clause in known.while_ if known else ():
        if not holds(clause, case):
            return clause.why or f"no longer so: {sentence(clause, case.pipeline)}"
    return (_moved(key, event, case) or _left(key, case)) if _passes(event) else ""


def _moved(key: Key, event: Event, case: Case) -> str:
    """Return that what a message reminds of is another date now, or over; "" where it is not."""
    for rule, start in _reminds_of(event, case):
        label = field_label(case.pipeline, rule.from_.field)
        if start is None:
            return f"there is no {label} any more"
        if start.moved and start.moved > key:
            return f"the {label} is another one now"
        if is_over(rule, start, case):
            return f"the {label} is over"
    return ""


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
