"""How fast new leads are answered, by the promise that their definition makes."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Literal

from leadctl.rules.clauses.timeline import settles
from leadctl.rules.due.asked_ways import rule_for
from leadctl.rules.due.rows.sla import SLA
from leadctl.rules.language.deadlines import Clearing, FollowUp
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.lead import Event
from leadctl.rules.leads.taken_over import arrived_on
from leadctl.rules.reports.entry import Entry, median, percentile, share
from leadctl.rules.reports.numbers import moment, moments, spans
from leadctl.rules.reports.report import PIPELINE, Asked, Figure, Part, Report, Row
from leadctl.rules.time.spans import Duration
from leadctl.rules.time.working_calendar import Clock
from leadctl.values import dataclass, field

IDEAL, MUST = Duration(seconds=5 * 60), Duration(seconds=30 * 60)
"""The tiers of a definition that promises no answer within a time."""
TOUCH_OUT = (Clearing((), "out", text="a touch out"),)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Promise:
    """How soon a new lead is to be answered: ideally, at the latest, and on which clock."""

    ideal: Duration = IDEAL
    must: Duration = MUST
    clock: Clock = "wall"
    rule: FollowUp | None = None


def promise(pipeline: Pipeline) -> Promise:
    """Return what a definition promises to a lead that comes in (S1.5, S1.6)."""
    for rule in _rules(pipeline):
        if rule.kind == SLA.name and rule.from_.moment == "received" and rule.after:
            clock: Clock = "working" if rule.clock == "working" else "wall"
            return Promise(rule.ideal or rule.after, rule.after, clock, rule)
    return Promise()


def _rules(pipeline: Pipeline) -> Iterator[FollowUp]:
    yield from pipeline.follow_up
    for status in pipeline.statuses.values():
        yield from status.follow_up


def answered(entry: Entry, promised: Promise) -> tuple[datetime, Event] | None:
    """Return when what was promised was settled, and by what: whatever ends the row in `due`."""
    line, rule = entry.case.line, promised.rule
    received = line.moment("received")
    if received is None:
        return None
    until = rule_for(rule, entry.case.lead).until if rule else TOUCH_OUT
    accepts_done = any("done" in one.names for one in until)
    for key, event in line.after(received):
        if event.name == "done":
            if rule and accepts_done and event.data.get("what") == rule.id:
                return key[0], event
        elif any(settles(one, event) for one in until):
            return key[0], event
    return None


@dataclass
class _Tier:
    """How many were answered, and within a time, and by when the others are to be."""

    kept: int = 0
    answered: int = 0
    owed: array[int] = field(default_factory=moments)

    def add(self, at: datetime | None, due: datetime) -> None:
        """Count one answer; None is for none so far."""
        if at is None:
            self.owed.append(moment(due))
        else:
            self.answered += 1
            self.kept += at <= due

    def share(self, now: datetime) -> float | None:
        """Return the part that was answered in time, of those of which it is known by now."""
        present = moment(now)
        return share(self.kept, self.answered + sum(present > due for due in self.owed))


@dataclass
class _Sum:
    """What is counted of one row; `promised` says the ideal time, the time promised, the clock."""

    promised: tuple[str, str, Clock]
    leads: int = 0
    before_us: int = 0
    by_day: int = 0
    wall: array[float] = field(default_factory=spans)
    working: array[float] = field(default_factory=spans)
    ideal: _Tier = field(default_factory=_Tier)
    must: _Tier = field(default_factory=_Tier)

    @property
    def by_promise(self) -> array[float]:
        """The minutes as the promise counts them."""
        return self.working if self.promised[2] == "working" else self.wall


class _Response:
    """Counts how the leads that came in in the period were answered; parked ones never are."""

    def __init__(self, by: str, key: Callable[[Entry], tuple[int, str]], asked: Asked) -> None:
        self.by, self.key, self.asked = by, key, asked
        self.found: dict[tuple[str, int, str], _Sum] = {}
        self.promises: dict[str, Promise] = {}

    def add(self, entry: Entry) -> None:
        """Count one lead; apart is counted who came in before the book knew them, and of whom the
        day of arrival, or of the answer, is known and no hour.
        """
        received = entry.received
        if received is None or not entry.came_in(self.asked.period) or entry.parked:
            return
        pipeline = entry.pipeline
        promised = self.promises.setdefault(pipeline.id, promise(pipeline))
        said = str(promised.ideal), str(promised.must), promised.clock
        one = self.found.setdefault((pipeline.id, *self.key(entry)), _Sum(said))
        if entry.taken_over:
            one.before_us += 1
            return
        found = answered(entry, promised)
        at, answer = found or (None, None)
        if arrived_on(entry.lead, entry.case.zone) or (answer and answer.day):
            one.by_day += 1
            return
        one.leads += 1
        if at is not None:
            one.wall.append(round((at - received).total_seconds() / 60, 2))
            took = entry.case.calendar.elapsed(received, at)
            one.working.append(round(took.total_seconds() / 60, 2))
        for tier, within in ((one.ideal, promised.ideal), (one.must, promised.must)):
            tier.add(at, entry.case.calendar.add(received, within, promised.clock))

    def rows(self) -> list[Row]:
        """Return one row a pipeline and name."""
        return [
            {"pipeline": key[0]} | self._split(key[2]) | self._figures(one)
            for key, one in sorted(self.found.items(), key=lambda item: item[0])
        ]

    def _split(self, name: str) -> dict[str, object]:
        return {self.by: name or None} if self.by else {}

    def _figures(self, one: _Sum) -> dict[str, object]:
        ideal, must, clock = one.promised
        return {
            "leads": one.leads,
            "answered": len(one.wall),
            "ideal_within": ideal,
            "ideal_share": one.ideal.share(self.asked.now),
            "must_within": must,
            "must_share": one.must.share(self.asked.now),
            "median_minutes": median(one.by_promise),
            "p90_minutes": percentile(one.by_promise, 90),
            "clock": "open hours" if clock == "working" else "all hours",
            "wall_median_minutes": median(one.wall),
            "wall_p90_minutes": percentile(one.wall, 90),
            "working_median_minutes": median(one.working),
            "working_p90_minutes": percentile(one.working, 90),
            "before_us": one.before_us,
            "by_day": one.by_day,
        }


def _exact(clock: str, hours: str) -> Iterator[Figure]:
    """Yield the figures of one clock, whatever the promise counts: for programs."""
    for key, title, share_of in (
        ("median_minutes", "Half within", "half were answered within this"),
        ("p90_minutes", "9 of 10 within", "nine of ten were answered within this"),
    ):
        meaning = f"{share_of}, counting {hours}"
        yield Figure(f"{clock}_{key}", f"{title}, {hours}", meaning, "minutes", data=True)


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
        "In time",
        "answered within the promised time, of those known",
        "share",
        within="must_within",
    ),
    Figure("median_minutes", "Half within", "half were answered within this", "minutes"),
    Figure("p90_minutes", "9 of 10 within", "nine of ten were, within this", "minutes"),
    Figure("clock", "Hours", "the hours that the promise and these figures count", "text"),
    *_exact("wall", "all hours"),
    *_exact("working", "opening hours"),
    Figure(
        "before_us",
        "Taken over",
        "leads taken over: what they were owed before is not judged",
        quiet=True,
    ),
    Figure(
        "by_day",
        "No hour",
        "leads of which the day they came in, or of the answer, is known, and no hour",
        quiet=True,
    ),
)


def _field(name: str, entry: Entry) -> tuple[int, str]:
    return 0, str(entry.told(name) or "")


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
    split = (Figure(by, by.capitalize(), meaning, "agent" if by == "owner" else "text"),)
    picture: Literal["bars", "columns"] = "columns" if by in {"hour", "weekday"} else "bars"
    figures = (PIPELINE, *split, *_FIGURES)
    return Part(by, title, figures, partial(_Response, by, key), picture, holds="ever")


REPORT = Report(
    "response",
    "leads that came in then",
    (
        Part(
            "",
            "How fast new leads are answered",
            (PIPELINE, *_FIGURES),
            partial(_Response, "", lambda _: (0, "")),
            holds="ever",
        ),
        _part("owner", "Answers by owner", "whose leads they are", partial(_field, "owner")),
        _part("source", "Answers by source", "where they came from", partial(_field, "source")),
        _part("hour", "Answers by the hour", "the hour of the day they came in at", _hour),
        _part("weekday", "Answers by the weekday", "the day they came in on", _weekday),
    ),
)
