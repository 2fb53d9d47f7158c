"""What an import asks of every lead: who it is and how to reach them, without parsing the file."""

from __future__ import annotations

import re

from leadctl.patterns import pattern
from leadctl.values import dataclass

_TEXT = rb'"[^"\\]*"'
_LINE = pattern(rb"([a-z_]+) = (?:(%b)|\[((?:%b(?:, )?)*)\]|[^\"'\[{]*)" % (_TEXT, _TEXT), re.ASCII)
_ITEM = pattern(rb'"([^"\\]*)"')
_KEY = pattern(rb'event = "import", key = "([^"\\]*)"')
_ROW = pattern(rb'row = "([0-9a-f]{16,24})"')
_START, _END, _EXTRA = b"\n\nhistory = [\n", b"\n]\n", b"\n[extra]\n"


@dataclass(frozen=True)
class Glance:
    """A lead's id and name, its e-mails and phones, and what other systems call it."""

    id: str
    name: str
    emails: list[str]
    phones: list[str]
    keys: list[str]


def glance(data: bytes) -> Glance | None:
    """Return what a file in leadctl's own layout says, or None for any other: parse that one."""
    head, start, rest = data.partition(_START)
    history, end, tail = rest.partition(_END)
    if not (start and end) or (tail and not tail.startswith(_EXTRA)):
        return None
    found: dict[str, list[str]] = {}
    for line in head.split(b"\n"):
        matched = _LINE.fullmatch(line)
        if not matched:
            return None
        quoted = matched[2] or matched[3]
        if quoted:
            found[matched[1].decode()] = [item.decode() for item in _ITEM.findall(quoted)]
    if len(found.get("id", ())) != 1:
        return None
    keys = [*found.get("source_key", ()), *(key.decode() for key in _KEY.findall(history))]
    emails = found.get("email", []) + found.get("emails", [])
    phones = found.get("phone", []) + found.get("phones", [])
    name = "".join(found.get("name", ()))
    return Glance(found["id"][0], name, emails, phones, keys)


def rows_in(data: bytes, *, in_full: bool = False) -> list[str]:
    """Return the digests of the imported rows that are in a lead's file.

    With `in_full` only the one that made the lead, where no other came after it: that one is
    known to have been taken in full.
    """
    found = _ROW.findall(data)
    if in_full and not (len(found) == 1 and b'event = "received"' in _line_of(data, found[0])):
        return []
    return [digest.decode() for digest in found]


def _line_of(data: bytes, word: bytes) -> bytes:
    at = data.find(word)
    return data[data.rfind(b"\n", 0, at) + 1 : at]
