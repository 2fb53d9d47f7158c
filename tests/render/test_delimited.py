"""CSV and TSV: no spreadsheet computes a cell, and nothing is lost on the way back."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadctl.render.delimited import csv_text, tsv_text
from leadctl.render.listing import Column, Listing
from leadctl.rules.leads.formula_guard import guarded, unguarded

COLUMNS = (Column("id", "ID"), Column("note", "NOTE"), Column("words", "IN WORDS", shown="human"))

GUARDED = [
    ("=1+1", "'=1+1"),
    ('=HYPERLINK("http://x","y")', '\'=HYPERLINK("http://x","y")'),
    ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
    ("-2+3", "'-2+3"),
    ("@SUM(A1)", "'@SUM(A1)"),
    ("\t=1", "'\t=1"),
    ("\r=1", "'\r=1"),
    ("\n=1", "'\n=1"),
    ("  =1", "'  =1"),
    ("＝1", "'＝1"),
    ("'=1", "''=1"),  # so that the way back is certain
    ("+1-415-555-0132", "'+1-415-555-0132"),  # a spreadsheet would subtract
    ("-", "'-"),
    ("@ana", "'@ana"),
    ("+14155550132", "+14155550132"),  # a phone is a number with a sign
    ("-12.50", "-12.50"),
    ("+5", "+5"),
    ("Ana", "Ana"),
    ("O'Brien", "O'Brien"),
    ("'tis", "'tis"),
    ("a=b", "a=b"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "cell"), GUARDED)
def test_guarded(text: str, cell: str) -> None:
    """What could be a formula stands behind an apostrophe; phones and numbers do not."""
    assert guarded(text) == cell
    assert unguarded(cell) == text


@given(st.text(st.sampled_from("'=+-@\t\r\n ＝1.a"), max_size=8))
def test_no_guarded_cell_is_a_formula(text: str) -> None:
    """Whatever the text, its cell does not begin as a formula unless it is a plain number."""
    cell = guarded(text)
    number = cell.lstrip("+-").replace(".", "", 1).isdigit()
    assert number or not cell.lstrip(" ").startswith(tuple("=+-@\t\r\n＝"))
    assert unguarded(cell) == text


def rows(text: str, delimiter: str = ",") -> list[list[str]]:
    """Return what another CSV reader reads."""
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def test_csv() -> None:
    """The header holds the keys; separators, quotes and newlines in a cell stay in it."""
    listing = Listing(COLUMNS, [{"id": "a,b", "note": 'say "x"\nand y'}, {"id": "c", "note": None}])
    drawn = csv_text(listing)
    assert drawn.startswith("id,note\n")
    assert rows(drawn) == [["id", "note"], ["a,b", 'say "x"\nand y'], ["c", ""]]
    assert csv_text(Listing(COLUMNS, [])) == "id,note\n"


def test_tsv_is_one_line_a_row() -> None:
    """Tabs and newlines in a cell are shown, so that cut and awk see the cells that are there."""
    listing = Listing(COLUMNS, [{"id": "a\tb", "note": 'x\ny "q"'}])
    assert tsv_text(listing) == 'id\tnote\na\\tb\tx\\ny "q"\n'


@given(st.text(st.characters(codec="utf-8"), max_size=20), st.text(max_size=20))
def test_raw_is_exact(first: str, second: str) -> None:
    """With `raw` any cell comes back as it was, in both formats."""
    listing = Listing(COLUMNS, [{"id": first, "note": second}])
    assert rows(csv_text(listing, raw=True))[1] == [first, second]
    assert rows(tsv_text(listing, raw=True), "\t")[1] == [first, second]


def test_controls_are_shown() -> None:
    """Without `raw` no escape sequence or override reaches a terminal."""
    listing = Listing(COLUMNS, [{"id": "\x1b[31m", "note": "\x9b\u202e"}])
    for drawn in (csv_text(listing), tsv_text(listing)):
        assert "\\x1b[31m" in drawn
        assert not set(drawn) & set("\x1b\x9b\u202e")
