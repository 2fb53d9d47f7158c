"""The calendar: its laws, its agreement with the minute-by-minute reference, and its refusals."""

from __future__ import annotations

import time as stopwatch
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from reference_clock import OutOfWindowError, ReferenceClock

from leadctl.rules.time.hours import parse_hours, parse_special
from leadctl.rules.time.spans import Duration, parse_duration
from leadctl.rules.time.wall_clock import NoSuchTimeError
from leadctl.rules.time.working_calendar import Calendar, Clock, at_wall, load_zone

CLOCKS: tuple[Clock, ...] = ("working", "wall")
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the reference is
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)

# Where clocks change, and where they do not: gaps and folds of an hour and of half an hour, at
# night, at midnight and over it, north and south, and a day that was skipped.
PLACES = (
    ("America/New_York", date(2025, 3, 9)),
    ("America/New_York", date(2025, 11, 2)),
    ("Europe/Berlin", date(2025, 3, 30)),
    ("Europe/Berlin", date(2025, 10, 26)),
    ("America/St_Johns", date(2025, 3, 9)),
    ("Australia/Lord_Howe", date(2025, 4, 6)),
    ("Australia/Lord_Howe", date(2025, 10, 5)),
    ("America/Santiago", date(2025, 4, 6)),
    ("America/Santiago", date(2025, 9, 7)),
    ("America/Havana", date(2025, 11, 2)),
    ("America/Goose_Bay", date(2010, 11, 7)),
    ("Pacific/Apia", date(2011, 12, 30)),
    ("Asia/Kathmandu", date(2024, 2, 29)),
    ("UTC", date(2025, 12, 31)),
)


@st.composite
def week_hours(draw: st.DrawFn) -> tuple[tuple[tuple[int, int], ...], ...]:
    """A week with up to three shifts a day; the last of a day may run over midnight."""
    marks = [
        sorted(draw(st.lists(st.integers(0, 95), max_size=6, unique=True)))  # quarters of an hour
        for _ in range(7)
    ]
    over = draw(st.lists(st.booleans(), min_size=7, max_size=7))
    days = []
    for n, day in enumerate(marks):
        spans = [(a * 15, b * 15) for a, b in zip(day[::2], day[1::2], strict=False)]
        free = min(marks[(n + 1) % 7], default=96)
        if len(day) % 2 and over[n] and min(free, day[-1]) > 0:
            spans.append((day[-1] * 15, 1440 + min(free, day[-1]) * 15))
        days.append(tuple(spans))
    assume(any(days))
    return tuple(days)


@st.composite
def settings_of_time(draw: st.DrawFn) -> tuple[Calendar, ReferenceClock, datetime]:
    """A calendar, its reference, and a minute near a change of clocks."""
    zone, around = draw(st.sampled_from(PLACES))
    hours = draw(week_hours())
    offsets = draw(st.lists(st.integers(-6, 12), max_size=3))
    holidays = frozenset(around + DAY * n for n in offsets)
    minutes = draw(st.integers(-3 * 1440, 4 * 1440))
    start = datetime(around.year, around.month, around.day, tzinfo=UTC) + minutes * MINUTE
    reference = ReferenceClock(zone, hours, holidays, around)
    return Calendar(zone, hours, holidays), reference, start


@given(settings_of_time())
@settings(PATIENT, max_examples=60)
def test_is_open_agrees_with_the_reference(case: tuple[Calendar, ReferenceClock, datetime]) -> None:
    """Around every hour's quarter of several days, both say the same of open and closed."""
    calendar, reference, start = case
    for n in range(0, 2880, 29):
        moment = start + n * MINUTE
        assert calendar.is_open(moment) == reference.is_open(moment), moment


