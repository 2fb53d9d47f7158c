"""Cadences: planned series of touches, of which the next open step is due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from leadctl.rules.anchors import Start, starts
from leadctl.rules.duration import Duration
from leadctl.rules.follow_up import Due
from leadctl.rules.life import Life
from leadctl.rules.pipeline import Cadence, Repeat, Source, Step
from leadctl.rules.settling import Deadline, accepts_done, clears_words, is_done, is_stopped
from leadctl.rules.timeline import Key

MOST_REPEATS = 4000
"""How far a cadence without an end of its own is looked through: ten years of days."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One step of a cadence with its place in the plan and its deadline."""

    step: Step | Repeat
    number: int
    due: datetime


def cadence_rows(names: tuple[str, ...], life: Life) -> Iterator[Due]:
    """Yield the next open step of each cadence, branches followed."""
    for name in with_branches(names, life):
        cadence = life.case.pipeline.cadences[name]
        start = max(starts(cadence.from_, life), key=lambda start: start.key, default=None)
        if start is None or _is_over(cadence, start, life):
            continue
        for planned in occurrences(cadence, start.key[0], life):
            if not _is_settled(cadence, planned, start.key, life):
                yield _row(cadence, planned, start, life)
                break


def with_branches(names: tuple[str, ...], life: Life) -> list[str]:
    """Return the cadences, and those that their branches start for this lead (S2.24)."""
    found: list[str] = []
    waiting = list(names)
    while waiting:
        name = waiting.pop(0)
        if name in found:
            continue
        found.append(name)
        branch = life.case.pipeline.cadences[name].branch
        if branch is not None:
            value = life.case.value(branch.field)
            for choice in value if isinstance(value, list | tuple) else [value]:
                waiting.extend(branch.cases.get(str(choice), ()))
    return found


def _is_over(cadence: Cadence, start: Start, life: Life) -> bool:
    """Whether what stops this cadence, or everything, has happened since it began."""
    entered = life.line.moment("entered")
    since = min(start.key, entered) if start.planned and entered else start.key
    return life.line.last_settled(cadence.stop, since) is not None or is_stopped(life, since)


def _is_settled(cadence: Cadence, planned: Planned, start: Key, life: Life) -> bool:
    """Whether a touch on the step's day or later has settled it, and all steps before it."""
    opens = max(life.day_of(planned.due), start)
    if life.line.last_settled(cadence.until, opens) is not None:
        return True
    deadline = Deadline(rule=cadence.id, due=planned.due, opens=opens, series=True)
    return accepts_done(cadence.until) and is_done(deadline, life)


def occurrences(cadence: Cadence, start: datetime, life: Life) -> Iterator[Planned]:
    """Yield every step of a cadence with its deadline, the repeated ones until they end."""
    for number, (step, offset) in enumerate(_offsets(cadence, start, life), 1):
        yield Planned(step, number, life.calendar.add(start, offset, "wall"))


def _offsets(
    cadence: Cadence, start: datetime, life: Life
) -> Iterator[tuple[Step | Repeat, Duration]]:
    last = Duration()
    for step in cadence.steps:
        last = step.after
        yield step, last
    for repeat in cadence.repeat:
        end = life.calendar.add(start, repeat.for_, "wall") if repeat.for_ else None
        for _ in range(repeat.times or MOST_REPEATS):
            following = _plus(last, repeat.every)
            if end is not None and life.calendar.add(start, following, "wall") > end:
                break
            last = following
            yield repeat, last


def _plus(one: Duration, other: Duration) -> Duration:
    return Duration(one.months + other.months, one.days + other.days, one.seconds + other.seconds)


def _row(cadence: Cadence, planned: Planned, start: Start, life: Life) -> Due:
    plan = "" if cadence.verified else ", our reading of the plan"
    step = planned.step
    return Due(
        lead=life.case.lead.id,
        rule=cadence.id,
        kind="step",
        do=step.do,
        due=planned.due,
        since=start.key[0],
        missed=planned.due,
        by=step.by,
        clears=clears_words(cadence.until),
        why=f"step {planned.number} of {cadence.title}{plan}",
        source=step.source if step.source != Source() else cadence.source,
        accepts_done=accepts_done(cadence.until),
    )
