"""The comments of a lead's file: what a join of two files has to carry over besides the lead."""

from __future__ import annotations

from collections import Counter

from leadctl.book.text.toml_lines import TOKEN


def comments(text: str) -> list[str]:
    """Return every comment of a valid TOML text, in order, without the white space around it."""
    return [m[0].strip() for m in TOKEN.finditer(text) if m[0].startswith("#")]


def with_comments(text: str, wanted: Counter[str]) -> str:
    """Return a text with the comments that it lacks put at its end, each on a line."""
    lacking = wanted - Counter(comments(text))
    lines = "".join(f"{line}\n" for line in sorted(lacking.elements()))
    if lines and not text.endswith("\n"):
        lines = "\n" + lines
    return text + lines
