"""How leads moved: changes of status in a period, and how many got from one status to another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.reports.entry import Entry, Period, Visit, by_pipeline, median, share, visits
from leadctl.values import dataclass


@dataclass(frozen=True, slots=True)
class Moves:
    """The changes from one status to another: how many, of how many leads, how many forced."""

    pipeline: str
    came_from: str
    to: str
    moves: int
    leads: int
    forced: int


@dataclass(frozen=True, slots=True)
class Conversion:
    """Of the leads that entered one status in the period, those that reached another later.

    `or_beyond` counts those that reached it or a status after it in the funnel; the median is of
    the seconds from first entering to first reaching.
    """

    pipeline: str
    came_from: str
    to: str
    entered: int
    reached: int
    share: float | None
    or_beyond: int
    median_seconds: float | None


def moves(entries: Sequence[Entry], period: Period) -> list[Moves]:
    """Return the changes of status in a period, in the order of the definition."""
    rows: list[Moves] = []
    for found in by_pipeline(entries).values():
        made: dict[tuple[str, str], list[tuple[str, Visit]]] = {}
        for entry in found:
            for visit in visits(entry):
                if visit.came_from and period.holds(visit.at):
                    pair = (visit.came_from, visit.status)
                    made.setdefault(pair, []).append((entry.lead.id, visit))
        names = list(found[0].pipeline.statuses)
        pairs = sorted(made, key=lambda pair: [_place(name, names) for name in pair])
        rows += [_moves(found[0].pipeline.id, pair, made[pair]) for pair in pairs]
    return rows


def _moves(pipeline: str, pair: tuple[str, str], made: Sequence[tuple[str, Visit]]) -> Moves:
    leads = {lead_id for lead_id, _ in made}
    return Moves(pipeline, *pair, len(made), len(leads), sum(visit.forced for _, visit in made))


def _place(name: str, names: Sequence[str]) -> tuple[int, str]:
    return (names.index(name) if name in names else len(names)), name


def conversion(
    entries: Sequence[Entry], period: Period, pair: tuple[str, str] | None = None
) -> list[Conversion]:
    """Return the conversion of each step of each funnel, or of one pair of statuses.

    A funnel is a definition's ranked statuses; leads whose role is parked are not in it.
    """
    rows = []
    for found in by_pipeline([entry for entry in entries if not entry.parked]).values():
        pipeline = found[0].pipeline
        paths = [visits(entry) for entry in found]
        for came_from, to in [pair] if pair else pairwise(funnel(pipeline)):
            if {came_from, to} <= set(pipeline.statuses):
                rows.append(_conversion(pipeline, (came_from, to), paths, period))
    return rows


def funnel(pipeline: Pipeline) -> list[str]:
    """Return the ranked statuses of a definition, first to last."""
    ranked = [status for status in pipeline.statuses.values() if status.rank]
    return [status.name for status in sorted(ranked, key=lambda status: status.rank)]


def _conversion(
    pipeline: Pipeline, pair: tuple[str, str], paths: Sequence[list[Visit]], period: Period
) -> Conversion:
    came_from, to = pair
    later = [path for path in _since(came_from, paths) if period.holds(path[0].at)]
    rank = pipeline.statuses[to].rank
    beyond = {name for name, s in pipeline.statuses.items() if name == to or s.rank > rank > 0}
    taken = list(_taken(later, to))
    return Conversion(
        pipeline=pipeline.id,
        came_from=came_from,
        to=to,
        entered=len(later),
        reached=len(taken),
        share=share(len(taken), len(later)),
        or_beyond=sum(any(visit.status in beyond for visit in path[1:]) for path in later),
        median_seconds=median(taken),
    )


def _since(status: str, paths: Sequence[list[Visit]]) -> Iterator[list[Visit]]:
    """Yield each path from where it first enters a status."""
    for path in paths:
        for place, visit in enumerate(path):
            if visit.status == status:
                yield path[place:]
                break


def _taken(paths: Sequence[list[Visit]], to: str) -> Iterator[float]:
    """Yield the seconds that each path took from its start to a status, where it reached it."""
    for path in paths:
        reached = next((visit for visit in path[1:] if visit.status == to), None)
        if reached is not None:
            yield max(0.0, (reached.at - path[0].at).total_seconds())
