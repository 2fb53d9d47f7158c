"""Whoever was talked to, and what was agreed with them, stays on the list until it is seen to."""

from __future__ import annotations

import pytest
from cli_runner import Cli

SETTINGS = 'pipeline = "streeteasy-buyer"\ntimezone = "America/New_York"\n'


@pytest.fixture
def book(cli: Cli) -> Cli:
    """Ana was talked to on Tuesday 1 December, and is in Attempted Contact since."""
    (cli.cwd / "leadctl.toml").write_text(SETTINGS)
    book = cli.noting().at("2026-12-01T10:00:00-05:00")
    book.fast("add Ana phone=2125550101")
    said = book.fast("log Ana call -o spoke").err
    assert 'You talked: In Communication? leadctl status set Ana "In Communication"' in said
    return book


def test_the_question_which_status_is_right_stands_in_the_list_until_answered(book: Cli) -> None:
    """From the next day on; a confirmation of all asks as well, and confirms nothing unasked."""
    assert "Ana" not in book.fast("due").out
    for days in (1, 2, 5, 20):
        text = book.later(days=days).fast("due").out
        assert "you talked: In Communication?" in text
        assert 'leadctl status set ana "In Communication"' in text
    left = book.later(days=8).exits(3).fast("status confirm --due --no-input").err
    assert "Ana is left to decide: you talked: In Communication?" in left


@pytest.mark.parametrize(
    "answer",
    [
        "status set Ana 'In Communication'",
        "status confirm Ana",
        "remind Ana fri 'send the plans'",
        "snooze Ana fri --asked",
        "set Ana appointment='fri 3pm'",
        "done Ana status-shown",
    ],
)
def test_an_answer_or_a_next_step_ends_the_question(book: Cli, answer: str) -> None:
    """Whichever it is, nobody is asked again."""
    book.later(days=1).fast(answer)
    assert "you talked" not in book.later(days=2).fast("due --all").out


def test_a_call_in_vain_leaves_the_question_and_an_event_asks_its_own(book: Cli) -> None:
    """What was logged last of what shows a status is asked about."""
    book.later(days=1).fast("log Ana call -o voicemail")
    assert "you talked: In Communication?" in book.later(days=2).fast("due").out
    book.later(days=2).fast("log Ana offer outcome=made")
    assert "offer logged: Submitting Offers?" in book.later(days=3).fast("due").out


@pytest.fixture
def booked(book: Cli) -> Cli:
    """A showing is agreed with Ana on Thursday at three; it is nine of that day."""
    book.fast("set Ana appointment='thu 3pm'")
    book.fast("status set Ana app")
    return book.at("2026-12-03T09:00:00-05:00")


def test_a_meeting_in_the_morning_leaves_the_appointment_of_the_afternoon(booked: Cli) -> None:
    """It says so, with the line that settles it; from two hours before its hour on, it is it.
    Nothing is said of the appointment of another day.
    """
    early = booked.at("2026-12-02T14:00:00-05:00").fast("log Ana meeting").err
    assert "Still ahead" not in early
    booked.fast("undo")
    said = booked.fast("log Ana meeting -m coffee").err
    assert "Still ahead: today 15:00 showing. If this was it: leadctl done Ana appointment" in said
    assert "15:00 Ana" in booked.fast("due").out
    assert "Still ahead" not in booked.later(hours=4).fast("log Ana meeting").err
    assert "15:00 Ana" not in booked.later(hours=5).fast("due").out


@pytest.mark.parametrize("words", ["done Ana", "done Ana --all"])
def test_done_settles_no_appointment_of_a_later_hour(booked: Cli, words: str) -> None:
    """Named, it may be settled at any time; once its hour has come, it need not be named."""
    booked.fast("done Ana confirm")
    refused = booked.exits(3).fast(words).err
    assert "Ana has nothing due now. Ahead: today 15:00 showing" in refused
    assert "leadctl done Ana appointment" in refused
    assert "15:00 Ana" in booked.fast("due").out
    assert "done: Showing" in booked.later(hours=6).fast(words).out


@pytest.mark.parametrize(
    ("command", "back"),
    [
        ("status set ana 'In Communication' --reason 'sells now'", True),
        ("log ana call -o spoke --in", False),
        ("status set ana 'Rejected by Client' --reason 'moved away'", False),
    ],
)
def test_who_is_moved_to_an_open_status_is_out_of_the_archive(
    book: Cli, command: str, back: bool
) -> None:
    """And the answer says so; what moves nobody, or closes them, leaves them there."""
    book.noting().fast("status set ana Nurture")
    book.fast("set ana archived=true")
    said = book.noting().fast(command)
    assert ("Out of the archive, and on the lists again" in said.err) is back
    assert ("Ana" in book.fast("list").out) is back
    assert ("Next:" in said.out) is back


