"""Tables of the daily commands: they fit any terminal, and lose nothing in a pipe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from leadctl.render.listing import Column, Listing, Row, plain
from leadctl.render.safe import safe
from leadctl.render.screen import Screen
from leadctl.render.width import cells, fill, fit, wrap
from leadctl.values import replace

GAP = "  "
NARROW = 60
"""Below this many cells, or where its columns need more than there are, a row takes two lines."""


def table(listing: Listing, screen: Screen) -> str:
    """Draw the listing; nothing at all where it has no rows."""
    if not listing.rows:
        return ""
    listing = replace(listing, columns=_worth_their_room(listing, screen.width))
    aligned = _without_yielding(listing, screen.width)
    if _has_room(aligned.human(), _texts(aligned), screen.width):
        listing, draw = aligned, _aligned
    else:
        draw = _stacked
    return "\n".join(_headed(listing, list(draw(listing, _texts(listing), screen)), screen)) + "\n"


def _texts(listing: Listing) -> list[list[str]]:
    columns = listing.human()
    return [[safe(plain(row.get(column.key))) for column in columns] for row in listing.rows]


def _worth_their_room(listing: Listing, room: int | None) -> list[Column]:
    """Return the columns for people, but for those without a word where others would be cut."""
    columns, texts = listing.human(), _texts(listing)
    if room is None or not any(column.spare for column in columns):
        return columns
    if sum(column_widths(columns, texts, None)) + len(GAP) * (len(columns) - 1) <= room:
        return columns
    said = [{text[place] for text in texts} - {"", "-"} for place in range(len(columns))]
    return [c for c, words in zip(columns, said, strict=True) if words or not c.spare]


def _without_yielding(listing: Listing, room: int | None) -> Listing:
    """Return a listing without columns that yield, where one with times would else be cut."""
    columns = listing.human()
    widths = column_widths(columns, _texts(listing), None)
    kept = [
        min(width, column.least) if column.weight and not column.timed else width
        for column, width in zip(columns, widths, strict=True)
    ]
    if room is None or sum(kept) + len(GAP) * (len(columns) - 1) <= room:
        return listing
    return replace(listing, columns=[column for column in columns if not column.yields])


def _has_room(columns: Sequence[Column], texts: Sequence[Sequence[str]], room: int | None) -> bool:
    """Whether the columns stand beside each other, none narrower than it may be."""
    if room is None:
        return True
    widths = column_widths(columns, texts, room)
    return room >= NARROW and sum(widths) + len(GAP) * (len(widths) - 1) <= room


def _aligned(listing: Listing, texts: list[list[str]], screen: Screen) -> Iterator[str]:
    """Yield the line of titles, then one line for each row."""
    columns = listing.human()
    widths = column_widths(columns, texts, screen.width)
    yield screen.paint(_line(columns, [column.title for column in columns], widths), "title")
    for row, text in zip(listing.rows, texts, strict=True):
        yield _line(columns, text, widths, row, screen)


def _line(
    columns: Sequence[Column],
    text: Sequence[str],
    widths: Sequence[int],
    row: Row | None = None,
    screen: Screen | None = None,
) -> str:
    """Return one line: each text cut and filled to its width, the state coloured."""
    parts = []
    for column, word, width in zip(columns, text, widths, strict=True):
        cut = _cut(word, width) if column.timed else fit(word, width)
        part = fill(cut, width, column.align)
        parts.append(_painted(part, cut, column, row, screen) if row and screen else part)
    return GAP.join(parts).rstrip()


def _cut(text: str, width: int) -> str:
    """Return a text cut before its last comma, where the time behind it leaves room for more."""
    words, comma, time = text.rpartition(", ")
    left = width - cells(f"{comma}{time}")
    return (
        fit(text, width)
        if cells(text) <= width or left < _LEAST
        else fit(words, left) + comma + time
    )


_LEAST = 4
"""So much of the words before a time is worth its room."""


def _painted(part: str, word: str, column: Column, row: Row, screen: Screen) -> str:
    """Return a part of a line with the word in the colour of the row, where it is the state."""
    if column.kind != "state" or not word:
        return part
    return part.replace(word, screen.paint(word, str(row.get("tone", ""))), 1)


def column_widths(
    columns: Sequence[Column], texts: Sequence[Sequence[str]], room: int | None
) -> list[int]:
    """Return the cells of each column: all it needs, less where there is no room for it."""
    widths = [
        max([cells(column.title), *(cells(text[place]) for text in texts)])
        for place, column in enumerate(columns)
    ]
    if room is None:
        return widths
    excess = sum(widths) + len(GAP) * (len(widths) - 1) - room
    while excess > 0 and (place := _widest(columns, widths)) is not None:
        widths[place] -= 1
        excess -= 1
    return widths


def _widest(columns: Sequence[Column], widths: Sequence[int]) -> int | None:
    """Return the place of the column that gives up a cell next, or None where none may."""
    can = [p for p, c in enumerate(columns) if c.weight and widths[p] > c.least]
    return max(can, key=lambda p: widths[p] * columns[p].weight, default=None)


def _stacked(listing: Listing, texts: list[list[str]], screen: Screen) -> Iterator[str]:
    """Yield each row over several lines, cutting nothing: what it is, and below it all else."""
    columns, room = listing.human(), screen.width or 0
    for row, text in zip(listing.rows, texts, strict=True):
        first = "\n".join(wrap(GAP.join(filter(None, text[:2])), room))
        for column, word in zip(columns[:2], text[:2], strict=True):
            first = _painted(first, word, column, row, screen)
        pairs = zip(columns[2:], text[2:], strict=True)
        rest = " · ".join([_named(column, word) for column, word in pairs if word])
        below = wrap(rest, room - len(GAP)) if rest else []
        yield "\n".join([first, *(f"{GAP}{line}".rstrip() for line in below)])


def _named(column: Column, word: str) -> str:
    """Return a text that has lost its column's title; a figure keeps it."""
    return f"{column.title} {word}" if column.align == "right" else word


def _headed(listing: Listing, lines: list[str], screen: Screen) -> Iterator[str]:
    """Yield the lines with the heading of each group before its first row."""
    titles, rows = lines[: -len(listing.rows)], lines[-len(listing.rows) :]
    yield from titles
    before = None
    for row, line in zip(listing.rows, rows, strict=True):
        heading = safe(plain(row.get(listing.group))) if listing.group else None
        if heading != before:
            yield from [""] if before is not None or titles else []
            yield screen.paint(heading or "", "title")
            before = heading
        yield line
