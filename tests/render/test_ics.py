"""An independent parser reads the calendar and finds in it what was put in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from leadctl.render.ics import Occasion, ics

STAMP = datetime(2026, 11, 20, 15, tzinfo=UTC)
START = datetime(2026, 11, 28, 14, tzinfo=ZoneInfo("America/New_York"))
CONFIRM = Occasion(
    "k7f3q9m2-confirm@leadctl",
    START,
    "Text Ana López; confirm, please",
    "Why: two days before\nphone \\ text",
    alarms=(timedelta(hours=1), timedelta(0)),
)


def read(*occasions: Occasion) -> icalendar.Calendar:
    """Return the calendar as the `icalendar` package reads it."""
    parsed = icalendar.Calendar.from_ical(ics(occasions, stamp=STAMP))
    assert isinstance(parsed, icalendar.Calendar)
    return parsed


def test_an_entry_is_read_back() -> None:
    """Times are UTC, texts come back exactly, and the id is the one given."""
    [event] = read(CONFIRM).events
    assert event["uid"] == CONFIRM.uid
    assert event["dtstamp"].dt == STAMP
    assert event["dtstart"].dt == datetime(2026, 11, 28, 19, tzinfo=UTC)
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(minutes=15)
    assert event["summary"] == CONFIRM.summary
    assert event["description"] == CONFIRM.description


def test_alarms() -> None:
    """Each alarm rings so long before the start, and has the words that a display needs."""
    [event] = read(CONFIRM).events
    alarms = [part for part in event.subcomponents if part.name == "VALARM"]
    assert [alarm["trigger"].dt for alarm in alarms] == [timedelta(hours=-1), timedelta(0)]
    assert {str(alarm["action"]) for alarm in alarms} == {"DISPLAY"}
    assert {str(alarm["description"]) for alarm in alarms} == {CONFIRM.summary}


def test_a_whole_day() -> None:
    """A date without a time is an entry of that day."""
    [event] = read(Occasion("b", date(2026, 12, 31), "Birthday")).events
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 12, 31), date(2027, 1, 1))


def test_an_end_beyond_a_change_of_clocks() -> None:
    """An entry that begins before clocks change lasts its real length."""
    start = datetime(2026, 11, 1, 0, 30, tzinfo=ZoneInfo("America/New_York"))
    [event] = read(Occasion("c", start, "x", length=timedelta(hours=3))).events
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(hours=3)


def test_the_calendar_itself() -> None:
    """It names its maker and version, also when it is empty; every line ends in CRLF."""
    calendar = read()
    assert calendar["version"] == "2.0"
    assert "leadctl" in calendar["prodid"]
    drawn = ics([CONFIRM], stamp=STAMP)
    assert drawn.count("\n") == drawn.count("\r\n")
    assert ics([CONFIRM], stamp=STAMP) == drawn


@given(st.text(st.sampled_from('ab ,;:\\"\nné王🏠\u0301'), max_size=200))
def test_any_text_survives_folding(text: str) -> None:
    """No line is longer than 75 octets, none is split within a letter, and the text is the same."""
    drawn = ics([Occasion("u", STAMP, text or "x", text)], stamp=STAMP)
    assert all(len(line.encode()) <= 75 for line in drawn.split("\r\n"))
    [event] = icalendar.Calendar.from_ical(drawn).walk("VEVENT")
    assert str(event.get("description", "")) == text


def test_controls_are_shown() -> None:
    """An escape sequence or an override in a text is shown; a bare CR starts no new line."""
    drawn = ics([Occasion("u", STAMP, "a\x1b[31m\u202e\rBEGIN:VALARM", "x")], stamp=STAMP)
    assert not set(drawn) & set("\x1b\u202e")
    assert drawn.split("\r\n").count("BEGIN:VALARM") == 1
