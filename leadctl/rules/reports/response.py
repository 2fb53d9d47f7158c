"""How fast new leads are answered: from receipt to the first touch out, by the promise made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from leadctl.rules.due.taken_over import was_taken_over
from leadctl.rules.language.pipeline import FollowUp, Pipeline
from leadctl.rules.reports.entry import Entry, Period, by_pipeline, median, percentile, share
from leadctl.rules.time.spans import Duration
from leadctl.rules.time.working_calendar import Clock
from leadctl.values import dataclass

IDEAL, MUST = Duration(seconds=5 * 60), Duration(seconds=30 * 60)
"""The tiers of a definition that promises no answer within a time."""


@dataclass(frozen=True, slots=True)
class Tier:
    """A time to answer in, and the part of the leads answered in it (None: nothing to judge)."""

    within: Duration
    clock: Clock
    share: float | None


@dataclass(frozen=True, slots=True)
class Response:
    """The answers of one definition, agent or source, in minutes on both clocks."""

    pipeline: str
    key: str
    leads: int
    answered: int
    wall_median: float | None
    wall_p90: float | None
    working_median: float | None
    working_p90: float | None
    ideal: Tier
    must: Tier


@dataclass(frozen=True, slots=True)
class _Answer:
    """One lead: when it came in, and the first touch out from then on, or None."""

    entry: Entry
    received: datetime
    touched: datetime | None

    def minutes(self, clock: Clock) -> float | None:
        """Return how long the answer took."""
        if self.touched is None:
            return None
        took = self.touched - self.received
        if clock == "working":
            took = self.entry.calendar.elapsed(self.received, self.touched)
        return took.total_seconds() / 60

    def kept(self, within: Duration, clock: Clock, now: datetime) -> bool | None:
        """Whether the answer came in time; None while it still can."""
        due = self.entry.calendar.add(self.received, within, clock)
        if self.touched is None:
            return False if now > due else None
        return self.touched <= due


def response(
    entries: Sequence[Entry], period: Period, now: datetime, key: Callable[[Entry], str]
) -> list[Response]:
    """Return how fast the leads received in a period were answered; `key` splits them further.

    The tiers are the definition's promise on receipt, or 5 and 30 minutes on the wall clock.
    """
    rows = []
    for found in by_pipeline([entry for entry in entries if not entry.parked]).values():
        split: dict[str, list[_Answer]] = {}
        for answer in _answers(found, period):
            split.setdefault(key(answer.entry), []).append(answer)
        rows += [_response(name, split[name], now) for name in sorted(split)]
    return rows


def _answers(entries: Sequence[Entry], period: Period) -> Iterator[_Answer]:
    for entry in entries:
        received = entry.lead.received()
        if received is None or not period.holds(received) or was_taken_over(entry.lead):
            continue
        start = received.astimezone(UTC)
        touches = [e.at.astimezone(UTC) for e in entry.lead.history if e.way == "out"]
        yield _Answer(entry, start, min((at for at in touches if at >= start), default=None))


def _response(key: str, answers: Sequence[_Answer], now: datetime) -> Response:
    pipeline = answers[0].entry.pipeline
    wall, working = _minutes(answers, "wall"), _minutes(answers, "working")
    ideal, must, clock = promise(pipeline)
    return Response(
        pipeline=pipeline.id,
        key=key,
        leads=len(answers),
        answered=len(wall),
        wall_median=median(wall),
        wall_p90=percentile(wall, 90),
        working_median=median(working),
        working_p90=percentile(working, 90),
        ideal=_tier(ideal, clock, answers, now),
        must=_tier(must, clock, answers, now),
    )


def promise(pipeline: Pipeline) -> tuple[Duration, Duration, Clock]:
    """Return a definition's ideal and latest time to answer a new lead, and on which clock."""
    for rule in _rules(pipeline):
        if rule.kind == "sla" and rule.from_.moment == "received" and rule.after:
            clock: Clock = "working" if rule.clock == "working" else "wall"
            return rule.ideal or rule.after, rule.after, clock
    return IDEAL, MUST, "wall"


def _rules(pipeline: Pipeline) -> Iterator[FollowUp]:
    yield from pipeline.follow_up
    for status in pipeline.statuses.values():
        yield from status.follow_up


def _minutes(answers: Sequence[_Answer], clock: Clock) -> list[float]:
    found = (answer.minutes(clock) for answer in answers)
    return [round(minutes, 2) for minutes in found if minutes is not None]


def _tier(within: Duration, clock: Clock, answers: Sequence[_Answer], now: datetime) -> Tier:
    judged = [kept for a in answers if (kept := a.kept(within, clock, now)) is not None]
    return Tier(within, clock, share(sum(judged), len(judged)))
