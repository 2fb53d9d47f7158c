"""Appointments of a fortnight: their hour, and what is said of one that lies back or is off."""

from __future__ import annotations

import pytest
from cli_runner import Cli

WEDNESDAY = "2026-12-02T07:00"
FRIDAY = "2026-12-04T07:00"


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book in which Jo has a showing on Thursday 3 December 2026 at 14:00."""
    return cli.buyers(
        WEDNESDAY,
        "add Jo phone=6465550151",
        "log jo call -o spoke",
        'set jo appointment="thu 2pm"',
        "status set jo app",
    )


def test_what_a_status_requires_cannot_be_set_to_less(book: Cli) -> None:
    """In Appointment Set a day without an hour is refused as it is at the door."""
    before = book.file_of("jo").read_bytes()
    ran = book.exits(3).fast("set jo appointment=fri")
    assert "An appointment needs a day and a time" in ran.err
    assert 'leadctl set jo appointment="fri 14:00"' in ran.err
    assert book.file_of("jo").read_bytes() == before
    book.exits(0).fast('set jo appointment="fri 14:00"')
    book.fast("set jo appointment=")  # that there is none any more is a fact


def test_a_day_without_an_hour_has_none_on_the_list(book: Cli) -> None:
    """Whoever was let in by force, and has a day alone, is not expected at midnight."""
    book.fast("add Kim phone=6465550152")
    book.fast("log kim call -o spoke")
    book.fast("set kim appointment=fri")
    book.fast("status set kim app --force --reason moved")
    said = book.at(FRIDAY).fast("due").out
    assert "Kim" in said
    assert "0:00" not in said


@pytest.mark.parametrize(
    ("now", "typed", "told"),
    [
        ("2026-12-03T18:00", "--at 14:00", "2026-12-03 14:00"),
        (FRIDAY, '--at "yesterday 14:00"', "2026-12-03 14:00"),
        ("2026-12-20T07:00", '--at "2026-12-03 14:00"', "2026-12-03 14:00"),
    ],
)
def test_the_line_for_a_meeting_that_lies_back_says_when_it_was(
    book: Cli, now: str, typed: str, told: str
) -> None:
    """What the list offers to type puts the meeting where it took place."""
    book = book.at(now)
    said = book.fast("due").out
    line = f"leadctl log jo meeting {typed}"
    assert line in said
    assert f"leadctl log jo meeting -o missed {typed}" in said
    book.fast(line.removeprefix("leadctl "))
    assert f"{told}  you met" in book.fast("show jo").out


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("log jo meeting -o cancelled", "cancelled"),
        ("status set jo 'rejected by client'", "not any more, in Rejected by Client"),
    ],
)
def test_an_appointment_that_is_off_leaves_the_calendar(book: Cli, change: str, why: str) -> None:
    """No phone rings for it, and whoever is about to call does not read it as agreed."""
    assert "Showing: Jo" in book.fast("export --format ics").out
    book.fast(change)
    assert "Showing: Jo" not in book.fast("export --format ics").out
    assert f"Thu 3 December 14:00 ({why})" in book.fast("show jo").out
    assert "appointment: Thu" not in book.fast("context jo").out


def test_another_appointment_stands_again(book: Cli) -> None:
    """What was cancelled is the one before it."""
    book.fast("log jo meeting -o cancelled")
    book.fast('set jo appointment="fri 2pm"')
    assert "Showing: Jo" in book.fast("export --format ics").out
    assert "cancelled)" not in book.fast("show jo").out


@pytest.mark.parametrize("outcome", ["cancelled", "missed"])
def test_a_meeting_that_was_none_counts_as_none(book: Cli, outcome: str) -> None:
    """Nobody met, and nobody reached out to anybody."""
    book.fast(f"log jo meeting -o {outcome}")
    assert " met " not in book.fast("report activity").out
    book.at(FRIDAY).fast("log jo meeting")
    book.at(FRIDAY).fast("log jo meeting --in")
    said = book.at(FRIDAY).fast("report activity").out.splitlines()
    assert [line.split()[2:5] for line in said if " met " in line] == [["met", "2", "1"]]


def test_what_was_cancelled_can_be_agreed_on_for_the_same_time(book: Cli) -> None:
    """It is on the list of its day again, as if it had been moved."""
    book.fast("log jo meeting -o cancelled")
    ran = book.fast('set jo appointment="thu 2pm"')
    assert "Nothing to change" not in ran.out + ran.err
    assert "14:00 Jo" in book.at("2026-12-03T07:00").fast("due").out
