"""What is kept of one lead for one agent: how it is seen, and what lists are asked for of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime

from leadctl.book.index.day_rows import Columns
from leadctl.book.index.standings import Place
from leadctl.book.index.store import PART
from leadctl.values import dataclass

WHOLE = -1
"""In a part's place: all parts together."""

TABLES = ("sighting", "deadline", "name", "words", "standing")


@dataclass(frozen=True)
class Kept:
    """What is kept of a lead: what is seen of it, packed, and until when, from when, that holds.

    `data` is None for a lead that is not shown to the agent. `troubled` says that something is
    wrong with it; `names` are words by which it is told from others, `words` all in which it
    is found; `standing` is where it stands, nothing for a lead that is not counted.
    """

    data: bytes | None
    since: datetime
    until: datetime
    troubled: bool = False
    deadlines: tuple[Columns, ...] = ()
    names: tuple[str, ...] = ()
    words: str = ""
    standing: tuple[()] | Place = ()


Row = tuple[
    *tuple[int, int, int, int, bytes | None, int, Sequence[Columns], Sequence[str], str],
    tuple[()] | Place,
]
"""A file, its refreshing, since, until, data, troubled, deadlines, names, words, standing."""


def keep(db: sqlite3.Connection, viewer: int, rows: Iterable[Row]) -> None:
    """Put rows in the place of what was kept of those files."""
    sightings: list[tuple[object, ...]] = []
    deadlines: list[tuple[object, ...]] = []
    standings: list[tuple[object, ...]] = []
    names, words = [], []
    rows = list(rows)
    before = _kept_before(db, viewer, [row[0] for row in rows])
    for n, *sighting, own_deadlines, own_names, body, place in rows:
        if n in before:
            forget(db, viewer, n)
        sightings.append((viewer, n, *sighting))
        deadlines += [(viewer, n, number, *one) for number, one in enumerate(own_deadlines)]
        names += [(viewer, word, n) for word in own_names]
        if body:
            words.append((viewer, n, body))
        if place:
            standings.append((viewer, n, *place))
    _forget_figures(db, viewer, [row[0] for row in rows])
    db.executemany("INSERT INTO sighting VALUES (?, ?, ?, ?, ?, ?, ?)", sightings)
    db.executemany(
        "INSERT INTO deadline (viewer, n, number, fold, calendar, place, due, day, opens, lapses,"
        " shows, counts, does, rank) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        deadlines,
    )
    names.sort()  # so that they are put in page by page
    db.executemany("INSERT OR IGNORE INTO name VALUES (?, ?, ?)", names)
    db.executemany("INSERT INTO words VALUES (?, ?, ?)", words)
    db.executemany("INSERT INTO standing VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", standings)


def _kept_before(db: sqlite3.Connection, viewer: int, numbers: Sequence[int]) -> set[int]:
    """Return, of these files and those between them, the ones of which something is kept."""
    if not numbers:
        return set()
    ask = "SELECT n FROM sighting WHERE viewer = ? AND n BETWEEN ? AND ?"
    return {n for (n,) in db.execute(ask, (viewer, min(numbers), max(numbers)))}


def forget(db: sqlite3.Connection, viewer: int, n: int) -> None:
    """Take away what is kept of a file for an agent."""
    for table in TABLES:
        db.execute(f"DELETE FROM {table} WHERE viewer = ? AND n = ?", (viewer, n))
    _forget_figures(db, viewer, [n])


def _forget_figures(db: sqlite3.Connection, viewer: int, numbers: Iterable[int]) -> None:
    """Take away what was counted of files together with others."""
    parts = {(viewer, n // PART) for n in numbers}
    parts |= {(viewer, WHOLE)} if parts else set()
    db.executemany("DELETE FROM figure WHERE viewer = ? AND part = ?", parts)


def forget_all(db: sqlite3.Connection, viewer: int | None = None) -> None:
    """Take away what is kept of all files, for one agent or for all."""
    where, values = ("", ()) if viewer is None else (" WHERE viewer = ?", (viewer,))
    for table in (*TABLES, "figure"):
        db.execute(f"DELETE FROM {table}{where}", values)
