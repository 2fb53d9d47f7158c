"""How fast new leads are answered, by the promise that their definition makes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Literal

from leadctl.rules.clauses.timeline import settles
from leadctl.rules.language.pipeline import Clearing, FollowUp, Pipeline
from leadctl.rules.reports.entry import Entry, median, percentile, share
from leadctl.rules.reports.report import PIPELINE, Asked, Figure, Part, Report, Row
from leadctl.rules.time.spans import Duration
from leadctl.rules.time.working_calendar import Clock
from leadctl.values import dataclass, field

IDEAL, MUST = Duration(seconds=5 * 60), Duration(seconds=30 * 60)
"""The tiers of a definition that promises no answer within a time."""
TOUCH_OUT = (Clearing((), "out", text="a touch out"),)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Promise:
    """How soon a new lead is to be answered: ideally, at the latest, and on which clock."""

    ideal: Duration = IDEAL
    must: Duration = MUST
    clock: Clock = "wall"
    rule: FollowUp | None = None


def promise(pipeline: Pipeline) -> Promise:
    """Return what a definition promises to a lead that comes in (S1.5, S1.6)."""
    for rule in _rules(pipeline):
        if rule.kind == "sla" and rule.from_.moment == "received" and rule.after:
            clock: Clock = "working" if rule.clock == "working" else "wall"
            return Promise(rule.ideal or rule.after, rule.after, clock, rule)
    return Promise()


def _rules(pipeline: Pipeline) -> Iterator[FollowUp]:
    yield from pipeline.follow_up
    for status in pipeline.statuses.values():
        yield from status.follow_up


def answered(entry: Entry, promised: Promise) -> datetime | None:
    """Return when what was promised was settled: by whatever ends the row in `due`, or None."""
    line, rule = entry.case.line, promised.rule
    received = line.moment("received")
    if received is None:
        return None
    until = rule.until if rule else TOUCH_OUT
    accepts_done = any("done" in one.names for one in until)
    for key, event in line.after(received):
        if event.name == "done":
            if rule and accepts_done and event.data.get("what") == rule.id:
                return key[0]
        elif any(settles(one, event) for one in until):
            return key[0]
    return None


@dataclass(slots=True)
class _Tier:
    """How many were answered within a time, of those of which it is known."""

    kept: int = 0
    judged: int = 0

    def add(self, kept: bool | None) -> None:
        """Count one answer; None is still open."""
        self.judged += kept is not None
        self.kept += bool(kept)


@dataclass(slots=True)
class _Sum:
    promised: Promise
    leads: int = 0
    before_us: int = 0
    wall: list[float] = field(default_factory=list)
    working: list[float] = field(default_factory=list)
    ideal: _Tier = field(default_factory=_Tier)
    must: _Tier = field(default_factory=_Tier)


class _Response:
    """Counts how the leads that came in in the period were answered; parked ones never are."""

    def __init__(self, by: str, key: Callable[[Entry], tuple[int, str]], asked: Asked) -> None:
        self.by, self.key, self.asked = by, key, asked
        self.found: dict[tuple[str, int, str], _Sum] = {}
        self.promises: dict[str, Promise] = {}

    def add(self, entry: Entry) -> None:
        """Count one lead; one that came in before the book knew it is counted apart."""
        received = entry.received
        if entry.parked or received is None or not self.asked.period.holds(received):
            return
        pipeline = entry.pipeline
        promised = self.promises.setdefault(pipeline.id, promise(pipeline))
        one = self.found.setdefault((pipeline.id, *self.key(entry)), _Sum(promised))
        if entry.taken_over:
            one.before_us += 1
            return
        one.leads += 1
        at = answered(entry, promised)
        if at is not None:
            one.wall.append(round((at - received).total_seconds() / 60, 2))
            took = entry.case.calendar.elapsed(received, at)
            one.working.append(round(took.total_seconds() / 60, 2))
        for tier, within in ((one.ideal, promised.ideal), (one.must, promised.must)):
            due = entry.case.calendar.add(received, within, promised.clock)
            open_ = at is None and self.asked.now <= due
            tier.add(None if open_ else at is not None and at <= due)

    def rows(self) -> list[Row]:
        """Return one row a pipeline and name."""
        return [
            {"pipeline": key[0], **({self.by: key[2] or None} if self.by else {}), **_figures(one)}
            for key, one in sorted(self.found.items(), key=lambda item: item[0])
        ]


def _figures(one: _Sum) -> Row:
    return {
        "leads": one.leads,
        "answered": len(one.wall),
        "ideal_within": str(one.promised.ideal),
        "ideal_share": share(one.ideal.kept, one.ideal.judged),
        "must_within": str(one.promised.must),
        "must_share": share(one.must.kept, one.must.judged),
        "clock": one.promised.clock,
        "wall_median_minutes": median(one.wall),
        "wall_p90_minutes": percentile(one.wall, 90),
        "working_median_minutes": median(one.working),
        "working_p90_minutes": percentile(one.working, 90),
        "before_us": one.before_us,
    }


_FIGURES = (
    Figure("leads", "Leads", "new leads that came in, parked ones left out", bar=True),
    Figure("answered", "Answered", "those answered since: what ends the promise in due"),
    Figure("ideal_within", "Ideal", "the time in which an answer is best", "text", data=True),
    Figure(
        "ideal_share",
        "In ideal time",
        "answered within the ideal time, of those known",
        "share",
        within="ideal_within",
    ),
    Figure("must_within", "Promised", "the time in which one is promised", "text", data=True),
    Figure(
        "must_share",
        "In promised time",
        "answered within the promised time, of those known",
        "share",
        within="must_within",
    ),
    Figure("clock", "Clock", "working: only opening hours count; wall: all do", "text", data=True),
    Figure("wall_median_minutes", "Half within", "half were answered within this", "minutes"),
    Figure("wall_p90_minutes", "9 of 10 within", "nine of ten were, within this", "minutes"),
    Figure(
        "working_median_minutes",
        "Half, open hours",
        "half were answered within this, counting opening hours only",
        "minutes",
    ),
    Figure(
        "working_p90_minutes",
        "9 of 10, open hours",
        "nine of ten were, counting opening hours only",
        "minutes",
        data=True,
    ),
    Figure(
        "before_us",
        "Before us",
        "leads taken over: what they were owed before is not judged",
        quiet=True,
    ),
)


def _field(name: str, entry: Entry) -> tuple[int, str]:
    return 0, str(entry.lead.value(name) or "")


def _hour(entry: Entry) -> tuple[int, str]:
    hour = _local(entry).hour
    return hour, f"{hour:02d}:00"


def _weekday(entry: Entry) -> tuple[int, str]:
    day = _local(entry).weekday()
    return day, DAYS[day]


def _local(entry: Entry) -> datetime:
    received = entry.received
    assert received is not None  # only such are counted
    return received.astimezone(entry.case.zone)


def _part(by: str, title: str, meaning: str, key: Callable[[Entry], tuple[int, str]]) -> Part:
    split = (Figure(by, by.capitalize(), meaning, "text"),)
    picture: Literal["bars", "columns"] = "columns" if by in {"hour", "weekday"} else "bars"
    return Part(by, title, (PIPELINE, *split, *_FIGURES), partial(_Response, by, key), picture)


REPORT = Report(
    "response",
    "leads that came in then",
    (
        Part(
            "",
            "How fast new leads are answered",
            (PIPELINE, *_FIGURES),
            partial(_Response, "", lambda _: (0, "")),
        ),
        _part("owner", "Answers by owner", "whose leads they are", partial(_field, "owner")),
        _part("source", "Answers by source", "where they came from", partial(_field, "source")),
        _part("hour", "Answers by the hour", "the hour of the day they came in at", _hour),
        _part("weekday", "Answers by the weekday", "the day they came in on", _weekday),
    ),
)
