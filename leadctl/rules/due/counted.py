"""The moments that a rule counts from a start: on its clock, at its time of the day."""

from __future__ import annotations

from datetime import datetime

from leadctl.rules.clauses.case import Case
from leadctl.rules.due.anchors import Start
from leadctl.rules.due.recurring import clock_of, span_after
from leadctl.rules.language.deadlines import FollowUp
from leadctl.rules.time.spans import Duration
from leadctl.rules.time.wall_clock import at_wall


def moved(
    rule: FollowUp, start: Start, span: Duration, case: Case, *, back: bool = False
) -> datetime:
    """Return the moment a span after a start, or before it, at the rule's time of the day."""
    return at_time(rule, _counted(rule, start, span, case, back=back), case)


def at_time(rule: FollowUp, moment: datetime, case: Case) -> datetime:
    """Return the rule's time of the day on a moment's date; the moment, where it has none."""
    if rule.at is None:
        return moment
    day = case.calendar.local_day(moment)
    return at_wall(datetime.combine(day, rule.at), case.calendar.zone)


def _counted(rule: FollowUp, start: Start, span: Duration, case: Case, *, back: bool) -> datetime:
    """Return the moment a span from a start; from a day, by days, a day's begin."""
    clock, calendar = clock_of(rule.clock), case.calendar
    all_day = start.all_day and not span.seconds
    if not back:
        return span_after(start.key[0], span, clock, calendar, all_day=all_day)
    if all_day:
        day = calendar.day_before(calendar.local_day(start.key[0]), span, clock)
        return calendar.start_of_day(day)
    return calendar.before(start.key[0], span, clock)
