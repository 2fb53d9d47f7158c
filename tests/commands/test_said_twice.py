"""What looks like a slip of the pen is taken, and said: twice the same, a time that is over."""

from __future__ import annotations

import pytest
from cli_runner import Cli


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book for New York with Ben in it, who came in at 10:10 of a Tuesday."""
    book = cli.buyers("2026-12-01T10:10:00-05:00", "add 'Ben Ode' phone=9175550101")
    return book.later(hours=1)


def test_the_same_reminder_for_the_same_time_is_said(book: Cli) -> None:
    """However the time was typed; other words, or another time, are another reminder."""
    said = "You have made this reminder before"
    assert said not in book.fast("remind ben 6pm 'ask agent'").err
    assert said not in book.fast("remind ben 7pm 'ask agent'").err
    assert said not in book.fast("remind ben 6pm 'ask lender'").err
    assert said in book.fast("remind ben 'today 6pm' 'ask agent'").err


def test_the_same_event_of_the_same_minute_is_said(book: Cli) -> None:
    """Other words, or another time, are another event."""
    said = "This is in the history already"
    assert said not in book.fast("log ben meeting -o met --at 10:30 -m tour").err
    assert said not in book.fast("log ben meeting -o met --at 10:40 -m tour").err
    assert said not in book.fast("log ben meeting -o met --at 10:30 -m lunch").err
    assert said in book.fast("log ben meeting -o met --at 10:30 -m tour").err


def test_an_appointment_in_the_past_is_said(book: Cli) -> None:
    """It is taken, for it may be noted afterwards; one ahead, and another date, are no news."""
    said = "That appointment is past already"
    assert said in book.fast("set ben appointment='yesterday 3pm'").err
    assert said not in book.fast("set ben appointment='tomorrow 3pm'").err
    assert "past already" not in book.fast("set ben birthday=1980-03-07").err


def test_who_came_in_earlier_can_be_said_so(book: Cli) -> None:
    """The refusal of a moment before that names the command, which can be typed."""
    refused = book.exits(3).fast("log ben call -o spoke --at 9:00")
    way = (refused.out + refused.err).partition("say so first: leadctl ")[2].splitlines()[0]
    book.fast(way)
    assert "you spoke" in book.fast("log ben call -o spoke --at 9:00").out


def test_yes_bars_every_channel_and_no_bars_none(book: Cli) -> None:
    """Whoever may not be contacted is not contacted in any way; a channel is still a channel."""

    def barred() -> object:
        return book.fast("show ben -f json").json["do_not_contact"]

    for typed, kept in (("yes", ["all"]), ("no", []), ("Yes", ["all"]), ("text", ["text"])):
        book.fast(f"set ben do_not_contact={typed}")
        assert barred() == kept


def test_two_letters_the_wrong_way_round_find_the_name(book: Cli) -> None:
    """Of a short name too little is left to be close."""
    assert "Did you mean Ben Ode" in book.exits(4).fast("log bne call").err
    assert "Did you mean" not in book.exits(4).fast("log xyz call").err


def test_words_of_one_text_are_found_in_any_order(book: Cli) -> None:
    """All of them must stand there; those who have the text as it stands come alone."""
    book.fast("note ben 'call me in fall'")
    assert "Ben Ode" in book.fast("find 'call in fall'").out
    assert "Ben Ode" not in book.fast("find 'call in spring'").out
    book.fast("add Cy")
    book.fast("note cy 'call in fall'")
    assert "Ben Ode" not in book.fast("find 'call in fall'").out


@pytest.mark.parametrize(
    "words",
    [
        "set ben source=Fair",
        "set ben phone='(917) 555-0101'",
        "set ben email=",
        "set ben tags+=vip",
        "set ben appointment='dec 3 3pm' source=Fair",
        "amend ben 2 outcome=spoke",
        "amend ben 2 text=hello way=out",
        "amend ben 2 at=10:30",
        "amend ben 1 at=10:10",
    ],
)
def test_what_changes_nothing_claims_no_change(book: Cli, words: str) -> None:
    """The second time it is told what stands there; nothing is said to have been done."""
    book = book.noting()
    book.fast("log ben call -o spoke --at 10:30 -m hello")
    book.fast(words)
    before = book.file_of("ben").read_text()
    again = book.fast(words)
    assert book.file_of("ben").read_text() == before
    assert "Nothing to change." in again.err
    told = again.out.partition(". Next")[0]
    assert not any(claim in told for claim in (" = ", "mended", "taken away")), told
    assert "already" in told or "has no" in told
