"""Tables of reports, previews and definitions, drawn by tabulate."""

from __future__ import annotations

import re
from collections.abc import Iterable

from leadctl.render.listing import Listing, plain
from leadctl.render.safe import safe
from leadctl.render.screen import Screen
from leadctl.render.width import cells, fit

_STAND_IN = "\ue000"


def report_table(listing: Listing, screen: Screen, *, style: str = "simple") -> str:
    """Draw a table of figures; on a screen too narrow for it, cells are cut, never figures.

    `style` is one of tabulate's formats ("simple", "github", "plain", ...).
    """
    from tabulate import tabulate

    columns = listing.human()
    body = [[safe(plain(row.get(column.key))) for column in columns] for row in listing.rows]
    if screen.width is not None:
        body = _cut(listing, body, screen.width)
    drawn = tabulate(
        [[_stand_in(cell) for cell in row] for row in body],
        headers=[_stand_in(column.title) for column in columns],
        tablefmt=style,
        disable_numparse=True,
        colalign=[column.align for column in columns] if body else None,
    )
    texts = [column.title for column in columns] + [cell for row in body for cell in row]
    return _put_back(drawn, texts) + "\n"


def _cut(listing: Listing, body: list[list[str]], room: int) -> list[list[str]]:
    """Shorten cells to the widths that the daily tables would give them."""
    from leadctl.render.table import column_widths

    columns = listing.human()
    widths = column_widths(columns, body, room - 2 * len(columns))  # tabulate pads each title by 2
    return [[fit(cell, width) for cell, width in zip(row, widths, strict=True)] for row in body]


def _stand_in(text: str) -> str:
    """Return as many marks as the text has cells: tabulate counts letters, not cells."""
    return _STAND_IN * cells(text)


def _put_back(drawn: str, texts: Iterable[str]) -> str:
    """Return the drawn table with the texts, in their order, where their marks stand."""
    present = iter([text for text in texts if cells(text)])
    return re.sub(f"{_STAND_IN}+", lambda _: next(present), drawn)