@given(settings_of_time(), st.integers(0, 4000))
@settings(PATIENT, max_examples=150)
def test_add_agrees_with_the_reference(
    case: tuple[Calendar, ReferenceClock, datetime], minutes: int
) -> None:
    """Adding working minutes is walking over open minutes, and elapsed gives them back."""
    calendar, reference, start = case
    try:
        expected = reference.add_minutes(start, minutes)
    except OutOfWindowError:
        assume(False)
    span = Duration(seconds=minutes * 60)
    assert calendar.add(start, span) == expected
    assert calendar.elapsed(start, expected) == minutes * MINUTE


@given(settings_of_time(), st.integers(0, 6 * 1440))
@settings(PATIENT, max_examples=100)
def test_elapsed_agrees_with_the_reference(
    case: tuple[Calendar, ReferenceClock, datetime], minutes: int
) -> None:
    """Open time between two moments is a count of open minutes, and negative backwards."""
    calendar, reference, start = case
    end = start + minutes * MINUTE
    expected = reference.elapsed_minutes(start, end) * MINUTE
    assert calendar.elapsed(start, end) == expected
    assert calendar.elapsed(end, start) == -expected


@given(settings_of_time(), st.integers(1, 3000))
@settings(PATIENT, max_examples=100)
def test_before_agrees_with_the_reference(
    case: tuple[Calendar, ReferenceClock, datetime], minutes: int
) -> None:
    """Working minutes before a moment are walked back over open minutes."""
    calendar, reference, end = case
    try:
        expected = reference.minutes_before(end, minutes)
    except OutOfWindowError:
        assume(False)
    assert calendar.before(end, Duration(seconds=minutes * 60), "working") == expected


@given(settings_of_time(), st.integers(0, 6))
@settings(PATIENT, max_examples=150)
def test_working_days_agree_with_the_reference(
    case: tuple[Calendar, ReferenceClock, datetime], days: int
) -> None:
    """Working days step over days without a shift and keep the local time of day."""
    calendar, reference, start = case
    try:
        expected = reference.add_working_days(start, days)
    except OutOfWindowError:
        assume(False)
    assert calendar.add(start, Duration(days=days)) == expected


@given(settings_of_time(), st.integers(-3, 5))
@settings(PATIENT, max_examples=100)
def test_wall_days_agree_with_the_reference(
    case: tuple[Calendar, ReferenceClock, datetime], days: int
) -> None:
    """Wall days arrive when clocks show the same time, over gaps and folds."""
    calendar, reference, start = case
    span = Duration(days=abs(days))
    move = calendar.add if days > 0 else calendar.before
    expected = reference.move_days(start, days) if days else start
    assert move(start, span, "wall") == expected


@given(settings_of_time(), st.integers(1, 5), st.integers(0, 5000))
@settings(PATIENT, max_examples=100)
def test_wall_days_back_and_forth(
    case: tuple[Calendar, ReferenceClock, datetime], days: int, seconds: int
) -> None:
    """Before undoes add, unless the arrival is skipped by clocks or the start a second showing."""
    calendar, _, start = case
    span = Duration(days=days, seconds=seconds)
    local = start.astimezone(calendar.zone).replace(tzinfo=None)
    arrived = at_wall(local + days * DAY, calendar.zone)
    skipped = arrived.astimezone(calendar.zone).replace(tzinfo=None) != local + days * DAY
    assume(not skipped and at_wall(local, calendar.zone) == start)
    assert calendar.before(calendar.add(start, span, "wall"), span, "wall") == start


@given(settings_of_time(), st.integers(0, 200_000))
@settings(PATIENT, max_examples=100)
def test_working_seconds_back_and_forth(
    case: tuple[Calendar, ReferenceClock, datetime], seconds: int
) -> None:
    """From an open moment, before undoes add on the working clock, to the second."""
    calendar, _, start = case
    opening, span = calendar.next_opening(start + timedelta(seconds=17)), Duration(seconds=seconds)
    arrived = calendar.add(opening, span)
    assert calendar.elapsed(opening, arrived) == timedelta(seconds=seconds)
    assert calendar.before(arrived, span, "working") == opening


