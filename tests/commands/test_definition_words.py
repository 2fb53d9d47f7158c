"""What a stranger's definition makes the commands say: refusals, what is possible, where one is."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from cli_runner import Cli

TRADES = Path(__file__).parent.parent / "definitions" / "trades"
AGENTS = """pipeline = "{}"
timezone = "Europe/London"
region = "GB"
overseers = ["supervisor"]
[agents.dee]
roles = ["adviser"]
[agents.sue]
roles = ["supervisor", "adviser"]
[agents.vic]
roles = ["volunteer"]
"""


def opened(cli: Cli, trade: str, more: str = "") -> Cli:
    """Return a book of one of the trades, dee at work."""
    (cli.cwd / "leads").mkdir()
    (cli.cwd / "pipelines").mkdir()
    shutil.copy(TRADES / f"{trade}.toml", cli.cwd / "pipelines")
    if more:
        with (cli.cwd / "pipelines" / f"{trade}.toml").open("a") as file:
            file.write(more)
    (cli.cwd / "leadctl.toml").write_text(AGENTS.format(trade))
    return cli.acting("dee").noting()


@pytest.mark.parametrize(
    ("more", "named"), [("", True), ("[visibility]\nowner_only = true\n", False)]
)
def test_a_refusal_names_whom_it_is_for(cli: Cli, more: str, named: bool) -> None:
    """Two couples want one day: the other is named, but not where leads are their owners' alone."""
    book = opened(cli, "wedding", more)
    for name in ("Cleo", "Ada"):
        book.fast(f"add {name} fee=3000 venue=Oak")
        book.fast(f"log {name} call -o spoke")
    book.acting("sue").fast("claim Cleo")
    book.acting("sue").fast("log Cleo proposal date=2027-06-12")
    said = " ".join(book.exits(3).fast("log Ada proposal date=2027-06-12").err.split())
    assert "no two proposals for one date" in said
    assert "has been logged (Cleo)" in said if named else "Cleo" not in said
    book.fast("log Ada proposal date=2027-06-19")


def test_what_wants_a_reason_is_said_to(cli: Cli) -> None:
    """A step back is possible, with a reason; so is everything from a status that is closed."""
    book = opened(cli, "wedding")
    book.fast("add Ada fee=3000 venue=Oak")
    book.fast("log Ada call -o spoke")
    assert "Lost; with a reason: New" in book.fast("show Ada").out
    book.fast("status set Ada Lost")
    assert "  with a reason: New, Talking" in book.fast("show Ada").out
    assert "with a reason: New, Talking" in book.exits(3).fast("status set Ada Booked").err


def test_nothing_hidden_is_written_over(cli: Cli) -> None:
    """A volunteer does not set an income that is hidden from them; an unknown one they may."""
    book = opened(cli, "intake")
    book.fast("add Tom income=1200 phone='+44 7911 123456'")
    book.fast("add Kim phone='+44 7911 123457'")
    vic = book.acting("vic")
    refused = vic.exits(3).fast("set Tom income=5").err
    assert "monthly income is hidden from you" in refused.lower()
    assert "volunteers do not see" in refused and "1200" not in refused
    vic.fast("set Kim income=5")
    book.fast("set Tom income=1300")


def test_what_happens_over_a_day_happens_at_its_end(cli: Cli) -> None:
    """A row of a whole day that acts by itself says so."""
    book = opened(cli, "wedding")
    book.fast("add Ada fee=3000 venue=Oak")
    for line in ("call -o spoke", "proposal date=2027-06-12", "contract date=2027-06-12"):
        book.fast(f"log Ada {line}")
    book.fast("log Ada payment for=deposit amount=900")
    for row in ("plan-day", "shot-list", "pack"):
        book.fast(f"done Ada {row}")
    assert "moves to Editing, at the end of Sun 13 June" in book.fast("show Ada").out


def test_a_better_day_has_no_hour(cli: Cli) -> None:
    """The example of a rule that counts days says days."""
    shown = opened(cli, "wedding").fast("pipeline show wedding").out
    assert re.search(r"better by [A-Z][a-z]+ \d+ [A-Z][a-z]+\)", shown)
    assert not re.search(r"better by [^)]* 0?0:00", shown)


@pytest.mark.parametrize(
    ("zone", "region"),
    [("Europe/London", "GB"), ("Europe/Berlin", "DE"), ("America/New_York", "US"), ("UTC", "US")],
)
def test_a_new_book_reads_phones_as_where_it_is(cli: Cli, zone: str, region: str) -> None:
    """The country of telephone numbers follows from the time zone, unless one says it."""
    cli.noting().fast("init", "here", "--timezone", zone, "--agent", "Dee", "--no-input")
    assert f'region = "{region}"' in (cli.cwd / "here" / "leadctl.toml").read_text()


def test_a_number_of_nowhere_is_told_with_one_of_here(cli: Cli) -> None:
    """The hint is a number of the book's country."""
    assert (
        "where one is 0121 234 5678" in opened(cli, "intake").exits(2).fast("add Tom phone=12").err
    )


def test_a_new_pipeline_says_how_it_becomes_the_books(cli: Cli) -> None:
    """Whoever has written one wants to add leads to it."""
    book = opened(cli, "intake")
    assert "leadctl config set pipeline mine" in book.fast("pipeline new mine").out
