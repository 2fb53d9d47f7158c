"""Times as people type them, at a fixed now: every form of the grammar, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadctl.rules.time.doubts import doubt, over_today
from leadctl.rules.time.typed_times import SOME, parse_when
from leadctl.rules.time.working_calendar import load_zone

NEW_YORK = load_zone("America/New_York")
NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)  # Wednesday 10:00 in New York
PIECES = (
    *("now", "today", "fri", "next", "in", "ago", "at", "noon", "+3d", "-2h", "9am", "14:30"),
    *(
        "25:99",
        "2026-11-28",
        "2",
        "days",
        "dec",
        "29",
        "feb",
        "1mo",
        "T",
        "Z",
        "T14:00",
        "+05:00",
        "99999",
        "years",
    ),
)
# seconds from 1990 to 2090
MOMENTS = st.integers(631_152_000, 3_786_912_000).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)
FORM = "%a %Y-%m-%d %H:%M"


def _read(text: str, now: datetime = NOW, *, past: bool = False) -> str:
    found = parse_when(text, now, NEW_YORK, past=past)
    assert found.utcoffset() == timedelta()
    return found.astimezone(NEW_YORK).strftime(FORM)


def _local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("now", "Wed 2026-11-25 10:00"),
        ("today", "Wed 2026-11-25 09:00"),
        ("Tomorrow", "Thu 2026-11-26 09:00"),
        ("yesterday", "Tue 2026-11-24 09:00"),
        ("fri", "Fri 2026-11-27 09:00"),
        ("FRIDAY", "Fri 2026-11-27 09:00"),
        ("mon", "Mon 2026-11-30 09:00"),
        ("thurs", "Thu 2026-11-26 09:00"),
        ("wed", "Wed 2026-12-02 09:00"),  # today's nine o'clock has passed
        ("wed 11am", "Wed 2026-11-25 11:00"),  # today's eleven o'clock is to come
        ("next fri", "Fri 2026-12-04 09:00"),
        ("next week", "Mon 2026-11-30 09:00"),
        ("12/28", "Mon 2026-12-28 09:00"),
        ("28/12 3pm", "Mon 2026-12-28 15:00"),
        ("12/12", "Sat 2026-12-12 09:00"),
        ("11/30/2026 9:30", "Mon 2026-11-30 09:30"),
        ("next week 3pm", "Mon 2026-11-30 15:00"),
        ("next month", "Tue 2026-12-01 09:00"),
        ("next mon", "Mon 2026-11-30 09:00"),
        ("next wednesday", "Wed 2026-12-02 09:00"),
        ("next fri at noon", "Fri 2026-12-04 12:00"),
        ("+3d", "Sat 2026-11-28 10:00"),
        ("+ 3 days", None),
        ("-2h", "Wed 2026-11-25 08:00"),
        ("+90min", "Wed 2026-11-25 11:30"),
        ("in 2 weeks", "Wed 2026-12-09 10:00"),
        ("in 1 month", "Fri 2026-12-25 10:00"),
        ("in 1 day 2 hours", "Thu 2026-11-26 12:00"),
        ("2 days ago", "Mon 2026-11-23 10:00"),
        ("1 year ago", "Tue 2025-11-25 10:00"),
        ("in 2 weeks at noon", "Wed 2026-12-09 12:00"),
        ("+3d 9am", "Sat 2026-11-28 09:00"),
        ("2 days ago 14:30", "Mon 2026-11-23 14:30"),
        ("9am", "Thu 2026-11-26 09:00"),  # today's has passed
        ("10am", "Wed 2026-11-25 10:00"),  # now
        ("14:30", "Wed 2026-11-25 14:30"),
        ("9:30pm", "Wed 2026-11-25 21:30"),
        ("9:30 pm", "Wed 2026-11-25 21:30"),
        ("noon", "Wed 2026-11-25 12:00"),
        ("12am", "Thu 2026-11-26 00:00"),
        ("12pm", "Wed 2026-11-25 12:00"),
        ("12:30am", "Thu 2026-11-26 00:30"),
        ("tomorrow 9am", "Thu 2026-11-26 09:00"),
        ("tomorrow at 9am", "Thu 2026-11-26 09:00"),
        ("today 8am", "Wed 2026-11-25 08:00"),
        ("fri 14:30", "Fri 2026-11-27 14:30"),
        ("2026-11-28", "Sat 2026-11-28 09:00"),
        ("2026-11-28 2pm", "Sat 2026-11-28 14:00"),
        ("2026-11-28 14:00", "Sat 2026-11-28 14:00"),
        ("2026-11-28T14:00", "Sat 2026-11-28 14:00"),
        ("2026-11-28 14:00:59", "Sat 2026-11-28 14:00"),
        ("2026-11-28T14:00:00-05:00", "Sat 2026-11-28 14:00"),
        ("2026-11-28T14:00:00-0800", "Sat 2026-11-28 17:00"),
        ("2026-11-28t19:00z", "Sat 2026-11-28 14:00"),
        ("2026-11-28T19:00:00.123Z", "Sat 2026-11-28 14:00"),
        ("  fri    14:30 ", "Fri 2026-11-27 14:30"),
    ],
)
def test_forms(text: str, expected: str | None) -> None:
    """Each form means one moment at Wednesday 25 November 2026, 10:00 in New York."""
    if expected is None:
        with pytest.raises(ValueError, match="is not a time"):
            _read(text)
    else:
        assert _read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fri", "Fri 2026-11-20 09:00"),
        ("wed", "Wed 2026-11-25 09:00"),
        ("wed 11am", "Wed 2026-11-18 11:00"),
        ("mon 14:30", "Mon 2026-11-23 14:30"),
        ("9am", "Wed 2026-11-25 09:00"),
        ("10am", "Wed 2026-11-25 10:00"),
        ("14:30", "Tue 2026-11-24 14:30"),
        ("yesterday 5pm", "Tue 2026-11-24 17:00"),
        ("tomorrow", "Thu 2026-11-26 09:00"),
        ("today 11am", "Wed 2026-11-25 11:00"),
    ],
)
def test_forms_of_the_past(text: str, expected: str) -> None:
    """For what has happened, a weekday or a time alone is the last one; days named stay."""
    assert _read(text, past=True) == expected


@pytest.mark.parametrize(
    ("now", "text", "expected"),
    [
        ("2026-11-25T10:00", "dec 5", "Sat 2026-12-05 09:00"),
        ("2026-11-25T10:00", "5 dec", "Sat 2026-12-05 09:00"),
        ("2026-11-25T10:00", "December 5", "Sat 2026-12-05 09:00"),
        ("2026-11-25T10:00", "dec 5 2pm", "Sat 2026-12-05 14:00"),
        ("2026-11-25T10:00", "5 december at noon", "Sat 2026-12-05 12:00"),
        ("2026-11-25T10:00", "5 dec 2027", "Sun 2027-12-05 09:00"),
        ("2026-11-25T10:00", "dec 5, 2025 14:30", "Fri 2025-12-05 14:30"),
        ("2026-11-25T10:00", "nov 24", "Wed 2027-11-24 09:00"),  # this year's was yesterday
        ("2026-11-25T10:00", "nov 25", "Wed 2026-11-25 09:00"),  # today, if past nine
        ("2026-11-25T10:00", "nov 25 9am", "Thu 2027-11-25 09:00"),  # that time has passed
        ("2026-11-25T10:00", "nov 25 11am", "Wed 2026-11-25 11:00"),
        ("2026-11-25T10:00", "may 1", "Sat 2027-05-01 09:00"),
        ("2026-11-25T10:00", "sept 9", "Thu 2027-09-09 09:00"),
        ("2026-11-25T10:00", "feb 29", "Tue 2028-02-29 09:00"),
        ("2026-11-25T10:00", "29 feb 2pm", "Tue 2028-02-29 14:00"),
        ("2096-03-01T10:00", "feb 29", "Fri 2104-02-29 09:00"),  # 2100 has none
        ("2028-02-29T10:00", "feb 29", "Tue 2028-02-29 09:00"),
    ],
)
def test_months_by_name(now: str, text: str, expected: str) -> None:
    """A date in words is the first from today on, and with a time the first from now on."""
    assert _read(text, _local(now)) == expected


@pytest.mark.parametrize(
    ("now", "text", "expected"),
    [
        ("2026-11-25T10:00", "dec 5", "Fri 2025-12-05 09:00"),
        ("2026-11-25T10:00", "nov 24 2pm", "Tue 2026-11-24 14:00"),
        ("2026-11-25T10:00", "nov 25 2pm", "Tue 2025-11-25 14:00"),  # today's is to come
        ("2026-11-25T08:00", "nov 25", "Wed 2026-11-25 08:00"),  # today, but not later than now
        ("2026-11-25T10:00", "feb 29", "Thu 2024-02-29 09:00"),
        ("2104-02-28T10:00", "feb 29", "Wed 2096-02-29 09:00"),
        ("2026-11-25T10:00", "5 dec 2026", "Sat 2026-12-05 09:00"),  # the year decides
    ],
)
def test_months_by_name_in_the_past(now: str, text: str, expected: str) -> None:
    """In the past the same words are the last such date up to now."""
    assert _read(text, _local(now), past=True) == expected


@pytest.mark.parametrize("text", ["12/5", "5.12.2026", "5.12 2pm"])
def test_bare_numbers_say_why_they_are_refused(text: str) -> None:
    """12/5 is May in one country and December in another: both are named, and neither is taken."""
    with pytest.raises(ValueError, match=r"could be (dec 5|may 12)\b.* or (dec 5|may 12)\b"):
        _read(text)


def test_today_in_the_past_is_never_later_than_now() -> None:
    """Logged at eight in the morning, a bare "today" is now and not nine o'clock."""
    early = _local("2026-11-25T08:00")
    assert _read("today", early, past=True) == "Wed 2026-11-25 08:00"
    assert _read("today", early) == "Wed 2026-11-25 09:00"


