"""Settling by hand: what is due is done, put off, amended; appointments take reminders along."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from cli_runner import Cli
from icalendar import Calendar

START = datetime.fromisoformat("2026-11-20T15:00:00Z")  # a Friday, 10:00 in New York
SETTINGS = """\
pipeline = "streeteasy-buyer"
timezone = "America/New_York"

[agents.sam]
name = "Sam"
"""


def at(cli: Cli, **span: float) -> Cli:
    """Return the command line some time after the start."""
    return cli.at((START + timedelta(**span)).isoformat())


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book in which Ana has an appointment in six days."""
    (cli.cwd / "leadctl.toml").write_text(SETTINGS)
    book = cli.acting("sam").noting()
    book.fast("add Ana phone=2125550132")
    book.fast("log Ana call -o spoke")
    book.fast("set Ana 'appointment=2026-11-26 14:00'")
    book.fast("status set Ana 'Appointment Set'")
    return book


def rows(cli: Cli, words: str = "--all") -> dict[str, Any]:
    """Return the rows by their rules."""
    return {row["rule"]: row for row in cli.fast(f"due {words} --format json").json}


def test_a_moved_appointment_is_the_same_entry_with_a_higher_sequence(book: Cli) -> None:
    """Setting it anew moves the row and its reminder; the entry of a calendar stays one."""
    seen = []
    for moment in ("2026-11-26 14:00", "2026-11-26 16:00", "2026-11-30 09:00"):
        book.fast(f"set Ana 'appointment={moment}'")
        events = Calendar.from_ical(book.fast("due --all -f ics").out).walk("VEVENT")
        by_uid = {str(event["UID"]): event for event in events}
        assert len(by_uid) == len(events)
        (uid,) = (one for one in by_uid if one.endswith("-appointment@leadctl"))
        seen.append((uid, by_uid[uid].get("SEQUENCE", 0), by_uid[uid].decoded("DTSTART")))
    assert len({uid for uid, _, _ in seen}) == 1
    assert [sequence for _, sequence, _ in seen] == sorted({s for _, s, _ in seen})
    assert rows(book)["confirm"]["due"].startswith("2026-11-28T09:00")


def test_a_reminder_that_lay_before_it_was_made_is_due_now(book: Cli) -> None:
    """Booked for tomorrow: the text of two days before is due today, not two days late."""
    later = at(book, days=3)
    later.fast("set Ana 'appointment=2026-11-24 09:00'")
    assert rows(later)["confirm"]["due"].startswith("2026-11-23T10:00")


@pytest.mark.parametrize("words", ["meeting", "meeting -o missed", "meeting -o cancelled"])
def test_met_missed_and_cancelled_take_the_reminders_along(book: Cli, words: str) -> None:
    """On its day a meeting, a missed and a cancelled one settle the appointment and its text."""
    on_the_day = at(book, days=6, hours=5)
    assert "appointment" in rows(on_the_day)
    on_the_day.fast(f"log Ana {words}")
    assert not {"appointment", "confirm"} & set(rows(on_the_day))


def test_cancelled_in_time_takes_an_appointment_ahead_along(book: Cli) -> None:
    """Days before, cancelled settles what is ahead; booked anew it is there again."""
    book.fast("log Ana meeting -o cancelled")
    assert not {"appointment", "confirm"} & set(rows(book))
    at(book, minutes=1).fast("set Ana 'appointment=2026-12-01 14:00'")
    assert {"appointment", "confirm"} <= set(rows(at(book, minutes=2)))


def test_reminders_of_ones_own_are_done_snoozed_and_undone(book: Cli) -> None:
    """remind makes a row that done settles, snooze moves and undo takes back."""
    book.fast("remind Ana tue ask about the loan")
    assert rows(book)["ask-about-the-loan"]["due"] == "2026-11-24"
    later = at(book, days=4)
    later.fast("snooze Ana 2d --what ask-about-the-loan")
    assert rows(later)["ask-about-the-loan"]["snoozed"]
    later.fast("undo")
    later.fast("done Ana ask-about-the-loan")
    assert "ask-about-the-loan" not in rows(later)


def test_several_due_are_listed_and_nothing_ahead_is_settled(book: Cli) -> None:
    """Two things due: done names both and settles none; with nothing due it says what is ahead."""
    book.fast("remind Ana today one")
    book.fast("remind Ana today two")
    ran = book.exits(4).fast("done Ana")
    assert "2 things are due for Ana" in ran.err
    assert "leadctl done" in ran.err
    book.fast("done Ana one")
    book.fast("done Ana two")
    assert "Ana has nothing due today. Ahead: " in book.exits(3).fast("done Ana").err


def test_one_event_is_mended_or_taken_out(book: Cli) -> None:
    """amend changes one event by its number, and nothing that says where the lead stands."""
    history = book.fast("show Ana --format json").json["history"]
    number = next(e["number"] for e in history if e["event"] == "call")
    book.fast(f"amend Ana {number} outcome=voicemail text='left word'")
    call = book.fast("show Ana --format json").json["history"][number - 1]
    assert (call["outcome"], call["text"]) == ("voicemail", "left word")
    book.exits(2).fast(f"amend Ana {number} outcome=great")
    book.fast(f"amend Ana {number} --remove")
    assert "call" not in {e["event"] for e in book.fast("show Ana --format json").json["history"]}
    book.exits(4).fast("amend Ana 99 --remove")
    moved = book.fast("show Ana --format json").json["history"]
    status = next(e["number"] for e in moved if e["event"] == "status")
    book.exits(3).fast(f"amend Ana {status} --remove")


def test_every_command_that_the_list_prints_is_one(book: Cli) -> None:
    """list --idle, find, today and the list alone are there, and say what they should."""
    book.fast("add Bob")
    book.fast("log Bob call -o spoke -m 'likes the garden'")
    assert book.fast("list --idle --format json").json[0]["name"] == "Bob"
    assert "likes the garden" in book.fast("find garden").out
    assert book.fast("find nothing-of-the-kind").out == ""
    assert "After it: leadctl log" in at(book, days=6).fast("today").out
    assert at(book, days=6).fast("").out == at(book, days=6).fast("today").out
    assert "Nothing due today. Next: " in book.fast("").out


def test_times_that_nobody_means_are_asked_for(book: Cli) -> None:
    """6pm in the morning is not yesterday's, 10 March on the 16th not next year's."""
    assert "has not come yet today" in book.exits(2).fast("log Ana call --at 6pm").err
    assert "with its year" in book.exits(2).fast("remind Ana 'nov 10' call").err
    assert "came in" in book.exits(3).fast("log Ana call --at 2026-11-01").err
