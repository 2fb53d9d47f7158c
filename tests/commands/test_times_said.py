"""Times as people say them: what is typed is what is meant, what is said is what matters."""

from __future__ import annotations

import pytest
from cli_runner import Cli

MONDAY = "2026-03-16 09:00"


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book in which Ana was called on 2 March and came into In Communication."""
    cli.noting().fast("init book --pipeline streeteasy-buyer --timezone Eastern --no-input")
    book = cli.inside("book").noting().at("2026-03-02 09:18")
    book.fast("add Ana phone='(212) 555-0143'")
    book.fast("log Ana call -o spoke")
    book.fast("status set Ana 'in comm'")
    return book


def test_a_time_amended_is_one_of_the_day_on_which_it_happened(book: Cli) -> None:
    """ "9:10" is no moment of today or yesterday, but of the day of the call."""
    book.at(MONDAY).fast("amend Ana 2 at=9:10")
    assert 'at = 2026-03-02T14:10:00Z, event = "call"' in book.file_of("ana").read_text()


@pytest.mark.parametrize("typed", ["mar 10", "10 mar"])
def test_a_day_that_has_just_gone_by_wants_its_year(book: Cli, typed: str) -> None:
    """An appointment is not silently a year off."""
    ran = book.at(MONDAY).exits(2).fast(f"set Ana appointment='{typed}'")
    assert "would be 2027-03-10: write it with its year" in ran.err
    assert "appointment" not in book.file_of("ana").read_text()


def test_what_is_so_many_days_off_has_its_day_and_no_minute(book: Cli) -> None:
    """The third day is Thursday, not Thursday 9:18; an appointment keeps its time."""
    ran = book.at("2026-03-03 07:00").fast("note Ana hello")
    assert "Next: follow up, third day, Thu." in ran.out
    said = book.at("2026-03-05 07:00").fast("due").out
    assert "follow up, third day  " in said
    assert "9:18" not in said
    ran = book.at("2026-03-05 07:00").fast("set Ana appointment='mon 14:30'")
    assert "appointment = Mon 9 March 14:30." in ran.out
    ran = book.at("2026-03-05 07:01").fast("status set Ana 'appointment set'")
    assert "Next: text to confirm the appointment (Mon 14:30), Sat." in ran.out


def test_a_snooze_to_a_day_is_to_any_time_of_it(book: Cli) -> None:
    """ "mon" is the day; "mon 15:00" is the time."""
    ran = book.at("2026-03-05 07:00").fast("snooze Ana mon")
    assert "put off to Mon: Follow up, third day" in ran.out
    assert "follow up, third day  " in book.at("2026-03-09 07:00").fast("due").out
    ran = book.at("2026-03-09 07:00").fast("snooze Ana '15:00'")
    assert "put off to today 15:00" in ran.out
    assert "follow up, third day at 15:00" in book.at("2026-03-09 08:00").fast("due").out


def test_a_reminder_is_found_by_its_words(book: Cli) -> None:
    """`find` searches what one wanted to be reminded of as well."""
    book.fast("remind Ana fri 'ask about the loan'")
    assert "Ana" in book.fast("find loan").out
