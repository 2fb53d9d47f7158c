"""A header in words that nobody knows, told from data and from a title."""

from __future__ import annotations

import pytest

from leadctl.book.tables.csv_table import _is_plain_header


@pytest.mark.parametrize(
    ("cells", "is_header"),
    [
        (["Voller Name", "Rufnummer"], True),
        (["Voller Name", "", "Rufnummer"], True),
        (["Voller Name"], False),
        ([], False),
        (["Name", "Name"], False),
        (["Name", "ana@example.com"], False),
        (["Name", "415"], False),
        (["Name", "x" * 79], True),
        (["Name", "x" * 80], False),
    ],
)
def test_several_words_that_differ_are_a_header(cells: list[str], is_header: bool) -> None:
    """One word alone is a title, numbers and e-mails are data, and so is what stands twice."""
    assert _is_plain_header(cells) is is_header
