"""Back-ups: files with one lead a line, as JSON."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from leadctl.book.tables.decoding import open_text, standard_input
from leadctl.errors import Usage
from leadctl.values import dataclass

_ENDINGS = (".jsonl", ".ndjson")


@dataclass(frozen=True)
class JsonLine:
    """One line: its number from 1, its text, and its value; None where it is no JSON."""

    number: int
    text: str
    value: object


def rewindable(source: str) -> BinaryIO | None:
    """Return standard input such that a look at its beginning takes nothing away.

    None where the source is a file. Raises Usage for an input that is closed.
    """
    if source != "-":
        return None
    stdin = standard_input()
    return stdin if hasattr(stdin, "peek") else io.BufferedReader(stdin)  # type: ignore[return-value, type-var, unused-ignore]  # any binary stream will do


def is_json(source: str, stdin: BinaryIO | None) -> bool:
    """Whether a file ("-": standard input, from `rewindable`) is named, or begins, as JSON lines.

    A file that is not there is none: whoever opens it says so.
    """
    if stdin is not None:
        start = stdin.peek(1)  # type: ignore[attr-defined]  # see `rewindable`
    else:
        try:
            if not Path(source).is_file():  # a look at a pipe would wait for it
                return False
            with Path(source).open("rb") as file:
                start = file.read(64)
        except (OSError, ValueError):
            return False
    if source.lower().endswith(".json"):
        _refuse_no_backup(source)
    begins = start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b'{"', b"{ ", b"{}", b"{\n"))
    return begins or source.lower().endswith(_ENDINGS)


def _refuse_no_backup(source: str) -> None:
    """Raise Usage for a file of JSON that no back-up of leadctl's can be."""
    with Path(source).open("rb") as file:
        first = file.readline(1 << 20)
    if b'"history"' not in first:
        raise Usage(
            f"{source} is JSON, and no back-up that leadctl made.",
            hint="Save it as CSV, and import that.",
        )


def json_lines(source: str, stdin: BinaryIO | None) -> Iterator[JsonLine]:
    """Yield the lines of a file that are not blank. Raises NotFound, Usage for an empty file."""
    text, count = open_text(source, "utf-8", stdin), 0
    try:
        for number, line in enumerate(text.lines(), 1):
            if line.strip():
                count += 1
                yield JsonLine(number, line, _value(line))
    finally:
        text.close()
    if not count:
        raise Usage(f"{text.name} is empty.")


def _value(line: str) -> object:
    try:
        return json.loads(line.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return None
