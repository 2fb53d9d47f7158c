"""What the output is: a terminal of some width, with or without colour, or a pipe."""

from __future__ import annotations

from collections.abc import Mapping

from leadctl.values import dataclass

WIDTH = 80

_CODES = {"late": "31", "soon": "33", "good": "32", "dim": "2", "title": "1"}


@dataclass(frozen=True)
class Screen:
    """`width` is None where nothing may be shortened: in a pipe. `height` is None where it is not
    known after how many lines a page is full.
    """

    width: int | None = None
    height: int | None = None
    is_tty: bool = False
    colour: bool = False

    @classmethod
    def of(
        cls,
        env: Mapping[str, str],
        *,
        is_tty: bool,
        columns: int = 0,
        lines: int = 0,
        no_color: bool = False,
    ) -> Screen:
        """Read the conventions; `columns` is what the terminal says it has (0: unknown)."""
        return cls(
            width=_width(env, columns) if is_tty else None,
            height=lines or None,
            is_tty=is_tty,
            colour=not no_color and _colour(env, is_tty),
        )

    def paint(self, text: str, tone: str) -> str:
        """Colour a text by the tone of its row; the words must say the same without it."""
        code = _CODES.get(tone) if self.colour and text else None
        return f"\x1b[{code}m{text}\x1b[0m" if code else text


def _width(env: Mapping[str, str], columns: int) -> int:
    """Return COLUMNS where it is a number, else what the terminal says."""
    asked = env.get("COLUMNS", "")
    if asked.isascii() and asked.isdigit() and len(asked) < 6 and int(asked) > 0:
        return int(asked)
    return columns or WIDTH


def _colour(env: Mapping[str, str], is_tty: bool) -> bool:
    """Decide by NO_COLOR, then FORCE_COLOR, then TERM=dumb, then whether it is a terminal."""
    if env.get("NO_COLOR"):
        return False
    if env.get("FORCE_COLOR", "0") not in {"", "0"}:
        return True
    return is_tty and env.get("TERM") != "dumb"
