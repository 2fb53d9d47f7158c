"""A command lets go of the index's file."""

from __future__ import annotations

import sqlite3

import pytest
from cli_runner import Cli

from leadctl.book.index import index
from leadctl.book.index.store import Store


@pytest.mark.parametrize("words", ["list", "due", "find ana", "note ana hi", "show nobody"])
def test_a_command_closes_what_it_opened(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    """Whatever a command opened of the index is closed once it has ended, well or not."""
    cli.noting().fast("init")
    cli.noting().fast("add Ana")
    cli.fast("list")
    stores: list[Store] = []
    opened = index.opened
    monkeypatch.setattr(index, "opened", lambda *given: stores.append(opened(*given)) or stores[-1])
    cli.ending_somehow().fast(words)
    assert stores
    for store in stores:
        with pytest.raises(sqlite3.ProgrammingError):
            store.get("anything")
