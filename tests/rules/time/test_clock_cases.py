"""The clocks against facts from the test suites of many calendar libraries."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from leadctl.rules.due.follow_up import occurrence_after
from leadctl.rules.due.rows.row import Due
from leadctl.rules.pipelines.read_value import SCALARS
from leadctl.rules.time.hours import parse_hours, parse_special, read_day
from leadctl.rules.time.spans import parse_duration
from leadctl.rules.time.working_calendar import Calendar

TABLE = json.loads(Path(__file__).with_name("clock_cases.json").read_text(encoding="utf-8"))
MINUTE = timedelta(minutes=1)
Case = dict[str, Any]


def _calendar(written: dict[str, Any]) -> Calendar:
    days = frozenset(day for text in written["holidays"] if (day := read_day(text)))
    hours = written["hours"]
    return Calendar(written["timezone"], parse_hours(hours), days, parse_special(hours))


CALENDARS = {name: _calendar(written) for name, written in TABLE["calendars"].items()}


def _at(text: str, calendar: Calendar) -> datetime:
    """Return a moment; one written without its offset is the calendar's."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=calendar.zone)


def _add(case: Case, calendar: Calendar) -> datetime:
    return calendar.add(_at(case["start"], calendar), parse_duration(case["span"]), case["clock"])


def _before(case: Case, calendar: Calendar) -> datetime:
    start = _at(case["start"], calendar)
    return calendar.before(start, parse_duration(case["span"]), case["clock"])


def _elapsed(case: Case, calendar: Calendar) -> float:
    start, end = _at(case["start"], calendar), _at(case["end"], calendar)
    if case.get("clock", "working") == "wall":
        return (end - start) / MINUTE
    return calendar.elapsed(start, end) / MINUTE


def _segment(case: Case, calendar: Calendar) -> list[datetime]:
    return _flat(case, calendar.segments(_at(case["start"], calendar)))


def _segment_back(case: Case, calendar: Calendar) -> list[datetime]:
    return _flat(case, calendar.segments_back(_at(case["start"], calendar)))


def _flat(case: Case, stretches: Iterator[tuple[datetime, datetime]]) -> list[datetime]:
    """Return as many openings and closings as are asked for, one list."""
    return list(islice((moment for both in stretches for moment in both), len(case["expected"])))


def _occurrences(case: Case, calendar: Calendar) -> list[datetime]:
    every, start = parse_duration(case["every"]), _at(case["start"], calendar)
    counts = range(1, len(case["expected"]) + 1)
    return [calendar.add(start, every.times(n), case["clock"]) for n in counts]


def _next_occurrence(case: Case, calendar: Calendar) -> datetime:
    start = _at(case["start"], calendar)
    row = Due(
        lead="", rule="", kind="", do="", due=start, since=start,
        every=parse_duration(case["every"]),
    )  # fmt: skip
    return occurrence_after(row, _at(case["moment"], calendar), calendar)


def _last_occurrence(case: Case, calendar: Calendar) -> datetime:
    """Return the last time, the start included, that is not after the moment."""
    start, moment = _at(case["start"], calendar), _at(case["moment"], calendar)
    every, found = parse_duration(case["every"]), start
    for count in range(1, 2000):
        due = calendar.add(start, every.times(count), "wall")
        if due > moment:
            break
        found = due
    return found


def _working_days(case: Case, calendar: Calendar) -> list[str]:
    day, found = date.fromisoformat(case["start"][:10]), []
    while len(found) < len(case["expected"]):
        if calendar.is_working_day(day):
            found.append(day.isoformat())
        day += timedelta(days=1)
    return found


def _hours_valid(case: Case, _: Calendar) -> bool | str:
    try:
        parse_hours(case["hours"])
    except ValueError as error:
        return f"refused: {error}"
    return True


def _shown(case: Case, _: Calendar) -> str:
    calendar, day = Calendar(case["calendar_zone"]), date.fromisoformat(case["date"])
    row = Due(
        lead="", rule="", kind="", do="", due=calendar.start_of_day(day),
        since=calendar.start_of_day(day), zone=calendar.timezone,
    )  # fmt: skip
    return str(row.day)


ASKS: dict[str, Callable[[Case, Calendar], Any]] = {
    "add": _add,
    "before": _before,
    "elapsed": _elapsed,
    "open": lambda case, c: c.is_open(_at(case["start"], c)),
    "next_opening": lambda case, c: c.next_opening(_at(case["start"], c)),
    "last_open": lambda case, c: c.last_open(_at(case["start"], c)),
    "segments": _segment,
    "segments_back": _segment_back,
    "working_day": lambda case, c: c.is_working_day(c.local_day(_at(case["start"], c))),
    "working_days": _working_days,
    "day_start": lambda case, c: c.start_of_day(c.local_day(_at(case["start"], c))),
    "occurrences": _occurrences,
    "occurrence_next": _next_occurrence,
    "occurrence_last": _last_occurrence,
    "date_add": lambda case, c: c.day_after(
        date.fromisoformat(case["date"]), parse_duration(case["span"]), case["clock"]
    ),
    "date_before": lambda case, c: c.day_before(
        date.fromisoformat(case["date"]), parse_duration(case["span"]), case["clock"]
    ),
    "hours_valid": _hours_valid,
    "holidays_valid": lambda case, _: bool(SCALARS["dates"](case["holidays"])),
    "date_shown": _shown,
}


def _same(found: Any, expected: Any, calendar: Calendar) -> bool:
    """Whether an answer is the one written down: a moment, a date alone, a list, or a figure."""
    if isinstance(expected, list):
        return len(found) == len(expected) and all(
            _same(one, other, calendar) for one, other in zip(found, expected, strict=True)
        )
    if isinstance(found, datetime):
        if len(expected) == 10:
            return bool(calendar.local_day(found).isoformat() == expected)
        return found == _at(expected, calendar)
    if isinstance(found, date):
        return found.isoformat() == expected
    return bool(found == expected)


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["id"])
def test_fact(case: Case) -> None:
    """Each fact holds; where leadctl differs on purpose, it gives the answer written beside it."""
    calendar = CALENDARS[case.get("calendar", next(iter(CALENDARS)))]
    found = ASKS[case["ask"]](case, calendar)
    differs = case["verdict"] == "differs on purpose"
    expected = case["leadctl"] if differs else case["expected"]
    assert _same(found, expected, calendar), (found, expected)


def test_each_difference_is_explained() -> None:
    """What differs says how, and no explanation is left over."""
    said = {case["difference"] for case in TABLE["cases"] if "difference" in case}
    assert said == set(TABLE["differences"])
