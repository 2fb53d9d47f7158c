"""Appointments as people type them: what is not clear is asked for, with the line to write."""

from __future__ import annotations

import pytest
from cli_runner import Cli

WEDNESDAY = "2026-12-02T07:00"


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book in which Jo was spoken to on Wednesday 2 December 2026 at 7:00."""
    return cli.buyers(WEDNESDAY, "add Jo phone=6465550151", "log jo call -o spoke")


@pytest.mark.parametrize(
    "words",
    ['set jo appointment="thu 3:30"', 'remind jo "thu 3:30" call', 'snooze jo "thu 3:30" --asked'],
)
def test_half_past_three_is_not_taken_as_the_night(book: Cli, words: str) -> None:
    """Nothing is stored; both readings stand there to copy, and both are taken."""
    before = book.file_of("jo").read_bytes()
    ran = book.exits(2).fast(words)
    assert 'is not clear: write "thu 3:30pm", or "thu 03:30"' in ran.err
    assert book.file_of("jo").read_bytes() == before
    assert "15:30" in book.exits(0).fast(words.replace("3:30", "3:30pm")).out
    assert " 3:30" in book.exits(0).fast(words.replace("3:30", "03:30")).out


def test_a_time_of_today_that_is_over_says_which_day_was_taken(book: Cli) -> None:
    """ "wed 6am" on Wednesday at seven is next week's, and that is said."""
    ran = book.fast('set jo appointment="wed 6am"')
    assert "appointment = Wed 9 December 6:00." in ran.out
    assert '"wed 6am" is over today: the one a week later was taken' in ran.err


def test_what_has_happened_this_morning_is_of_the_morning(book: Cli) -> None:
    """At seven "6:30" was half an hour ago; at six in the evening it may be either."""
    early = book.at("2026-12-03T07:00")
    early.fast("log jo call --at 6:30")
    assert "2026-12-03 06:30" in early.fast("show jo").out
    ran = book.at("2026-12-03T18:40").exits(2).fast("log jo call --at 6:30")
    assert '"6:30" is not clear: write "6:30pm", or "06:30"' in ran.err
