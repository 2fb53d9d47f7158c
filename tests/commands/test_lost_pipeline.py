"""A lead whose pipeline is gone: shown, noted, mended and moved on all the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_runner import Cli

LOST = "is in the pipeline 'lost', which is not there"
DEFINITION = """
schema = 1
id = "lost"
title = "Lost"
initial = "New Connection"

[status."New Connection"]
definition = "Just in."

[status.Odd]
definition = "Nowhere else."
"""


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book of Ana, whose pipeline was taken out of the book."""
    cli.noting().fast("init book --no-input --pipeline streeteasy-buyer --agent Sam --timezone UTC")
    book = cli.inside("book").noting()
    own = book.cwd / "pipelines" / "lost.toml"
    own.parent.mkdir(exist_ok=True)
    own.write_text(DEFINITION)
    book.fast("add Ana phone=4155550132 source=Web --pipeline lost")
    book.fast("note Ana 'Likes parks'")
    own.unlink()
    return book


def text(book: Cli) -> str:
    """Return the text of Ana's file."""
    [path] = (book.cwd / "leads").rglob("ana-*.toml")
    return path.read_text()


def test_it_is_shown_with_what_is_wrong(book: Cli) -> None:
    """Fields and history are on stdout, the problem on stderr; contact details stay hidden."""
    ran = book.exits(5, LOST).fast("show Ana")
    assert "leadctl pipeline migrate lost NEW" in ran.err
    assert "Web" in ran.out
    assert "Likes parks" in ran.out
    assert "4155550132" not in ran.out
    values = book.exits(5, LOST).fast("show Ana --format json").json
    assert (values["source"], values["phone"], values["due"]) == ("Web", None, [])


@pytest.mark.parametrize("command", ["show Ana", "list", "due --all", "log Ana call", "tick",
                                     "status set Ana Odd", "outbox list", "report"])  # fmt: skip
def test_every_command_ends_in_the_same_code(book: Cli, command: str) -> None:
    """What cannot be answered without the pipeline says so, and exits with 5."""
    book.exits(5, "'lost'").fast(command)


def test_notes_and_fields_of_every_lead_are_written(book: Cli) -> None:
    """A note and the fields that every lead has need no pipeline; others are refused."""
    assert LOST in book.fast("note Ana 'Called back'").err
    book.fast("set Ana address='1 Main St'")
    assert 'text = "Called back"' in text(book)
    assert 'address = "1 Main St"' in text(book)
    book.exits(2, "a field of the pipeline lost, which cannot be used").fast("set Ana rooms=2")


def test_its_file_can_be_edited(book: Cli, tmp_path: Path) -> None:
    """An editor changes the rest of the file; another pipeline that is not there is refused."""
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nsed -i 's/Likes parks/Likes lakes/' \"$1\"\n")
    editor.chmod(0o755)
    book.given(EDITOR=str(editor)).fast("edit Ana")
    assert "Likes lakes" in text(book)
    editor.write_text('#!/bin/sh\nsed -i \'s/"lost"/"gone"/\' "$1"\n')
    book.given(EDITOR=str(editor)).exits(5, "which is not there").fast("edit Ana")
    assert 'pipeline = "lost"' in text(book)


def test_its_leads_move_to_another_pipeline(book: Cli) -> None:
    """Migrating needs the new definition alone; then the lead is like any other."""
    ran = book.fast("pipeline migrate lost streeteasy-buyer --yes")
    assert "goes by streeteasy-buyer now (was lost), in New Connection" in ran.out
    assert "Likes parks" in book.fast("show Ana").out
    book.fast("log Ana call")
