"""Tables of reports, previews and definitions, drawn by tabulate."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from leadctl.render.listing import Listing, plain
from leadctl.render.safe import safe
from leadctl.render.screen import Screen
from leadctl.render.width import cells, fit

_STAND_IN = "\ue000"


def report_table(listing: Listing, screen: Screen, *, style: str = "simple") -> str:
    """Draw a table of figures; on a screen words are cut, and where that is not enough, each row
    takes several lines: figures are never cut.

    `style` is one of tabulate's formats ("simple", "github", "plain", ...).
    """
    body = [[safe(plain(row.get(c.key))) for c in listing.human()] for row in listing.rows]
    if screen.width is not None and body:
        return _on_screen(listing, body, screen, screen.width)
    return _drawn(listing, body, style)


def _drawn(listing: Listing, body: list[list[str]], style: str) -> str:
    """Draw the whole table, as wide as it is."""
    from tabulate import tabulate

    columns = listing.human()
    drawn = tabulate(
        [[_stand_in(cell) for cell in row] for row in body],
        headers=[_stand_in(column.title) for column in columns],
        tablefmt=style,
        disable_numparse=True,
        colalign=[column.align for column in columns] if body else None,
    )
    texts = [column.title for column in columns] + [cell for row in body for cell in row]
    return _put_back(drawn, texts) + "\n"


def _on_screen(listing: Listing, body: list[list[str]], screen: Screen, room: int) -> str:
    """Draw the table of the daily commands where it fits, else each row by itself."""
    from leadctl.render.table import GAP, column_widths, table

    widths = column_widths(listing.human(), body, room)
    if room >= NARROW and sum(widths) + len(GAP) * (len(widths) - 1) <= room:
        return table(listing, screen)
    return "".join(f"{line}\n" for row in body for line in _by_itself(listing, row, room))


NARROW = 60
"""Below this many cells too little would be left of names."""


def _by_itself(listing: Listing, row: list[str], room: int) -> Iterator[str]:
    """Yield a row: what it is about, then its figures by name, folded between them."""
    pairs = list(zip(listing.human(), row, strict=True))
    about = [word for column, word in pairs if column.align == "left" and word]
    yield from _folded(about, room, "", "  ")
    figures = [
        f"{column.title} {word}" for column, word in pairs if column.align == "right" and word
    ]
    yield from _folded(figures, room, "  ", ", ")


def _folded(parts: Iterable[str], room: int, indent: str, joint: str) -> Iterator[str]:
    """Yield lines of whole parts; a part too long for any line is cut."""
    line = ""
    for part in parts:
        longer = f"{line}{joint}{part}" if line else indent + part
        if line and cells(longer) > room:
            yield line
            longer = indent + part
        line = fit(longer, room)
    if line:
        yield line


def _stand_in(text: str) -> str:
    """Return as many marks as the text has cells: tabulate counts letters, not cells."""
    return _STAND_IN * cells(text)


def _put_back(drawn: str, texts: Iterable[str]) -> str:
    """Return the drawn table with the texts, in their order, where their marks stand."""
    present = iter([text for text in texts if cells(text)])
    return re.sub(f"{_STAND_IN}+", lambda _: next(present), drawn)
