"""Records read by blocks of lines are those that reading line by line finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadctl.book.tables import csv_records
from leadctl.book.tables.csv_records import SourceRow, records

_LINES = st.lists(
    st.text('a,"é ', max_size=6).map(lambda text: text + "\n")
    | st.sampled_from(["\n", "\r\n", "a,b\r\n", "a\0,b\n", "\udc80,b\n", 'x,"\n', 'y",z\n']),
    max_size=40,
)


def one_by_one(lines: list[str], blocks: list[list[str]]) -> list[SourceRow]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_records, "_a_line_each", lambda *_: None)
        return list(records(blocks, ","))


@given(lines=_LINES, size=st.integers(1, 9))
def test_blocks_make_no_difference(lines: list[str], size: int) -> None:
    """Wherever a block ends, inside quotes or not, every record and every problem is the same."""
    blocks = [lines[at : at + size] for at in range(0, len(lines), size)]
    found = list(records(blocks, ","))
    assert found == one_by_one(lines, [lines] if lines else [])
    assert found == one_by_one(lines, blocks)


def test_plain_lines_are_taken_together() -> None:
    """The quick way is taken for plain lines, and not for a block with a record of two lines."""
    plain, broken = ["a,b\n", 'c,"d, e"\n'], ['f,"g\n', 'h"\n']
    assert csv_records._a_line_each(plain, ",") == [["a", "b"], ["c", "d, e"]]
    assert csv_records._a_line_each(broken, ",") is None
    assert list(records([plain, broken, plain], ",")) == [
        SourceRow(1, ["a", "b"]),
        SourceRow(2, ["c", "d, e"]),
        SourceRow(3, ["f", "g\nh"]),
        SourceRow(5, ["a", "b"]),
        SourceRow(6, ["c", "d, e"]),
    ]
