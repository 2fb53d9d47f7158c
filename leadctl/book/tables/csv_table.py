"""Tables of other systems as rows of cells: the delimiter and the header found, every line told."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import BinaryIO

from leadctl.book.tables.csv_records import SourceRow, records
from leadctl.book.tables.decoding import STDIN, TextSource, open_text
from leadctl.book.tables.file_kinds import refuse_other_kinds
from leadctl.book.tables.vcard import UNREAD, Cards, is_vcard, vcard_header, vcard_rows
from leadctl.errors import Usage
from leadctl.patterns import pattern
from leadctl.rules.importing.merged_cells import filled_down
from leadctl.rules.time.moments import so_many
from leadctl.values import dataclass, field

DELIMITERS = ",;\t|"
MAX_COLUMNS = 2_000
_SAMPLE_LINES, _SAMPLE_SIZE = 200, 2_000_000
_HEADER_ROWS = 15
_SINGLE = pattern("'[^']+'")
"""A cell in single quotes: where the whole header is, they stand around all cells."""
_NAMED = 5
"""So many names, or lines, are told."""

_BELOW = pattern(
    r"\s*(?:copyright\b|\(c\) |©|confidential information|(?:generated|exported) (?:by|on)\b"
    r"|(?:grand |sub)?totals?(?: (?:records?|rows?|leads?|count))?\s*[:=]?\s*\d*\s*$)",
    re.IGNORECASE,
)
"""How a line below a table begins, which is no row: "Copyright (c) 2026 ...", "Total: 12"."""

Recognised = Callable[[Sequence[str]], int]


@dataclass
class TableSource:
    """A table that can be read as often as needed, row by row.

    `notes` are for standard error; `repeated`, `titles`, `short` and `below` count what the last
    reading stepped over or mended. A title is a row of one cell above the header repeated.
    `fill_down` are the columns whose empty cells mean what stands above them.
    """

    name: str
    header: list[str]
    text: TextSource
    delimiter: str = ","
    header_line: int = 1
    notes: list[str] = field(default_factory=list)
    repeated: int = 0
    titles: int = 0
    short: int = 0
    below: int = 0
    vcard: bool = False
    quote: str = '"'
    fill_down: Sequence[int] = ()

    @property
    def base_name(self) -> str:
        """Return the file's name without its folder; "" for standard input."""
        return "" if self.name == STDIN else self.name.rpartition("/")[2]

    def rows(self) -> Iterator[SourceRow]:
        """Yield the rows below the header, as many cells each as the header has."""
        self.repeated = self.titles = self.short = self.below = 0
        if self.vcard:
            for line, cells in vcard_rows(self.text.lines(), self.header):
                yield SourceRow(line, cells)
            return
        rows = self._without_titles(self._below_header())
        yield from self._filled_down(rows) if self.fill_down else rows

    def _filled_down(self, rows: Iterator[SourceRow]) -> Iterator[SourceRow]:
        above: dict[int, str] = {}
        for row in rows:
            filled = filled_down(row.cells, self.fill_down, above) if not row.problem else row.cells
            yield row._replace(cells=filled)

    def _without_titles(self, rows: Iterator[SourceRow]) -> Iterator[SourceRow]:
        """Yield rows but those of one cell that stand above the header repeated: titles."""
        held: SourceRow | None = None
        for row in rows:
            if row.cells == self.header:
                self.repeated += 1
                self.titles += held is not None
                held = None
                continue
            if held:
                yield held
                held = None
            if row.problem or any(row.cells[1:]):
                yield row
            else:
                held = row
        if held:
            yield held

    def _below_header(self) -> Iterator[SourceRow]:
        """Yield all that stands below the header, but what is no row at all."""
        width = len(self.header)
        alone: list[SourceRow] = []
        for record in records(self.text.blocks(), self.delimiter, self.quote):
            if record.line <= self.header_line:
                continue
            fits = len(record.cells) == width or record.problem
            if not fits and len(record.cells) == 1:
                alone.append(record)
                continue
            if alone:
                yield from self._of_one_cell(alone, width)
                alone = []
            row = record if fits else self._fit(record, width)
            if row.problem or any(map(str.strip, row.cells)):
                yield row
        yield from self._of_one_cell(alone, width, last=True)

    def _of_one_cell(
        self, rows: list[SourceRow], width: int, *, last: bool = False
    ) -> Iterator[SourceRow]:
        """Yield rows of one cell as far as they are some: `last`, a line below the table makes
        those beside it such lines too.
        """
        below = [bool(_BELOW.match(row.cells[0])) for row in rows]
        no_rows = last and any(below)
        for row, is_below in zip(rows, below, strict=True):
            if is_below or no_rows:
                self.below += 1
            elif (fitted := self._fit(row, width)).problem or any(map(str.strip, fitted.cells)):
                yield fitted

    def _fit(self, row: SourceRow, width: int) -> SourceRow:
        cells = row.cells
        if len(cells) == 1 and self.delimiter in cells[0]:
            parted = _split_once(cells[0], self.delimiter)
            cells = parted if len(parted) * 2 > width else cells
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        if len(cells) > width:
            return SourceRow(
                row.line, cells, f"has {so_many(len(cells), 'cell')} where the header has {width}"
            )
        self.short += 0 < len(cells) < width
        return SourceRow(row.line, cells + [""] * (width - len(cells)))

    def close(self) -> None:
        """Close the file."""
        self.text.close()


