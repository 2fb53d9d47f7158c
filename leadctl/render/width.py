"""How many terminal cells a text takes, and how to shorten or fill it to a number of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

ELLIPSIS = "…"
_FIRST_MARK = "\u0300"
"""Before it every letter that is not a control takes one cell."""
_JOINER = "\u200d"
_EMOJI_LOOK = "\ufe0f"


def cells(text: str) -> int:
    """Return the cells a line of `safe` text takes."""
    if text.isascii() or max(text) < _FIRST_MARK:
        return len(text)
    return sum(width for _, width in _clusters(text))


def fit(text: str, width: int) -> str:
    """Return the text, cut to so many cells with an ellipsis where it is longer."""
    if cells(text) <= width:
        return text
    kept, used = [], 0
    for cluster, wide in _clusters(text):
        if used + wide > width - 1:
            break
        kept.append(cluster)
        used += wide
    return "".join(kept).rstrip() + ELLIPSIS if width > 0 else ""


def fill(text: str, width: int, align: str = "left") -> str:
    """Return the text with spaces up to so many cells."""
    blank = " " * max(0, width - cells(text))
    return blank + text if align == "right" else text + blank


def _clusters(text: str) -> Iterator[tuple[str, int]]:
    """Yield what is drawn together (a letter and its marks, a joined emoji) and its cells."""
    cluster, width, joined = "", 0, False
    for letter in text:
        wide = _letter(letter)
        if cluster and wide and not joined:
            yield cluster, width
            cluster, width = "", 0
        cluster += letter
        width = 2 if letter == _EMOJI_LOOK and width else max(width, wide)
        joined = letter == _JOINER and width == 2  # emoji join; Persian letters only stand close
    if cluster:
        yield cluster, width


@cache
def _letter(letter: str) -> int:
    """Return the cells of one code point by itself."""
    from unicodedata import category, east_asian_width

    code = ord(letter)
    if category(letter) in {"Mn", "Me", "Cf"} or 0x1160 <= code <= 0x11FF:
        return 0
    if 0x1F3FB <= code <= 0x1F3FF:  # skin tones colour the emoji before them
        return 0
    return 2 if east_asian_width(letter) in "WF" else 1


def wrap(text: str, width: int) -> list[str]:
    """Return the text in lines of at most so many cells, broken at blanks, and in long words."""
    lines, line = [], ""
    for word in text.split(" "):
        joined = f"{line} {word}" if line else word
        if cells(joined) <= width:
            line = joined
            continue
        *full, rest = _broken(word, width)
        lines += [*([line] if line else []), *full]
        line = rest
    return [*lines, line]


def _broken(word: str, width: int) -> list[str]:
    """Return a word in pieces of at most so many cells; a wider letter stands alone."""
    pieces, piece, used = [], "", 0
    for cluster, wide in _clusters(word):
        if piece and used + wide > width:
            pieces.append(piece)
            piece, used = "", 0
        piece += cluster
        used += wide
    return [*pieces, piece]
