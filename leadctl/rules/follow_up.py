"""Follow-ups: from a lead and its definition to deadlines, absolute and independent of now."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal

from leadctl.rules.calendar import Calendar
from leadctl.rules.clauses import Case, holds
from leadctl.rules.duration import Duration
from leadctl.rules.lead import is_day
from leadctl.rules.pipeline import Clearing, Effect, FollowUp, Source
from leadctl.rules.timeline import BEFORE_ALL, Key, Timeline, settles

FAR = 400
"""How many occurrences of a recurring follow-up are looked through: more than a year of days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One row of the morning list.

    `due` is in UTC; with `all_day` it is the start of a day and is missed when the day is over.
    `agent` is who it is for, "" the lead's owner; a role is written "role:manager".
    `opens` is when it may be shown first, `lapses` when it is let go.
    """

    lead: str
    rule: str
    kind: str
    do: str
    due: datetime
    since: datetime
    all_day: bool = False
    ideal: datetime | None = None
    opens: datetime | None = None
    lapses: datetime | None = None
    every: Duration | None = None
    by: tuple[str, ...] = ()
    clears: str = ""
    why: str = ""
    source: Source = Source()
    agent: str = ""
    then: tuple[Effect, ...] = ()
    suggest: str = ""
    snoozed: bool = False
    accepts_done: bool = False


@dataclass(frozen=True, slots=True)
class Start:
    """What one deadline is counted from: the moment, whether it is a day, the record it is about."""

    key: Key
    all_day: bool = False
    record: Any = None


def rule_rows(rule: FollowUp, case: Case, line: Timeline, calendar: Calendar) -> Iterator[Due]:
    """Yield the open deadlines that one rule gives for a lead."""
    if not all(holds(clause, case) for clause in rule.when):
        return
    for start in _starts(rule, case, line, calendar):
        row = (_recurring if rule.every else _single)(rule, start, line, calendar)
        if row is not None:
            yield replace(row, lead=case.lead.id)


def _starts(rule: FollowUp, case: Case, line: Timeline, calendar: Calendar) -> Iterator[Start]:
    anchor = rule.from_
    if anchor.event:
        wanted = Clearing((anchor.event,), "", anchor.where)
        for key, event in line.keyed:
            if settles(wanted, event):
                yield Start(key, record=event.data.get("id"))
    elif anchor.field:
        start = field_start(case.value(anchor.field), line, calendar)
        if start is not None:
            yield start
    else:
        key = line.moment(anchor.moment)
        if key is not None:
            yield Start(key)


_MONTH_DAY = re.compile(r"(?:--|\d{4}-)?(\d{2})-(\d{2})")


def field_start(value: Any, line: Timeline, calendar: Calendar) -> Start | None:
    """Return where a field's date or moment stands; a day without year is the next from receipt."""
    if isinstance(value, datetime):
        return Start((_aware(value, calendar), BEFORE_ALL))
    if isinstance(value, str) and (found := _MONTH_DAY.fullmatch(value)):
        value = _first_month_day(int(found[1]), int(found[2]), line, calendar)
    if is_day(value):
        return Start((calendar.start_of_day(value), BEFORE_ALL), all_day=True)
    return None


def _aware(value: datetime, calendar: Calendar) -> datetime:
    if value.tzinfo is None:
        value = value.replace(tzinfo=calendar.zone)
    return value.astimezone(UTC)


def _first_month_day(month: int, day: int, line: Timeline, calendar: Calendar) -> date | None:
    """The year before receipt, so that the first yearly occurrence comes after it."""
    received = line.moment("received")
    year = received[0].year - 1 if received else 2000
    for candidate in (day, day - 1):  # 29 February is kept on the 28th in other years
        try:
            return date(year, month, candidate)
        except ValueError:
            continue
    return None


