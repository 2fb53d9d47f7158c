"""What reports counted, part by part of the leads: kept until a lead of the part is seen otherwise.

The bytes are a pickle. Reading them makes nothing but values of the rules, numbers and times,
whatever they say: nobody who puts an index into a book can have code run.
"""

from __future__ import annotations

import array
import decimal
from contextlib import suppress
from typing import TYPE_CHECKING

from leadctl.book.index.definitions import ValuesReader, values_of, with_layout
from leadctl.book.index.kept import WHOLE
from leadctl.book.index.store import CannotWriteError

if TYPE_CHECKING:
    from leadctl.book.index.index import Index

_NUMBERS: dict[tuple[str, str], object] = {
    ("decimal", "Decimal"): decimal.Decimal,
    ("array", "array"): array.array,
    ("array", "_array_reconstructor"): array._array_reconstructor,  # type: ignore[attr-defined]  # not in the stubs
}


Span = tuple[int, int]
"""From when until before when something holds, in microseconds."""


__all__ = ["WHOLE", "Figures", "FiguresReader", "Span"]


class FiguresReader(ValuesReader):
    """Reads values of the rules, times and numbers alone."""

    def find_class(self, module: str, name: str) -> object:
        """Return a class of values, times or numbers; refuse any other."""
        return _NUMBERS.get((module, name)) or super().find_class(module, name)


class Figures:
    """What was counted for one agent, asked for at a moment, in microseconds."""

    def __init__(self, index: Index, viewer: int, moment: int) -> None:
        self._index, self._viewer, self._moment = index, viewer, moment
        self._made: list[tuple[object, ...]] = []
        self._version = self._data_version()

    def parts(self) -> list[int]:
        """Return the numbers of all parts."""
        return [n for (n,) in self._index.store.db.execute("SELECT n FROM part ORDER BY n")]

    def leads(self) -> int:
        """Return how many files there are."""
        return int(self._index.store.db.execute("SELECT count(*) FROM file").fetchone()[0])

    def known(self, part: int, question: str) -> tuple[object, Span] | None:
        """Return what was counted of the leads of a part, or of the WHOLE, and when that holds;
        None where it is to be counted anew.
        """
        ask = (
            "SELECT data, since, until FROM figure WHERE viewer = ? AND part = ? AND question = ?"
            " AND since <= ? AND until > ?"
        )
        values = (self._viewer, part, question, self._moment, self._moment)
        found = self._index.store.db.execute(ask, values).fetchone()
        return None if found is None else (values_of(found[0], FiguresReader), found[1:])

    def note(self, part: int, question: str, span: Span, found: object) -> None:
        """Note what was counted, and from when until before when it holds."""
        data = with_layout(found, FiguresReader)
        self._made.append((self._viewer, part, question, *span, data))

    def keep(self) -> None:
        """Keep what was noted, unless somebody has written the index meanwhile, or does just now.

        It is called when what was read is let go.
        """
        if not self._made:
            return
        store = self._index.store
        with suppress(CannotWriteError), store.writing():
            if self._data_version() == self._version:
                row = "INSERT OR REPLACE INTO figure VALUES (?, ?, ?, ?, ?, ?)"
                store.db.executemany(row, self._made)

    def _data_version(self) -> int:
        """Return a number that differs once another process has written the index."""
        return int(self._index.store.db.execute("PRAGMA data_version").fetchone()[0])
