"""What every format draws: rows of values under columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Literal

from leadctl.values import dataclass

Row = Mapping[str, object]

Shape = str | Sequence["Shape"] | Mapping[str, "Shape"]
"""What a value is, in short, as `shapes` reads it."""

TONES = ("late", "soon", "good", "dim")
"""What a row's "tone" may say; a terminal colours the row's `state` column by it."""


@dataclass(frozen=True)
class Column:
    """One column. Rows hold its value under `key`; a row without it has none.

    `weight` says how readily a table shortens it: 0 never, 2 twice as readily as 1; `least` is
    the width it keeps; of one that is `timed` what stands behind its last comma, a time, is kept.
    A `spare` one in which every cell is a dash is left out where there is no room for all that the
    others say, and one that `yields` before one that is `timed` is cut. `shown` limits it to the
    formats people read ("human") or programs read ("data"). `kind` "state" is the cell that the
    row's tone colours. `holds` is what programs find in it; see `shapes`.
    """

    key: str
    title: str
    align: Literal["left", "right"] = "left"
    weight: int = 0
    least: int = 6
    kind: Literal["text", "state"] = "text"
    spare: bool = False
    yields: bool = False
    timed: bool = False
    shown: Literal["all", "human", "data"] = "all"
    holds: Shape = "text"


@dataclass(frozen=True)
class Listing:
    """Rows in the order to show them. `group` names the row key that holds their heading."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    group: str = ""
    title: str = ""

    def human(self) -> list[Column]:
        """Return the columns for people."""
        return [column for column in self.columns if column.shown != "data"]

    def data(self) -> list[Column]:
        """Return the columns for programs."""
        return [column for column in self.columns if column.shown != "human"]


def exact(value: object) -> object:
    """Return a value as JSON has it: dates in ISO form, and what else is not JSON as text."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): exact(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [exact(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted((exact(item) for item in value), key=str)
    return str(value)


def plain(value: object) -> str:
    """Return a value as one text: lists joined by commas, yes and no, ISO dates, "" for none."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {plain(item)}" for key, item in value.items())
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(plain(item) for item in value)
    return str(exact(value))
