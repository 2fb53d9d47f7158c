"""A day is a day: what came in on one, at no known hour, is told and counted without an hour."""

from __future__ import annotations

import json
import re

import pytest
from cli_runner import Cli

MORNING = "2026-03-16T08:00:00-04:00"
_HOUR = re.compile(r"\b\d{1,2}:\d\d\b")


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book for New York with somebody who came in on Saturday, typed, and on Sunday, out of a
    file; and one who came in at an hour.
    """
    book = cli.buyers(
        MORNING,
        "add Sat phone=6465550101 --received 2026-03-14",
        "add Hal phone=6465550103 --received '2026-03-16 07:30'",
    )
    (book.cwd / "new.csv").write_text("Name,Phone,Received\nSun Lee,6465550102,2026-03-15\n")
    book.fast("import new.csv --as-new")
    return book


def test_a_day_is_told_without_an_hour(book: Cli) -> None:
    """The list says on which day they came in, and when an answer was due."""
    told = {
        line.split()[0]: line for line in book.fast("due").out.splitlines() if "came in" in line
    }
    assert "came in Sat; answer, or pass it on: was due Sat" in told["Sat"]
    assert "came in yesterday; answer" in told["Sun"]
    assert not _HOUR.search(told["Sat"] + told["Sun"])
    assert "came in 7:30" in told["Hal"]


def test_an_answer_is_counted_in_days_from_a_day(book: Cli) -> None:
    """What an answer took is told in days; in hours only where the hour of arrival is known."""
    later = book.at("2026-03-16T09:00:00-04:00")
    assert "Answered 2 days after they came in" in later.fast("log sat text").err
    assert "Answered 1 day after they came in" in later.fast("log sun text").err
    assert "Answered 1 hour after they came in" in later.fast("log hal text").err
    assert re.search(r"2026-03-14 +came in", later.fast("show sat").out)


def test_what_a_file_dates_by_the_day_has_no_hour_in_the_history(book: Cli) -> None:
    """A note stands on the day of arrival, a status on the day that the file says it changed."""
    rows = "Name,Phone,Created,Stage,Stage Changed On,Notes\n"
    rows += "Old Ann,6465550109,2025-11-03,Nurture,2025-12-04,likes light\n"
    (book.cwd / "old.csv").write_text(rows)
    book.fast("import old.csv")
    told = book.fast("show 'old ann'").out
    assert re.search(r"2025-11-03 +noted: likes light", told)
    assert re.search(r"2025-12-04 +stood in Nurture", told)


def test_somebody_of_today_is_to_be_answered_today(book: Cli) -> None:
    """A day of arrival that is today is no moment of the future, and owes its answer today."""
    book.fast("add New phone=6465550104 --received 2026-03-16")
    assert "came in today; answer, or pass it on today" in book.fast("due").out
    later = book.at("2026-03-16T15:00:00-04:00")
    assert "Answered on the day they came in" in later.fast("log new text").err


def test_the_report_counts_no_hours_from_a_day(book: Cli) -> None:
    """Whoever came in on a day is counted apart: how fast they were answered nobody knows."""
    later = book.at("2026-03-16T09:00:00-04:00")
    for who in ("sat", "sun", "hal"):
        later.fast(f"log {who} text")
    (row,) = json.loads(later.fast("report response --format json").out)
    assert (row["leads"], row["answered"], row["by_day"]) == (1, 1, 2)
    hours = json.loads(later.fast("report response --by hour --format json").out)
    assert [row["hour"] for row in hours if row["leads"]] == ["07:00"]


def test_a_touch_of_a_day_is_told_without_an_hour(book: Cli) -> None:
    """Nobody said when on Saturday they were called: the answer is told and counted in days, and
    its line stands behind what was known of the day.
    """
    day = book.at("2026-03-16T09:00:00-04:00")
    assert "Answered on the day they came in" in day.fast("log sat call --at 2026-03-14").err
    assert "Answered on the day they came in" in day.fast("log hal text --at today").err
    shown = day.fast("show hal --history").out
    assert re.search(r"2026-03-16 07:30 +came in\n +2 +2026-03-16  +you texted\n", shown)
    (row,) = json.loads(day.fast("report response --format json").out)
    assert (row["leads"], row["by_day"]) == (0, 3)


@pytest.mark.parametrize("way", ["log -", "log"])
def test_a_day_is_written_as_a_day(book: Cli, way: str) -> None:
    """In the file, in JSON, and typed again: 2026-03-15, the same in every clone and zone."""
    later = book.at("2026-03-16T09:00:00-04:00")
    if way == "log":
        later.fast("log sun call -o spoke --at yesterday")
    else:
        line = {"lead": "sun", "event": "call", "outcome": "spoke", "at": "2026-03-15"}
        later.typing(json.dumps(line)).fast("log -")
    (file,) = [p for p in (book.cwd / "leads").rglob("*.toml") if "Sun Lee" in p.read_text()]
    assert '{ at = 2026-03-15, event = "call"' in file.read_text()
    history = later.fast("show sun --format json").json["history"]
    assert [e["at"] for e in history if e["event"] == "call"] == ["2026-03-15"]


def test_a_day_before_they_came_in_or_ahead_is_refused(book: Cli) -> None:
    """As a moment is: by its day."""
    said = book.exits(3).fast("log hal call --at 2026-03-15").err
    assert "Hal came in today 7:30, after that moment." in said
    assert "amend" in said and "at=2026-03-15" in said
    assert "may not lie in the future" in book.exits(2).fast("log hal call --at 2026-03-17").err
    assert "may not lie in the future" in book.exits(2).fast("log hal call --at tomorrow").err


def test_a_day_answers_what_was_said_on_it_before(book: Cli) -> None:
    """A text back, logged for the day of theirs, answers it; a later word waits as ever."""
    later = book.at("2026-03-17T09:00:00-04:00")
    later.fast("log sat text --in --at '2026-03-16 10:00'")
    later.fast("log sat text --at 2026-03-16")
    assert "Answer them" not in later.fast("due").out
    later.fast("log sat text --in --at 2026-03-16")
    assert "texted yesterday" in later.fast("due").out


def test_a_meeting_of_the_day_is_the_one_that_was_agreed_on(book: Cli) -> None:
    """Who met on the day of the appointment, at no known hour, met for it."""
    book.fast("log hal call -o spoke")
    book.fast("set hal appointment='2026-03-17 14:00' appointment_for=showing")
    book.fast("status set hal app")
    after = book.at("2026-03-18T09:00:00-04:00").fast("log hal meeting --at 2026-03-17")
    assert "Still ahead" not in after.err
    assert "how did it go" not in book.at("2026-03-18T09:00:00-04:00").fast("due").out


def test_the_day_of_an_event_is_mended_as_it_is_logged(book: Cli) -> None:
    """A day is a day, an hour alone is one of that day, and an arrival has its beginning."""
    later = book.at("2026-03-17T09:00:00-04:00")
    later.fast("log hal call --at '2026-03-16 11:00'")
    later.fast("amend hal 2 at=2026-03-16")
    assert re.search(r"2 +2026-03-16  +you called", later.fast("show hal --history").out)
    later.fast("amend hal 2 at=3:15pm")
    assert "2026-03-16 15:15  you called" in later.fast("show hal --history").out
    later.fast("amend hal 1 at=2026-03-15")
    assert re.search(r"1 +2026-03-15  +came in", later.fast("show hal --history").out)
    assert "future" in later.exits(2).fast("amend hal 2 at=2026-03-18").err


def test_silence_since_a_day_is_told_in_days(book: Cli) -> None:
    """What counts from a day has no hour: "Unresponsive?" is asked on one, and not at midnight."""
    book.fast("log sat text --at 2026-03-15")
    said = book.at("2026-03-17T09:00:00-04:00").fast("context sat").out
    assert "0:00" not in said
    (row,) = [
        one
        for one in book.at("2026-03-24T09:00:00-04:00").fast("due --format json --all").json
        if one["rule"] == "no-reply" and one["name"] == "Sat"
    ]
    assert row["due"].startswith("2026-03-22")


@pytest.mark.parametrize("way", ["status set", "log call -o spoke, then status set"])
def test_a_move_of_a_day_has_no_hour_anywhere(book: Cli, way: str) -> None:
    """Typed, or made by a touch of that day: the file, the history and the reports know no hour."""
    if way.startswith("log"):
        book.fast("log sun call -o spoke --at 2026-03-15")
    book.fast("status set sun Nurture --at 2026-03-15")
    text = book.file_of("sun").read_text()
    assert re.search(r'at = 2026-03-15, event = "status", to = "Nurture"', text)
    assert len(re.findall(r'at = 2026-03-15T.* event = "status"', text)) == 0
    assert not _HOUR.search(book.fast("status log sun").out)
    history = book.fast("show sun").out.partition("History")[2]
    assert re.search(r"2026-03-15 +moved to Nurture", history)
    assert not _HOUR.search(history)
    listed = book.fast("list sun --format json").json
    assert listed[0]["entered"] == "2026-03-15T00:00:00-04:00"
    assert book.fast("list 'entered:2026-03-15' --format ids").out.split() == [listed[0]["id"]]
    moves = book.fast("report moves --since 2026-03-15 --until 2026-03-15 --format json").json
    assert [row["to"] for row in moves][-1:] == ["Nurture"]
    book.fast("status set sun Unresponsive --at 2026-03-16")
    for day in ("2026-03-15", "2026-03-14"):
        refused = book.exits(3).fast(f"status set sun Nurture --at {day}").err
        assert "2026-03-16, which is later" in refused or "came in yesterday, after" in refused
        assert not _HOUR.search(refused)
