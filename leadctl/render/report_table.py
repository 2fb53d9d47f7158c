"""Tables of reports: figures under their titles, whole in a pipe, folded on a narrow screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from leadctl.render.listing import Column, Listing, plain
from leadctl.render.safe import safe
from leadctl.render.screen import Screen
from leadctl.render.width import cells, fill, fit
from leadctl.values import replace

GAP = "  "
"""Between columns."""
MAIL = 78
"""The cells of a line that mail keeps whole."""
BAR = "bar"
"""The column that draws a figure of the row: the first that goes where there is little room."""


def report_table(listing: Listing, screen: Screen, apart: str = "") -> str:
    """Draw a table of figures; on a screen words are cut, and where that is not enough, each row
    takes several lines: figures are never cut. In a pipe a table that mail would break is drawn
    once for each value of the column `apart`, under it.
    """
    body = _body(listing)
    room = screen.width or MAIL
    if _width(listing, body) > room:
        listing = replace(listing, columns=[c for c in listing.columns if c.key != BAR])
        body = _body(listing)
    if screen.width is not None and body:
        return _on_screen(listing, body, screen, screen.width)
    if any(column.key == apart for column in listing.human()) and _width(listing, body) > room:
        return "\n".join(_apart(listing, apart))
    return _drawn(listing, body)


def _apart(listing: Listing, key: str) -> Iterator[str]:
    """Yield a table for each value of a column, under that value and without the column."""
    columns = [column for column in listing.columns if column.key != key]
    for name, rows in groupby(listing.rows, key=lambda row: safe(plain(row.get(key)))):
        part = replace(listing, columns=columns, rows=list(rows))
        yield f"{name}:\n{_drawn(part, _body(part))}"


def _width(listing: Listing, body: list[list[str]]) -> int:
    return sum(_widths(listing, body)) + len(GAP) * (len(listing.human()) - 1)


def _body(listing: Listing) -> list[list[str]]:
    return [[safe(plain(row.get(c.key))) for c in listing.human()] for row in listing.rows]


def _widths(listing: Listing, body: list[list[str]]) -> list[int]:
    titles = [column.title for column in listing.human()]
    return [max(map(cells, words)) for words in zip(titles, *body, strict=True)]


def _drawn(listing: Listing, body: list[list[str]]) -> str:
    """Draw the whole table, as wide as it is, with a line of dashes below its titles."""
    columns = listing.human()
    widths = _widths(listing, body)
    lines = [[column.title for column in columns], ["-" * width for width in widths], *body]
    return "".join(f"{_line(columns, words, widths)}\n" for words in lines)


def _line(columns: Sequence[Column], words: Sequence[str], widths: Sequence[int]) -> str:
    parts = zip(words, widths, columns, strict=True)
    return GAP.join(fill(word, width, column.align) for word, width, column in parts).rstrip()


def _on_screen(listing: Listing, body: list[list[str]], screen: Screen, room: int) -> str:
    """Draw the table of the daily commands where it fits, else each row by itself: of a name the
    start says enough, a sentence is never cut.
    """
    from leadctl.render.table import column_widths, table

    widths = column_widths(listing.human(), body, room)
    fits = sum(widths) + len(GAP) * (len(widths) - 1) <= room
    if room >= NARROW and fits and not _cuts_a_sentence(body, widths):
        return table(listing, screen)
    return "".join(f"{line}\n" for row in body for line in _by_itself(listing, row, room))


NARROW = 60
"""Below this many cells too little would be left of names."""


SENTENCE = 5
"""From so many words on a cell is a sentence."""


def _cuts_a_sentence(body: Iterable[Sequence[str]], widths: Sequence[int]) -> bool:
    """Whether columns of these widths would cut a cell that is a sentence."""
    long = (cells(word) > width for row in body for word, width in zip(row, widths, strict=True)
            if word.count(" ") >= SENTENCE - 1)  # fmt: skip
    return any(long)


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
    """Yield lines of whole parts; a part too long for any line is folded at its words."""
    line = ""
    for part in (piece for whole in parts for piece in _pieces(whole, room - len(indent))):
        longer = f"{line}{joint}{part}" if line else indent + part
        if line and cells(longer) > room:
            yield line
            longer = indent + part
        line = fit(longer, room)
    if line:
        yield line


def _pieces(part: str, room: int) -> list[str]:
    """Return a part whole, or in pieces that fit where it is too long."""
    from textwrap import wrap

    return [part] if cells(part) <= room else wrap(part, room) or [part]
