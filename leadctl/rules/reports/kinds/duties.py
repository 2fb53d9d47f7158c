"""Duties kept and missed: weekly updates, reports within 24 hours, and whatever else is owed."""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial

from leadctl.rules.clauses.timeline import MOMENTS, Key, settles
from leadctl.rules.due.anchors import starts
from leadctl.rules.due.asked_ways import rule_for
from leadctl.rules.due.follow_up_row import counts_days
from leadctl.rules.due.recurring import clock_of
from leadctl.rules.due.rows.duty import DUTY
from leadctl.rules.due.taken_over import first_day, starts_owed, take_over
from leadctl.rules.language.deadlines import FollowUp
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.reports.entry import Entry, Visit, share, visits
from leadctl.rules.reports.numbers import moment, moments
from leadctl.rules.reports.report import AHEAD, OWNER, PIPELINE, Asked, Figure, Part, Report, Row
from leadctl.rules.time.spans import Duration
from leadctl.values import dataclass, field

MOST = 1000
"""So many occurrences of one duty are looked at, from one start."""


def duty_rules(pipeline: Pipeline) -> Iterator[tuple[FollowUp, str]]:
    """Yield the duties of a definition, each with the status it belongs to ("": any)."""
    for rule in pipeline.follow_up:
        if rule.kind == DUTY.name:
            yield rule, ""
    for status in pipeline.statuses.values():
        yield from ((rule, status.name) for rule in status.follow_up if rule.kind == DUTY.name)


@dataclass(frozen=True)
class Owed:
    """One duty of one lead: when it was due, until when that is in time, and when it was settled,
    if it was. One that is so many days from something has all of its day. One that `recurs` is owed
    from when it is due: those of the next days are told as well.
    """

    due: datetime
    until: datetime
    settled: datetime | None
    recurs: bool = False


def owed(rule: FollowUp, status: str, entry: Entry) -> Iterator[Owed]:
    """Yield every time that one duty has been owed for a lead so far, or may be in AHEAD."""
    path = visits(entry)
    begun = list(_beginnings(rule, entry))
    for place, (key, about) in enumerate(begun):
        moves_on = rule.from_.moment in MOMENTS and MOMENTS[rule.from_.moment].moves_on
        following = begun[place + 1][0] if moves_on and begun[place + 1 :] else None
        for due, since in _deadlines(rule, key, entry, following):
            settled = _settled(rule, since, about, following, entry)
            until = entry.case.end_of_day(due) if counts_days(rule) else due
            in_time = settled is not None and settled <= until
            if in_time or rule.from_.event or _runs(status, due, path, entry.pipeline):
                yield Owed(due, until, settled, bool(rule.every))


def _beginnings(rule: FollowUp, entry: Entry) -> Iterator[tuple[Key, object]]:
    """Yield from when a duty has been counted, each time that it was; taken-over ones anew."""
    line, moment = entry.case.line, MOMENTS.get(rule.from_.moment)
    over = take_over(entry.case)
    if moment is None or not moment.moves_on:
        for start in starts_owed(rule, starts(rule.from_, entry.case), entry.case):
            yield start.key, start.about
        return
    received = line.received
    if received and "status" in moment.names:
        yield first_day(over, entry.case) if over else received, None
    for key, event in line.keyed:
        if moment.begins(event) and (over is None or key[0] > over.day) and key != received:
            yield key, None


def _deadlines(
    rule: FollowUp, key: Key, entry: Entry, following: Key | None
) -> Iterator[tuple[datetime, Key]]:
    """Yield the deadlines counted from one beginning, with the moment that settling counts from."""
    calendar, clock = entry.case.calendar, clock_of(rule.clock)
    if rule.before is not None:
        yield calendar.before(key[0], rule.before, clock), key
        return
    if not rule.every:
        yield calendar.add(key[0], rule.after or Duration(), clock), key
        return
    since = key
    for count in itertools.islice(itertools.count(1), MOST):
        due = calendar.add(key[0], rule.every.times(count), clock)
        if due > entry.case.now.astimezone(UTC) + AHEAD or (following and due > following[0]):
            return
        yield due, since
        since = (due, -1)


