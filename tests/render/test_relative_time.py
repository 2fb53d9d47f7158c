"""Moments in words: each case says what now is, when the thing is, and what a person reads."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadctl.render.relative_time import ago_in_words, due_in_words, span_in_words

NEW_YORK = ZoneInfo("America/New_York")


def at(text: str) -> datetime:
    """Return a moment of New York's wall clock."""
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


DUE = [
    # now, due, in words
    ("2026-11-20 10:00", "2026-11-20 10:00", "now"),
    ("2026-11-20 10:00", "2026-11-20 10:00:59", "now"),
    ("2026-11-20 10:00:59", "2026-11-20 10:00", "now"),
    ("2026-11-20 10:01", "2026-11-20 10:00", "1 min overdue"),
    ("2026-11-20 10:59:59", "2026-11-20 10:00", "59 min overdue"),
    ("2026-11-20 11:00", "2026-11-20 10:00", "1 h overdue"),
    ("2026-11-20 12:30", "2026-11-20 10:00", "2 h overdue"),
    ("2026-11-21 09:59", "2026-11-20 10:00", "23 h overdue"),
    ("2026-11-21 10:00", "2026-11-20 10:00", "1 day overdue"),
    ("2026-12-03 10:00", "2026-11-20 10:00", "13 days overdue"),
    ("2026-12-04 10:00", "2026-11-20 10:00", "2 weeks overdue"),
    ("2027-01-19 10:00", "2026-11-20 10:00", "8 weeks overdue"),
    ("2027-01-20 10:00", "2026-11-20 10:00", "2 months overdue"),
    ("2028-11-19 10:00", "2026-11-20 10:00", "2 years overdue"),
    ("2026-11-20 10:00", "2026-11-20 10:01", "in 1 min"),
    ("2026-11-20 10:00", "2026-11-20 10:25", "in 25 min"),
    ("2026-11-20 10:00", "2026-11-20 11:00", "today 11:00"),
    ("2026-11-20 10:00", "2026-11-20 23:59", "today 23:59"),
    ("2026-11-20 23:50", "2026-11-21 00:10", "in 20 min"),
    ("2026-11-20 10:00", "2026-11-21 00:00", "tomorrow 0:00"),
    ("2026-11-20 10:00", "2026-11-21 14:00", "tomorrow 14:00"),
    ("2026-11-20 10:00", "2026-11-21 23:59", "tomorrow 23:59"),
    ("2026-11-20 23:59", "2026-11-22 00:01", "in 2 days"),
    ("2026-11-20 10:00", "2026-11-23 09:00", "in 3 days"),
    ("2026-11-20 10:00", "2026-12-03 09:00", "in 13 days"),
    ("2026-11-20 10:00", "2026-12-04 09:00", "in 2 weeks"),
    ("2026-11-20 10:00", "2027-01-19 09:00", "in 8 weeks"),
    ("2026-11-20 10:00", "2027-01-20 09:00", "in 2 months"),
    ("2026-11-20 10:00", "2028-11-18 09:00", "in 24 months"),
    ("2026-11-20 10:00", "2028-11-19 09:00", "in 2 years"),
    ("2026-12-31 10:00", "2027-01-01 09:00", "tomorrow 9:00"),
    ("2028-02-28 10:00", "2028-02-29 09:00", "tomorrow 9:00"),  # a leap day
    ("2028-02-28 10:00", "2028-03-01 09:00", "in 2 days"),
    # Clocks go forward at 02:00 on 8 March 2026: one hour less passes.
    ("2026-03-08 01:30", "2026-03-08 03:15", "in 45 min"),
    ("2026-03-08 12:00", "2026-03-07 12:00", "23 h overdue"),
    ("2026-03-07 12:00", "2026-03-08 12:00", "tomorrow 12:00"),
    # They go back at 02:00 on 1 November 2026: one hour more passes.
    ("2026-11-01 12:00", "2026-10-31 12:00", "1 day overdue"),
    ("2026-11-01 11:00", "2026-10-31 12:00", "1 day overdue"),
    ("2026-11-01 10:59", "2026-10-31 12:00", "23 h overdue"),
    ("2026-11-01 00:30", "2026-11-01 02:15", "today 2:15"),
]


@pytest.mark.parametrize(("now", "due", "words"), DUE)
def test_due_in_words(now: str, due: str, words: str) -> None:
    """Near things are counted in minutes, today and tomorrow by the clock, the rest in days."""
    assert due_in_words(at(due), at(now), NEW_YORK) == words


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (date(2026, 11, 20), "today"),
        (date(2026, 11, 21), "tomorrow"),
        (date(2026, 11, 22), "in 2 days"),
        (date(2026, 12, 4), "in 2 weeks"),
        (date(2026, 11, 19), "1 day overdue"),
        (date(2026, 11, 10), "10 days overdue"),
    ],
)
def test_a_day_is_due_all_day(due: date, words: str) -> None:
    """A date without a time is due until that day has ended where the reader is."""
    assert due_in_words(due, at("2026-11-20 23:30"), NEW_YORK) == words
    assert due_in_words(due, at("2026-11-20 00:00").astimezone(UTC), NEW_YORK) == words


def test_today_is_the_readers() -> None:
    """The same moments are today in Los Angeles and tomorrow in London."""
    now, due = at("2026-11-20 17:00"), at("2026-11-20 20:00")
    assert due_in_words(due, now, ZoneInfo("America/Los_Angeles")) == "today 17:00"
    assert due_in_words(due, now, ZoneInfo("Europe/London")) == "tomorrow 1:00"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-20 10:00", "just now"),
        ("2026-11-20 09:59:01", "just now"),
        ("2026-11-20 09:55", "5 min ago"),
        ("2026-11-20 07:00", "3 h ago"),
        ("2026-11-17 10:00", "3 days ago"),
        ("2026-10-20 10:00", "4 weeks ago"),
        ("2020-11-20 10:00", "6 years ago"),
        ("2026-11-20 10:05", "in 5 min"),  # a clock that was wrong
    ],
)
def test_ago_in_words(moment: str, words: str) -> None:
    """What has happened is so long ago; a moment still to come says so."""
    assert ago_in_words(at(moment), at("2026-11-20 10:00")) == words


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(0), "0 min"),
        (timedelta(minutes=25), "25 min"),
        (timedelta(hours=3, minutes=59), "3 h"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=2, hours=20), "2 days"),
        (timedelta(weeks=5), "5 weeks"),
    ],
)
def test_span_in_words(span: timedelta, words: str) -> None:
    """A length of time is said by its largest unit, rounded down."""
    assert span_in_words(span) == words


SECONDS = st.integers(0, 60 * 365 * 86400)
MOMENTS = SECONDS.map(lambda seconds: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))


@given(MOMENTS, MOMENTS)
def test_overdue_is_the_past(due: datetime, now: datetime) -> None:
    """Something is called overdue when, and only when, a minute has passed."""
    words = due_in_words(due, now, NEW_YORK)
    passed = round((now - due).total_seconds()) >= 60
    assert words.endswith("overdue") == passed
