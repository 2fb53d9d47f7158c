"""Text of unknown origin is shown, never obeyed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadctl.render.safe import safe, safe_lines


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ana López", "Ana López"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
        ("\x9b31m", "\\x9b31m"),  # the C1 form of ESC [
        ("\x9d0;t\x9c", "\\x9d0;t\\x9c"),
        ("a\nb\tc\rd", "a\\nb\\tc\\rd"),
        ("\u202eevil", "\\u202eevil"),
        ("\u2066x\u2069", "\\u2066x\\u2069"),
        ("a\u2028b\u0085c", "a\\u2028b\\x85c"),
        ("\ufeffx\x00\x7f", "\\ufeffx\\x00\\x7f"),
        ("caf\udce9", "caf\\udce9"),
        ("👨‍👩‍👧 می\u200cخواهم", "👨‍👩‍👧 می\u200cخواهم"),
    ],
)
def test_safe(text: str, shown: str) -> None:
    """Controls, terminal sequences, line breaks and bidi overrides are shown as escapes."""
    assert safe(text) == shown


def test_safe_lines_keeps_line_breaks() -> None:
    """A sentence of several lines stays that, and is otherwise safe."""
    assert safe_lines("a\n\x1bb\n") == "a\n\\x1bb\n"


@given(st.text())
def test_nothing_live_is_left(text: str) -> None:
    """No control character, surrogate or bidi override is left in any text."""
    shown = safe(text)
    assert not any(unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} for letter in shown)
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert shown.encode().decode() == shown
