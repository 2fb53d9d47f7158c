"""Settling by hand: what is due is done, put off, amended; appointments take reminders along."""

from __future__ import annotations

import re
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
    later = book.later(days=3)
    later.fast("set Ana 'appointment=2026-11-24 09:00'")
    assert rows(later)["confirm"]["due"].startswith("2026-11-23T10:00")


@pytest.mark.parametrize("words", ["meeting", "meeting -o missed", "meeting -o cancelled"])
def test_met_missed_and_cancelled_take_the_reminders_along(book: Cli, words: str) -> None:
    """On its day a meeting, a missed and a cancelled one settle the appointment and its text."""
    on_the_day = book.later(days=6, hours=5)
    assert "appointment" in rows(on_the_day)
    on_the_day.fast(f"log Ana {words}")
    assert not {"appointment", "confirm"} & set(rows(on_the_day))


def test_cancelled_in_time_takes_an_appointment_ahead_along(book: Cli) -> None:
    """Days before, cancelled settles what is ahead; booked anew it is there again."""
    book.fast("log Ana meeting -o cancelled")
    assert not {"appointment", "confirm"} & set(rows(book))
    book.later(minutes=1).fast("set Ana 'appointment=2026-12-01 14:00'")
    assert {"appointment", "confirm"} <= set(rows(book.later(minutes=2)))


def test_reminders_of_ones_own_are_done_snoozed_and_undone(book: Cli) -> None:
    """remind makes a row that done settles, snooze moves and undo takes back."""
    book.fast("remind Ana tue ask about the loan")
    assert rows(book)["ask-about-the-loan"]["due"] == "2026-11-24"
    later = book.later(days=4)
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


def test_who_has_nothing_ahead_is_listed_at_once(cli: Cli) -> None:
    """Not only once the day's list counts them; who has a step ahead is not."""
    (cli.cwd / "leadctl.toml").write_text(SETTINGS.replace("streeteasy-buyer", "realvolve"))
    book = cli.acting("sam").noting()
    for name in ("Vic", "Wes"):
        book.fast(f"add {name} phone=2125550132 --status Suspect")
        book.fast(f"log {name} call -o 'no answer'")
    book.fast("remind Wes 2026-11-27 'call again'")
    assert [row["name"] for row in book.fast("list --idle --format json").json] == ["Vic"]


def test_every_command_that_the_list_prints_is_one(book: Cli) -> None:
    """list --idle, find, today and the list alone are there, and say what they should."""
    book.fast("add Bob")
    book.fast("log Bob call -o spoke -m 'likes the garden'")
    assert book.fast("list --idle --format json").json == []
    book.fast("done Bob status-shown")
    week = book.later(days=8)
    assert [row["name"] for row in week.fast("list --idle --format json").json] == ["Bob"]
    assert [row["name"] for row in week.fast("due --kind idle --format json").json] == ["Bob"]
    assert "likes the garden" in book.fast("find garden").out
    assert book.fast("find nothing-of-the-kind").out == ""
    assert "After it: leadctl log" in book.later(days=6).fast("today").out
    assert book.later(days=6).fast("").out == book.later(days=6).fast("today").out
    assert "Nothing due today. Next: " in book.fast("").out


def test_times_that_nobody_means_are_asked_for(book: Cli) -> None:
    """6pm in the morning is not yesterday's, 10 March on the 16th not next year's."""
    assert "has not come yet today" in book.exits(2).fast("log Ana call --at 6pm").err
    assert "with its year" in book.exits(2).fast("remind Ana 'nov 10' call").err
    assert "came in" in book.exits(3).fast("log Ana call --at 2026-11-01").err


def test_done_takes_any_words_of_what_there_is_to_do(book: Cli) -> None:
    """A word in the middle is enough; where two things have it they are named, and neither done."""
    later = book.later(days=1)
    book.fast("remind Ana tomorrow 'send the Fort Greene list'")
    book.fast("remind Ana tomorrow 'ask about the green door'")
    wrong = later.exits(4, "could be").fast("done Ana green")
    assert '"ask-about-the-green-door" or "send-the-fort-greene-list"' in wrong.err
    later.exits(4, 'no open follow-up "een"').fast("done Ana een")
    assert "done: send the Fort Greene list" in later.fast("done Ana greene list").out
    assert "done: ask about the green door" in later.fast("done Ana door").out


