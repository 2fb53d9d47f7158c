"""Lines of a table as records: cells, and the line on which each begins."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import NamedTuple

MAX_ROW = 300_000
"""A row of more characters cannot be stored in a lead's file."""

_TOO_LONG = f"is longer than {MAX_ROW:,} characters"
_BLANK = frozenset({"\n", "\r\n", "\r"})
_MAX_OPEN = 5000


class SourceRow(NamedTuple):
    """One row: the line it begins on (from 1), its cells, and why it cannot be read, if so."""

    line: int
    cells: list[str]
    problem: str = ""


def records(blocks: Iterable[list[str]], delimiter: str, quote: str = '"') -> Iterator[SourceRow]:
    """Yield every record of a text that comes in blocks of lines; after a broken one go on at
    the next line.
    """
    csv.field_size_limit(1 << 21)
    feed = _Feed(blocks)
    while block := feed.block():
        if (cells := _a_line_each(block, delimiter, quote)) is None:
            yield from _one_by_one(feed, delimiter, quote)
        else:
            yield from map(SourceRow, feed.pass_over(), cells)


def _a_line_each(block: list[str], delimiter: str, quote: str = '"') -> list[list[str]] | None:
    """Return the cells of lines each of which is a whole record beyond doubt: most are.

    None where one is not, or is blank, or may hold what is refused.
    """
    text = "".join(block)
    if len(text) > MAX_ROW or "\0" in text or (not text.isascii() and _is_broken(text)):
        return None
    try:
        found = list(csv.reader(block, delimiter=delimiter, quotechar=quote, strict=True))
    except csv.Error:
        return None
    return found if len(found) == len(block) and all(found) else None


def _one_by_one(feed: _Feed, delimiter: str, quote: str) -> Iterator[SourceRow]:
    """Yield records until one ends where a block does."""
    reader = csv.reader(feed, delimiter=delimiter, quotechar=quote, strict=True)
    while feed.left:
        feed.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            why = _why(error, feed.size)
            yield SourceRow(feed.start, [feed.give_back().rstrip("\r\n")], why)
            reader = csv.reader(feed, delimiter=delimiter, quotechar=quote, strict=True)
            continue
        problem = ""
        if feed.size > MAX_ROW:
            problem = _TOO_LONG
        elif feed.wide and any(map(_is_broken, feed.taken)):
            problem = "holds bytes that are not of the file's encoding"
        yield SourceRow(feed.start, cells, problem)


class _Feed:
    """Lines for the csv reader, with those of the record being read kept for a second try.

    `left` are the lines to come of the block, the next one last.
    """

    def __init__(self, blocks: Iterable[list[str]]) -> None:
        self._blocks = iter(blocks)
        self.left: list[str] = []
        self.taken: list[str] = []
        self.size = 0
        self.wide = False
        self.line = 0
        self.start = 1

    def block(self) -> list[str]:
        """Return the next block of lines, still to be taken; empty at the end."""
        block = next(self._blocks, [])
        self.left = block[::-1]
        return block

    def pass_over(self) -> Iterable[int]:
        """Take all that is left, and return the numbers of its lines."""
        first, self.line = self.line + 1, self.line + len(self.left)
        return range(first, self.line + 1)

    def _next(self) -> str:
        if not self.left and not self.block():
            raise StopIteration
        self.line += 1
        return self.left.pop()

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if self.taken and (len(self.taken) >= _MAX_OPEN or self.size > MAX_ROW):
            raise StopIteration
        line = self._next()
        if not self.taken:
            while line in _BLANK:  # a file may have millions, which csv would read one by one
                line = self._next()
            self.start = self.line
        if "\0" in line:
            line = line.replace("\0", "")
        if not line.isascii():
            self.wide = True
        self.taken.append(line)
        self.size += len(line)
        return line

    def begin(self) -> None:
        """Forget the record before."""
        self.taken.clear()
        self.size = 0
        self.wide = False

    def give_back(self) -> str:
        """Return the record's first line, and let the further ones be read anew."""
        first = self.taken[0] if self.taken else ""
        self.left.extend(reversed(self.taken[1:]))
        self.line -= max(0, len(self.taken) - 1)
        return first


def _is_broken(line: str) -> bool:
    """Whether bytes of a line did not decode: they stand in it as lone surrogates."""
    try:
        line.encode()
    except UnicodeEncodeError:
        return True
    return False


def _why(error: csv.Error, size: int) -> str:
    if size > MAX_ROW:
        return _TOO_LONG
    if "unexpected end" in str(error):
        return "opens a quote that is never closed"
    if "expected after" in str(error):
        return "has text after a closing quote"
    return "is not a row of a table"
