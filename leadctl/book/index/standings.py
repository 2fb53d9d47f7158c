"""Where leads stand as plain columns: counted and added up by the database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import TYPE_CHECKING

from leadctl.values import dataclass

if TYPE_CHECKING:
    from decimal import Decimal

Place = tuple[str, int, str, str, int, int | None, int]
"""Pipeline, place in it, name, what stands beside it, since when in microseconds (NEVER: nobody
knows), and the value in parts of UNIT with the decimals it is written with."""
NEVER = -(1 << 62)
UNIT, DECIMALS = 10_000, 4
"""Values are kept in so many parts, for their sums to be exact."""
UNFIT = -1
"""The decimals of a value that these parts do not hold."""


@dataclass(frozen=True)
class Group:
    """The leads of one place: how many, those with a value and its sum, and since when, in
    microseconds, half of them and the first are there: one or two moments in the middle.
    """

    pipeline: str
    name: str
    beside: str
    leads: int
    valued: int
    value: Decimal
    middle: tuple[int, ...]
    first: int | None


def columns(value: Decimal | None) -> tuple[int | None, int]:
    """Return a value as it is kept, and its decimals."""
    if value is None:
        return None, 0
    decimals = -int(value.as_tuple().exponent)
    if decimals > DECIMALS or abs(value) > 10**9:
        return 0, UNFIT
    return int(value * UNIT), max(0, decimals)


class Standings:
    """Where the leads stand that one agent is shown."""

    def __init__(self, db: sqlite3.Connection, viewer: int) -> None:
        self._db, self._viewer = db, viewer

    def groups(self) -> Iterator[Group] | None:
        """Yield the places in their order; None where a value does not fit its column."""
        ask = "SELECT 1 FROM standing WHERE viewer = ? AND decimals = ? LIMIT 1"
        if self._db.execute(ask, (self._viewer, UNFIT)).fetchone():
            return None
        return self._groups()

    def _groups(self) -> Iterator[Group]:
        ask = (
            "SELECT pipeline, place, name, beside, count(*), count(value), coalesce(sum(value), 0),"
            " max(decimals), sum(entered > ?) FROM standing WHERE viewer = ?"
            " GROUP BY pipeline, place, name, beside"
        )
        from decimal import Decimal

        found = self._db.execute(ask, (NEVER, self._viewer)).fetchall()
        for pipeline, place, name, beside, leads, valued, value, decimals, dated in found:
            key = (pipeline, place, name, beside)
            whole = Decimal(value).scaleb(-DECIMALS)
            exact = whole.quantize(Decimal(1).scaleb(-decimals))
            middle = self._since(key, (dated - 1) // 2, 2 - dated % 2) if dated else ()
            first = next(iter(self._since(key, 0, 1)), None) if dated else None
            yield Group(pipeline, name, beside, leads, valued, exact, middle, first)

    def _since(self, key: tuple[str, int, str, str], after: int, count: int) -> tuple[int, ...]:
        """Return since when leads are there, the first ones left out."""
        ask = (
            "SELECT entered FROM standing WHERE viewer = ? AND pipeline = ? AND place = ?"
            " AND name = ? AND beside = ? AND entered > ? ORDER BY entered LIMIT ? OFFSET ?"
        )
        values = (self._viewer, *key, NEVER, count, after)
        return tuple(entered for (entered,) in self._db.execute(ask, values))
