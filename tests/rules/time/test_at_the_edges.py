"""Time at its edges: the ends of the years, midnight, a whole day's hours, days without a year."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from leadctl.rules.time.doubts import doubt
from leadctl.rules.time.hours import check_hours, parse_hours, parse_special
from leadctl.rules.time.spans import Duration, parse_duration
from leadctl.rules.time.typed_times import parse_day_or_when, parse_when
from leadctl.rules.time.wall_clock import NoSuchTimeError, at_wall, local_time, once_shown, utc
from leadctl.rules.time.whole_day import is_whole_day, whole_day
from leadctl.rules.time.working_calendar import Calendar, Clock

NEW_YORK = ZoneInfo("America/New_York")
CLOCKS: tuple[Clock, ...] = ("wall", "working")
NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
"""A Friday, 10:00 in New York."""


@pytest.mark.parametrize(("year", "fits"), [(1, False), (2, True), (9998, True), (9999, False)])
def test_the_first_and_the_last_year_are_no_moments(year: int, fits: bool) -> None:
    """A day beside the ends of time could not be moved to another zone."""
    moment = datetime(year, 6, 1, tzinfo=UTC)
    if fits:
        assert utc(moment) == moment
        return
    with pytest.raises(NoSuchTimeError, match=f"the year {year} is outside"):
        utc(moment)


def test_a_whole_day_is_a_date_like_any_other() -> None:
    """It can be asked for everything that a moment is asked for; summer time is none of its."""
    day = whole_day(date(2026, 7, 1))
    assert day.dst() == timedelta()
    assert (day.tzname(), day.utcoffset()) == ("day", timedelta(hours=14))
    assert is_whole_day(day)
    assert not is_whole_day(NOW)


@pytest.mark.parametrize(
    ("spans", "said"),
    [
        (((1439, 1440),), ""),
        (((1440, 1441),), "not within a day"),
        (((-1, 60),), "not within a day"),
        (((0, 1440),), ""),
        (((60, 1500),), ""),
        (((60, 1501),), "not within a day"),
        (((60, 60),), "not within a day"),
    ],
)
def test_a_shift_begins_within_its_day_and_lasts_no_longer(
    spans: tuple[tuple[int, int], ...], said: str
) -> None:
    """A shift starts by 23:59 and ends within 24 hours; one of no minutes is none."""
    hours = ((), (), spans, (), (), (), ())
    if not said:
        check_hours(hours)
        return
    with pytest.raises(ValueError, match=said):
        check_hours(hours)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("00:00-24:00", ""),
        ("24:00-24:00", "a day ends at 24:00"),
        ("22:00-00:00", ""),
        ("09:00-24:01", "a day ends at 24:00"),
        ("09:00-09:00", "is empty"),
    ],
)
def test_hours_end_at_midnight(written: str, said: str) -> None:
    """24:00 ends a day and begins none; 00:00 at the end is the midnight after."""
    if not said:
        assert parse_hours({"mon": written})[0][0][1] == 1440
        return
    with pytest.raises(ValueError, match=said):
        parse_hours({"mon": written})


def test_the_hours_of_one_date_do_not_reach_into_those_beside_it() -> None:
    """A night shift of a date that runs into the next morning's hours is refused."""
    week = {"weekdays": "09:00-17:00"}
    assert parse_special({**week, "2026-11-23": "20:00-04:00"})
    with pytest.raises(ValueError, match="overlap others"):
        parse_special({**week, "2026-11-23": "20:00-04:00", "2026-11-24": "03:00-05:00"})


@pytest.mark.parametrize(
    ("text", "past", "asks"),
    [
        ("nov 19", False, "would be 2027-11-19"),
        ("nov 19 2027", False, ""),
        ("nov 21", False, ""),
        ("nov 21", True, "write 2025-11-21"),
        ("nov 19 9am", False, "would be 2027-11-19"),
        ("tomorrow", False, ""),
        ("11pm", True, "has not come yet today"),
        ("9am", True, ""),
        ("no such day", False, ""),
    ],
)
def test_a_day_without_its_year_that_is_almost_a_year_off_is_asked_about(
    text: str, past: bool, asks: str
) -> None:
    """What is hardly meant wants its year; what is clear is taken."""
    found = doubt(text, NOW, NEW_YORK, past=past)
    assert asks in found
    assert bool(asks) == bool(found)