@given(settings_of_time(), st.integers(0, 100_000), st.integers(0, 100_000), st.integers(0, 3000))
@settings(PATIENT, max_examples=100)
def test_later_starts_and_longer_spans_never_end_sooner(
    case: tuple[Calendar, ReferenceClock, datetime], one: int, more: int, later: int
) -> None:
    """Adding is monotonic in the start and in the span, on both clocks."""
    calendar, _, start = case
    short, long = Duration(seconds=one), Duration(seconds=one + more)
    for clock in CLOCKS:
        assert calendar.add(start, short, clock) <= calendar.add(start, long, clock)
        assert calendar.add(start, short, clock) <= calendar.add(
            start + later * MINUTE, short, clock
        )


@given(settings_of_time(), st.integers(0, 6), st.integers(0, 3000))
@settings(PATIENT, max_examples=100)
def test_working_days_are_monotonic_by_day(
    case: tuple[Calendar, ReferenceClock, datetime], days: int, later: int
) -> None:
    """Where no shift runs over midnight, a later start never ends sooner."""
    calendar, _, start = case
    assume(all(end <= 1440 for day in calendar.hours for _, end in day))
    span = Duration(days=days)
    assert calendar.add(start, span) <= calendar.add(start + later * MINUTE, span)


@given(settings_of_time())
@settings(PATIENT, max_examples=150)
def test_segments_are_ordered_and_disjoint(
    case: tuple[Calendar, ReferenceClock, datetime],
) -> None:
    """Open stretches follow each other, are not empty, and start no sooner than asked."""
    calendar, _, start = case
    end = start
    for _, (opening, closing) in zip(range(40), calendar.segments(start), strict=False):
        assert end <= opening < closing
        assert opening.utcoffset() == closing.utcoffset() == timedelta()
        end = closing


NEW_YORK = Calendar("America/New_York", parse_hours("09:00-18:30"))


def test_a_calendar_that_is_never_open_is_refused_when_asked() -> None:
    """Every question that would look for an opening says why there is none, instead of looping."""
    closed = Calendar("America/New_York", ((),) * 7)
    now = datetime(2025, 6, 2, 12, tzinfo=UTC)
    questions = (
        lambda: closed.add(now, Duration(seconds=60)),
        lambda: closed.add(now, Duration(days=1)),
        lambda: closed.before(now, Duration(seconds=60), "working"),
        lambda: closed.before(now, Duration(days=1), "working"),
        lambda: closed.elapsed(now, now + DAY),
        lambda: closed.next_opening(now),
        lambda: next(closed.segments(now)),
    )
    for question in questions:
        with pytest.raises(ValueError, match="no open hours"):
            question()
    assert not closed.is_open(now)
    assert closed.add(now, Duration(seconds=60), "wall") == now + MINUTE


def test_a_calendar_of_holidays_only_opens_after_them() -> None:
    """Three years of holidays in a row are stepped over."""
    days = frozenset(date(2025, 1, 1) + n * DAY for n in range(1095))
    calendar = Calendar("UTC", parse_hours("09:00-17:00"), days)
    found = calendar.next_opening(datetime(2025, 1, 1, tzinfo=UTC))
    assert found == datetime(2028, 1, 1, 9, tzinfo=UTC)


def test_a_moment_needs_an_offset() -> None:
    """A naive datetime is refused: it would silently be taken as the machine's zone."""
    naive = datetime(2025, 6, 2, 12)  # noqa: DTZ001 - the refusal is what is tested
    for ask in (NEW_YORK.is_open, NEW_YORK.local_day, NEW_YORK.next_opening):
        with pytest.raises(ValueError, match="offset"):
            ask(naive)


