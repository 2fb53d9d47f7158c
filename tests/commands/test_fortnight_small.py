"""What a fortnight's user read that was not so: each sentence as it should be."""

from __future__ import annotations

import pytest
from cli_runner import Cli

WEDNESDAY = "2026-12-02T07:00"


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book in which Jo came in on Wednesday 2 December 2026 at 7:00."""
    return cli.buyers(WEDNESDAY, "add Jo phone=6465550151")


def test_a_call_of_theirs_is_said_to_be_taken_as_a_talk(book: Cli) -> None:
    """It ends what was promised to them, so who missed it is told what to type instead."""
    ran = book.fast("log jo call --in")
    assert "Taken as a talk. Was it missed?" in ran.err
    line = "leadctl log jo call --in -o missed"
    assert line in ran.err
    book.fast("undo")
    ran = book.fast(line.removeprefix("leadctl "))
    assert "you missed it" in ran.out
    assert "Taken as a talk" not in ran.err


@pytest.mark.parametrize("said", ["left a message, call me back", "missed her call", "voicemail"])
def test_a_call_that_left_word_is_not_taken_as_a_talk(book: Cli, said: str) -> None:
    """Which of the two it was is asked, and both lines can be typed."""
    ran = book.exits(2).fast(f"log jo call --in -m '{said}'")
    assert "Did you talk, or did they leave word?" in ran.err
    line = next(line for line in ran.err.splitlines() if line.endswith("-o voicemail"))
    ran = book.exits(0).fast(line.strip().removeprefix("leadctl "))
    assert "left a voicemail" in ran.out
    assert "you talked" not in ran.out


def test_a_snooze_never_says_that_nothing_is_due_before_what_is(book: Cli) -> None:
    """A showing before the day stands, and is what is named."""
    book.fast("log jo call -o voicemail")
    book.fast('set jo appointment="thu 3pm"')
    book.fast('snooze jo "2 weeks"')
    ran = book.exits(3).fast('snooze jo "10 days"')
    assert "nothing is due before" not in ran.err
    assert "an appointment is moved to another time" in ran.err


@pytest.mark.parametrize("words", ["snooze jo 30y", "remind jo 30y tea", "snooze jo 30y --asked"])
def test_decades_are_asked_about(book: Cli, words: str) -> None:
    """30y is a slip for 30d; a day with its year is meant."""
    before = book.file_of("jo").read_bytes()
    ran = book.exits(2).fast(words)
    assert '"30y" is Sat 2 December 2056: hardly so late.' in ran.err
    assert book.file_of("jo").read_bytes() == before
    book.exits(0).fast("remind jo 2056-12-02 tea")


def test_when_somebody_came_in_is_amended_and_no_field(book: Cli) -> None:
    """The refusal has the line that does it."""
    ran = book.exits(2).fast('set jo received="2026-12-01"')
    assert "leadctl amend jo 1 at=2026-12-01" in ran.err
    book.exits(0).fast('amend jo 1 at="2026-12-01"')


def test_a_deletion_taken_back_names_whose_it_was(book: Cli) -> None:
    """The name stands in the version that is put back."""
    book.fast("delete jo --yes")
    assert "  Jo\n" in book.fast("undo").err


def test_a_day_of_a_file_has_no_hour_in_the_history(book: Cli) -> None:
    """Nobody came in at midnight; one who did is told with the hour of their coming."""
    (book.cwd / "k.csv").write_text(
        "Name,Phone,Date Added\nAl,2125550101,\nCy,2125550102,2026-11-11\n"
    )
    book.fast("import k.csv")
    assert "00:00" not in book.fast("show al").out + book.fast("show cy").out
    assert "2026-11-11        came in" in book.fast("show cy").out
    assert "07:00  came in" in book.fast("show jo").out


def test_the_example_of_a_birthday_is_the_next_one(book: Cli) -> None:
    """Who has a birthday in ten days was not born then."""
    assert "birthday 12 Dec: due Sat 12 Dec)" in book.fast("pipeline show").out
