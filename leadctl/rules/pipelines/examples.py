"""Example dates: what a deadline comes to for a lead that is made up for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.clauses import every_clause
from leadctl.rules.clauses.field import FieldClause
from leadctl.rules.clauses.timeline import MOMENTS
from leadctl.rules.clauses.words import field_label
from leadctl.rules.due.follow_up import rule_rows
from leadctl.rules.due.rows.row import Due
from leadctl.rules.language.deadlines import FollowUp
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.language.wanted import one_wanted
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
    better = row.ideal.astimezone(zone) if row.ideal else None
    whole = better is not None and row.all_day and better.time() == time()
    ideal = f", better by {_when(better.date() if whole else better, start)}" if better else ""
    return f"{_beginning(rule, case)}: due {_when(due, start)}{ideal}"


def example(
    rule: FollowUp, pipeline: Pipeline, now: datetime, timezone: str
) -> tuple[Case, Due] | None:
    """Return a made-up lead for which a rule is due, and its row; None where none can be made."""
    calendar = pipeline.calendar or always_open(timezone)
    start = _start(calendar, now)
    lead = example_lead(rule, pipeline, start, calendar)
    case = Case(lead, pipeline, start, timezone=timezone, constants=lead.fields)
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


def _wanted(rule: FollowUp, pipeline: Pipeline) -> Iterator[tuple[str, object]]:
    for clause in every_clause(rule.when):
        if isinstance(clause, FieldClause) and clause.field in pipeline.fields:
            wanted = (clause.equals, *clause.one_of)
            yield clause.field, next((v for v in wanted if v is not None), None)


def _type(field: str, pipeline: Pipeline) -> str:
    known = pipeline.field_of(field)
    return known.type if known else "date"


def _ahead(rule: FollowUp, kind: str, start: datetime, calendar: Calendar) -> date | datetime | str:
    """Return a date far enough ahead, two o'clock on it, or its day of the year, as a field takes
    it: who has a birthday ahead was born in another year.
    """
    before = timedelta(seconds=rule.before.roughly) if rule.before else timedelta()
    day = calendar.local_day(start + before + _AHEAD)
    if kind == "month-day":
        return f"--{day:%m-%d}"
    if kind != "datetime":
        return day
    return at_wall(datetime.combine(day, time(14)), calendar.zone)


def _events(
    rule: FollowUp, pipeline: Pipeline, start: datetime, calendar: Calendar
) -> Iterator[Event]:
    anchor = rule.from_
    name, way = MOMENTS[anchor.moment].shown if anchor.moment else ("", "")
    if name:
        yield Event(start, name, "example", {"way": way} if way else {})
    if anchor.event:
        where = {k: one_wanted(v) for k, v in anchor.where.items()}
        yield Event(start, anchor.event, "example", where)
    if anchor.record:
        kind = pipeline.records[anchor.record]
        fields = pipeline.record_fields(anchor.record) or {}
        known = fields.get(anchor.field)
        value = _ahead(rule, known.type if known else "date", start, calendar)
        where = {k: one_wanted(v) for k, v in anchor.where.items()}
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
    if anchor.event:
        return f"{anchor.event} logged {_said(start)}"
    return f"{MOMENTS[anchor.moment].said or anchor.moment} {_said(start)}"


def _local(value: object, zone: tzinfo) -> str:
    """Return a day or a moment as it is said where the zone is."""
    if isinstance(value, datetime):
        return _said(value.astimezone(zone))
    if isinstance(value, str):
        day = date.fromisoformat(f"2000-{value.removeprefix('--')}")
        return f"{day.day} {day:%b}"
    return _said(value) if isinstance(value, date) else str(value)


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
