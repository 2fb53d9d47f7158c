"""The funnel: how many leads reached each status, how many were won or lost, and why."""

from __future__ import annotations

from array import array
from datetime import datetime

from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.reports.entry import Entry, Visit, median, ranked, share, visits
from leadctl.rules.reports.numbers import spans
from leadctl.rules.reports.report import PIPELINE, Asked, Figure, Part, Report, Row
from leadctl.values import dataclass, field


def _counts(entry: Entry, asked: Asked) -> bool:
    """Whether a lead is in the funnel: it came in in the period, and is not parked."""
    return entry.received is not None and entry.came_in(asked.period) and not entry.parked


def first_reached(status: str, path: list[Visit], pipeline: Pipeline) -> datetime | None:
    """Return when a lead first came to a status, or to one after it in the funnel."""
    rank = pipeline.statuses[status].rank
    beyond = {name for name, one in pipeline.statuses.items() if one.rank > rank > 0}
    return next((v.at for v in path if v.status == status or v.status in beyond), None)


@dataclass
class _Stages:
    """What is counted of the funnel of one definition, status by status."""

    ranked: tuple[str, ...]
    received: int = 0
    reached: dict[str, array[float]] = field(default_factory=dict)
    here: dict[str, int] = field(default_factory=dict)


class _Funnel:
    """Counts, of the leads that came in in the period, how far each one got."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.found: dict[str, _Stages] = {}

    def add(self, entry: Entry) -> None:
        """Count one lead."""
        if not _counts(entry, self.asked):
            return
        stages = self.found.setdefault(entry.pipeline.id, _Stages(tuple(ranked(entry.pipeline))))
        path = visits(entry)
        stages.received += 1
        status = entry.lead.status
        stages.here[status] = stages.here.get(status, 0) + (not entry.archived)
        for name in ranked(entry.pipeline):
            at = first_reached(name, path, entry.pipeline)
            if at is not None and path:
                took = max(0.0, (at - path[0].at).total_seconds())
                stages.reached.setdefault(name, spans()).append(took)

    def rows(self) -> list[Row]:
        """Return one row for each status of each funnel, first to last."""
        return [row for key in sorted(self.found) for row in _stage_rows(key, self.found[key])]


def _stage_rows(pipeline: str, stages: _Stages) -> list[Row]:
    rows: list[Row] = []
    before: int | None = None
    for name in stages.ranked:
        times = stages.reached.get(name, spans())
        rows.append(
            {
                "pipeline": pipeline,
                "status": name,
                "reached": len(times),
                "step_share": None if before is None else share(len(times), before),
                "overall_share": share(len(times), stages.received),
                "median_seconds": median(times),
                "here": stages.here.get(name, 0),
            }
        )
        before = len(times)
    return rows


class _Pair:
    """Counts, of the leads that entered one status in the period, those that reached another."""

    def __init__(self, asked: Asked) -> None:
        assert asked.pair is not None
        self.asked, self.pair = asked, asked.pair
        self.found: dict[str, tuple[list[float], list[int]]] = {}

    def add(self, entry: Entry) -> None:
        """Count one lead; parked ones are in no funnel."""
        came_from, to = self.pair
        if entry.parked or not {came_from, to} <= set(entry.pipeline.statuses):
            return
        times, entered = self.found.setdefault(entry.pipeline.id, ([], []))
        path = visits(entry)
        start = next((place for place, v in enumerate(path) if v.status == came_from), None)
        if start is None or not self.asked.period.holds(path[start].at):
            return
        entered.append(1)
        reached = next((v.at for v in path[start + 1 :] if v.status == to), None)
        if reached is not None:
            times.append(max(0.0, (reached - path[start].at).total_seconds()))

    def rows(self) -> list[Row]:
        """Return one row a pipeline that has both statuses."""
        return [
            {
                "pipeline": pipeline,
                "from": self.pair[0],
                "to": self.pair[1],
                "entered": len(entered),
                "reached": len(times),
                "share": share(len(times), len(entered)),
                "median_seconds": median(times),
            }
            for pipeline, (times, entered) in sorted(self.found.items())
        ]


@dataclass
class _Cohort:
    leads: int = 0
    open: int = 0
    won: int = 0
    lost: int = 0
    times: array[float] = field(default_factory=spans)


class _Cohorts:
    """Counts what became of the leads of each month of receipt, in the book's zone."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.found: dict[tuple[str, str], _Cohort] = {}

    def add(self, entry: Entry) -> None:
        """Count one lead."""
        received = entry.received
        if not _counts(entry, self.asked) or received is None:
            return
        month = f"{received.astimezone(self.asked.zone):%Y-%m}"
        one = self.found.setdefault((entry.pipeline.id, month), _Cohort())
        one.leads += 1
        setattr(one, entry.state, getattr(one, entry.state) + 1)
        ended = entry.entered
        if entry.state == "won" and ended is not None:
            one.times.append(max(0.0, (ended - received).total_seconds()))

    def rows(self) -> list[Row]:
        """Return one row a month, the earliest first."""
        return [
            {
                "pipeline": pipeline,
                "month": month,
                "leads": one.leads,
                "open": one.open,
                "won": one.won,
                "lost": one.lost,
                "won_share": share(one.won, one.leads),
                "median_seconds": median(one.times),
            }
            for (pipeline, month), one in sorted(self.found.items())
        ]