@pytest.mark.parametrize(
    ("now", "text", "expected"),
    [
        ("2025-01-31T10:00", "in 1 month", "Fri 2025-02-28 10:00"),
        ("2024-01-31T10:00", "in 1 month", "Thu 2024-02-29 10:00"),
        ("2024-02-29T10:00", "in 1 year", "Fri 2025-02-28 10:00"),
        ("2025-03-31T10:00", "1 month ago", "Fri 2025-02-28 10:00"),
        ("2025-12-31T23:59", "+1min", "Thu 2026-01-01 00:00"),
        ("2025-12-31T10:00", "tomorrow", "Thu 2026-01-01 09:00"),
        ("2024-02-28T10:00", "tomorrow", "Thu 2024-02-29 09:00"),
        ("2025-03-08T12:00", "+1d", "Sun 2025-03-09 12:00"),
        ("2025-03-08T12:00", "+24h", "Sun 2025-03-09 13:00"),
        ("2025-11-01T12:00", "+1d", "Sun 2025-11-02 12:00"),
        ("2025-11-01T12:00", "+24h", "Sun 2025-11-02 11:00"),
        ("2025-03-08T12:00", "tomorrow 2:30", "Sun 2025-03-09 03:30"),
        ("2025-03-08T02:30", "+1d", "Sun 2025-03-09 03:30"),
        ("2025-06-08T10:00", "next fri", "Fri 2025-06-13 09:00"),  # Sunday ends a week
        ("2025-06-08T10:00", "sun", "Sun 2025-06-15 09:00"),
        ("2025-06-09T08:00", "mon", "Mon 2025-06-09 09:00"),
    ],
)
def test_calendar_traps(now: str, text: str, expected: str) -> None:
    """Month ends, leap days, year ends and changes of clocks."""
    assert _read(text, _local(now)) == expected


