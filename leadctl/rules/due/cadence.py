"""Cadences: planned series of touches, of which the next open step is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.timeline import MOMENTS, Key
from leadctl.rules.due.anchors import Start, starts
from leadctl.rules.due.asked_ways import otherwise
from leadctl.rules.due.rows.row import Due
from leadctl.rules.due.settling import Deadline, accepts_done, clears_words, is_done, is_stopped
from leadctl.rules.due.taken_over import begun, rests_until
from leadctl.rules.language.deadlines import Cadence, Repeat, Step
from leadctl.rules.language.source import Source
from leadctl.rules.time.spans import Duration
from leadctl.rules.time.wall_clock import NoSuchTimeError
from leadctl.values import dataclass

MOST_REPEATS = 4000
"""How far a cadence without an end of its own is looked through: ten years of days."""


@dataclass(frozen=True)
class Planned:
    """One step of a cadence with its place in the plan and its deadline."""

    step: Step | Repeat
    number: int
    due: datetime


def cadence_rows(names: tuple[str, ...], case: Case) -> Iterator[Due]:
    """Yield the next open step of each cadence, branches followed."""
    for name in with_branches(names, case):
        cadence = case.pipeline.cadences[name]
        found = max(starts(cadence.from_, case), key=lambda start: start.key, default=None)
        start = found or _said_by_status(cadence, case)
        plan = begun(cadence, start, case) if start else None
        if plan is None:
            continue
        cadence, start = plan
        if _is_over(cadence, start, case):
            continue
        planned = _next_step(cadence, start, case)
        if planned is not None:
            yield _row(cadence, planned, start, case)


def _said_by_status(cadence: Cadence, case: Case) -> Start | None:
    """Return when a plan that counts from a touch begins for who has none on record: when their
    status was entered, for one beyond the first says that somebody was in touch.
    """
    line, moment = case.line, MOMENTS.get(cadence.from_.moment)
    if moment is None or not moment.by_our_touch or line.moment("last touch"):
        return None
    is_first = case.lead.status == case.pipeline.initial
    return Start(line.entered) if line.entered and not is_first else None


def _next_step(cadence: Cadence, start: Start, case: Case) -> Planned | None:
    """Return the first step that is not settled; None where there is none within all years."""
    try:
        steps = occurrences(cadence, start.key[0], case)
        awake = (step for step in steps if not _rests(step, case))
        return next((s for s in awake if not _is_settled(cadence, s, start.key, case)), None)
    except NoSuchTimeError:
        return None


def _rests(planned: Planned, case: Case) -> bool:
    """Whether a repetition comes before the plan of a lead that was taken over goes on."""
    if not isinstance(planned.step, Repeat):
        return False
    until = rests_until(planned.step.every, case)
    return until is not None and planned.due < until


def with_branches(names: tuple[str, ...], case: Case) -> list[str]:
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


def _is_over(cadence: Cadence, start: Start, case: Case) -> bool:
    """Whether what stops this cadence, or everything, has happened since it began."""
    entered = case.line.moment("entered")
    since = min(start.key, entered) if start.planned and entered else start.key
    return case.line.last_settled(cadence.stop, since) is not None or is_stopped(case, since)


def _is_settled(cadence: Cadence, planned: Planned, start: Key, case: Case) -> bool:
    """Whether a touch on the step's day or later has settled it, and all steps before it."""
    opens = max(case.day_of(planned.due), start)
    until = (*cadence.until, *otherwise(planned.step.by, case.lead))
    if case.line.last_settled(until, opens) is not None:
        return True
    deadline = Deadline(rule=cadence.id, due=planned.due, opens=opens, series=True)
    return accepts_done(cadence.until) and is_done(deadline, case)


def occurrences(cadence: Cadence, start: datetime, case: Case) -> Iterator[Planned]:
    """Yield every step of a cadence with its deadline, the repeated ones until they end."""
    for number, (step, offset) in enumerate(_offsets(cadence, start, case), 1):
        yield Planned(step, number, case.calendar.add(start, offset, "wall"))


def _offsets(
    cadence: Cadence, start: datetime, case: Case
) -> Iterator[tuple[Step | Repeat, Duration]]:
    last = Duration()
    for step in cadence.steps:
        last = step.after
        yield step, last
    for repeat in cadence.repeat:
        end = case.calendar.add(start, repeat.for_, "wall") if repeat.for_ else None
        for _ in range(repeat.times or MOST_REPEATS):
            following = last.plus(repeat.every)
            if end is not None and case.calendar.add(start, following, "wall") > end:
                break
            last = following
            yield repeat, last


def _spans(cadence: Cadence) -> Iterator[Duration]:
    yield from (step.after for step in cadence.steps)
    yield from (repeat.every for repeat in cadence.repeat)


def _row(cadence: Cadence, planned: Planned, start: Start, case: Case) -> Due:
    plan = "" if cadence.verified else " (leadctl's reading)"
    step = planned.step
    by_days = not any(span.seconds for span in _spans(cadence))
    return Due(
        lead=case.lead.id,
        rule=cadence.id,
        kind="step",
        do=step.do,
        due=planned.due,
        since=start.key[0],
        missed=case.end_of_day(planned.due) if by_days else planned.due,
        by=step.by,
        clears=clears_words((*cadence.until, *otherwise(step.by, case.lead))),
        why=f"step {planned.number} of {cadence.title}{plan}",
        source=step.source if step.source != Source() else cadence.source,
        accepts_done=accepts_done(cadence.until),
        occurrence=f"{planned.number}",
        by_days=by_days,
    )
