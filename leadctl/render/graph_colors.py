"""The colours of a graph: pale ones, on which black text can be read."""

from __future__ import annotations

_FILLS = {
    "red": "#f7c6c5",
    "green": "#c9e7c9",
    "yellow": "#f9edb3",
    "blue": "#c7dcf5",
    "magenta": "#e7cdee",
    "purple": "#ddd0f0",
    "cyan": "#c3e8ec",
    "orange": "#fadcb8",
    "white": "#ffffff",
    "black": "#d0d0d0",
    "grey": "#e4e4e4",
    "gray": "#e4e4e4",
}
PLAIN = "#f2f2f2"


def fill_of(color: str) -> str:
    """Return the fill for a colour's name; a plain one for a name nobody knows."""
    return _FILLS.get(color.lower(), PLAIN)