def test_a_time_shown_twice_is_the_first() -> None:
    """On 2 November 2025 clocks show 01:30 twice: at 05:30 and at 06:30 UTC."""
    found = parse_when("2025-11-02 01:30", NOW, NEW_YORK)
    assert found == datetime(2025, 11, 2, 5, 30, tzinfo=UTC)


def test_now_is_seen_from_the_zone() -> None:
    """One now is two dates: tomorrow is another day in Kathmandu than in New York."""
    evening = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)  # 21:00 on the 25th in New York
    assert _read("tomorrow", evening) == "Thu 2026-11-26 09:00"
    there = load_zone("Asia/Kathmandu")  # 07:45 on the 26th
    found = parse_when("tomorrow", evening, there)
    assert found.astimezone(there).strftime(FORM) == "Fri 2026-11-27 09:00"


def test_the_hour_of_a_bare_day_is_an_argument() -> None:
    """A bare day means nine o'clock unless told otherwise."""
    found = parse_when("tomorrow", NOW, NEW_YORK, day_hour=time(0))
    assert found == datetime(2026, 11, 26, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is not a time"),
        ("soon", "is not a time"),
        ("next", "is not a time"),
        ("next year", "is not a time"),
        ("12/3", "could be dec 3 or mar 12"),
        ("13/14", "some countries write the day first"),
        ("next tomorrow", "is not a time"),
        ("tonight 9am", "is not a time"),
        ("tomorrow evening at 12", "is not a time"),
        ("fri noon 9am", "is not a time"),
        ("11/31/2026", "that month has no such day"),
        ("13/13/2026", "is not a time"),
        ("2026-W48-6", "is not a time"),
        ("20261128", "is not a time"),
        ("13pm", "13pm is no hour"),
        ("0am", "0am is no hour"),
        ("25:00", "hours go from 0 to 23"),
        ("9:75", "minutes go from 0 to 59"),
        ("2026-02-30", "that month has no such day"),
        ("feb 30", "that month has no such day"),
        ("feb 29 2027", "that month has no such day"),
        ("dec", "is not a time"),
        ("dec 2026", "is not a time"),
        ("2026-02-30T09:00", "that month has no such day"),
        ("+3m", "could be minutes or months"),
        ("in 5 fortnights", '"fortnights" is not a unit'),
        ("in 3 hours 9am", "has its own time of day"),
        ("in 2 days ago", "is not a duration"),
        ("in 200 years", "longer than 100 years"),
        ("0001-01-01", "year 1 is outside"),
        ("9999-12-31 23:00", "is not a time"),
        ("x" * 81, "no time is 81 characters long"),
        ("９am", "is not a time"),
    ],
)
def test_refusals_list_the_forms(text: str, says: str) -> None:
    """Anything else is refused in one line: its cause, where it is known, and some of the forms."""
    with pytest.raises(ValueError, match=says) as refusal:
        _read(text)
    assert SOME in str(refusal.value) and "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("tomorrow at 3", '"tomorrow 3pm", or "tomorrow 3am"'),
        ("fri 9", '"fri 9am", or "fri 9pm"'),
        ("9", '"9am", or "9pm"'),
        ("sat at 15", '"sat 15:00"'),
        ("tonight", '"today 8pm"'),
        ("monday morning", '"monday 9am"'),
        ("this afternoon", '"today 2pm"'),
        ("tomorrow morning", '"tomorrow 9am"'),
    ],
)
def test_an_hour_that_is_not_clear_is_asked_for(text: str, meant: str) -> None:
    """What lacks its hour or its half of the day is refused in one line, with what to write."""
    with pytest.raises(ValueError, match=f"is not clear: write {meant}$"):
        _read(text)