@pytest.mark.parametrize("clock", CLOCKS)
@pytest.mark.parametrize("year", [1, 2, 9998, 9999])
def test_the_ends_of_time_are_a_sentence(year: int, clock: Clock) -> None:
    """Moments near the years 1 and 9999 give an answer or a ValueError, never another error."""
    moment = datetime(year, 12 if year > 2 else 1, 28 if year > 2 else 2, tzinfo=UTC)
    for span in (Duration(months=1200), Duration(days=40_000), Duration(seconds=10**9)):
        for move in (NEW_YORK.add, NEW_YORK.before):
            try:
                move(moment, span, clock)
            except ValueError as refusal:
                assert "year" in str(refusal)


@given(settings_of_time(), st.integers(400, 1500), st.booleans())
@settings(PATIENT, max_examples=40)
def test_whole_years_are_stepped_over_exactly(
    case: tuple[Calendar, ReferenceClock, datetime], days: int, back: bool
) -> None:
    """Over years, open time and working days are what walking shift by shift counts."""
    calendar, _, start = case
    end = start + days * DAY
    total, last = timedelta(), start
    for opening, closing in calendar.segments(start):
        if opening >= end:
            break
        last = min(closing, end)
        total += last - opening
    assert calendar.elapsed(start, end) == total
    seconds = Duration(seconds=int(total.total_seconds()))
    assume(total)
    assert calendar.add(start, seconds) == last
    if back:
        opening = calendar.next_opening(start)
        assert calendar.before(last, seconds, "working") == opening
    first = calendar.local_day(start)
    counted = sum(calendar.is_working_day(first + n * DAY) for n in range(1, days + 1))
    assert calendar.working_days(first, first + days * DAY) == counted
    if calendar.is_working_day(first):
        assert calendar.working_days(first, calendar.day_after(first, Duration(days=days))) == days
        assert calendar.day_before(calendar.day_after(first, Duration(days=days)),
                                   Duration(days=days), "working") == first  # fmt: skip


YEARS_AHEAD = datetime(2150, 1, 1, tzinfo=UTC)


def test_far_years_that_begin_alike_are_alike() -> None:
    """What is remembered of one far year is what another that begins alike has, counted anew."""
    hours = parse_hours({"weekdays": ["22:00-06:00"], "sun": ["01:30-03:30"]})
    for zone in ("America/New_York", "Australia/Lord_Howe", "America/Havana", "Africa/Casablanca"):
        calendar = Calendar(zone, hours, frozenset({(12, 25), date(2099, 5, 4)}))
        for year in (2103, 2114, 2199, 2396):
            fresh = Calendar(zone, hours, calendar.holidays)
            assert calendar.year(year) == fresh.year(year), (zone, year)


def test_days_of_each_year_and_hours_of_one_date() -> None:
    """A holiday written once returns, a date has hours of its own, and the date wins."""
    written = {"weekdays": "09:00-17:00", "*-12-24": "09:00-12:00", "2026-12-24": [],
               "2026-12-26": ["10:00-11:00"]}  # fmt: skip
    calendar = Calendar("UTC", parse_hours(written), frozenset({(12, 25)}), parse_special(written))
    days = [date(2026, 12, n) for n in (23, 24, 25, 26)]
    assert [len(calendar.shifts(day)) for day in days] == [1, 0, 0, 1]
    assert calendar.spans(date(2027, 12, 24)) == ((540, 720),)
    assert not calendar.is_working_day(date(2031, 12, 25))
    start = datetime(2026, 12, 23, 16, tzinfo=UTC)
    assert calendar.add(start, parse_duration("2 hours")) == datetime(2026, 12, 26, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({"every": "09:00-17:00", "*-02-30": []}, '"\\*-02-30" is no day'),
        ({"every": "22:00-06:00", "2026-12-24": ["05:00-09:00"]}, "hours of 2026-12-24 overlap"),
        ({"every": "02:00-09:00", "*-12-24": ["20:00-03:00"]}, "overlap"),
        ({"2026-12-24": ["20:00-03:00"], "2026-12-25": ["02:00-04:00"]}, "overlap"),
    ],
)
def test_hours_of_one_day_that_make_no_sense_are_refused(table: Any, says: str) -> None:
    """A day no month has, and shifts that meet those of the day beside, have their sentence."""
    with pytest.raises(ValueError, match=says):
        parse_hours(table)
        parse_special(table)