def _single(rule: FollowUp, start: Start, line: Timeline, calendar: Calendar) -> Due | None:
    clock = _clock(rule.clock)
    moment = start.key[0]
    opens: Key = start.key
    if rule.before is not None:
        due = calendar.before(moment, rule.before, clock)
        entered = line.moment("entered")
        opens = (calendar.start_of_day(calendar.local_day(due)), BEFORE_ALL)
        if entered is not None:  # booked later than the reminder: due at once (decision 10)
            due, opens = max(due, entered[0]), max(opens, entered)
    else:
        due = calendar.add(moment, rule.after or Duration(), clock)
    if _is_settled(rule, opens, due, line, start.record):
        return None
    ideal = calendar.add(moment, rule.ideal, clock) if rule.ideal else None
    return _row(rule, start, due, calendar, ideal)


def _recurring(rule: FollowUp, start: Start, line: Timeline, calendar: Calendar) -> Due | None:
    """The first occurrence, counted from the start, that nothing has settled."""
    for count in range(1, FAR):
        due = calendar.add(start.key[0], times(rule.every or Duration(), count), _clock(rule.clock))
        received = line.moment("received")
        if received is not None and due + timedelta(days=1) <= received[0]:
            continue  # an anniversary from before we knew them
        opens = (calendar.start_of_day(calendar.local_day(due)), BEFORE_ALL)
        if not _is_settled(rule, opens, due, line, start.record):
            return _row(rule, start, due, calendar, None)
    return None


def _clock(name: str) -> Literal["wall", "working"]:
    return "working" if name == "working" else "wall"


def times(duration: Duration, count: int) -> Duration:
    """Return a span taken several times, month arithmetic staying whole."""
    return Duration(duration.months * count, duration.days * count, duration.seconds * count)


def _is_settled(rule: FollowUp, opens: Key, due: datetime, line: Timeline, record: object) -> bool:
    events = [clearing for clearing in rule.until if clearing.names != ("done",)]
    if line.last_settled(events, opens, record) is not None:
        return True
    return line.last_settled([Clearing(("stop",))], opens) is not None or (
        accepts_done(rule.until) and is_done(line, rule.id, opens[0], due)
    )


def accepts_done(until: tuple[Clearing, ...]) -> bool:
    """Whether `leadctl done` settles it."""
    return any("done" in clearing.names for clearing in until)


def is_done(line: Timeline, rule: str, opens: datetime, due: datetime) -> bool:
    """Whether a `done` names this rule: for this deadline or a later one, or since it opened."""
    for (at, _), event in line.keyed:
        if event.name == "done" and event.data.get("what") == rule:
            settled = event.data.get("due")
            if isinstance(settled, datetime):
                if settled >= due:
                    return True
            elif at >= opens:
                return True
    return False


def _row(
    rule: FollowUp, start: Start, due: datetime, calendar: Calendar, ideal: datetime | None
) -> Due:
    whole_days = all(not span.seconds for span in (rule.after, rule.before, rule.every) if span)
    return Due(
        lead="",
        rule=rule.id,
        kind=rule.kind,
        do=rule.do,
        due=due,
        since=start.key[0],
        all_day=start.all_day and whole_days,
        ideal=ideal,
        lapses=calendar.add(due, rule.lapse, "wall") if rule.lapse else None,
        every=rule.every,
        by=rule.by,
        clears=clears_words(rule.until),
        why=why_words(rule),
        source=rule.source,
        then=rule.then,
        suggest=rule.suggest,
        accepts_done=accepts_done(rule.until),
    )


def clears_words(until: tuple[Clearing, ...]) -> str:
    """Return what settles a follow-up, in words: "a touch out or a status change"."""
    return " or ".join(clearing.text for clearing in until) or "a status change"


def why_words(rule: FollowUp) -> str:
    """Return the rule in words: "within 30 minutes (working hours) of received"."""
    anchor = rule.from_
    start = anchor.field.replace("_", " ") or anchor.event or anchor.moment
    clock = " (working hours)" if rule.clock == "working" else ""
    if rule.before is not None:
        return f"{rule.before} before {start}{clock}"
    if rule.every is not None:
        return f"every {rule.every}{clock} from {start}"
    ideal = f", ideally {rule.ideal}" if rule.ideal else ""
    return f"{rule.after or Duration()} after {start}{clock}{ideal}"
