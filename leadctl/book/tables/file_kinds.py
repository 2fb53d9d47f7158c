"""Files that are no table and no cards, named as what they are."""

from __future__ import annotations

import re
from typing import BinaryIO

from leadctl.errors import Usage

_BEGIN = 4096
"""So many bytes are looked at."""
_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"BM", "a picture"),
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
_TEXTS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"\s*(?:<!doctype html|<html|<head|<table|<body)", re.IGNORECASE), "a web page"),
    (re.compile(rb"\s*<\?xml|\s*<[a-z][\w:-]*(?:\s[^<>]*)?>\s*<", re.IGNORECASE), "XML"),
    (re.compile(rb"\s*\[\s*(?:\{|\[|\"|\])"), "JSON"),
    (re.compile(rb"\s*BEGIN:VCALENDAR", re.IGNORECASE), "a calendar"),
    (
        re.compile(
            rb"(?:From \S+@?\S* |(?:Received|Return-Path|Delivered-To|MIME-Version|Message-ID): )",
            re.IGNORECASE,
        ),
        "an e-mail",
    ),
)
_OFFICE = ((b"xl/", "a spreadsheet"), (b"opendocument.spreadsheet", "a spreadsheet"),
           (b"word/", "a text document"), (b"opendocument.text", "a text document"))  # fmt: skip
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
        if plain.startswith(mark) and (mark != b"BM" or b"\0" in plain[:20]):
            return kind
    return next((kind for pattern, kind in _TEXTS if pattern.match(plain)), "")
