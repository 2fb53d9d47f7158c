"""The day that is looked at: what is of it to the second, in whose zone, on whose calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from leadctl.rules.due.rows.row import Due
from leadctl.rules.due.today import Today, is_still_today, shown
from leadctl.rules.time.hours import parse_hours
from leadctl.rules.time.working_calendar import Calendar, always_open

NEW_YORK = "America/New_York"
NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
"""A Friday, 10:00 in New York; midnight lies a day and night away in Tokyo."""
TODAY = Today(NOW, ZoneInfo(NEW_YORK), always_open(NEW_YORK))
MIDNIGHT = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


def row(due: datetime, **more: Any) -> Due:
    """Return a row that is due at a moment."""
    return Due(lead="a", rule="r", kind="task", do="Call", due=due, since=NOW, **more)


def day(on: date) -> Due:
    """Return a row of a whole day in New York."""
    return row(TODAY.calendar.start_of_day(on), zone=NEW_YORK)


@pytest.mark.parametrize("days", [0, 6])
def test_what_is_of_a_day(days: int) -> None:
    """24:00 is of the day that ends, but of what counts days it is the next one's."""
    end = MIDNIGHT + days * DAY
    assert TODAY.end(days) == end
    for due, timed, by_days in ((end - SECOND, True, True), (end, True, False)):
        assert TODAY.has(row(due), days) is timed
        assert TODAY.has(row(due, by_days=True), days) is by_days
    assert not TODAY.has(row(end + SECOND), days)
    assert TODAY.has(day(TODAY.date + days * DAY), days)
    assert not TODAY.has(day(TODAY.date + (days + 1) * DAY), days)


def test_a_day_is_the_calendars_and_a_time_the_viewers() -> None:
    """In Tokyo it is Saturday already: timed rows end with it, whole days are New York's."""
    tokyo = Today(NOW, ZoneInfo("Asia/Tokyo"), TODAY.calendar)
    assert tokyo.end() == NOW + DAY
    assert tokyo.has(row(NOW + DAY))
    assert not tokyo.has(row(NOW + DAY + SECOND))
    assert not tokyo.has(day(date(2026, 11, 21)))


def test_the_shift_that_runs_is_todays_to_its_end() -> None:
    """Who works until two looks at what is due by two, that night and no other."""
    night = Calendar(NEW_YORK, parse_hours({"fri": "18:00-02:00", "sat": "18:00-02:00"}))
    late = Today(MIDNIGHT - 3600 * SECOND, ZoneInfo(NEW_YORK), night)
    assert late.end() == MIDNIGHT + 7200 * SECOND
    assert late.end(1) == MIDNIGHT + DAY
    assert Today(NOW, ZoneInfo(NEW_YORK), night).end() == MIDNIGHT


def test_what_a_span_reaches() -> None:
    """`--within` holds its last moment, and a whole day once it reaches into it."""
    within = timedelta(hours=14)
    assert TODAY.reaches(row(NOW + within), within)
    assert not TODAY.reaches(row(NOW + within + SECOND), within)
    assert TODAY.reaches(day(date(2026, 11, 21)), within)
    assert not TODAY.reaches(day(date(2026, 11, 21)), within - SECOND)


def test_what_is_left_over_from_yesterday_is_not_todays() -> None:
    """The first moment of a day is of it, and so is a whole day, until it is over."""
    zone, begins = ZoneInfo(NEW_YORK), MIDNIGHT - DAY
    assert is_still_today(row(begins), NOW, zone)
    assert not is_still_today(row(begins - SECOND), NOW, zone)
    assert is_still_today(day(date(2026, 11, 20)), NOW, zone)
    assert not is_still_today(day(date(2026, 11, 19)), NOW, zone)


def test_a_row_is_shown_from_when_it_opens_until_it_lapses() -> None:
    """At the moment it opens it is there, at the moment it lapses it is gone."""
    rows = [
        row(NOW, opens=NOW),
        row(NOW, opens=NOW + SECOND),
        row(NOW, lapses=NOW),
        row(NOW, lapses=NOW + SECOND),
        row(NOW + DAY),
    ]
    soon = list(shown(rows, NOW, lambda one: one.due <= NOW))
    assert soon == [rows[0], rows[3]]