@pytest.mark.parametrize("text", ["morning", "this morning"])
def test_no_hour_is_offered_that_is_over(text: str) -> None:
    """At ten "this morning" is no time to come; of what has happened it is one."""
    with pytest.raises(ValueError, match="is not a time; write it like"):
        _read(text)
    with pytest.raises(ValueError, match='is not clear: write "today 9am"'):
        parse_when(text, NOW, NEW_YORK, past=True)


DAYS = ("tomorrow", "sat", "saturday", "dec 24", "2026-12-24", "in 2 weeks", "next fri", "12/28")
TIMES = ("3pm", "9:30 am", "14:30", "noon", "8am", "03:30")


@given(
    st.sampled_from(DAYS),
    st.sampled_from(TIMES),
    st.sampled_from(("", "on ")),
    st.sampled_from((" ", ", ")),
)
def test_a_day_and_a_time_mean_the_same_in_any_order(
    day: str, clock: str, word: str, comma: str
) -> None:
    """ "3pm tomorrow", "on sat, 3pm" and "3pm on dec 24th" are read as the day and the time."""
    plain = _read(f"{day} {clock}")
    assert _read(f"{clock} {word}{day}") == plain
    assert _read(f"{word}{day}{comma}{clock}") == plain
    assert _read(f"{clock} {day.replace('24', '24th') if 'dec' in day else day}") == plain
    for named in ("sat", "saturday"):
        assert day != named or _read(f"this {day} {clock}") == plain


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("wed 9am", "the one a week later"),
        ("this wed 9am", "the one a week later"),
        ("9am", "tomorrow"),
        ("at 9.30am", "tomorrow"),
        ("wed 11am", ""),
        ("thu 9am", ""),
        ("11am", ""),
        ("today 9am", ""),
        ("+2h", ""),
        ("wed", ""),
    ],
)
def test_of_an_hour_that_is_over_today_it_is_said_which_day_was_taken(
    text: str, taken: str
) -> None:
    """Who types it may have meant today."""
    assert over_today(text, NOW, NEW_YORK) == (
        f'"{text}" is over today: {taken} was taken' if taken else ""
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8pm tonight", "Wed 2026-11-25 20:00"),
        ("8 tonight", "Wed 2026-11-25 20:00"),
        ("9 tomorrow morning", "Thu 2026-11-26 09:00"),
        ("3.30pm fri", "Fri 2026-11-27 15:30"),
        ("fri 3.30 pm", "Fri 2026-11-27 15:30"),
        ("15.30 fri", "Fri 2026-11-27 15:30"),
        ("2PM Sat.", "Sat 2026-11-28 14:00"),
        ("Sat. 2 p.m.", "Sat 2026-11-28 14:00"),
        ("2pm on saturday", "Sat 2026-11-28 14:00"),
        ("sat dec 5 3pm", "Sat 2026-12-05 15:00"),
        ("3pm, sat, dec 5th", "Sat 2026-12-05 15:00"),
        ("dec 5 3pm sat", "Sat 2026-12-05 15:00"),
        ("sat 2026-12-05 15:00", "Sat 2026-12-05 15:00"),
        ("sat 12/5 3pm", None),  # 5 December, or 12 May
        ("mon 12/28 3pm", "Mon 2026-12-28 15:00"),
        ("sat dec 5", "Sat 2026-12-05 09:00"),
        ("5th dec 15h", "Sat 2026-12-05 15:00"),
        ("15h30 5th dec", "Sat 2026-12-05 15:30"),
        ("noon fri", "Fri 2026-11-27 12:00"),
        ("midday fri", "Fri 2026-11-27 12:00"),
        ("fri @ 3pm", "Fri 2026-11-27 15:00"),
        ("3pm @ fri", "Fri 2026-11-27 15:00"),
        ("fri at 3pm sharp", "Fri 2026-11-27 15:00"),
        ("@3pm", "Wed 2026-11-25 15:00"),
        ("15h", None),  # for a command that takes spans, fifteen hours
        ("in 15h", "Thu 2026-11-26 01:00"),
        ("sun dec 5 3pm", None),  # a Saturday
        ("3.30 fri", None),
        ("fri 3pm 4pm", None),
        ("fri 3-4pm", None),
        ("fri 1530", None),
        ("fri sat 3pm", None),
        ("midnight fri", None),
        ("3pm on the 5th", None),
    ],
)
def test_a_time_is_read_in_any_order_or_refused(text: str, expected: str | None) -> None:
    """Words of a time stand where a person puts them; what has two readings is never taken."""
    if expected is None:
        with pytest.raises(ValueError, match=r"write"):
            _read(text)
    else:
        assert _read(text) == expected
        assert not doubt(text, NOW, NEW_YORK)


