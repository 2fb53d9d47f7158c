"""CSV and TSV, safe to open in a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from leadctl.render.listing import Listing, plain
from leadctl.render.safe import safe
from leadctl.rules.leads.formula_guard import guarded


def csv_text(listing: Listing, *, raw: bool = False) -> str:
    """Return CSV (RFC 4180, LF) with a header; `raw` leaves formulas and controls as they are."""
    return _written([_header(listing), *_rows(listing, raw=raw)])


def tsv_text(listing: Listing, *, raw: bool = False) -> str:
    """Return one line a row, cells between tabs; tabs and newlines within are shown as \\t, \\n.

    `raw` keeps cells exactly, in quotes where they hold a tab or a newline.
    """
    if raw:
        return _written([_header(listing), *_rows(listing, raw=True)], delimiter="\t")
    cells = [[safe(cell) for cell in row] for row in _rows(listing, raw=False)]
    return "".join("\t".join(row) + "\n" for row in [_header(listing), *cells])


def _header(listing: Listing) -> list[str]:
    return [column.key for column in listing.data()]


def _rows(listing: Listing, *, raw: bool) -> Iterable[list[str]]:
    """Yield the cells of each row; without `raw`, guarded and with controls shown."""
    keys = _header(listing)
    for row in listing.rows:
        cells = [plain(row.get(key)) for key in keys]
        yield cells if raw else [_shown(guarded(cell)) for cell in cells]


def _shown(cell: str) -> str:
    """Show what a terminal may act on, but for tabs and line breaks, which are text here."""
    if cell.isprintable():
        return cell
    return "".join(
        part if part in "\t\r\n" else safe(part) for part in re.split("([\t\r\n])", cell)
    )


def _written(rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    """Return the rows, one a line: the writer is told CRLF, or it would not quote a bare CR."""
    import csv
    from types import SimpleNamespace

    lines: list[str] = []
    sink = SimpleNamespace(write=lambda line: lines.append(line.removesuffix("\r\n") + "\n"))
    csv.writer(sink, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return "".join(lines)
