"""Tables of other systems as rows of cells: the delimiter and the header found, every line told."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import BinaryIO

from leadctl.book.text_source import TextSource, open_text
from leadctl.book.vcard import is_vcard, vcard_header, vcard_rows
from leadctl.errors import Usage

DELIMITERS = ",;\t|"
MAX_ROW = 300_000
"""A row of more characters cannot be stored in a lead's file."""

MAX_COLUMNS = 2_000
_SAMPLE_LINES, _SAMPLE_SIZE = 200, 2_000_000
_TOO_LONG = f"is longer than {MAX_ROW:,} characters"
_BLANK = frozenset({"\n", "\r\n", "\r"})
_MAX_OPEN = 5000
_HEADER_ROWS = 15

Recognised = Callable[[Sequence[str]], int]


@dataclass(slots=True)
class SourceRow:
    """One row: the line it begins on (from 1), its cells, and why it cannot be read, if so."""

    line: int
    cells: list[str]
    problem: str = ""


@dataclass(slots=True)
class TableSource:
    """A table that can be read as often as needed, row by row.

    `notes` are for standard error; `repeated` and `short` count what the last reading stepped over
    or mended.
    """

    name: str
    header: list[str]
    text: TextSource
    delimiter: str = ","
    header_line: int = 1
    notes: list[str] = field(default_factory=list)
    repeated: int = 0
    short: int = 0
    vcard: bool = False

    def rows(self) -> Iterator[SourceRow]:
        """Yield the rows below the header, as many cells each as the header has."""
        self.repeated = self.short = 0
        if self.vcard:
            for line, cells in vcard_rows(self.text.lines(), self.header):
                yield SourceRow(line, cells)
            return
        width = len(self.header)
        for row in _records(self.text.lines(), self.delimiter):
            if row.line <= self.header_line:
                continue
            cells = row.cells
            if len(cells) != width and not row.problem:
                cells = row.cells = self._fit(row, width)
            if row.problem:
                yield row
            elif cells == self.header:
                self.repeated += 1
            elif any(map(str.strip, cells)):
                yield row

    def _fit(self, row: SourceRow, width: int) -> list[str]:
        cells = row.cells
        if len(cells) == 1 and self.delimiter in cells[0]:
            cells = _split_once(cells[0], self.delimiter)
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        if len(cells) > width:
            row.problem = f"has {len(cells)} cells where the header has {width}"
        elif len(cells) < width:
            self.short += bool(cells)
            cells = cells + [""] * (width - len(cells))
        return cells

    def close(self) -> None:
        """Close the file."""
        self.text.close()


def open_table(
    path: str,
    recognised: Recognised,
    *,
    encoding: str | None = None,
    stdin: BinaryIO | None = None,
) -> TableSource:
    """Return a file ("-" for standard input) as a table.

    `recognised` says how many cells of a row are names of columns: the row and the delimiter with
    most of them make the header, so a title line above it does no harm. Raises NotFound, and
    Usage for a file in which no row is a header.
    """
    text = open_text(path, encoding, stdin)
    try:
        return table_of(text, recognised)
    except BaseException:
        text.close()
        raise


def table_of(text: TextSource, recognised: Recognised) -> TableSource:
    """Return a text as a table; see `open_table`."""
    sample = list(_sample(text))
    if is_vcard(sample):
        header_of_cards = vcard_header(text.lines())
        return TableSource(text.name, header_of_cards, text, notes=list(text.notes), vcard=True)
    best, wide = (0, 0, 0), 0
    header: SourceRow | None = None
    delimiter = ","
    for candidate in DELIMITERS:
        for row in islice(_records(sample, candidate), _HEADER_ROWS):
            cells = row.cells
            if len(cells) == 1 and candidate in cells[0]:
                cells = _split_once(cells[0], candidate)
            if len(cells) > MAX_COLUMNS:
                wide = wide or row.line
                continue
            score = (recognised(cells), -row.line, len(cells))
            if score[0] and score > best and not row.problem:
                best, header, delimiter = score, SourceRow(row.line, cells), candidate
    if header is None and wide:
        raise Usage(f"Line {wide} of {text.name} has more than {MAX_COLUMNS:,} columns.")
    if header is None:
        empty = not any(line.strip("\ufeff\r\n\t\0 ") for line in sample)
        raise Usage(
            f"{text.name} is empty." if empty else f"No row of {text.name} is a header we know.",
            hint=""
            if empty
            else "Say what a column is with --map name=COLUMN or --map email=COLUMN.",
        )
    table = TableSource(text.name, header.cells, text, delimiter, header.line, list(text.notes))
    if header.line > 1:
        table.notes.append(f"The header of {text.name} is on line {header.line}.")
    return table


def _sample(text: TextSource) -> Iterator[str]:
    """Yield the first lines, among which the header must be."""
    size = 0
    for line in islice(text.lines(), _SAMPLE_LINES):
        yield line
        size += len(line)
        if size > _SAMPLE_SIZE:
            return


def _split_once(cell: str, delimiter: str) -> list[str]:
    """Return the cells of a row that was wrapped in quotes as a whole."""
    try:
        return next(csv.reader(io.StringIO(cell, newline=""), delimiter=delimiter, strict=True))
    except (csv.Error, StopIteration):
        return [cell]


class _Feed:
    """Lines for the csv reader, with those of the record being read kept for a second try."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._again: list[str] = []
        self.taken: list[str] = []
        self.size = 0
        self.wide = False
        self.line = 0
        self.start = 1

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if self.taken and (len(self.taken) >= _MAX_OPEN or self.size > MAX_ROW):
            raise StopIteration
        line = self._again.pop() if self._again else next(self._lines)
        if not self.taken:
            while line in _BLANK:  # a file may have millions, which csv would read one by one
                self.line += 1
                line = self._again.pop() if self._again else next(self._lines)
            self.start = self.line + 1
        if "\0" in line:
            line = line.replace("\0", "")
        if not line.isascii():
            self.wide = True
        self.taken.append(line)
        self.size += len(line)
        self.line += 1
        return line

    def begin(self) -> None:
        """Forget the record before."""
        self.taken.clear()
        self.size = 0
        self.wide = False

    def give_back(self) -> str:
        """Return the record's first line, and let the further ones be read anew."""
        first = self.taken[0] if self.taken else ""
        self._again.extend(reversed(self.taken[1:]))
        self.line -= max(0, len(self.taken) - 1)
        return first


def _records(lines: Iterable[str], delimiter: str) -> Iterator[SourceRow]:
    """Yield every record with its first line; after a broken one go on at the next line."""
    csv.field_size_limit(1 << 21)
    feed = _Feed(lines)
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    while True:
        feed.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            why = _why(error, feed.size)
            yield SourceRow(feed.start, [feed.give_back().rstrip("\r\n")], why)
            reader = csv.reader(feed, delimiter=delimiter, strict=True)
            continue
        row = SourceRow(feed.start, cells)
        if feed.size > MAX_ROW:
            row.problem = _TOO_LONG
        elif feed.wide and any(map(_is_broken, feed.taken)):
            row.problem = "holds bytes that are not of the file's encoding"
        yield row


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
