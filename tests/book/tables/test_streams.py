"""What comes in on standard input, and cards with odd lines: nothing is lost at either end."""

from __future__ import annotations

import io
from contextlib import closing

from leadctl.book.tables.decoding import open_text
from leadctl.book.tables.vcard import Cards, _cards

BEGIN, END = "BEGIN:VCARD\n", "END:VCARD\n"


def test_a_stream_is_read_from_its_first_byte_to_its_last() -> None:
    """Kept among temporary files and read twice, it is what it was."""
    with closing(open_text("-", None, io.BytesIO(b"Name,Email\nAna,ana@example.com"))) as source:
        assert "".join(source.lines()) == "Name,Email\nAna,ana@example.com"


def test_blank_lines_of_a_card_are_no_lines_that_cannot_be_read() -> None:
    """What is odd is kept and told by its line; an empty line says nothing."""
    seen = Cards()
    [(start, card)] = _cards([BEGIN, "FN:Ana\n", "\n", "   \n", "no colon here\n", END], seen)
    assert start == 1
    assert [one.value for one in card] == ["Ana", "no colon here"]
    assert seen.unread == [5]


def test_what_stands_outside_of_cards_is_none_of_theirs() -> None:
    """Lines before, between and after; an end without a beginning."""
    seen = Cards()
    lines = ["stray\n", END, BEGIN, "FN:Ana\n", END, "stray\n", BEGIN, "FN:Ben\n", END]
    assert [card[0].value for _, card in _cards(lines, seen)] == ["Ana", "Ben"]
    assert seen.unread == []