def test_a_calendar_open_on_no_day_of_any_year_is_never_open() -> None:
    """Holidays on every day of the year close a calendar, and asking says so instead of looking."""
    days = frozenset((d.month, d.day) for d in (date(2024, 1, 1) + n * DAY for n in range(366)))
    closed = Calendar("UTC", parse_hours("09:00-17:00"), days)
    with pytest.raises(ValueError, match="no open hours"):
        closed.next_opening(YEARS_AHEAD)


def test_the_working_clock_is_total_and_quick() -> None:
    """A span of a hundred years of open hours has its moment, or lies beyond all years, at once."""
    rare = Calendar("UTC", parse_hours({"sun": ["10:00-10:01"]}))
    start = datetime(2025, 6, 2, tzinfo=UTC)
    begun = stopwatch.perf_counter()
    sunday = datetime(2025, 6, 8, 10, 1, tzinfo=UTC)
    assert rare.add(start, parse_duration("100 hours")) == sunday + timedelta(weeks=5999)
    assert rare.before(rare.add(start, parse_duration("9 hours")), parse_duration("9 hours"),
                       "working") == datetime(2025, 6, 8, 10, tzinfo=UTC)  # fmt: skip
    with pytest.raises(NoSuchTimeError, match="outside the years"):
        rare.add(start, parse_duration("876000 hours"))
    found = NEW_YORK.add(start, parse_duration("876000 hours"))
    assert NEW_YORK.elapsed(start, found) == timedelta(hours=876000)
    assert stopwatch.perf_counter() - begun < 5


def test_an_unknown_clock_is_refused() -> None:
    """Only the working and the wall clock exist."""
    moon: Any = "moon"
    with pytest.raises(ValueError, match='"moon" is no clock'):
        NEW_YORK.add(datetime(2025, 6, 2, tzinfo=UTC), Duration(days=1), moon)


@pytest.mark.parametrize("name", ["", "Mars/Base", "../etc/passwd", "/etc/passwd", "America", "é"])
def test_an_unknown_zone_is_refused(name: str) -> None:
    """A zone that does not exist, or is no name at all, is one kind of error with a sentence."""
    with pytest.raises(ValueError, match="there is no time zone"):
        load_zone(name)
    with pytest.raises(ValueError, match="there is no time zone"):
        Calendar(name).local_day(datetime(2025, 6, 2, tzinfo=UTC))


def test_local_days() -> None:
    """A moment's date is the zone's, and a date begins at its first moment there."""
    evening = datetime(2025, 6, 3, 2, tzinfo=UTC)  # 22:00 on the 2nd in New York
    assert NEW_YORK.local_day(evening) == date(2025, 6, 2)
    assert NEW_YORK.start_of_day(date(2025, 6, 2)) == datetime(2025, 6, 2, 4, tzinfo=UTC)
    havana = Calendar("America/Havana")  # clocks go back from 01:00 to midnight: the first midnight
    assert havana.start_of_day(date(2025, 11, 2)) == datetime(2025, 11, 2, 4, tzinfo=UTC)
    santiago = Calendar("America/Santiago")  # 7 September 2025 begins at 01:00, at UTC-3
    assert santiago.start_of_day(date(2025, 9, 7)) == datetime(2025, 9, 7, 4, tzinfo=UTC)


def test_hours_may_be_given_in_any_order() -> None:
    """The afternoon written before the morning is still the afternoon."""
    calendar = Calendar("UTC", (((780, 1080), (540, 720)),) * 7)
    start = datetime(2025, 6, 2, 11, 30, tzinfo=UTC)
    assert calendar.add(start, Duration(seconds=3600)) == datetime(2025, 6, 2, 13, 30, tzinfo=UTC)


