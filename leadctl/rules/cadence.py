"""Cadences: planned series of touches, of which the next open step is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from leadctl.rules.calendar import Calendar
from leadctl.rules.clauses import Case
from leadctl.rules.duration import Duration
from leadctl.rules.follow_up import (
    FAR,
    Due,
    accepts_done,
    clears_words,
    field_start,
    is_done,
    times,
)
from leadctl.rules.pipeline import Cadence, Clearing, Repeat, Source, Step
from leadctl.rules.timeline import BEFORE_ALL, Key, Timeline


def cadence_rows(
    names: tuple[str, ...], case: Case, line: Timeline, calendar: Calendar
) -> Iterator[Due]:
    """Yield the next open step of each cadence, branches followed."""
    for name in _with_branches(names, case):
        cadence = case.pipeline.cadences[name]
        start = _start(cadence, case, line, calendar)
        if start is not None:
            row = _next_step(cadence, case.lead.id, start, line, calendar)
            if row is not None:
                yield row


def _with_branches(names: tuple[str, ...], case: Case) -> list[str]:
    """Return the cadences, and those that their branches start for this lead (S2.24)."""
    found: list[str] = []
    waiting = list(names)
    while waiting:
        name = waiting.pop(0)
        if name in found:
            continue
        found.append(name)
        branch = case.pipeline.cadences[name].branch
        if branch is not None:
            value = case.value(branch.field)
            for choice in value if isinstance(value, list | tuple) else [value]:
                waiting.extend(branch.cases.get(str(choice), ()))
    return found


def _start(cadence: Cadence, case: Case, line: Timeline, calendar: Calendar) -> Key | None:
    anchor = cadence.from_
    if anchor.field:
        start = field_start(case.value(anchor.field), line, calendar)
        return start.key if start else None
    if anchor.event:
        keys = [k for k, e in line.keyed if e.name == anchor.event]
        return keys[-1] if keys else None
    return line.moment(anchor.moment)


def _next_step(
    cadence: Cadence, lead: str, start: Key, line: Timeline, calendar: Calendar
) -> Due | None:
    ends = (*cadence.stop, Clearing(("stop",)))
    if line.last_settled(ends, start) is not None:
        return None
    for number, (step, due) in enumerate(occurrences(cadence, start[0], calendar), 1):
        if not _is_settled(cadence, step, due, start, line, calendar):
            return _row(cadence, lead, step, number, due, start[0])
    return None


def _is_settled(
    cadence: Cadence,
    step: Step | Repeat,
    due: datetime,
    start: Key,
    line: Timeline,
    calendar: Calendar,
) -> bool:
    """A touch on the step's day or later settles it, and all steps before it."""
    day = (calendar.start_of_day(calendar.local_day(due)), BEFORE_ALL)
    opens = max(day, start)
    touches = [clearing for clearing in cadence.until if clearing.names != ("done",)]
    if line.last_settled(touches, opens) is not None:
        return True
    return accepts_done(cadence.until) and is_done(line, cadence.id, opens[0], due)


def occurrences(
    cadence: Cadence, start: datetime, calendar: Calendar
) -> Iterator[tuple[Step | Repeat, datetime]]:
    """Yield every step of a cadence with its deadline, the repeated ones until they end."""
    for step in cadence.steps:
        yield step, calendar.add(start, step.after, "wall")
    base = cadence.steps[-1].after if cadence.steps else Duration()
    for repeat in cadence.repeat:
        end = calendar.add(start, repeat.for_, "wall") if repeat.for_ else None
        offset = base
        for _ in range(repeat.times or FAR * 10):
            offset = _plus(offset, times(repeat.every, 1))
            due = calendar.add(start, offset, "wall")
            if end is not None and due > end:
                break
            base = offset
            yield repeat, due


def _plus(one: Duration, other: Duration) -> Duration:
    return Duration(one.months + other.months, one.days + other.days, one.seconds + other.seconds)


def _row(
    cadence: Cadence, lead: str, step: Step | Repeat, number: int, due: datetime, since: datetime
) -> Due:
    plan = "" if cadence.verified else ", our reading of the plan"
    return Due(
        lead=lead,
        rule=cadence.id,
        kind="step",
        do=step.do,
        due=due,
        since=since,
        by=step.by,
        clears=clears_words(cadence.until),
        why=f"step {number} of {cadence.title}{plan}",
        source=step.source if step.source != Source() else cadence.source,
        accepts_done=accepts_done(cadence.until),
    )