@pytest.mark.parametrize(
    ("text", "is_day"),
    [("fri", True), ("in 2 weeks", True), ("in 2 hours", False), ("now", False),
     ("tomorrow 9am", False), ("2026-11-28", True), ("2026-11-28T09:00Z", False)],
)  # fmt: skip
def test_a_day_stays_a_day(text: str, is_day: bool) -> None:
    """No time of day is made up for what names none."""
    assert isinstance(parse_day_or_when(text, NOW, NEW_YORK), datetime) is not is_day


def test_back_and_ahead_are_two_directions() -> None:
    """ "-3d" lies before now, "+3d" after it, "3 days ago" before."""
    three = timedelta(days=3)
    assert parse_when("+3d", NOW, NEW_YORK) == NOW + three
    assert parse_when("-3d", NOW, NEW_YORK) == NOW - three
    assert parse_when("3 days ago", NOW, NEW_YORK) == NOW - three


@pytest.mark.parametrize(
    ("text", "clock"), [("1am", time(1)), ("12am", time(0)), ("12pm", time(12)), ("1pm", time(13))]
)
def test_the_twelve_hours(text: str, clock: time) -> None:
    """1 to 12 stand before am and pm; 12 is the first of them."""
    found = local_time(parse_when(f"tomorrow {text}", NOW, NEW_YORK), NEW_YORK)
    assert found.time() == clock
    for odd in ("0am", "13pm"):
        with pytest.raises(ValueError, match="is no hour"):
            parse_when(f"tomorrow {odd}", NOW, NEW_YORK)


def test_a_skipped_time_is_the_moment_of_the_change() -> None:
    """Clocks in New York skip 2:00 to 3:00 on 8 March 2026; what is not skipped is as it is."""
    change, day = datetime(2026, 3, 8, 7, 0, tzinfo=UTC), date(2026, 3, 8)
    for minute in (0, 1, 30, 59):
        assert once_shown(datetime.combine(day, time(2, minute)), NEW_YORK) == change
    assert once_shown(datetime.combine(day, time(1, 59)), NEW_YORK) == change - timedelta(minutes=1)
    assert at_wall(datetime.combine(day, time(2, 30)), NEW_YORK) == change + timedelta(minutes=30)


def test_weeks_before_a_moment_on_the_working_clock_are_weeks() -> None:
    """Two weeks before Friday 15:00 is the Friday a fortnight earlier at 15:00."""
    calendar = Calendar("America/New_York", parse_hours({"weekdays": "09:00-17:00"}))
    for text, days in (("2 weeks", 14), ("1 week", 7)):
        span = parse_duration(text)
        assert calendar.before(NOW, span, "working") == NOW - timedelta(days=days)


def test_before_all_years_and_beyond_them_is_no_moment() -> None:
    """A span that leads out of the calendar is refused in words, in either direction."""
    calendar = Calendar("UTC")
    century = parse_duration("5000 weeks")
    early, late = datetime(50, 1, 1, tzinfo=UTC), datetime(9950, 1, 1, tzinfo=UTC)
    for clock in CLOCKS:
        with pytest.raises(NoSuchTimeError, match="5000 weeks before that moment lies outside"):
            calendar.before(early, century, clock)
        with pytest.raises(NoSuchTimeError, match="5000 weeks after that moment lies outside"):
            calendar.add(late, century, clock)
        with pytest.raises(NoSuchTimeError, match="5000 weeks before that moment lies outside"):
            calendar.day_before(early.date(), century, clock)


def test_no_time_at_all_from_closing_on_is_the_next_opening() -> None:
    """The moment of closing is outside the hours; an hour before it ends there."""
    office = Calendar("UTC", parse_hours({"weekdays": "09:00-17:00"}))
    closing = datetime(2026, 11, 23, 17, tzinfo=UTC)
    opening = datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert office.add(closing, Duration()) == opening
    assert office.add(closing - timedelta(hours=1), Duration(seconds=3600)) == closing
    assert office.add(closing, Duration(seconds=60)) == opening + timedelta(minutes=1)
