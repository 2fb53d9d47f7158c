"""Example dates: what a deadline comes to for a lead that is made up for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.clauses import every_clause
from leadctl.rules.clauses.field import FieldClause
from leadctl.rules.clauses.words import field_label
from leadctl.rules.due.follow_up import rule_rows
from leadctl.rules.due.row import Due
from leadctl.rules.language.pipeline import FollowUp, Pipeline
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.time.wall_clock import at_wall
from leadctl.rules.time.working_calendar import Calendar, always_open
from leadctl.values import replace

_AHEAD = timedelta(days=10)
"""How far ahead the date in a field of an example lies."""


def example_words(rule: FollowUp, pipeline: Pipeline, now: datetime, timezone: str) -> str:
    """Return "added Mon 30 Nov 10:00: due 10:30, better by 10:05", or "" where none can be made.

    Times are those of the definition's calendar, or of `timezone`.
    """
    made = example(rule, pipeline, now, timezone)
    if made is None:
        return ""
    case, row = made
    zone = case.calendar.zone
    start = case.lead.history[0].at.astimezone(zone)
    due = row.day or row.due.astimezone(zone)
    ideal = f", better by {_when(row.ideal.astimezone(zone), start)}" if row.ideal else ""
    return f"{_beginning(rule, case)}: due {_when(due, start)}{ideal}"


def example(
    rule: FollowUp, pipeline: Pipeline, now: datetime, timezone: str
) -> tuple[Case, Due] | None:
    """Return a made-up lead for which a rule is due, and its row; None where none can be made."""
    calendar = pipeline.calendar or always_open(timezone)
    start = _start(calendar, now)
    lead = example_lead(rule, pipeline, start, calendar)
    case = Case(lead, pipeline, start, timezone=timezone)
    asked = replace(rule, when=(), then=(), of_status=False)
    row = next(rule_rows(asked, case), None)
    return None if row is None else (case, row)


def _start(calendar: Calendar, now: datetime) -> datetime:
    """Return ten o'clock of today, or of the first working day from then on."""
    day = calendar.local_day(now)
    if not calendar.never_opens:
        while not calendar.is_working_day(day):
            day += timedelta(days=1)
    return at_wall(datetime.combine(day, time(10)), calendar.zone)


def example_lead(rule: FollowUp, pipeline: Pipeline, start: datetime, calendar: Calendar) -> Lead:
    """Return a lead with what a rule counts from, and what its conditions ask of fields."""
    anchor = rule.from_
    fields = dict(_wanted(rule, pipeline))
    if anchor.field and not anchor.record:
        fields[anchor.field] = _ahead(rule, _type(anchor.field, pipeline), start, calendar)
    history = [Event(start, "received", "example")]
    history += _events(rule, pipeline, start, calendar)
    return Lead("example0", "Example", pipeline.id, pipeline.initial, fields, tuple(history))


def _wanted(rule: FollowUp, pipeline: Pipeline) -> Iterator[tuple[str, Any]]:
    for clause in every_clause(rule.when):
        if isinstance(clause, FieldClause) and clause.field in pipeline.fields:
            wanted = (clause.equals, *clause.one_of)
            yield clause.field, next((v for v in wanted if v is not None), None)


def _type(field: str, pipeline: Pipeline) -> str:
    known = pipeline.fields.get(field)
    return known.type if known else "date"


def _ahead(rule: FollowUp, kind: str, start: datetime, calendar: Calendar) -> date | datetime:
    """Return a date far enough ahead, or two o'clock on it, as a field takes it."""
    before = timedelta(seconds=rule.before.roughly) if rule.before else timedelta()
    day = calendar.local_day(start + before + _AHEAD)
    if kind != "datetime":
        return day
    return at_wall(datetime.combine(day, time(14)), calendar.zone)


def _events(
    rule: FollowUp, pipeline: Pipeline, start: datetime, calendar: Calendar
) -> Iterator[Event]:
    anchor = rule.from_
    touches = {"first touch out": "out", "last touch out": "out", "last touch in": "in"}
    if anchor.moment in {*touches, "last touch", "unanswered", "their word"}:
        way = touches.get(anchor.moment, "in" if anchor.moment == "their word" else "out")
        yield Event(start, "text", "example", {"way": way})
    if anchor.moment == "claimed":
        yield Event(start, "claim", "example")
    if anchor.event:
        where = {k: v[0] if isinstance(v, tuple) else v for k, v in anchor.where.items()}
        yield Event(start, anchor.event, "example", where)
    if anchor.record:
        kind = pipeline.records[anchor.record]
        fields = pipeline.record_fields(anchor.record) or {}
        known = fields.get(anchor.field)
        value = _ahead(rule, known.type if known else "date", start, calendar)
        where = {k: v[0] if isinstance(v, tuple) else v for k, v in anchor.where.items()}
        data = {kind.key: "A", **where, anchor.field: value}
        yield Event(start, kind.events[0], "example", data)


def _beginning(rule: FollowUp, case: Case) -> str:
    """Return what the example counts from: "added Mon 30 Nov 10:00"."""
    anchor, zone = rule.from_, case.calendar.zone
    start = case.lead.history[0].at.astimezone(zone)
    if anchor.record:
        value = case.lead.history[-1].data[anchor.field]
        return f"{anchor.record} with {anchor.field.replace('_', ' ')} {_local(value, zone)}"
    if anchor.field:
        label = field_label(case.pipeline, anchor.field)
        return f"{label} {_local(case.lead.fields[anchor.field], zone)}"
    words = {"received": "added", "entered": "entered", "status update": "updated"}
    what = f"{anchor.event} logged" if anchor.event else words.get(anchor.moment, anchor.moment)
    return f"{what} {_said(start)}"


def _local(value: date | datetime, zone: Any) -> str:
    return _said(value.astimezone(zone) if isinstance(value, datetime) else value)


def _when(value: date | datetime, start: datetime) -> str:
    """Return a time of the example's day alone, or the day and time."""
    if isinstance(value, datetime) and value.date() == start.date():
        return f"{value:%H:%M}"
    year = "" if value.year == start.year else f" {value.year}"
    day = f"{value:%a} {value.day} {value:%b}{year}"
    return f"{day} {value:%H:%M}" if isinstance(value, datetime) else day


def _said(value: date | datetime) -> str:
    """Return "Mon 30 Nov 10:00", or a day alone."""
    day = f"{value:%a} {value.day} {value:%b}"
    return f"{day} {value:%H:%M}" if isinstance(value, datetime) else day