def test_a_weekday_that_is_not_its_dates_is_refused_with_the_right_one() -> None:
    """One of the two is a slip, and it is not said which."""
    with pytest.raises(ValueError, match="6 December 2026 is a Sunday"):
        _read("sat dec 6 3pm")


def test_the_beginning_and_the_end_of_a_day_are_told_apart() -> None:
    """Midnight is either."""
    with pytest.raises(ValueError, match='write "fri 00:00", or "fri 23:59"'):
        _read("fri midnight")


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("2027-03-14 02:30", "2027-03-14 03:30"),
        ("mar 14 2027 2:30am", "2027-03-14 03:30"),
        ("2027-03-14T02:30:00-05:00", ""),
        ("2027-03-14 03:30", ""),
        ("2027-11-07 01:30", ""),
    ],
)
def test_a_time_that_clocks_skip_is_asked_about(text: str, instead: str) -> None:
    """Nobody can come at half past two in the night in which clocks go forward at two."""
    said = doubt(text, NOW, NEW_YORK)
    assert said.endswith(f'write "{instead}"') if instead else not said


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("tonight at 8", "today 8pm"),
        ("monday morning at 9", "monday 9am"),
        ("tomorrow evening 6:30", "tomorrow 6:30pm"),
        ("at 3 p.m.", "3pm"),
    ],
)
def test_a_part_of_the_day_says_which_half_is_meant(text: str, plain: str) -> None:
    """An hour of the evening is one after noon."""
    assert _read(text) == _read(plain)


