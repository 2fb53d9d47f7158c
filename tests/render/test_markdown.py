"""Markdown shows what was written, not what it would mean."""

from __future__ import annotations

from leadctl.render.listing import Column, Listing
from leadctl.render.markdown import escaped, markdown

COLUMNS = (Column("name", "Name"), Column("n", "N", align="right"), Column("x", "X", shown="data"))


def test_a_table() -> None:
    """A listing is a pipe table with its columns aligned."""
    drawn = markdown(Listing(COLUMNS, [{"name": "Ana", "n": 3}, {"name": "王", "n": None}]))
    assert [line.replace(" ", "") for line in drawn.split("\n")] == [
        *("|Name|N|", "|:-------|----:|", "|Ana|3|", "|王||", ""),
    ]


def test_groups_and_title() -> None:
    """Each group is a table under its heading, all under the title."""
    listing = Listing(
        COLUMNS[:1], [{"name": "a", "g": "Late"}, {"name": "b", "g": "Soon"}], "g", "Due"
    )
    assert markdown(listing).split("\n") == [
        *("# Due", "", "## Late", "", "| Name   |", "|:-------|", "| a      |", ""),
        *("## Soon", "", "| Name   |", "|:-------|", "| b      |", ""),
    ]
    assert markdown(Listing(COLUMNS, [], title="Due")) == ""


def test_marks_are_escaped() -> None:
    """Pipes, tags, links, emphasis and newlines in a field are text."""
    assert escaped("a|b <script> [x](y) *z* `c` &amp; \\") == (
        "a\\|b \\<script\\> \\[x\\](y) \\*z\\* \\`c\\` \\&amp; \\\\"
    )
    assert escaped("a\nb\x1b") == "a\\\\nb\\\\x1b"
