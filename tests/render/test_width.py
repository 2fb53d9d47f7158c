"""Every script takes the cells a terminal gives it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadctl.render.width import ELLIPSIS, cells, fill, fit

WIDTHS = [
    ("", 0),
    ("Ana", 3),
    ("López", 5),
    ("Lo\u0301pez", 5),  # the accent as a mark of its own
    ("王小明", 6),
    ("キム", 4),
    ("ｱﾅ", 2),  # half-width kana
    ("Ａ", 2),  # full-width Latin
    ("שרה כהן", 7),
    ("محمد", 4),
    ("مُحَمَّد", 4),  # with vowel signs
    ("می\u200cخواهم", 7),  # a zero-width non-joiner
    ("किरण", 4),  # the vowel signs that sit above take no cell, those beside do
    ("สมชาย", 5),
    ("น้ำ", 2),
    ("각", 2),
    ("\u1100\u1161\u11a8", 2),  # the same syllable in its three letters
    ("🏠", 2),
    ("👨‍👩‍👧", 2),
    ("👍🏽", 2),
    ("🇺🇸", 2),
    ("❤️", 2),
    ("🏳️‍🌈", 2),
    ("ﬁ", 1),
    ("a\u200eb", 2),
]


@pytest.mark.parametrize(("text", "width"), WIDTHS)
def test_cells(text: str, width: int) -> None:
    """A text takes as many cells as a terminal draws it in."""
    assert cells(text) == width


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("Ana López", 9, "Ana López"),
        ("Ana López", 8, "Ana Lóp…"),
        ("Ana López", 5, "Ana…"),
        ("王小明", 6, "王小明"),
        ("王小明", 5, "王小…"),
        ("王小明", 4, "王…"),
        ("Lo\u0301pez", 3, "Lo\u0301…"),
        ("👨‍👩‍👧 Family", 4, "👨‍👩‍👧…"),
        ("👨‍👩‍👧 Family", 2, "…"),
        ("Ana", 1, "…"),
        ("Ana", 0, ""),
    ],
)
def test_fit(text: str, width: int, expected: str) -> None:
    """What is too long is cut between letters, never within one, and says so."""
    assert fit(text, width) == expected


@pytest.mark.parametrize("align", ["left", "right"])
def test_fill(align: str) -> None:
    """A cell is filled to its width on the side that it is not aligned to."""
    assert cells(fill("王", 5, align)) == 5
    assert fill("王", 5, align).strip() == "王"
    assert fill("too long", 2, align) == "too long"


SCRIPTS = st.text(st.sampled_from("ab é\u0301王キ🏠👨\u200d👩\ufe0f❤שم\u064bक🇺🇸…"), max_size=30)


@given(SCRIPTS, st.integers(0, 40))
def test_a_fitted_text_fits(text: str, width: int) -> None:
    """Whatever the text and the room, the result is no wider, and the same where there is room."""
    fitted = fit(text, width)
    assert cells(fitted) <= width
    assert fitted == text or fitted.endswith(ELLIPSIS) or width == 0


@given(st.text(max_size=30))
def test_any_text_has_a_width(text: str) -> None:
    """No text at all is refused, and none takes more than two cells a letter."""
    assert 0 <= cells(text) <= 2 * len(text)
