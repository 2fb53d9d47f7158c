"""What `log` suggests instead of what it refuses: it works as printed, and drops nothing typed."""

from __future__ import annotations

import pytest
from cli_runner import Cli


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book in which Yusuf Demir has called."""
    book = cli.at("2026-11-27 10:00").noting()
    book.fast("init . --pipeline streeteasy-buyer --timezone 'New York' --agent Sam --no-input")
    book.fast("add 'Yusuf Demir' phone=2125550132 --received 'yesterday 9:00'")
    return book


def suggested(book: Cli, words: str, code: int = 2) -> str:
    """Return the command that is suggested instead of one that is refused."""
    told = book.exits(code).fast(words).err
    (line,) = [line for line in told.splitlines() if line.startswith("leadctl log ")]
    return line.removeprefix("leadctl ")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("log yusuf offer amount=900000 -m 'asks for a day' --key k1", {"amount": 900000}),
        ("log yusuf call 'he wants to bid'", {"way": "out", "text": "he wants to bid"}),
        ("log yusuf call spoke -m 'at last'", {"outcome": "spoke", "text": "at last"}),
        ("log yusuf call wants a loan --in", {"way": "in", "text": "wants a loan"}),
        ("log yusuf voicemail -m 'left my name'", {"outcome": "voicemail", "text": "left my name"}),
        ("log yusuf 'no show' --at 'yesterday 17:00'", {"outcome": "missed"}),
        ("log call yusuf -m hello", {"text": "hello"}),
    ],
)
def test_what_is_suggested_is_taken_and_drops_nothing(
    book: Cli, typed: str, kept: dict[str, object]
) -> None:
    """Pasted as it stands it logs all that was typed; -m, --at and --key too."""
    book.fast(suggested(book, typed))
    history = book.fast("show yusuf -f json").json["history"]
    event = next(one for one in reversed(history) if one["event"] in {"call", "meeting", "offer"})
    assert {key: event.get(key) for key in kept} == kept
    assert ("-m" not in typed) or event["text"]
    assert ("--key" not in typed) or event["key"] == "k1"
    assert ("--at" not in typed) or event["at"] == "2026-11-26T22:00:00+00:00"


def test_lines_that_lack_a_word_are_answered_with_what_was_meant(cli: Cli) -> None:
    """A lead in the place of `set`, a field without its "=", a noun for a command."""
    cli.noting().fast("init . --no-input --pipeline streeteasy-buyer")
    cli.noting().fast("add Ana 212-555-0101")
    said = 'leadctl status set ana "in communication"'
    cli.exits(2, said).fast("status", "ana", "in communication")
    cli.exits(2, "Did you mean 'set'").fast("status sett ana nurture")
    said = 'leadctl set ana appointment="tomorrow 3pm"'
    cli.exits(2, said).fast("set", "ana", "appointment", "tomorrow 3pm")
    cli.exits(2, "leadctl set LEAD phone=").fast("set ana 7")
    cli.exits(2, 'set ana appointment="tomorrow 14:00"').fast("appointment ana")
    cli.exits(2, "leadctl status set ana Nurture").fast("set ana status=Nurture")
    cli.exits(3, "Not moved to Submitting Offers").fast("status set ana offer")


def test_an_answer_says_how_long_it_took(cli: Cli) -> None:
    """Their last word is answered by a call of ours, and not by an event of their own."""
    cli.noting().fast("init . --no-input --pipeline streeteasy-buyer --timezone 'New York'")
    cli.noting().fast("add Ana")
    cli.noting().fast("log ana email")
    cli.noting().fast("log ana text --in -m hello")
    later = cli.at("2026-11-20T17:00:00Z").noting()
    assert "Answered" not in later.fast("log ana text --in -m hello?").err
    assert (
        "Answered 1 hour after they texted"
        in later.at("2026-11-20T18:00:00Z").fast("log ana call").err
    )