def test_open_while_clocks_return_to_yesterday() -> None:
    """In Goose Bay 2010 clocks went from 00:01 back to 23:01: what had opened stays open."""
    calendar = Calendar("America/Goose_Bay", parse_hours("00:00-08:00"))
    assert calendar.is_open(datetime(2010, 11, 7, 3, 30, tzinfo=UTC))
    assert not calendar.is_open(datetime(2010, 11, 7, 2, 30, tzinfo=UTC))


def test_calendars_are_values() -> None:
    """Two calendars of the same hours are equal and hash alike, whatever they were asked."""
    other = Calendar("America/New_York", parse_hours("09:00-18:30"))
    other.is_open(datetime(2025, 6, 2, tzinfo=UTC))
    assert other == NEW_YORK
    assert hash(other) == hash(NEW_YORK)
    assert "datetime" not in repr(other)


def test_hours_are_read_as_definitions_write_them() -> None:
    """A narrower key wins, [] closes a day, a string is one span, and spans may cross midnight."""
    nine = ((540, 1110),)
    assert parse_hours("09:00-18:30") == (nine,) * 7
    assert parse_hours(["13:00-18:00", "09:00-12:00"]) == (((540, 720), (780, 1080)),) * 7
    assert parse_hours({"weekdays": ["09:00-18:30"]}) == (nine,) * 5 + ((), ())
    assert parse_hours({"weekend": "09:00-18:30"}) == ((),) * 5 + (nine,) * 2
    assert parse_hours({"mon": [], "every": ["09:00-18:30"]}) == ((), *(nine,) * 6)
    late = parse_hours({"weekend": ["10:00-11:00"], "sun": ["22:00 - 06:00"], "every": []})
    assert late[5:] == (((600, 660),), ((1320, 1800),))
    assert parse_hours("00:00-24:00") == (((0, 1440),),) * 7


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("9-18", "no opening hours"),
        ("9:00-18:30", "no opening hours"),
        ("09:00-18:60", "no opening hours"),
        ("09:00-24:30", "ends at 24:00"),
        ("24:00-02:00", "ends at 24:00"),
        ("29:00-30:00", "no opening hours"),
        ("09:00-09:00", "is empty"),
        (["09:00-12:00", "11:00-13:00"], "hours of mon and mon overlap"),
        ({"mon": ["22:00-06:00"], "tue": ["05:00-09:00"]}, "hours of mon and tue overlap"),
        ({"sun": ["22:00-06:00"], "mon": ["05:00-09:00"]}, "hours of sun and mon overlap"),
        ({"monday": ["09:00-17:00"]}, '"monday" is no day'),
        ({"mon": 9}, "no opening hours"),
        ({"mon": [9]}, "no opening hours"),
    ],
)
def test_hours_that_make_no_sense_are_refused(table: Any, says: str) -> None:
    """Each mistake in opening hours has its sentence."""
    with pytest.raises(ValueError, match=says):
        parse_hours(table)


@pytest.mark.parametrize(
    ("hours", "says"),
    [(((),) * 6, "a week has 7"), ((((600, 500),), *((),) * 6), "mon is open from minute 600")],
)
def test_a_calendar_checks_its_hours(hours: Any, says: str) -> None:
    """Hours that come from elsewhere than `parse_hours` are checked too."""
    with pytest.raises(ValueError, match=says):
        Calendar("UTC", hours)


def test_a_book_of_leads_takes_no_time() -> None:
    """Ten thousand deadlines on both clocks take far under a second: no walk over minutes."""
    start = datetime(2025, 1, 1, tzinfo=UTC)
    working, wall = parse_duration("30 minutes"), parse_duration("2 days")
    begun = stopwatch.perf_counter()
    for n in range(10_000):
        moment = start + 53 * n * MINUTE
        NEW_YORK.add(moment, working)
        NEW_YORK.before(moment, wall)
    assert stopwatch.perf_counter() - begun < 2
