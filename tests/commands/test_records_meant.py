"""An event of a record that does not say which: what comes of it is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_runner import Cli

DEFINITION = """
schema = 1
id = "gifts"
title = "Gifts"
initial = "New"

[event.gift]
label = "gift"
fields.id = {}
fields.what = {}

[record.gift]
events = ["gift"]

[status.New]
definition = "just came in"

[[status.New.follow_up]]
id = "night"
do = "Second night"
after = "6 weeks"
lapse = "2 weeks"
until = ["done"]
"""


@pytest.fixture
def book(tmp_path: Path) -> Cli:
    """A book with one lead."""
    cli = Cli(tmp_path)
    cli.noting().fast("init")
    (tmp_path / "pipelines").mkdir(exist_ok=True)
    (tmp_path / "pipelines" / "gifts.toml").write_text(DEFINITION)
    cli.at("2026-11-02T10:00:00Z").noting().fast("add Ann Lee --pipeline gifts")
    return cli.at("2026-11-03T10:00:00Z").noting()


def test_what_changes_a_record_is_told_with_how_another_begins(book: Cli) -> None:
    """The first event without a key begins a record in silence; the second one changes it, says so
    and names the command that begins another one, which says nothing more.
    """
    assert "changes" not in book.fast("log ann gift what=book").err
    told = book.fast("log ann gift what=flowers").err
    assert "It changes the gift that is there. Another: leadctl log " in told
    assert "gift id=2 ..." in told
    assert "changes" not in book.fast("log ann gift id=2 what=flowers").err


def test_what_is_missed_for_good_is_told(book: Cli) -> None:
    """A row whose time is over is not due any more; `show` and `context` say that it was missed."""
    open_ = book.at("2026-12-27T09:00:00Z")
    assert "second night, now" in open_.fast("show ann").out
    over = book.at("2026-12-28T11:00:00Z")
    for command in ("show ann", "context ann"):
        page = over.fast(command).out
        assert "second night, over since" in page.partition("Missed")[2]
        assert "second night, now" not in page
    rules = {row["rule"] for row in over.fast("show ann --format json").json["due"]}
    assert rules == {"idle"}