@given(
    st.integers(0, 23), st.integers(0, 59), st.sampled_from(("tomorrow ", "fri ", "", "dec 24 "))
)
def test_only_a_night_that_is_not_said_is_doubted(hour: int, minute: int, day: str) -> None:
    """Half past three is asked about with both readings, each of which is clear; 03:30 never."""
    bare = f"{day}{hour}:{minute:02}"
    asked = doubt(bare, NOW, NEW_YORK)
    assert bool(asked) == (1 <= hour <= 6)
    if asked:
        late, night = f"{day}{hour}:{minute:02}pm", f"{day}{hour:02}:{minute:02}"
        assert f'"{late}", or "{night}"' in asked
        assert doubt(late, NOW, NEW_YORK) == doubt(night, NOW, NEW_YORK) == ""


@given(
    MOMENTS,
    st.sampled_from(("America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Cairo")),
    st.booleans(),
)
@settings(deadline=None)
def test_a_weekday_or_time_alone_is_on_the_right_side(
    now: datetime, place: str, past: bool
) -> None:
    """It is never before now, or with `past` never after, and at most a week off."""
    zone = load_zone(place)
    for text, days in (("fri", 7), ("sun 23:45", 7), ("02:30", 1), ("noon", 1)):
        found = parse_when(text, now, zone, past=past)
        assert found <= now if past else found >= now
        assert abs(found - now) <= timedelta(days=days, hours=1)


@given(MOMENTS)
@settings(deadline=None)
def test_iso_reads_back(moment: datetime) -> None:
    """What Python writes as ISO is read as the same moment, whatever now and zone are."""
    assert parse_when(moment.isoformat(), NOW, NEW_YORK) == moment


@given(
    st.one_of(
        st.text(max_size=90),
        st.lists(
            st.sampled_from(PIECES),
            max_size=6,
        ).map(" ".join),
    )
)
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text gives anything but a moment in UTC or a ValueError with the forms."""
    try:
        assert parse_when(text, NOW, NEW_YORK).utcoffset() == timedelta()
    except ValueError as refusal:
        assert SOME in str(refusal) or "is not clear: write" in str(refusal)
