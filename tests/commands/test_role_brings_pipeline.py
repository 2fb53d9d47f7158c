"""A role with a pipeline of its own brings it along, at `add` as at `set`."""

from __future__ import annotations

import pytest
from cli_runner import Cli


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book of buyers, whose pipeline says that sellers use another one."""
    cli.noting().fast("init . --pipeline streeteasy-buyer --no-input")
    return cli.noting()


def pipeline_of(book: Cli, name: str) -> str:
    """Return the pipeline that somebody is in."""
    return str(book.fast(f"show {name} -f json").json["pipeline"])


def test_a_new_seller_is_in_the_sellers_pipeline(book: Cli) -> None:
    """A buyer stays in the book's own, whatever case the role is typed in."""
    book.fast("add Frank phone=6465550101 role=seller")
    book.fast("add Gus phone=6465550102 role=Buyer")
    assert pipeline_of(book, "frank") == "streeteasy-seller"
    assert pipeline_of(book, "gus") == "streeteasy-buyer"


def test_who_has_the_role_and_not_its_pipeline_is_brought_there(book: Cli) -> None:
    """As of an older book, or a file edited by hand; set once more nothing changes."""
    book.fast("add Frank phone=6465550101 role=Seller")
    path = book.file_of("frank")
    path.write_text(path.read_text().replace("streeteasy-seller", "streeteasy-buyer"))
    assert "is a Seller now, in New Connection" in book.fast("set frank role=Seller").out
    assert pipeline_of(book, "frank") == "streeteasy-seller"
    assert "is a Seller already" in book.fast("set frank role=Seller").out


def test_what_was_logged_in_the_pipeline_before_is_no_fault_in_the_new_one(book: Cli) -> None:
    """An offer is "made" by buyers and "received" by sellers: the history stays as it was."""
    book.fast("add Bo phone=6465550101")
    book.fast("log bo call -o spoke")
    book.fast("log bo offer outcome=made")
    book.fast("set bo role=Seller")
    assert "sound" in book.fast("check").out
    path = book.file_of("bo")
    path.write_text(path.read_text().replace('outcome = "made"', 'outcome = "wished"'))
    assert "history[3].outcome: is none of its choices" in book.exits(5).fast("check").out