def test_a_status_that_the_list_doubts_is_confirmed_by_nobody_unasked(book: Cli) -> None:
    """`status confirm --due` leaves out who is silent, names them, and settles the rest."""
    book.fast("add Wes email=wes@example.com")
    book.fast("log Wes email")
    weeks = book.later(days=18)
    weeks.fast("done Wes")
    ran = weeks.exits(3).fast("status confirm --due --no-input")
    assert "Ana: Appointment Set confirmed" in ran.out
    assert "Wes: " not in ran.out
    assert "Wes is left to decide: silent for a week: Unresponsive?\n" in ran.err
    way = re.search(r"leadctl (status set .*)   or   leadctl (status confirm .*)", ran.err)
    assert way
    weeks.exits(3, "left to decide").fast("status confirm --due --no-input")
    assert "Unresponsive" in weeks.fast(way[1] + " --dry-run").out
    weeks.fast(way[2])
    weeks.noting("No status is to be confirmed today.").fast("status confirm --due --no-input")


def test_whoever_has_no_next_step_is_confirmed_by_nobody_unasked(book: Cli) -> None:
    """They are left on the list, named, with a command for a next step."""
    book.fast("add Ned phone=2125550133")
    book.fast("log Ned call in -o spoke")
    book.later(days=1).fast("done Ned status-shown")
    week = book.later(days=8)
    ran = week.exits(3).fast("status confirm --due --no-input")
    assert "Ned is left to decide: no next step.\n" in ran.err
    way = re.search(r"leadctl (remind .*)   or   leadctl status confirm", ran.err)
    assert way
    assert {"idle", "weekly"} <= {r["rule"] for r in week.fast("due Ned -f json --all").json}
    week.fast(way[1])
    assert "Ned: Attempted Contact confirmed" in week.fast("status confirm --due --no-input").out


def test_a_reminder_is_not_put_off_beyond_its_appointment(book: Cli) -> None:
    """It stands, with its time; one that was put off comes back once the appointment is moved."""
    eve = book.later(days=5)
    refused = eve.exits(3).fast("snooze Ana 3d")
    assert 'Nothing put off: "Text to confirm the appointment" is for tomorrow 14:00' in refused.err
    eve.fast("snooze Ana tomorrow")
    assert rows(eve)["confirm"]["due"] == "2026-11-26"
    later = book.later(days=5, minutes=1)
    later.fast("set Ana 'appointment=2026-11-26 16:00'")
    assert not rows(later)["confirm"]["snoozed"]
    assert "text to confirm the appointment (tomorrow 16:00)" in later.fast("due").out


def test_what_is_counted_in_days_is_a_day_of_a_calendar(book: Cli) -> None:
    """A status to confirm within a week has its day there too, and rings at no minute of it."""
    events = Calendar.from_ical(book.fast("due --all -f ics").out).walk("VEVENT")
    found = {str(event["UID"]).split("-", 1)[1].partition("@")[0]: event for event in events}
    assert found["weekly"].decoded("DTSTART") == (START + timedelta(days=7)).date()
    assert not found["weekly"].walk("VALARM")
    assert len(found["appointment"].walk("VALARM")) == 2


def test_another_number_ends_the_search_for_one(book: Cli) -> None:
    """A wrong number asks for another way to reach them until one is set."""
    book.fast("log Ana call -o 'wrong number'")
    assert "wrong-number" in rows(book)
    book.fast("set Ana phone=")
    assert "wrong-number" in rows(book)
    assert "Settled: The number was wrong" in book.fast("set Ana phone=2125550199").err
    assert "wrong-number" not in rows(book)
    book.fast("undo")
    assert "wrong-number" in rows(book)


def test_two_of_one_name_are_told_apart_by_their_ids(book: Cli) -> None:
    """Where a name stands twice in the day's list its id stands behind it, and only there."""
    book.fast("add Bo phone=2125550198")
    book.fast("add Bo phone=2125550199")
    book.fast("add Cy phone=2125550197")
    assert "Cy (" not in book.fast("due").out
    ids = {row["id"] for row in book.fast("due bo -f json").json}
    assert set(re.findall(r"Bo \((\w{8})\)", book.fast("due").out)) == ids
    assert len(ids) == 2


def test_a_question_stays_one(book: Cli) -> None:
    """What is asked keeps its question mark at its end, or before since when it is due."""
    late = book.later(days=8)
    late.fast("log Ana meeting --at '2026-11-26 14:30'")
    assert "you met: Showing Homes? (since Thu)" in late.fast("due").out
    assert "Next: you met: Showing Homes?\n" in late.fast("note Ana hello").out


