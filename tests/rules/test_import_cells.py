"""Cells of other systems' tables: a whole row is cleaned as each of its cells would be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from leadctl.rules.importing.values import clean, clean_all

_CELLS = st.text() | st.sampled_from(["'=1+1", "'it", " N/A ", "null", "-", "\ufeff x\xa0", "'"])


@given(st.lists(_CELLS))
def test_a_row_is_cleaned_as_its_cells_are(cells: list[str]) -> None:
    """The quick way over a whole row says of every cell what `clean` says of it."""
    assert clean_all(cells) == [clean(cell) for cell in cells]
