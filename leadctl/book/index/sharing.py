"""Which files may hold somebody of the same name, number or address, without a look at them all."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from contextlib import suppress
from typing import TYPE_CHECKING

from leadctl.book.index.packing import FAULTS

if TYPE_CHECKING:
    from leadctl.book.index.index import Index

MOST = 100
"""Of so many files each can be read; where more may be meant, a look at all that is kept is due."""


def sharing(
    index: Index, of: tuple[str, str], words: Collection[str], moment: int
) -> list[str] | None:
    """Return the files in whose leads one of some words stood when an agent's lists were last
    worked out, and those that changed since, sorted. None where that is not known, or too many.

    `of` is all that what is kept depends on, the leads apart, and the agent. A lead that was not
    shown then, and may be at this moment (in microseconds), is among them.
    """
    with suppress(sqlite3.Error, *FAULTS):
        if index.twins() or index.store.get("rules") != of[0]:
            return None
        db = index.store.db
        ask = "SELECT id, revision FROM viewer WHERE name = ? AND revision >= 0"
        if (found := db.execute(ask, (of[1],)).fetchone()) is None:
            return None
        viewer, revision = found
        marks = ", ".join("?" * len(words))
        ask = (
            f"SELECT path FROM name JOIN file USING (n) WHERE viewer = ? AND word IN ({marks})"
            " UNION SELECT path FROM file WHERE changed > ?"
            " UNION SELECT path FROM sighting JOIN file USING (n)"
            " WHERE viewer = ? AND until <= ? AND data IS NULL ORDER BY path LIMIT ?"
        )
        values = (viewer, *words, revision, viewer, moment, MOST + 1)
        paths = [path for (path,) in db.execute(ask, values)]
        return paths if len(paths) <= MOST else None
    return None
