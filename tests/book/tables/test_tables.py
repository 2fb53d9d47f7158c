"""Tables as they are exported: a delimiter that was named, titles, headers repeated, odd lines."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import closing

import pytest

from leadctl.book.tables.csv_records import SourceRow, records
from leadctl.book.tables.csv_table import open_table
from leadctl.book.tables.json_lines import rewindable

KNOWN = frozenset({"Name", "Email", "Phone"})


def recognised(cells: Sequence[str]) -> int:
    """Return how many cells are names of columns."""
    return len(KNOWN & set(cells))


def read(text: str, delimiter: str = "") -> tuple[list[str], list[list[str]], int, int]:
    """Return a table's header, its rows, the headers that stand in it again, and their titles."""
    stream = io.BytesIO(text.encode())
    with closing(open_table("-", recognised, delimiter=delimiter, stdin=stream)) as table:
        rows = [row.cells for row in table.rows()]
        return table.header, rows, table.repeated, table.titles


def test_only_standard_input_is_looked_at_before_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A file is opened anew; of a stream the look takes nothing away."""
    stream = io.BytesIO(b"abc")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(stream))
    assert rewindable("export.csv") is None
    found = rewindable("-")
    assert found is not None
    assert found.peek(1)[:1] == b"a"  # type: ignore[attr-defined]  # as `rewindable` promises
    assert found.read() == b"abc"


def test_a_delimiter_that_was_named_parts_the_cells() -> None:
    """However well another one would do."""
    text = "Name,Email|Phone\nAna,a@x.org|1\n"
    assert read(text, "|")[:2] == (["Name,Email", "Phone"], [["Ana,a@x.org", "1"]])
    assert read(text)[:2] == (["Name", "Email|Phone"], [["Ana", "a@x.org|1"]])


def test_a_header_repeated_is_stepped_over_with_its_title() -> None:
    """A row of one cell above it is its title; any other row of one cell is a row."""
    top = "Name,Email\nAna,a@x.org\n"
    _, rows, repeated, titles = read(f"{top}Second list,\nName,Email\nBen,b@x.org\n")
    assert (rows, repeated, titles) == ([["Ana", "a@x.org"], ["Ben", "b@x.org"]], 1, 1)
    _, rows, repeated, titles = read(f"{top}Name,Email\nBen,\n")
    assert (rows, repeated, titles) == ([["Ana", "a@x.org"], ["Ben", ""]], 1, 0)
    _, rows, repeated, titles = read(f"{top}Ben,b\nName,Email\n")
    assert (rows, repeated, titles) == ([["Ana", "a@x.org"], ["Ben", "b"]], 1, 0)
    _, rows, _, titles = read("Name,Email,Phone\nOne,,\nTwo,,\nTen,,1\nName,Email,Phone\n")
    assert ([row[0] for row in rows], titles) == (["One", "Two", "Ten"], 0)


def test_letters_of_any_language_are_no_broken_bytes() -> None:
    """Only bytes that did not decode make a row one that is refused."""
    good, broken = records([["é,ñ\n", "\udce9,b\n"]], ",")
    assert good == SourceRow(1, ["é", "ñ"])
    assert broken.problem


def test_a_quote_that_is_never_closed_costs_one_row() -> None:
    """The lines behind it are read anew, each at its own number."""
    first, *others = records([['a,"b\n', "c,d\n", "e,f\n"]], ",")
    assert (first.cells, first.problem) == (['a,"b'], "opens a quote that is never closed")
    assert others == [SourceRow(2, ["c", "d"]), SourceRow(3, ["e", "f"])]
