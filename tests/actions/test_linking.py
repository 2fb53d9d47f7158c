"""Links between people: a spouse, a referrer, seen from both sides and carried along."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from cli_runner import Cli

OWN = """schema = 1
id = "couples"
title = "Couples"
initial = "New"

[field.spouse]
type = "lead"

[field.referrer]
type = "lead"
label = "referred by"

[status.New]
definition = "just came in"

[status.Booked]
definition = "both come"
requires = [{ field = "spouse" }]
"""


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book of Ana, Ben, and Cleo whom Ana sent."""
    cli.noting().fast("init book --timezone America/New_York --no-input")
    book = cli.inside("book")
    (book.cwd / "pipelines").mkdir(exist_ok=True)
    (book.cwd / "pipelines" / "couples.toml").write_text(OWN)
    for name in ("Ana Lopez", "Ben Ode", "Cleo Diaz"):
        book.noting().fast("add", name, "-p", "couples")
    book.noting().fast("set ben spouse=ana")
    book.noting().fast("set cleo referrer=ana")
    return book


def key(book: Cli, name: str) -> str:
    """Return a lead's id."""
    return book.file_of(name).stem[-8:]


def data(book: Cli, name: str) -> dict[str, Any]:
    """Return what a lead's file says."""
    return tomllib.loads(book.file_of(name).read_text())


def words(book: Cli, command: str) -> str:
    """Return what a command prints, its columns closed up."""
    return " ".join(book.fast(command).out.split())


def test_a_link_is_seen_from_both_sides(book: Cli) -> None:
    """The one who names and the one who is named both show it, by name; JSON says which way."""
    assert data(book, "ben")["spouse"] == key(book, "ana")
    assert f"spouse Ana Lopez ({key(book, 'ana')})" in words(book, "show ben")
    shown = words(book, "show ana")
    assert f"spouse of Ben Ode ({key(book, 'ben')})" in shown
    assert f"referred by of Cleo Diaz ({key(book, 'cleo')})" in shown
    links = book.fast("show ana --format json").json["links"]
    assert {(one["field"], one["name"], one["way"]) for one in links} == {
        ("spouse", "Ben Ode", "in"),
        ("referrer", "Cleo Diaz", "in"),
    }


def test_a_link_is_to_somebody(book: Cli) -> None:
    """Nobody of that name is told as for any command, and nothing is written."""
    book.exits(4, "No lead matches 'zoe'").fast("set ben spouse=zoe")
    assert data(book, "ben")["spouse"] == key(book, "ana")


def test_a_merge_carries_links(book: Cli) -> None:
    """Who named the lead that is merged away names the one kept; undo gives all of it back."""
    ben = book.file_of("ben").read_text()
    book.noting().fast("add Anna Lopez -p couples")
    book.noting().fast("set ben spouse=anna")
    book.noting().fast(f"merge-leads {key(book, 'ana')} {key(book, 'anna')}")
    assert data(book, "ben")["spouse"] == key(book, "ana")
    book.noting().fast("merge-leads ana ben")
    assert "spouse" not in data(book, "ana")
    assert ben != book.file_of("ben").read_text()


def test_who_goes_is_named(book: Cli) -> None:
    """Deleting says who still names the lead, and check finds each such link with its cure."""
    told = book.noting().fast("delete ana --yes").err
    assert f"Ben Ode ({key(book, 'ben')}) still names it as spouse" in told
    assert "still names it as referred by" in told
    found = book.exits(5).noting().fast("check").out
    assert found.count("who is not in this book") == 2
    assert f"leadctl set {key(book, 'ben')} spouse=" in found
    assert "nobody in this book" in book.fast("show ben").out
    book.noting().fast("set ben spouse=ben")
    assert "names the lead itself" in book.exits(5).noting().fast("check").out
