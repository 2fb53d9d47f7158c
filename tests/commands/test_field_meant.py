"""A name that says whom not to contact is no field of one's own: it would bar nothing."""

from __future__ import annotations

import re

import pytest
from cli_runner import Cli

MEANT = {
    "do_not_call": "call",
    "dnc": "call",
    "no_calls": "call",
    "do_not_text": "text",
    "do_not_email": "email",
    "unsubscribed": "email",
    "no_mail": "letter",
    "dnd": "all",
    "opt_out": "all",
    "nicht_anrufen": "call",
}


@pytest.fixture
def book(cli: Cli) -> Cli:
    """Kay, in a book of her own."""
    cli.noting().fast("init . --pipeline streeteasy-buyer --no-input")
    cli.noting().fast("add Kay phone=6465550156")
    return cli


@pytest.mark.parametrize("key", MEANT)
def test_what_bars_is_asked_for_with_the_line_to_type(book: Cli, key: str) -> None:
    """The line that is printed bars the channel, at `add` as at `set`; a no frees it."""
    ran = book.exits(2, "Did you mean").fast(f"set kay {key}=yes")
    way = re.search(r"^  leadctl (?:.* )?(set kay .*)$", ran.err, re.MULTILINE)
    assert way
    book.noting().fast(way[1])
    assert book.fast("show kay -f json").json["do_not_contact"] == [MEANT[key]]
    back = re.search(r"(set kay .*)$", book.exits(2).fast(f"set kay {key}=no").err, re.MULTILINE)
    assert back
    book.noting().fast(back[1])
    assert book.fast("show kay -f json").json["do_not_contact"] == []
    book.exits(2, f"do_not_contact={MEANT[key]}").fast(f"add Moe phone=6465550157 {key}=yes")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("1980-03-07", "birthday = 1980-03-07"),
        ("mar 7 1980", "birthday = 1980-03-07"),
        ("3/14", 'birthday = "--03-14"'),
        ("3/7", 'birthday = "--03-07"'),
        ("14 March", 'birthday = "--03-14"'),
        ("--03-07", 'birthday = "--03-07"'),
        ("03/07/1980", "birthday = 1980-03-07"),
    ],
)
def test_a_birthday_is_typed_as_people_write_it(cli: Cli, typed: str, stored: str) -> None:
    """In the order of the book's country, with its year or without."""
    cli.noting().fast("init --no-input --timezone America/New_York")
    cli.noting().fast("add", "Ana", f"birthday={typed}")
    assert stored in cli.file_of("ana").read_text()


@pytest.mark.parametrize("typed", ["2/30", "13/14", "1980", "soon"])
def test_what_is_no_birthday_is_refused(cli: Cli, typed: str) -> None:
    """With the ways to write one."""
    cli.noting().fast("init --no-input")
    cli.exits(2, "mar 7").fast("add", "Ana", f"birthday={typed}")
