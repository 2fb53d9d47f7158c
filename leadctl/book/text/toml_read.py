"""Reading TOML of any kind safely: bounded first, and every failure a line and a cause."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import tomli

from leadctl.book.text.toml_lines import Path, locate, too_deep
from leadctl.errors import Invalid, Problem
from leadctl.patterns import pattern
from leadctl.rules.leads.lead import YEARS, outside

_WHERE = pattern(r"\(at (?:line (\d+), column \d+|end of document)\)")
_MARKER = pattern(r"^(?:<{7}|>{7}|\|{7})(?: |$)|^={7}$", re.MULTILINE)
_OPEN_QUOTE = pattern(r"Illegal character '\\n'|Unterminated string|Expected \"'+\"")

Lines = Callable[[Path], int]


def parse_toml(text: str, file: str, *, quoted: bool = False) -> dict[str, object]:
    """Return a TOML text as plain values. Raises Invalid with file, line and cause.

    The cause never quotes the text, for a lead's file holds somebody's data; unless `quoted`: then
    the parser's own words come whole, with the line and a caret. A byte order mark is read past.
    """
    if not text.strip():
        raise _invalid(file, 0, "is empty", "restore it from git, or remove it")
    if line := too_deep(text):
        raise _invalid(file, line, "is nested deeper, or has a longer dotted key, than is read")
    try:
        data: dict[str, object] = tomli.loads(text[1:] if text[0] == "\ufeff" else text)
    except tomli.TOMLDecodeError as error:
        raise (_shown if quoted else _explained)(text, file, str(error)) from None
    except (ValueError, RecursionError):
        raise _invalid(file, 0, "holds a number or a nesting beyond what can be read") from None
    return data


def our_side(text: str) -> str:
    """Return a text with git's conflict markers as our side of each conflict has it; "" for one
    without markers.
    """
    kept, ours, found = [], True, False
    for line in text.split("\n"):
        if _MARKER.match(line.rstrip("\r")):
            ours, found = line[0] in "<>", True
        elif ours:
            kept.append(line)
    return "\n".join(kept) if found else ""


def _shown(text: str, file: str, message: str) -> Invalid:
    """Return the parser's own words with the place they speak of."""
    where = re.search(r"\(at line (\d+), column (\d+)\)", message)
    if not where or _MARKER.search(text):
        return _explained(text, file, message)
    line, column = int(where[1]), int(where[2])
    words = message[: where.start()].strip()
    found = Problem(file, line, "", f"column {column}: is not valid TOML: {words}")
    written = text.split("\n")[line - 1].rstrip("\r").replace("\t", " ")
    return Invalid([found], hint=f"{written}\n{' ' * (column - 1)}^")


def _explained(text: str, file: str, message: str) -> Invalid:
    if not text.strip("\0"):
        return _invalid(file, 0, "holds only NUL bytes, as after a crash", "restore it from git")
    if marker := _MARKER.search(text):
        line = text.count("\n", 0, marker.start()) + 1
        if file.startswith("leads/"):
            said = "was changed in two copies of the book at once, and that is not settled yet"
            return _invalid(file, line, said, "what differs, and how to settle it: leadctl merge")
        mend = "keep one side and take the markers away, then: leadctl check"
        return _invalid(file, line, "holds git's conflict markers: both sides changed it", mend)
    if _OPEN_QUOTE.match(message):
        cause = "a text in quotes is not closed"
    else:
        cause = re.sub(r"\s*\(at .*|\s*['\"].*", "", message, flags=re.DOTALL).strip().lower()
    where = _WHERE.search(message)
    line = int(where[1]) if where and where[1] else text.count("\n", 0, len(text.rstrip())) + 1
    return _invalid(file, line, f"is not valid TOML: {cause or 'unreadable'}")


def _invalid(file: str, line: int, message: str, mend: str = "") -> Invalid:
    return Invalid([Problem(file, line, "", message, mend)])


def lines_of(text: str) -> Lines:
    """Return the line of each path of a valid text; 0 for all where it cannot be told."""
    try:
        return locate(text)
    except (ValueError, IndexError):
        return lambda _path: 0


def uncertain(value: object) -> str:
    """Return why a value cannot be compared or computed with, or "".

    A time of day without its offset from UTC is a different moment on every machine; the first
    and last years have moments that no clock can be moved to.
    """
    if isinstance(value, datetime):
        if value.tzinfo is None:
            return "has no UTC offset: end it with Z, or with one like -05:00"
        return "" if value.year in YEARS else outside(value.year)
    if isinstance(value, float):
        return "" if value - value == 0 else "is not a finite number"
    if isinstance(value, dict):
        value = list(value.values())
    return next(filter(None, map(uncertain, value)), "") if isinstance(value, list) else ""
