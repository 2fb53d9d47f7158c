"""One key of a hand-written TOML text set to a value; every other byte stays as it is."""

from __future__ import annotations

import re

from leadctl.book.text.toml_lines import scan
from leadctl.book.text.toml_write import format_key, format_value
from leadctl.patterns import pattern

_HEADER = pattern(r"^[ \t]*\[", re.MULTILINE)


def set_key(text: str, path: tuple[str, ...], value: object) -> str:
    """Return the text with the key at a path having a value: replaced where it is, else added.

    A new key comes after the last one of its table; a table that is not there comes at the end.
    """
    spans = scan(text)
    written = format_value(value)
    if path in spans:
        span = spans[path]
        return text[: span.value] + written + text[span.end :]
    line = f"{format_key(path[-1])} = {written}\n"
    table = path[:-1]
    inside = [s.end for p, s in spans.items() if p[:-1] == table and s.kind == "key"]
    if not table and not inside:
        return _above_the_tables(text, line)
    header = spans.get(table)
    if not inside and (header is None or header.kind != "table"):
        name = ".".join(map(format_key, table))
        return f"{_ended(text)}\n[{name}]\n{line}"
    end = text.find("\n", max(inside) if inside else header.end if header else 0)
    place = len(text) if end < 0 else end + 1
    return _ended(text[:place]) + line + text[place:]


def take_out(text: str, path: tuple[str, ...]) -> str:
    """Return the text without the line of a key, which must be there."""
    span = scan(text)[path]
    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    return text[:start] + (text[end + 1 :] if end >= 0 else "")


def rename(text: str, path: tuple[str, ...], key: str) -> str:
    """Return the text with another name for the key at a path, which must be there."""
    span = scan(text)[path]
    place = text.rindex("=", span.start, span.value)
    return f"{text[: span.start]}{format_key(key)} {text[place:]}"


def _above_the_tables(text: str, line: str) -> str:
    """Return a text without keys of its own with one: above its first table and what is said of it.

    Comments right above a table are the table's; a blank line parts them from what comes before.
    """
    first = _HEADER.search(text)
    if first is None:
        return _ended(text) + line
    place = first.start()
    while place and (above := text.rfind("\n", 0, place - 1) + 1) < place:
        if not text[above:place].lstrip().startswith("#"):
            break
        place = above
    return f"{text[:place]}{line}\n{text[place:]}"


def _ended(text: str) -> str:
    """Return a text whose last line is whole."""
    return text if not text or text.endswith("\n") else f"{text}\n"
