"""Durations: what is read, how it is shown, how it is halved, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadctl.rules.time.spans import Duration, parse_duration

MINUTE, HOUR = 60, 3600


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30 minutes", Duration(seconds=30 * MINUTE)),
        ("1 minute", Duration(seconds=MINUTE)),
        ("5 min", Duration(seconds=5 * MINUTE)),
        ("45 seconds", Duration(seconds=45)),
        ("3 hours", Duration(seconds=3 * HOUR)),
        ("24h", Duration(seconds=24 * HOUR)),
        ("7 days", Duration(days=7)),
        ("3d", Duration(days=3)),
        ("2 weeks", Duration(weeks=2)),
        ("2w", Duration(weeks=2)),
        ("6 months", Duration(months=6)),
        ("1 mo", Duration(months=1)),
        ("1 year", Duration(months=12)),
        ("7y", Duration(months=84)),
        ("1 day 2 hours", Duration(days=1, seconds=2 * HOUR)),
        ("1 year 6 months", Duration(months=18)),
        ("1d2h30min", Duration(days=1, seconds=2 * HOUR + 30 * MINUTE)),
        ("  2   Weeks ", Duration(weeks=2)),
        ("0 days", Duration()),
    ],
)
def test_reading(text: str, expected: Duration) -> None:
    """Long and short units, one or several, in any case and spacing."""
    assert parse_duration(text) == expected


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is not a duration"),
        ("soon", "is not a duration"),
        ("30", "is not a duration"),
        ("days", "is not a duration"),
        ("-3 days", "is not a duration"),
        ("1.5 hours", "is not a duration"),
        ("3 days ago", "is not a duration"),
        ("1 day, 2 hours", "is not a duration"),
        ("３ days", "is not a duration"),
        ("30m", "could be minutes or months"),
        ("2 fortnights", '"fortnights" is not a unit'),
        ("1 day 2 days", "names days twice"),
        ("101 years", "longer than 100 years"),
        ("99 years 10000 hours", "longer than 100 years"),
        ("999999999 weeks", "longer than 100 years"),
        ("9" * 5000 + " days", "is not a duration"),
    ],
)
def test_refusals(text: str, says: str) -> None:
    """Whatever is no duration is refused with a sentence of a bearable length."""
    with pytest.raises(ValueError, match=says) as refusal:
        parse_duration(text)
    assert len(str(refusal.value)) < 200


@pytest.mark.parametrize(
    ("duration", "shown"),
    [
        (Duration(seconds=30 * MINUTE), "30 minutes"),
        (Duration(seconds=MINUTE), "1 minute"),
        (Duration(seconds=90 * MINUTE), "90 minutes"),
        (Duration(seconds=130 * MINUTE), "2 hours 10 minutes"),
        (Duration(seconds=HOUR), "1 hour"),
        (Duration(seconds=168 * HOUR), "168 hours"),
        (Duration(seconds=90), "1 minute 30 seconds"),
        (Duration(days=1), "1 day"),
        (Duration(days=7), "7 days"),
        (Duration(days=10), "10 days"),
        (Duration(weeks=2), "2 weeks"),
        (Duration(days=14), "14 days"),
        (Duration(months=1), "1 month"),
        (Duration(months=18), "18 months"),
        (Duration(months=12), "1 year"),
        (Duration(months=1, days=3, seconds=2 * HOUR), "1 month 3 days 2 hours"),
        (Duration(), "0 minutes"),
    ],
)
def test_showing(duration: Duration, shown: str) -> None:
    """A duration is shown as people say it."""
    assert str(duration) == shown


@given(st.integers(0, 600), st.integers(0, 9000), st.integers(0, 10**8))
@settings(deadline=None)
def test_what_is_shown_reads_back(months: int, days: int, seconds: int) -> None:
    """Reading what is shown gives the same duration."""
    duration = Duration(months, days, seconds)
    assert parse_duration(str(duration)) == duration
    assert bool(duration) == (duration != Duration())


@pytest.mark.parametrize(
    ("text", "factor", "expected"),
    [
        ("6 months", 0.5, "3 months"),
        ("1 month", 0.5, "15 days"),
        ("3 months", 0.5, "1 month 15 days"),
        ("1 year", 0.5, "6 months"),
        ("2 weeks", 0.5, "1 week"),
        ("3 days", 0.5, "36 hours"),
        ("1 day", 0.5, "12 hours"),
        ("1 hour", 0.5, "30 minutes"),
        ("5 minutes", 0.5, "2 minutes 30 seconds"),
        ("1 day 2 hours", 0.5, "13 hours"),
        ("3 days", 1, "3 days"),
        ("1 month", 1 / 3, "10 days"),
        ("10 days", 1.1, "11 days"),
        ("10 months", 1.1, "11 months"),
        ("2 days", 2, "4 days"),
        ("2 days", 0, "0 minutes"),
    ],
)
def test_scaling(text: str, factor: float, expected: str) -> None:
    """What does not divide goes down a unit: months into days, days into hours."""
    assert parse_duration(text).scaled(factor) == parse_duration(expected)


@pytest.mark.parametrize("factor", [-1, 1001, float("inf"), float("nan")])
def test_scaling_by_nonsense_is_refused(factor: float) -> None:
    """Only factors from 0 to 1000 make sense."""
    with pytest.raises(ValueError, match="is scaled by 0 to 1000"):
        parse_duration("1 day").scaled(factor)


@given(st.text(max_size=40))
@settings(deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text gives another error than ValueError."""
    try:
        parse_duration(text)
    except ValueError as refusal:
        assert str(refusal)
