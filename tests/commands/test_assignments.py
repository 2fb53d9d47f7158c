"""FIELD=VALUE words of add, set and log: a word with = is an assignment, or is refused."""

from __future__ import annotations

import pytest
from cli_runner import Cli


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book of one lead, Ana."""
    cli.noting().fast("init book --no-input --pipeline streeteasy-buyer --agent Sam --timezone UTC")
    book = cli.inside("book")
    book.noting().fast("add", "Ana")
    return book


@pytest.mark.parametrize("command", ["add Bo", "set Ana phone=4155550132", "log Ana call"])
@pytest.mark.parametrize("word", ["=x", "=", "1st=x", "full address=1 Main St", "a@b.example=x"])
def test_a_word_that_is_no_assignment_is_refused(book: Cli, command: str, word: str) -> None:
    """A typing slip never becomes a part of a name: nothing is written, and the word is named."""
    before = book.fast("list", "--format", "jsonl").out
    book.exits(2, f'"{word}" is no FIELD=VALUE').fast(*command.split(), word)
    assert book.fast("list", "--format", "jsonl").out == before


def test_a_value_may_hold_anything(book: Cli) -> None:
    """What stands behind the first = is the value, further = signs, spaces and all."""
    book.noting().fast("set", "Ana", "source=a=b c@d")
    assert book.fast("show", "Ana", "--format", "json").json["source"] == "a=b c@d"
    book.noting().fast("add", "name==Bo")
    assert book.fast("list", "=Bo", "--format", "json").json[0]["name"] == "=Bo"
