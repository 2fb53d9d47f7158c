"""What calendars and cards share: escaped values, lines folded at 75 octets, CRLF."""

from __future__ import annotations

from collections.abc import Iterable

from leadctl.render.safe import safe_lines

FOLD = 75
"""Octets a line may have without its line break (RFC 5545 3.1, RFC 6350 3.2)."""


def escaped(text: str) -> str:
    """Return a text value: backslash, comma, semicolon and newline escaped, controls shown."""
    text = safe_lines(text.replace("\r\n", "\n")).replace("\\", "\\\\")
    return text.replace(",", "\\,").replace(";", "\\;").replace("\n", "\\n")


def written(lines: Iterable[str]) -> str:
    """Return the lines folded, each ended by CRLF."""
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _folded(line: str) -> str:
    """Return a line with a break and a space wherever the next character would be too much."""
    if len(line.encode()) <= FOLD:
        return line
    parts, part, room = [], "", FOLD
    for letter in line:
        size = len(letter.encode())
        if size > room:
            parts.append(part)
            part, room = "", FOLD - 1
        part += letter
        room -= size
    return "\r\n ".join([*parts, part])
