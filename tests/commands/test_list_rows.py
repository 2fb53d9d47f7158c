"""The list of leads: rows are made when they are drawn, and say the same in every way to ask."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cli_runner import Cli

from leadctl.commands.telling.lead_table import PEOPLE, MadeRows

NAMES = ("Ana", "Ben", "Cleo")


def test_rows_are_made_when_they_are_drawn() -> None:
    """Nothing is made before, nothing is kept; a slice makes its own rows alone."""
    made: list[int] = []
    leads: list[Any] = [1, 2, 3]
    rows = MadeRows(leads, lambda lead: made.append(lead) or {"n": lead})  # type: ignore[func-returns-value]  # None
    assert (made, len(rows)) == ([], 3)
    assert [row["n"] for row in rows[1:]] == [2, 3]
    assert [row["n"] for row in rows] == [1, 2, 3]
    assert made == [2, 3, 1, 2, 3]


@pytest.fixture
def book(tmp_path: Any) -> Cli:
    """A book of three."""
    cli = Cli(tmp_path, err=None)
    cli.fast("init book --no-input --pipeline streeteasy-buyer --agent Sam")
    inside = cli.inside("book")
    for name in NAMES:
        inside.fast(f"add {name} value=5")
    return inside


def test_what_people_read_stands_in_the_list_for_programs(book: Cli) -> None:
    """The columns of the table, asked for by name, say what the table says."""
    keys = [column.key for column in PEOPLE]
    rows = json.loads(book.fast(f"list --format json --columns {','.join(keys)}").out)
    table = book.fast("list").out.splitlines()
    for row, line in zip(rows, table[1:], strict=True):
        assert [*row] == keys
        assert all(cell in line for cell in row.values())


def test_who_is_in_the_archive_is_marked_so(book: Cli) -> None:
    """Beside the others they are told apart: nothing comes next for them."""
    name = book.fast("list --format json").json[0]["name"]
    book.noting().fast("set", name, "archived=yes")
    [line] = [one for one in book.fast("list --archived").out.splitlines() if one.startswith(name)]
    assert "(archived)" in line
    assert "(archived)" not in book.fast("list").out


@pytest.mark.parametrize("limit", [1, 2])
def test_a_limit_cuts_every_format_alike(book: Cli, limit: int) -> None:
    """So many leads, by name, whatever they are drawn as."""
    names = [*NAMES[:limit]]
    assert [
        row["name"] for row in json.loads(book.fast(f"list --limit {limit} --format json").out)
    ] == names
    assert len(book.fast(f"list --limit {limit}").out.splitlines()) == 1 + limit
    assert len(book.fast(f"list --limit {limit} --format ids").out.splitlines()) == limit
