"""One self-contained page: to mail, to read on a phone, to print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from leadctl.render.listing import TONES, Column, Listing, Row, plain
from leadctl.render.safe import safe

_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.4 system-ui, sans-serif; margin: 1rem auto; max-width: 60rem; padding: 0 1rem; }
h1 { font-size: 1.3rem; } h2 { font-size: 1.1rem; margin: 1.5rem 0 .3rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; padding: .35rem .5rem; border-bottom: 1px solid #8884; }
td { overflow-wrap: anywhere; vertical-align: top; }
.right { text-align: end; } .late { color: #c0262d; font-weight: 600; }
.soon { color: #9a6700; font-weight: 600; } .good { color: #1a7f37; } .dim { opacity: .65; }
@media (max-width: 40rem) {
  thead { display: none; }
  tr { display: block; padding: .5rem 0; border-bottom: 1px solid #8884; }
  td { display: block; border: 0; padding: .1rem 0; text-align: start; }
  td:empty { display: none; }
  td::before { content: attr(data-title) ": "; opacity: .65; font-weight: 400; }
}
@media print { body { max-width: none; margin: 0; } tr { break-inside: avoid; } }
"""


def escaped(text: str) -> str:
    """Return text that a page shows as it is, in content and in attributes."""
    from html import escape

    return escape(safe(text), quote=True)


def html_page(listing: Listing) -> str:
    """Return the listing as one page without scripts or links; "" where it has no rows."""
    if not listing.rows:
        return ""
    title = escaped(listing.title or "leadctl")
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
        f"{''.join(_tables(listing))}</body>\n</html>\n"
    )


def _tables(listing: Listing) -> Iterator[str]:
    """Yield one table for each group, under its heading."""
    for heading, rows in groupby(listing.rows, key=lambda row: plain(row.get(listing.group))):
        if listing.group:
            yield f"<h2>{escaped(heading)}</h2>\n"
        yield table_of(listing.human(), list(rows))


def table_of(columns: Sequence[Column], rows: Sequence[Row]) -> str:
    """Return one table; on a phone each row becomes a block with its titles beside it."""
    head = "".join(f'<th scope="col"{_class(c)}>{escaped(c.title)}</th>' for c in columns)
    body = "".join(f"<tr>{_cells(columns, row)}</tr>\n" for row in rows)
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n"


def _cells(columns: Sequence[Column], row: Row) -> str:
    """Return the cells of one row, each with its title for the phone's block."""
    return "".join(
        f'<td{_class(column, row)} dir="auto" data-title="{escaped(column.title)}">'
        f"{escaped(plain(row.get(column.key)))}</td>"
        for column in columns
    )


def _class(column: Column, row: Row | None = None) -> str:
    """Return the class attribute: how a cell is aligned, and its tone where it is the state."""
    tone = row.get("tone") if row and column.kind == "state" else None
    names = ["right"] if column.align == "right" else []
    names += [tone] if tone in TONES else []
    return f' class="{" ".join(names)}"' if names else ""