def open_table(  # noqa: PLR0913  # each is a separate fact about the file
    path: str,
    recognised: Recognised,
    *,
    encoding: str | None = None,
    stdin: BinaryIO | None = None,
    delimiter: str = "",
    header_line: int = 0,
    any_header: bool = False,
) -> TableSource:
    """Return a file ("-" for standard input) as a table.

    `recognised` says how many cells of a row are names of columns: the row and the delimiter with
    most of them make the header, so a title line above it does no harm; where no row has any, the
    first that can be a header is it, with `any_header` any first one. Raises NotFound, and Usage
    for a file without a table.
    """
    text = open_text(path, encoding, stdin)
    try:
        refuse_other_kinds(text.name, text.raw)
        return table_of(text, recognised, delimiter, header_line, any_header=any_header)
    except BaseException:
        text.close()
        raise


def table_of(
    text: TextSource,
    recognised: Recognised,
    delimiter: str = "",
    header_line: int = 0,
    *,
    any_header: bool = False,
) -> TableSource:
    """Return a text as a table; see `open_table`."""
    sample = list(_sample(text))
    if is_vcard(sample):
        seen = Cards()
        header_of_cards = vcard_header(text.lines(), seen)
        notes = [*text.notes, *_of_cards(seen)]
        return TableSource(text.name, header_of_cards, text, notes=notes, vcard=True)
    found = _Header(recognised, header_line, any_row=any_header)
    for candidate in delimiter or DELIMITERS:
        for row in islice(records([sample], candidate), max(_HEADER_ROWS, header_line)):
            found.look_at(row, candidate)
    header, delimiter = found.header(text.name, sample)
    table = TableSource(text.name, header.cells, text, delimiter, header.line, list(text.notes))
    if all(_SINGLE.fullmatch(cell.strip()) for cell in header.cells if cell.strip()):
        table.quote = "'"
        table.header = [cell.strip()[1:-1] for cell in header.cells]
    if header.line > 1:
        table.notes.append(f"The header of {text.name} is on line {header.line}.")
    return table


def _of_cards(seen: Cards) -> Iterator[str]:
    """Yield what is to be said of cards that are nobody, and of lines that are none."""
    if groups := seen.groups:
        named = ", ".join(filter(None, groups[:_NAMED])) or "without a name"
        more = f" and {len(groups) - _NAMED} more" if len(groups) > _NAMED else ""
        count = "1 card is a group" if len(groups) == 1 else f"{len(groups)} cards are groups"
        yield f"{count} and no person: left out ({named}{more})."
    if seen.pictures:
        many = "a picture" if seen.pictures == 1 else f"{seen.pictures} pictures"
        yield f"The cards hold {many}: left out."
    if lines := seen.unread:
        told = ", ".join(map(str, lines[:_NAMED]))
        more = f" and {len(lines) - _NAMED} more" if len(lines) > _NAMED else ""
        yield f"Line {told}{more} of the cards could not be read; kept as “{UNREAD}”."


class _Header:
    """The best row for a header so far: by names that are known, else one of several words."""

    def __init__(self, recognised: Recognised, line: int, *, any_row: bool = False) -> None:
        self._recognised, self._line, self._any_row = recognised, line, any_row
        self._best: tuple[tuple[int, ...], SourceRow, str] | None = None
        self._wide = 0

    def look_at(self, row: SourceRow, delimiter: str) -> None:
        """Take a row of the file into account, parted by a delimiter."""
        cells = row.cells
        if len(cells) == 1 and delimiter in cells[0]:
            cells = _split_once(cells[0], delimiter)
        if len(cells) > MAX_COLUMNS:
            self._wide = self._wide or row.line
            return
        if row.problem or (self._line and row.line != self._line):
            return
        known = self._recognised(cells)
        plain = len(cells) if _is_plain_header(cells) else 0
        score = (known, 0 if known else plain, -row.line, len(cells))
        if (known or plain or self._line or (self._any_row and any(cells))) and (
            not self._best or score > self._best[0]
        ):
            self._best = score, SourceRow(row.line, cells), delimiter

    def header(self, name: str, sample: Sequence[str]) -> tuple[SourceRow, str]:
        """Return the header and the delimiter. Raises Usage where no row is one."""
        if self._best:
            return self._best[1:]
        if self._wide:
            raise Usage(f"Line {self._wide} of {name} has more than {MAX_COLUMNS:,} columns.")
        empty = not any(line.strip("\ufeff\r\n\t\0 ") for line in sample)
        raise Usage(
            f"{name} is empty." if empty else f"No row of {name} is a header we know.",
            hint=""
            if empty
            else "Say what a column is with --map name=COLUMN or --map email=COLUMN.",
        )


def _is_plain_header(cells: Sequence[str]) -> bool:
    """Whether a row can be a header in words that nobody knows: several, all different, no data."""
    words = [cell.strip() for cell in cells if cell.strip()]
    plain = all(re.search(r"[^\W\d_]", word) and "@" not in word for word in words)
    return len(words) > 1 and plain and len(set(words)) == len(words) and max(map(len, words)) < 80


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
