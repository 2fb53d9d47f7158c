"""Markdown tables, for notes and pull requests."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from leadctl.patterns import pattern
from leadctl.render.listing import Column, Listing, Row, plain
from leadctl.render.safe import safe

_MARKS = pattern(r"([\\`*_\[\]<>|~&#])")


def escaped(text: str) -> str:
    """Return text that Markdown shows as it is, on one line."""
    return _MARKS.sub(r"\\\1", safe(text))


def markdown(listing: Listing) -> str:
    """Return the listing as one table, or one under a heading for each group; "" without rows."""
    parts = [f"# {escaped(listing.title)}\n"] if listing.title and listing.rows else []
    for heading, rows in groupby(listing.rows, key=lambda row: plain(row.get(listing.group))):
        parts += [f"## {escaped(heading)}\n"] if listing.group else []
        parts.append(_table(listing.human(), list(rows)))
    return "\n".join(parts)


def _table(columns: Sequence[Column], rows: Sequence[Row]) -> str:
    """Return one pipe table, aligned, so that it reads well as plain text too."""
    from tabulate import tabulate

    drawn = tabulate(
        [[escaped(plain(row.get(column.key))) for column in columns] for row in rows],
        headers=[escaped(column.title) for column in columns],
        tablefmt="pipe",
        disable_numparse=True,
        colalign=[column.align for column in columns],
    )
    return f"{drawn}\n"
