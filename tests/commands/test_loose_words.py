"""Words of a name without its quotes: one person together, and never two by accident."""

from __future__ import annotations

import shlex

import pytest
from cli_runner import Cli

WRITES = ("log {} call -o spoke", "set {} tags+=x", "note {} 'two dogs'", "delete {} --yes")


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book of four people, two of them called Lopez."""
    cli = cli.noting()
    cli.fast("init . --no-input")
    for name in ("Ana Torres", "Jo Lopez", "Bea", "Cy"):
        cli.fast(f"add {shlex.quote(name)}")
    return cli


@pytest.mark.parametrize("write", WRITES)
def test_loose_words_are_one_person_or_nobody_is_written_to(book: Cli, write: str) -> None:
    """Together they are a name; as pieces of two names they are refused, with the lines to type."""
    refused = book.exits(2).fast(write.format("ana lopez"))
    assert refused.out == ""
    assert '"ana lopez" would be several people: Ana Torres, Jo Lopez.' in refused.err
    one, other, both = (s for s in refused.err.splitlines() if s.startswith("leadctl "))
    assert "Ana Torres" not in other
    assert both.count("Ana Torres") == both.count("Jo Lopez") == 1
    assert "Jo Lopez: " not in book.fast(one.removeprefix("leadctl ")).out
    book.fast("add 'Ana Lopez'")
    ran = book.fast(write.format("lopez ana"))
    assert ran.out.startswith("Ana Lopez: ")
    assert "Jo Lopez: " not in ran.out


@pytest.mark.parametrize("words", ["bea lopez", "lopez bea", "torres cy"])
def test_one_whole_name_does_not_speak_for_the_other(book: Cli, words: str) -> None:
    """Beside a piece of somebody's name it is asked about as well."""
    ran = book.exits(2).fast(f"log {words} call -o spoke")
    assert f'"{words}" would be several people' in ran.err


@pytest.mark.parametrize("words", ["bea cy", "'Ana Torres' 'Jo Lopez'", "'jo lopez' bea"])
def test_several_are_meant_by_whole_names_and_by_quotes(book: Cli, words: str) -> None:
    """Whole names side by side, and names in quotes, mean all of them; so do ids, and stdin."""
    assert book.fast(f"log {words} text").out.count("you texted") == 2
    ids = book.fast("list lopez -f ids").out + book.fast("list torres -f ids").out
    assert book.fast(f"log {' '.join(ids.split())} text").out.count("you texted") == 2


def test_loose_words_that_two_people_have_are_asked_about(book: Cli) -> None:
    """Two of one name are told by their ids, and looking at several harms nobody."""
    book.fast("add 'Ana Torres' phone=2125550199")
    assert "2 leads match 'ana torres'" in book.exits(4).fast("log ana torres call").err
    assert [one["name"] for one in book.fast("show lopez cy -f json").json] == ["Jo Lopez", "Cy"]
