"""Circles of statuses that a lead would run through by itself, faster than once a day."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush

from leadctl.rules.clauses.timeline import MOMENTS
from leadctl.rules.due.rows.kinds import KINDS
from leadctl.rules.language.deadlines import FollowUp
from leadctl.rules.language.names import Names
from leadctl.rules.language.source import Source
from leadctl.rules.language.statuses import Status
from leadctl.values import dataclass

DAY = 86_400


@dataclass(frozen=True)
class _Step:
    """A move that a status makes by itself, and after how many seconds."""

    to: str
    seconds: int
    source: Source
    by_time: bool


def check_circles(names: Names) -> None:
    """Note each deadline whose move leads back to its status in less than a day.

    What is only done while clauses hold may come to an end, so it makes no circle here.
    """
    steps = {status.name: list(_steps(status)) for status in names.pipeline.statuses.values()}
    for name, own in steps.items():
        for step in own:
            # A move to where the lead is, and effects of entering alone, are told by check_shape.
            way = _way_back(step, name, steps) if step.by_time and step.to != name else ()
            if way:
                said = f"goes round by itself in less than a day: {' -> '.join((name, *way))}"
                names.problem(step.source, said, key="then")


def _steps(status: Status) -> Iterator[_Step]:
    """Yield the moves out of a status that nothing but time brings about."""
    for effect in status.enter:
        if effect.moves_to:
            yield _Step(effect.moves_to, 0, status.source, by_time=False)
    if status.closed or status.parked:
        return
    stops = any(effect.stops for effect in status.enter)
    for rule in status.follow_up:
        span = rule.every if rule.after is None else rule.after
        if span is None or not _starts_anew(rule) or (stops and not KINDS[rule.kind].owed):
            continue
        for effect in rule.then:
            if effect.moves_to:
                yield _Step(effect.moves_to, span.roughly, rule.source, by_time=True)


def _starts_anew(rule: FollowUp) -> bool:
    """Whether a rule is counted from the move into its status, whatever else has happened."""
    return _is_of_status(rule.from_.moment) and not rule.when


def _is_of_status(moment: str) -> bool:
    """Whether setting a status makes a moment be anew."""
    return moment in MOMENTS and "status" in MOMENTS[moment].names


def _way_back(first: _Step, home: str, steps: dict[str, list[_Step]]) -> tuple[str, ...]:
    """Return the quickest way from a step back to its status, if it takes less than a day."""
    waiting: list[tuple[int, tuple[str, ...]]] = [(first.seconds, (first.to,))]
    seen: set[str] = set()
    while waiting:
        seconds, way = heappop(waiting)
        if seconds >= DAY:
            return ()
        if way[-1] == home:
            return way
        if way[-1] in seen:
            continue
        seen.add(way[-1])
        for step in steps.get(way[-1], ()):
            heappush(waiting, (seconds + step.seconds, (*way, step.to)))
    return ()
