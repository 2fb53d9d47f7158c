"""Rows as blocks of lines, for a terminal that has no room for their columns side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from leadctl.render.listing import Listing, Row, plain
from leadctl.render.safe import safe
from leadctl.render.screen import Screen
from leadctl.render.table import GAP, column_widths
from leadctl.render.width import cells, fill, fit, wrap

INDENT = "  "
LEAST_NAME = 12
"""A name that has less room than this goes below, where it is whole."""


def fits(listing: Listing, screen: Screen) -> bool:
    """Whether a table shows every column of every row whole."""
    if screen.width is None:
        return True
    columns = listing.human()
    texts = [[_text(row, column.key) for column in columns] for row in listing.rows]
    widths = column_widths(columns, texts, None)
    return sum(widths) + len(GAP) * (len(widths) - 1) <= screen.width


def blocks(listing: Listing, screen: Screen) -> str:
    """Return each row as a line with its first column, second and last, the rest below it.

    What is below is wrapped, never cut; so is a second column that would lose too much. Rows
    stand under the heading of their group.
    """
    room = screen.width or 10_000
    keys = [column.key for column in listing.human()]
    first = max((cells(_text(row, keys[0])) for row in listing.rows), default=0)
    lines: list[str] = []
    heading = None
    for row in listing.rows:
        if (above := _text(row, listing.group)) != heading:
            lines += [*([""] if lines else []), screen.paint(above, "title")]
            heading = above
        lines += _block(row, keys, first, room, screen)
    return "".join(f"{line}\n" for line in lines)


def _text(row: Row, key: str) -> str:
    return safe(plain(row.get(key)))


def _block(row: Row, keys: Sequence[str], first: int, room: int, screen: Screen) -> Iterator[str]:
    state, name, *rest, last = (_text(row, key) for key in keys)
    between = room - first - cells(last) - 2 * len(GAP)
    painted = screen.paint(state, str(row.get("tone", ""))) + " " * (first - cells(state))
    below = [text for text in rest if text]
    if between >= LEAST_NAME:
        yield GAP.join([painted, fill(fit(name, between), between), last])
    elif between >= -len(GAP):
        yield painted + " " * (room - first - cells(last)) + last
        below = [name, *below]
    else:
        yield screen.paint(fit(state, room), str(row.get("tone", "")))
        below = [last, name, *below]
    for line in wrap(" · ".join(below), max(1, room - len(INDENT))):
        yield INDENT + line
