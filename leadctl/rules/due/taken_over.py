"""Leads that came in before the book knew them: what was owed before is let go (decision 22).

Such a lead owes one row, spread over the days after its import: "Get in touch again". That done,
its plans go on at what they repeat; their first steps are for new leads. What repeats more often
than every two weeks begins four weeks later, so that the first round of an import ends before the
second one begins; whoever answers, or is moved on, has the whole plan at once. What the lead's own
dates put ahead stays on its dates. Duties begin on the day of the take-over, and
confirming the status on the day to get in touch again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.timeline import BEFORE_ALL, Key
from leadctl.rules.due.anchors import Start
from leadctl.rules.due.rows.kinds import KINDS
from leadctl.rules.language.deadlines import Cadence, FollowUp, Step
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.leads.taken_over import EVENT
from leadctl.rules.time.spans import Duration
from leadctl.values import dataclass, replace

ROUND = Duration(weeks=4)
"""So long the plans of a lead rest that was got in touch with again."""
_SELDOM = 14 * 86_400
_DAY = 86_400


@dataclass(frozen=True)
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


def starts_owed(rule: FollowUp, starts: Iterable[Start], case: Case) -> Iterator[Start]:
    """Yield from when a rule counts; of a lead that was taken over, without what is let go."""
    over = take_over(case)
    for start in starts:
        if over is None or start.key > over.key or start.planned:
            yield start
        elif KINDS[rule.kind].taken_over:
            confirms = rule.from_.moment == "status update"
            yield replace(start, key=first_day(over, case) if confirms else over.key)
        elif rule.every is not None:
            if over.again:
                yield Start(over.again)
        elif start.key[0] < over.day:
            yield start


def first_day(over: TakeOver, case: Case) -> Key:
    """Return when the day begins to get in touch again: a status is confirmed counted from there,
    so that those of one import are not all to be confirmed on one day.
    """
    return max(over.key, (case.calendar.start_of_day(over.start), BEFORE_ALL))


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


def rests_until(every: Duration, case: Case) -> datetime | None:
    """Return until when what repeats so often rests, of a lead that was got in touch with again.

    None where nothing rests: of what repeats seldom, or within a day, and of one that has spoken or
    was moved since.
    """
    over = take_over(case)
    if over is None or over.again is None or not _DAY <= every.roughly < _SELDOM:
        return None
    if any(wakes(event) for _, event in case.line.after(over.again)):
        return None
    return case.calendar.add(over.again[0], ROUND, "wall")


def wakes(event: Event) -> bool:
    """Whether more has come of a lead than that we were in touch: a word, or a move by somebody."""
    return event.goes("in") or event.is_by_hand


def begun(cadence: Cadence, start: Start, case: Case) -> tuple[Cadence, Start] | None:
    """Return a plan and when it begins for a lead; None where it waits for "Get in touch again".

    Of a lead that was taken over the first steps are left out, but for those that its own dates
    put ahead, or unless it has moved on since.
    """
    over = take_over(case)
    repeats = replace(cadence, steps=())
    if over is None:
        return cadence, start
    if start.key > over.key:  # the touch itself may have moved the lead
        return repeats if over.again and start.key[0] == over.again[0] else cadence, start
    ahead = tuple(_ahead(cadence, start, over, case))
    if ahead and (start.key[0] < over.day or start.planned):
        return replace(cadence, steps=ahead), start
    return (repeats, Start(over.again)) if over.again else None


def _ahead(cadence: Cadence, start: Start, over: TakeOver, case: Case) -> Iterator[Step]:
    """Yield the first steps that the lead's own dates put after the take-over."""
    for step in cadence.steps:
        if case.calendar.add(start.key[0], step.after, "wall") >= over.day:
            yield step


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
