"""Files that are no table and no cards, named as what they are."""

from __future__ import annotations

import re
from typing import BinaryIO

from leadctl.errors import Usage
from leadctl.patterns import pattern

_BEGIN = 4096
"""So many bytes are looked at."""
_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"BM", "a picture"),
    (b"RIFF", "a picture, a sound or a film"),
    (b"\0\0\0\x18ftyp", "a picture, a sound or a film"),
    (b"\0\0\0\x1cftyp", "a picture, a sound or a film"),
    (b"\0\0\0\x20ftyp", "a picture, a sound or a film"),
    (b"ID3", "a sound"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"\x1f\x8b", "an archive"),
    (b"7z\xbc\xaf\x27\x1c", "an archive"),
    (b"Rar!\x1a\x07", "an archive"),
    (b"BZh", "an archive"),
    (b"\xfd7zXZ\x00", "an archive"),
    (b"{\\rtf", "a text document"),
    (b"\xd0\xcf\x11\xe0", "a spreadsheet"),
    (b"SQLite format 3\x00", "a database"),
)
_SHORT = (b"BM", b"MZ", b"ID3", b"RIFF")
"""Marks that a table's first column may be called: of such a file a NUL follows."""
_TEXTS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (pattern(rb"\s*(?:<!doctype html|<html|<head|<table|<body)", re.IGNORECASE), "a web page"),
    (pattern(rb"\s*<\?xml|\s*<[a-z][\w:-]*(?:\s[^<>]*)?>\s*<", re.IGNORECASE), "XML"),
    (pattern(rb"\s*\[\s*(?:\{|\[|\"|\])"), "JSON"),
    (pattern(rb"\s*BEGIN:VCALENDAR", re.IGNORECASE), "a calendar"),
    (
        pattern(
            rb"(?:From \S+@?\S* |(?:Received|Return-Path|Delivered-To|MIME-Version|Message-ID): "
            rb"|(?:From|To|Subject|Date): [^\n]*\n[A-Za-z-]+: )",
            re.IGNORECASE,
        ),
        "an e-mail",
    ),
)
_OFFICE = ((b"xl/", "a spreadsheet"), (b"opendocument.spreadsheet", "a spreadsheet"),
           (b"word/", "a text document"), (b"opendocument.text", "a text document"))  # fmt: skip
_PRINTABLE = bytes({0, 9, 10, 11, 12, 13, *range(32, 127), *range(128, 256)})
_MARKS_OF_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_FEW = 8
"""So many may stand in a short text: somebody's escape sequences, say."""
_MOST_CONTROL = 0.03
"""So much of a text is control characters at most."""
_SHEETS = (".xlsx", ".xlsm", ".ods", ".numbers")
_HINTS = {
    "an archive": "Unpack it, and import the table in it.",
    "a spreadsheet": "Save it as CSV, and import that.",
    "an e-mail": "Save what is attached to it, and import that.",
}


def refuse_other_kinds(name: str, raw: BinaryIO) -> None:
    """Raise Usage for a file that is plainly something else than a table or cards."""
    raw.seek(0)
    kind = _kind(raw.read(_BEGIN))
    if kind == "an archive" and name.lower().endswith(_SHEETS):
        kind = "a spreadsheet"
    raw.seek(0)
    if kind:
        hint = _HINTS.get(kind, "Import takes tables as text (CSV) and address cards (vCard).")
        raise Usage(f"{name} is {kind}, not a table.", hint=hint)


def _kind(start: bytes) -> str:
    plain = start.removeprefix(b"\xef\xbb\xbf")
    if plain.startswith(b"PK\x03\x04"):
        return next((kind for mark, kind in _OFFICE if mark in plain), "an archive")
    for mark, kind in _KINDS:
        if plain.startswith(mark) and (mark not in _SHORT or b"\0" in plain[:20]):
            return kind
    named = next((kind for pattern, kind in _TEXTS if pattern.match(plain)), "")
    return named or ("no text" if _is_binary(plain) else "")


def _is_binary(start: bytes) -> bool:
    """Whether so many control characters stand in a file that it is none of any language.

    NUL, which UTF-16 is full of, is not counted.
    """
    control = start.translate(None, _PRINTABLE)
    return not start.startswith(_MARKS_OF_UTF16) and len(control) > max(
        _FEW, len(start) * _MOST_CONTROL
    )
