"""The table of worked cases: a person can follow each, and the calendar agrees with all."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from leadctl.rules.time.hours import parse_hours
from leadctl.rules.time.spans import parse_duration
from leadctl.rules.time.working_calendar import Calendar

TABLE = tomllib.loads(Path(__file__).with_name("time_cases.toml").read_text(encoding="utf-8"))
CALENDARS = {
    name: Calendar(
        written["timezone"],
        parse_hours(written["hours"]),
        frozenset(written.get("holidays", ())),
    )
    for name, written in TABLE["calendar"].items()
}
CASES = TABLE["case"]
FORM = "%a %Y-%m-%d %H:%M %z"


def _span(case: dict[str, Any]) -> str:
    return f"add {case['add']}" if "add" in case else f"before {case['before']}"


def _name(case: dict[str, Any]) -> str:
    return f"{case['calendar']}, {case['start']}, {case['clock']} {_span(case)}"


def _moment(text: str) -> datetime:
    moment = datetime.strptime(text, "%a %Y-%m-%d %H:%M %z")
    assert moment.strftime(FORM) == text, "the weekday is not the date's"
    return moment


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_case(case: dict[str, Any]) -> None:
    """Each worked case arrives where its arithmetic says, shown with the offset then in force."""
    calendar = CALENDARS[case["calendar"]]
    start, expected = _moment(case["start"]), _moment(case["arrives"])
    if "add" in case:
        found = calendar.add(start, parse_duration(case["add"]), case["clock"])
    else:
        found = calendar.before(start, parse_duration(case["before"]), case["clock"])
    assert found.astimezone(calendar.zone).strftime(FORM) == expected.strftime(FORM)
    assert found == expected
    assert found.utcoffset() == timedelta()


@pytest.mark.parametrize(
    "case", [c for c in CASES if c["clock"] == "working" and "add" in c], ids=_name
)
def test_open_time_of_case(case: dict[str, Any]) -> None:
    """Where hours or minutes were added, the open time between start and arrival is that span."""
    span = parse_duration(case["add"])
    if span.days or span.months or span.weeks:
        return
    found = CALENDARS[case["calendar"]].elapsed(_moment(case["start"]), _moment(case["arrives"]))
    assert found == timedelta(seconds=span.seconds)


def test_the_table_is_large_and_says_each_thing_once() -> None:
    """There are at least 120 cases, no two alike, each with its arithmetic and a used calendar."""
    assert len(CASES) >= 120
    assert len({_name(case) for case in CASES}) == len(CASES)
    assert all(len(case["why"]) > 10 for case in CASES)
    assert {case["calendar"] for case in CASES} == set(CALENDARS)