class _Endings:
    """Counts how the leads that came in in the period ended, and the reasons that were given."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.found: dict[tuple[str, str, str, str], int] = {}

    def add(self, entry: Entry) -> None:
        """Count one lead, if it has ended."""
        if not _counts(entry, self.asked) or entry.state not in {"won", "lost"}:
            return
        path = visits(entry)
        reason = path[-1].reason if path else ""
        key = (entry.pipeline.id, entry.state, entry.lead.status, reason)
        self.found[key] = self.found.get(key, 0) + 1

    def rows(self) -> list[Row]:
        """Return the won first, then the lost, the most frequent reason first."""
        ended: dict[str, int] = {}
        for key, count in self.found.items():
            ended[key[0]] = ended.get(key[0], 0) + count
        order = sorted(self.found.items(), key=lambda i: (i[0][0], i[0][1] != "won", -i[1], i[0]))
        return [
            {
                "pipeline": pipeline,
                "result": result,
                "status": status,
                "reason": reason or None,
                "leads": count,
                "share": share(count, ended[pipeline]),
            }
            for (pipeline, result, status, reason), count in order
        ]


REPORT = Report(
    "funnel",
    "leads that came in then",
    (
        Part(
            "status",
            "Funnel",
            (
                PIPELINE,
                Figure("status", "Status", "the status, in the order of the funnel", "text"),
                Figure(
                    "reached",
                    "Got so far",
                    "leads that came to it or further, or stood there when they were imported",
                    bar=True,
                ),
                Figure(
                    "step_share",
                    "Of step before",
                    "of the leads that got to the status before, those that got to this one",
                    "share",
                ),
                Figure("overall_share", "Of all", "of all leads that came in", "share"),
                Figure(
                    "median_seconds",
                    "Half within",
                    "half of those that got there did within this, from when they came in",
                    "seconds",
                ),
                Figure("here", "There now", "leads that are in it now"),
            ),
            _Funnel,
            "bars",
            holds="ever",
        ),
        Part(
            "month",
            "Leads by the month in which they came in",
            (
                PIPELINE,
                Figure("month", "Month", "the month in which the leads came in", "month"),
                Figure("leads", "Leads", "how many came in", bar=True),
                Figure("open", "Open", "how many of them are open"),
                Figure("won", "Won", "how many ended as won"),
                Figure("lost", "Lost", "how many ended as lost"),
                Figure("won_share", "Won of all", "the won of all that came in", "share"),
                Figure(
                    "median_seconds",
                    "Half won within",
                    "half of the won ones were won within this, from when they came in",
                    "seconds",
                ),
            ),
            _Cohorts,
            "columns",
            holds="ever",
        ),
        Part(
            "reason",
            "How leads ended",
            (
                PIPELINE,
                Figure("status", "Status", "the status in which they ended", "text"),
                Figure("result", "Result", "won or lost", "text"),
                Figure(
                    "reason", "Reason", "the reason given, where one was", "text", personal=True
                ),
                Figure("leads", "Leads", "how many ended so", bar=True),
                Figure("share", "Of ended", "of all that ended", "share"),
            ),
            _Endings,
            "bars",
            holds="ever",
        ),
        Part(
            "step",
            "From one status to another",
            (
                PIPELINE,
                Figure("from", "From", "the status that --from names", "text"),
                Figure("to", "To", "the status that --to names", "text"),
                Figure("entered", "Entered", "leads that entered the first in the period"),
                Figure("reached", "Got there", "those of them that came to the second later"),
                Figure("share", "Share", "the second figure as a part of the first", "share"),
                Figure(
                    "median_seconds",
                    "Half within",
                    "half of those took less than this from the first to the second",
                    "seconds",
                ),
            ),
            _Pair,
            holds="moment",
        ),
    ),
)
