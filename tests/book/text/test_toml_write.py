"""Texts as TOML: every character there is comes back, and stands on one line."""

from __future__ import annotations

import tomllib

from leadctl.book.text.toml_write import format_text

CHARACTERS = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]


def assert_comes_back(text: str) -> None:
    """Write a text, and read the same from it."""
    written = format_text(text)
    assert len(written.splitlines()) == 1
    assert tomllib.loads(f"v = {written}") == {"v": text}


def test_what_prints_is_written_as_it_is() -> None:
    """Every character that prints, but the quote and the backslash, needs no escaping."""
    plain = "".join(c for c in CHARACTERS if c.isprintable() and c not in '"\\')
    assert format_text(plain) == f'"{plain}"'
    assert_comes_back(plain)


def test_whatever_else_there_is_comes_back() -> None:
    """Controls, line ends of every kind, marks of direction, quotes and backslashes do too."""
    assert_comes_back("".join(c for c in CHARACTERS if not c.isprintable()) + '"\\')