def test_an_appointment_has_its_time_wherever_it_stands(book: Cli) -> None:
    """Before the name in its own section; behind it where an answer is owed first."""
    day = book.later(days=6)
    assert "14:00 Ana  showing " in day.fast("due").out
    day.fast("log Ana text --in -m 'running late'")
    assert "showing at 14:00" in day.fast("due").out


def test_that_nothing_is_planned_is_told_once_it_is_due(book: Cli) -> None:
    """Neither `show`, `context` nor `done` speak of a missing step that nobody misses yet."""
    book.fast("add Wes email=wes@example.com")
    book.fast("log Wes call -o spoke")
    book.fast("done Wes status-shown")
    for words in ("show Wes", "context Wes"):
        assert "no next step" not in book.fast(words).out
        assert "no next step" in book.later(days=8).fast(words).out
    assert "Confirm the status, in 7 days" in book.fast("list Wes").out  # as every answer says it
    assert "no next step" not in book.exits(3).fast("done Wes").err


def test_in_a_team_agents_go_by_their_names_and_confirm_their_own(book: Cli) -> None:
    """Answers, refusals, lists and the day's list name people; ids stay with programs."""
    settings = book.cwd / "leadctl.toml"
    settings.write_text(f'{settings.read_text()}\n[agents.dana]\nname = "Dana Cruz"\n')
    dana = book.acting("dana")
    dana.fast("add Ben phone=2125550177")
    assert "Ben: assigned to Dana Cruz" in dana.fast("assign Ben dana").out
    assert "is Dana Cruz's already" in dana.fast("assign Ben dana").out
    assert "ask Dana Cruz, or a manager" in book.exits(3).fast("release Ben").err
    assert "ask Dana Cruz, or a manager" in book.exits(3).fast("delete Ben --yes").err
    assert "Dana Cruz" in book.fast("list Ben").out
    assert "owner             Dana Cruz" in book.fast("show Ben").out
    assert book.fast("list Ben -f json").json[0]["owner"] == "dana"
    assert re.search(r"Dana Cruz: given to Dana Cruz\n", book.fast("show Ben").out)
    dana.fast("log Ben call -o spoke")
    weeks = book.later(days=8)
    assert "(Dana Cruz)" in book.later(hours=1).fast("due --within 9d --kind confirm").out
    shown = weeks.fast("due").out
    assert re.search(r"2 statuses to confirm; yours at once +leadctl status confirm --due", shown)
    assert "Ben" not in weeks.fast("status confirm --due --no-input").out


def test_a_time_without_quotes_belongs_to_its_day(book: Cli) -> None:
    """`remind Ana tomorrow 9am call` is tomorrow at nine; a number may begin what is to be done."""
    book.fast("remind Ana tomorrow 9am call")
    assert rows(book)["call"]["due"].startswith("2026-11-21T09:00")
    book.fast("remind Ana tomorrow 9 rooms")
    assert rows(book)["9-rooms"]["due"] == "2026-11-21"
    wrong = book.exits(4).fast("note Ana likes light rooms").err
    assert 'leadctl note Ana "likes light rooms"' in wrong


def test_who_rang_is_not_told_to_be_answered(book: Cli) -> None:
    """A call of theirs that was talked through says nothing of how long our answer took."""
    book.fast("add Kai")
    assert "Answered" not in book.later(hours=1).fast("log Kai call --in -o spoke").err


def test_an_appointment_of_yesterday_is_none_of_today(book: Cli) -> None:
    """It stands on the list until somebody says how it went; the head counts those of today."""
    assert "1 person, 1 appointment\n" in book.later(days=6).fast("due").out
    late = book.later(days=7).fast("due").out
    assert "1 person\n" in late
    assert "showing yesterday 14:00: how did it go?" in late


@pytest.mark.parametrize(
    "words",
    [
        "snooze Ana",
        "snooze Ana confirm 3d",
        "snooze Ana bne 3d",
        "snooze Ana 3d",
        "snooze zoe x 3d",
    ],
)
def test_a_line_that_snooze_prints_can_be_typed(book: Cli, words: str) -> None:
    """Of what is no lead it is said to be a follow-up only where one is open; no line has words
    beside it that are no part of it.
    """
    said = book.ending_somehow().fast(words).err
    for line in re.findall(r"leadctl (.*)", said):
        ran = book.ending_somehow().fast(line.rstrip("."))
        assert ran.code in {0, 3}, (line, ran.err)
    assert ("--what confirm" in said) is ("confirm" in words)
    assert "bne" not in said.partition("leadctl snooze")[2]