@pytest.mark.parametrize("status", ["Nurture", "Rejected by Client"])
def test_who_comes_back_by_a_call_is_told_as_by_a_text(book: Cli, status: str) -> None:
    """Where they stand and where they could be moved: the same words for both."""
    book.noting().fast("status", "set", "ana", status, "--reason", "later")
    texted = book.noting().fast("log ana text --in --dry-run").err
    called = book.noting().fast("log ana call --in -o spoke").err
    could = next(line for line in texted.splitlines() if "possible now" in line)
    assert could in called.splitlines()


def test_an_appointment_with_somebody_closed_is_on_the_list_of_its_day(book: Cli) -> None:
    """In the list and in the calendar; one that was agreed on before they were closed is not."""
    book.fast("set ana appointment='fri 2pm'")
    book.noting().fast("status set ana 'Rejected by Client' --reason no")
    assert not book.at("2026-12-04T08:00-05:00").fast("due").out
    again = book.fast("set ana appointment='fri 3pm'").out
    assert "Next: appointment, Fri 15:00" in again
    friday = book.at("2026-12-04T08:00-05:00")
    assert "15:00 Ana" in friday.fast("today").out
    assert friday.fast("export --format ics").out.count("SUMMARY:Appointment: Ana") == 1


def test_the_evening_names_the_appointment_of_tomorrow_and_how_many(book: Cli) -> None:
    """Whatever else comes earlier on that day."""
    book.fast("status confirm ana")
    book.fast("set ana appointment='tomorrow 5pm'")
    book.noting().fast("add Ben phone=2125550102")
    book.noting().fast("log ben call -o spoke")
    book.fast("remind ben 'tomorrow 9am' 'send the plans'")
    said = book.fast("today").out
    assert said == "Nothing due today. Next: tomorrow 17:00 showing, Ana (2 people that day).\n"


def test_a_first_try_after_an_appointment_leaves_the_question_how_it_went(book: Cli) -> None:
    """The call moves the lead by itself; only somebody who moves it has said how it went."""
    book.noting().fast("add Cleo phone=2125550103 appointment='tomorrow 2pm'")
    after = book.at("2026-12-02T17:00-05:00")
    asked = "how did it go?"
    assert asked in after.fast("due").out
    said = after.noting().fast("log Cleo call -o voicemail")
    assert "New Connection is now Attempted Contact" in said.out
    assert "ettled" not in said.err
    assert asked in after.fast("due").out
    after.fast("status set Cleo Nurture")
    assert asked not in after.fast("due").out


def test_a_change_of_the_ways_settles_nothing(book: Cli) -> None:
    """Who joins somebody that wants no calls is to be written to: the same rows by another way."""
    book.noting().fast("add Dan phone=2125550104 email=dan@example.com")
    book.noting().fast("snooze Dan fri --asked")
    book.noting().fast("add Daniel phone=2125550105 do_not_contact=call")
    said = book.noting().fast("merge-leads Dan Daniel")
    assert "Off the list" not in said.out + said.err
    assert "ettled" not in said.out + said.err
    said = book.noting().fast("set Dan do_not_contact+=text")
    assert "Off the list" not in said.out + said.err


def test_who_is_in_the_archive_is_said_to_be_whatever_happens_to_them(book: Cli) -> None:
    """A reminder, a field, a text, or a row of an import that asks again: the same line; nothing
    is said where nothing has changed.
    """
    book.fast("set ana archived=true")
    up = "take them up again: leadctl set"
    for typed in ("remind ana fri 'send the plans'", "set ana phone=2125550109", "note ana x"):
        said = book.noting().fast(typed).err
        assert f"Ana is in the archive, and on no list. To {up}" in said
    assert "archive" not in book.noting().fast("set ana phone=2125550109").err
    row = "Name,Phone,Date,Message\nAna,2125550109,2026-12-01 12:30,Can I see it?\n"
    (book.cwd / "again.csv").write_text(row)
    said = book.later(hours=3).noting().fast("import again.csv").err
    assert f"Ana is in the archive, and on no list: answer now, or {up}" in said
    assert (
        f"on no list: answer now, or {up}"
        in book.later(hours=4).noting().fast("log ana text --in").err
    )


def test_before_a_call_is_said_of_whom_may_be_called(book: Cli) -> None:
    """Who wants no calls is written to; of who wants no contact there is nothing to type."""
    next_day = book.later(days=1)
    assert "Before a call: leadctl context ana. After it: " in next_day.fast("today").out
    book.fast("set Ana do_not_contact=call email=ana@example.com")
    assert "Before a message: leadctl context ana.\n" in next_day.fast("today").out
    book.fast("set Ana do_not_contact=all")
    book.fast("log Ana text --in -m 'leave me alone'")
    text = next_day.fast("today").out
    assert text.endswith("leadctl done ana reply\n")
