"""Tables of other systems as rows of cells: the delimiter and the header found, every line told."""

from __future__ import annotations

import csv
import io
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, islice
from pathlib import Path
from typing import BinaryIO

from leadctl.book.files import busy, create_atomic, read_plain
from leadctl.book.text_source import TextSource, open_text
from leadctl.book.vcard import is_vcard, vcard_header, vcard_rows
from leadctl.errors import Busy, Invalid, Usage
from leadctl.rules.importing.columns import OWN

DELIMITERS = ",;\t|"
MAX_ROW = 300_000
"""A row of more characters cannot be stored in a lead's file."""

MAX_COLUMNS = 2_000
_SAMPLE_LINES, _SAMPLE_SIZE = 200, 2_000_000
_TOO_LONG = f"is longer than {MAX_ROW:,} characters"
_BLANK = frozenset({"\n", "\r\n", "\r"})
_MAX_OPEN = 5000
_HEADER_ROWS = 15
_IMPORTED = "All other rows were imported. Mend the cause and import the file again to have these."

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


def rejected_table(
    header: Sequence[str], delimiter: str, rows: Iterable[tuple[int, str, list[str]]]
) -> bytes:
    """Return refused rows as a table that can be imported again.

    `rows` are (line, reason, cells). A row that could not be taken apart stands in its first cell.
    What the file says in columns of ours, being one of refused rows itself, is left out.
    """
    width = len(header)
    own = {at - width for at, name in enumerate(header) if name.strip().casefold() in OWN}
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow([*_without(header, own), *OWN])
    for line, reason, cells in rows:
        padded = [*cells, *[""] * (width - len(cells))]
        writer.writerow([*_without(padded, own), reason, line])
    return text.getvalue().encode("utf-8", "surrogateescape")


def _without(cells: Sequence[str], places: set[int]) -> list[str]:
    """Return the cells but those at places told from the end, where a row too long has ours."""
    return [cell for at, cell in enumerate(cells, -len(cells)) if at not in places]


def rejects_path(source: str, ending: str) -> Path:
    """Return where a file's refused rows are written unless something else is asked for."""
    path = Path(f"stdin{ending}") if source == "-" else Path(source)
    stem = re.sub(r"\.rejected(-\d+)?$", "", path.stem)
    return path.with_name(f"{stem}.rejected{ending}")


def rejects_asked(path: Path) -> bool:
    """Whether a file is there already, where refused rows are asked to be written.

    Raises Usage for what can be no such file.
    """
    if str(path) == "-":
        raise Usage("--rejects takes the name of a file, not -.")
    try:
        if not path.absolute().parent.is_dir():
            raise Usage(f"There is no folder {path.parent} to write --rejects into.")
        if not stat.S_ISREG(path.lstat().st_mode):
            raise Usage(f"{path} is no plain file; --rejects takes the name of a new one.")
    except FileNotFoundError:
        return False
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a path"
        raise Usage(f"{path} cannot be written: {reason}.") from error
    return True


def refuse_other_rejects(path: Path, data: bytes) -> None:
    """Refuse (Usage) to write refused rows over a file, unless it has these very bytes."""
    if not _holds(path, data):
        raise Usage(
            f"{path} is there already; a file of refused rows is never overwritten.",
            hint="Nothing was imported. Name another file with --rejects, or move that one away.",
        )


def save_rejects(path: Path, data: bytes) -> Path:
    """Write refused rows to a new file, and return it: `path`, or the next name that is free.

    A file with these very bytes is used as it is. Raises Busy.
    """
    for place in _names(path):
        try:
            create_atomic(place.absolute(), data)
        except FileExistsError:
            if not _holds(place, data):
                continue
        except OSError as error:
            said = busy(error, f"writing the refused rows to {place}").sentence
            raise Busy(said, hint=_IMPORTED) from error
        return place
    raise AssertionError("there is always a further name")


def _names(path: Path) -> Iterator[Path]:
    """Yield a path, and then new-2.csv, new-3.csv and so on for new.csv."""
    yield path
    for number in count(2):
        yield path.with_name(f"{path.stem}-{number}{path.suffix}")


def _holds(path: Path, data: bytes) -> bool:
    """Whether a plain file has these very bytes."""
    try:
        return read_plain(path, limit=len(data)) == data
    except (OSError, Invalid):
        return False
