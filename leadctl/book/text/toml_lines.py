"""Where each key of a TOML text stands: for error messages, and for edits that touch nothing else.

Works on text that a TOML parser has already accepted, so it looks only for where things begin and
end and never judges them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

import tomli

from leadctl.patterns import pattern
from leadctl.values import dataclass

Path = tuple[str | int, ...]

MAX_DEPTH = 60
MAX_KEY_PARTS = 60

_STRING = r'"""(?:\\.|[^\\])*?"""(?!")' r"|'''.*?'''(?!')" r'|"(?:\\.|[^"\\\n])*"' r"|'[^'\n]*'"
TOKEN = pattern(rf"{_STRING}|#[^\n]*|[\[\]{{}}.,=\n]", re.DOTALL)
_VALUE = pattern(rf"{_STRING}|[^\s,\]}}#]+(?: \d\d:[^\s,\]}}#]*)?", re.DOTALL)
_PART = pattern(r'"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|[A-Za-z0-9_-]+')
_BLANK = pattern(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = pattern(r"[ \t]*")


@dataclass(frozen=True)
class Span:
    """Where one key or item stands: `start` of the key, `value` to `end`; offsets in the text."""

    start: int
    value: int
    end: int
    kind: str
    """"key", "item" of an array, "table" for a header, or "above" a header."""


def too_deep(text: str) -> int:
    """Return the line on which a text nests tables or dots keys beyond reason, or 0.

    Parsers recurse or go quadratic there, so this is asked before they are.
    """
    if text.count("[") + text.count("{") <= MAX_DEPTH and text.count(".") <= MAX_KEY_PARTS:
        return 0
    depth, parts, line = 0, 0, 1
    for match in TOKEN.finditer(text):
        token = match[0]
        depth += (token in {"[", "{"}) - (token in {"]", "}"})
        parts = parts + 1 if token == "." else parts if token[0] in "\"'" else 0
        if depth > MAX_DEPTH or parts > MAX_KEY_PARTS:
            return line
        line += token.count("\n")
    return 0


def locate(text: str) -> Callable[[Path], int]:
    """Return a function from a path of keys and indexes to its line, counted from 1.

    A path the text does not have gets the line of the nearest one above it, or 1.
    """
    spans = scan(text)
    ends = [match.start() for match in re.finditer("\n", text)]

    def line(path: Path) -> int:
        for length in range(len(path), 0, -1):
            if span := spans.get(path[:length]):
                return bisect_right(ends, span.start - 1) + 1
        return 1

    return line


def scan(text: str) -> dict[Path, Span]:
    """Return the span of every key, table header and array item of a valid TOML text."""
    return _Scanner(text).run()


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 1 if text.startswith("\ufeff") else 0
        self.spans: dict[Path, Span] = {}
        self.counts: dict[Path, int] = {}

    def run(self) -> dict[Path, Span]:
        table: Path = ()
        while True:
            self.skip(_BLANK)
            if self.at >= len(self.text):
                return self.spans
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.pair(table)

    def skip(self, pattern: re.Pattern[str]) -> None:
        found = pattern.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def header(self) -> Path:
        start, array = self.at, self.text.startswith("[[", self.at)
        self.at += 2 if array else 1
        path: Path = ()
        keys = self.key()
        for depth, key in enumerate(keys):
            path = (*path, key)
            if array and depth == len(keys) - 1:
                self.counts[path] = self.counts.get(path, -1) + 1
            self.mark(path, start, "above")
            if path in self.counts:
                path = (*path, self.counts[path])
                self.mark(path, start, "above")
        self.at += 2 if array else 1
        self.spans[path] = Span(start, start, self.at, "table")
        return path

    def mark(self, path: Path, start: int, kind: str) -> None:
        self.spans.setdefault(path, Span(start, start, start, kind))

    def key(self) -> list[str]:
        keys = []
        while True:
            self.skip(_SPACE)
            found = _PART.match(self.text, self.at)
            if not found:
                raise ValueError(f"no key at offset {self.at}")
            self.at = found.end()
            keys.append(_plain(found[0]))
            self.skip(_SPACE)
            if self.text[self.at : self.at + 1] != ".":
                return keys
            self.at += 1

    def pair(self, table: Path) -> None:
        start, path = self.at, table
        keys = self.key()
        for key in keys[:-1]:
            path = (*path, key)
            self.mark(path, start, "above")
        self.at += 1  # the equals sign
        self.value((*path, keys[-1]), start, "key")

    def value(self, path: Path, start: int, kind: str) -> None:
        self.skip(_SPACE)
        value = self.at
        if self.text[value : value + 1] == "[":
            self.array(path)
        elif self.text[value : value + 1] == "{":
            self.inline(path)
        else:
            found = _VALUE.match(self.text, value)
            if not found:
                raise ValueError(f"no value at offset {value}")
            self.at = found.end()
        self.spans[path] = Span(start, value, self.at, kind)

    def array(self, path: Path) -> None:
        self.at += 1
        index = 0
        while not self.closed("]"):
            self.value((*path, index), self.at, "item")
            index += 1

    def inline(self, path: Path) -> None:
        self.at += 1
        while not self.closed("}"):
            self.pair(path)

    def closed(self, bracket: str) -> bool:
        self.skip(_BLANK)
        if self.text[self.at : self.at + 1] == ",":
            self.at += 1
            self.skip(_BLANK)
        if self.at >= len(self.text):
            raise ValueError(f"no {bracket} before the end")
        if self.text[self.at] != bracket:
            return False
        self.at += 1
        return True


def _plain(key: str) -> str:
    return str(tomli.loads(f"k = {key}")["k"]) if key[0] in "\"'" else key
