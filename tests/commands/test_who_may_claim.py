"""A lead that is offered says whose it may be: nobody is told to claim what they are refused."""

from __future__ import annotations

import pytest
from cli_runner import Cli

DEFINITION = """
schema = 1
id = "music"
title = "Music"
initial = "Enquiry"

[field.instrument]
type = "choice"
choices = ["piano", "violin", "cello"]

[status.Enquiry]
definition = "they asked"

[routing]
claim_window = "2 hours"
requires = [{ actor = "instruments", contains = "instrument", why = "teachers take their own" }]
"""
SETTINGS = """
timezone = "America/New_York"
pipeline = "music"
[agents.kim]
name = "Kim Ode"
instruments = ["piano", "cello"]
[agents.lou]
name = "Lou Rey"
instruments = ["violin"]
"""


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book of two teachers, each with instruments of their own."""
    (cli.cwd / "leadctl.toml").write_text(SETTINGS)
    (cli.cwd / "pipelines").mkdir()
    (cli.cwd / "pipelines" / "music.toml").write_text(DEFINITION)
    return cli.acting("lou").noting()


def test_a_row_says_whose_it_may_be(book: Cli) -> None:
    """The one who teaches it is named to the other; what nobody covers has its line to mend it."""
    book.fast("add Ole instrument=cello")
    book.fast("add Una")
    text = " ".join(book.fast("due").out.split())
    assert "only Kim Ode may claim it" in text
    assert "nobody may claim it" in text
    assert "(instrument is not known)" in text
    told = book.exits(3).fast("claim una").err
    assert "leadctl set una instrument=piano" in told
    book.fast("set una instrument=violin")
    assert "claimed by Lou Rey" in book.fast("claim una").out
