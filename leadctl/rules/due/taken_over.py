"""Leads that came in before the book knew them: what was owed before is let go (decision 22).

Such a lead owes one row, spread over the days after its import: "Get in touch again". That done,
its plans go on at what they repeat; their first steps are for new leads. What the lead's own dates
put ahead stays on its dates. Duties begin on the day of the take-over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.timeline import Key
from leadctl.rules.due.anchors import Start
from leadctl.rules.language.pipeline import Cadence, FollowUp
from leadctl.rules.leads.lead import Event, Lead
from leadctl.values import dataclass, replace

EVENT = "taken-over"
"""The event of a lead that came in before the book knew it; `start` is when to get in touch."""


@dataclass(frozen=True, slots=True)
class TakeOver:
    """When a lead was taken over, the day to get in touch again, and when that was done."""

    key: Key
    start: date
    again: Key | None

    @property
    def day(self) -> datetime:
        """Return when the day of the take-over began."""
        return self.key[0]


def take_over(case: Case) -> TakeOver | None:
    """Return how a lead was taken over; None for one that came in new."""
    if EVENT not in case.line.names:
        return None
    key, event = next((key, event) for key, event in case.line.keyed if event.name == EVENT)
    start = event.data.get("start")
    day = start if type(start) is date else case.calendar.local_day(key[0])
    return TakeOver(key, day, _again(key, case))


def _again(key: Key, case: Case) -> Key | None:
    """Return when somebody first got in touch with them since, or marked it done."""
    return next((at for at, event in case.line.after(key) if _is_again(event)), None)


def _is_again(event: Event) -> bool:
    is_done = event.name == "done" and event.data.get("what") == EVENT
    return event.is_touch or event.name == "status" or is_done


def file_of(lead: Lead) -> str:
    """Return the name of the file that a lead was taken over with, or ""."""
    first = next((event for event in lead.history if event.name == "received"), None)
    return str(first.data.get("file", "")) if first and was_taken_over(lead) else ""


def was_taken_over(lead: Lead) -> bool:
    """Whether a lead came in before the book knew it."""
    return any(event.name == EVENT for event in lead.history)


def starts_owed(rule: FollowUp, starts: Iterable[Start], case: Case) -> Iterator[Start]:
    """Yield from when a rule counts; of a lead that was taken over, without what is let go."""
    over = take_over(case)
    for start in starts:
        if over is None or start.key > over.key or start.planned:
            yield start
        elif rule.kind == "duty":
            yield replace(start, key=over.key)
        elif rule.every is not None:
            if over.again:
                yield Start(over.again)
        elif start.key[0] < over.day:
            yield start


def is_let_go(rule: FollowUp, start: Start, due: datetime, case: Case) -> bool:
    """Whether a deadline was owed before its lead was taken over."""
    over = take_over(case)
    if over is None or start.key > over.key or rule.every is not None:
        return False
    return due < over.day


def since_taken_over(received: Key | None, case: Case) -> Key | None:
    """Return since when what recurs can be owed: the receipt, or the take-over."""
    over = take_over(case)
    return over.key if over and (received is None or over.key > received) else received


def begun(cadence: Cadence, start: Start, case: Case) -> tuple[Cadence, Start] | None:
    """Return a plan and when it begins for a lead; None where it waits for "Get in touch again".

    Of a lead that was taken over the first steps are left out, unless its own dates put some of
    them ahead, or it has moved on since.
    """
    over = take_over(case)
    repeats = replace(cadence, steps=())
    if over is None:
        return cadence, start
    if start.key > over.key:  # the touch itself may have moved the lead
        return repeats if over.again and start.key[0] == over.again[0] else cadence, start
    if (start.key[0] < over.day or start.planned) and _is_ahead(cadence, start, over, case):
        return cadence, start
    return (repeats, Start(over.again)) if over.again else None


def _is_ahead(cadence: Cadence, start: Start, over: TakeOver, case: Case) -> bool:
    """Whether the lead's own dates put a first step after the take-over."""
    ends = (case.calendar.add(start.key[0], step.after, "wall") for step in cadence.steps)
    return any(end >= over.day for end in ends)


def with_message(case: Case) -> Lead:
    """Return a lead as one that was messaged, where it was taken over beyond its first status."""
    lead = case.lead
    first = next((e for e in lead.history if e.name == "status"), None)
    over = next((e for e in lead.history if e.name == EVENT), None)
    if (
        over is None
        or first is None
        or first.by != over.by
        or first.data.get("to") == case.pipeline.initial
    ):
        return lead
    return lead.add(Event(over.at, "text", over.by, {"way": "out"}))