def _settled(
    rule: FollowUp, since: Key, about: object, following: Key | None, entry: Entry
) -> datetime | None:
    """Return when a duty was first settled after a moment, by its own events or a `done`."""
    until = rule_for(rule, entry.case.lead).until
    accepts_done = any("done" in one.names for one in until)
    for key, event in entry.case.line.after(since):
        if about is not None and not _is_about(about, event.data):
            continue
        if event.name == "done":
            if accepts_done and event.data.get("what") == rule.id:
                return key[0]
        elif any(settles(one, event) for one in until):
            return key[0]
    return following[0] if following else None


def _is_about(about: object, data: object) -> bool:
    key, value = getattr(about, "key", ""), getattr(about, "value", None)
    said = data.get(key) if hasattr(data, "get") else None
    return said is None or said == value


def _runs(status: str, at: datetime, path: list[Visit], pipeline: Pipeline) -> bool:
    """Whether a duty runs in the status in which a lead was at a moment."""
    was = next((visit.status for visit in reversed(path) if visit.at <= at), "")
    found = pipeline.statuses.get(was)
    if found is None or found.closed or found.parked:
        return False
    return not status or was == status


@dataclass
class _Sum:
    kept: int = 0
    late: int = 0
    owed: array[int] = field(default_factory=moments)
    ahead: list[tuple[int, int, int | None]] = field(default_factory=list)

    def count(self, until: int, settled: int | None) -> None:
        """Count one duty: until when it was in time, and when it was settled, if it was."""
        if settled is None:
            self.owed.append(until)
        else:
            self.kept += settled <= until
            self.late += settled > until


class _Duties:
    """Counts the duties that were due in the period; `owner` splits them by whose lead it is.

    What recurs is only owed once it is due: its next times wait until they are.
    """

    def __init__(self, split: bool, asked: Asked) -> None:
        self.split, self.asked = split, asked
        self.found: dict[tuple[str, str, int, str], _Sum] = {}

    def add(self, entry: Entry) -> None:
        """Count what was owed for one lead; for parked ones nothing is."""
        if entry.parked:
            return
        for place, (rule, status) in enumerate(duty_rules(entry.pipeline)):
            owner = entry.lead.owner if self.split else ""
            for one in owed(rule, status, entry):
                if self.asked.period.holds(one.due):
                    key = (entry.pipeline.id, owner, place, rule.do)
                    self._count(self.found.setdefault(key, _Sum()), one)

    def _count(self, into: _Sum, one: Owed) -> None:
        settled = None if one.settled is None else moment(one.settled)
        if one.recurs and one.due > self.asked.now:
            into.ahead.append((moment(one.due), moment(one.until), settled))
        else:
            into.count(moment(one.until), settled)

    def rows(self) -> list[Row]:
        """Return one row a duty, in the order of the definition."""
        made = ((key, self._row(key, self.found[key])) for key in sorted(self.found))
        return [row for _, row in made if row is not None]

    def _row(self, key: tuple[str, str, int, str], found: _Sum) -> Row | None:
        """Return a row; None where nothing has been owed yet."""
        now, one = moment(self.asked.now), _Sum(found.kept, found.late, found.owed[:])
        for due, until, settled in found.ahead:
            if due <= now:
                one.count(until, settled)
        if not (one.kept or one.late or one.owed):
            return None
        missed = sum(until < now for until in one.owed)
        return {
            "pipeline": key[0],
            **({"owner": key[1] or None} if self.split else {}),
            "duty": key[3],
            "kept": one.kept,
            "late": one.late,
            "missed": missed,
            "kept_share": share(one.kept, one.kept + one.late + missed),
            "open": len(one.owed) - missed,
        }


_DUTY = Figure("duty", "Duty", "what is owed", "text")
_FIGURES = (
    Figure("kept", "In time", "done by its deadline"),
    Figure("late", "Late", "done, but after its deadline"),
    Figure("missed", "Missed", "past its deadline and not done"),
    Figure("kept_share", "Kept", "done in time, of all whose deadline has come", "share"),
    Figure("open", "Still ahead", "its deadline lies ahead"),
)

REPORT = Report(
    "duties",
    "duties whose deadline lies then",
    (
        Part("", "Duties", (PIPELINE, _DUTY, *_FIGURES), partial(_Duties, False), holds="ahead"),
        Part(
            "owner",
            "Duties by owner",
            (PIPELINE, OWNER, _DUTY, *_FIGURES),
            partial(_Duties, True),
            holds="ahead",
        ),
    ),
)
