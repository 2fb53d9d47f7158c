"""What of a calendar can be read and is most likely not meant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from leadctl.errors import Problem
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.time.hours import DAYS, Hours, Special
from leadctl.rules.time.working_calendar import Calendar


def calendar_notes(pipeline: Pipeline, today: date) -> Iterator[Problem]:
    """Yield what is to be told of a definition's calendar; its definition is used all the same."""
    calendar = pipeline.calendar
    if calendar is None:
        return
    file = pipeline.source.file
    for day in minutes_short(calendar.hours, calendar.special):
        said = f"{day} closes at 23:59, a minute before midnight"
        yield Problem(file, 0, "calendar.hours", said, "write 24:00")
        break
    last = None if calendar.places else _last_holiday(calendar)
    if last is not None and last < today:
        said = f"every holiday has passed, the last on {last.isoformat()}"
        fix = 'add the next ones; "*-12-25" returns every year'
        yield Problem(file, 0, "calendar.holidays", said, fix)


def minutes_short(hours: Hours, special: Special) -> Iterator[str]:
    """Yield the days whose hours end at 23:59, a minute before the midnight that is meant."""
    for name, spans in (*zip(DAYS, hours, strict=True), *special):
        if any(end == 1439 for _, end in spans):
            yield str(name)


def _last_holiday(calendar: Calendar) -> date | None:
    """Return the last day off, where all of them are of one year alone."""
    days = [*calendar.holidays, *(day for day, spans in calendar.special if not spans)]
    dates = [day for day in days if isinstance(day, date)]
    return max(dates) if dates and len(dates) == len(days) else None
