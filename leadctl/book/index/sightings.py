"""What the rules say of each lead, kept for each agent who looks, for as long as it holds."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING, NoReturn, cast

from leadctl.book.index.day_rows import DayRows, microseconds
from leadctl.book.index.packing import Found, unpack, unpack_values
from leadctl.book.index.store import PART
from leadctl.book.text.broken import Broken
from leadctl.rules.leads.lead import Lead

if TYPE_CHECKING:
    from leadctl.book.index.day_rows import Moment
    from leadctl.book.index.figures import Figures
    from leadctl.book.index.index import Index
    from leadctl.book.index.renewing import Work
    from leadctl.book.index.standings import Standings


One = tuple[object, Callable[[], Lead], Broken | None]
"""What is kept of a lead, what gives the whole lead, or what is wrong with its file."""


class Sightings:
    """One agent's sightings. `key` is all that they depend on, the leads apart: when it is not what
    it was, all sightings of all agents are made anew.
    """

    def __init__(self, index: Index, key: str, viewer: str) -> None:
        self.index, self.key, self.viewer = index, key, viewer

    @contextmanager
    def renewed(self, now: datetime, worker: Callable[[], Work]) -> Iterator[None]:
        """Work out anew what does not hold at a moment, or was never worked out; in the block
        everything stays as it is then, whatever other processes write.
        """
        moment = microseconds(now)
        for last in (False, False, True):
            if last:  # others write all the time
                self.index.part()
            db = self.db
            db.execute("BEGIN")
            try:
                if self._is_current(moment):
                    yield
                    return
            finally:
                with suppress(sqlite3.Error):
                    db.execute("ROLLBACK")
            from leadctl.book.index.renewing import renew

            renew(self.index, (self.key, self.viewer), moment, worker)
        raise AssertionError("what was just worked out does not hold")

    def calendars(self) -> dict[str, tuple[object, ...]]:
        """Return the working calendars that were kept, as plain values, by their definitions."""
        rows = self.db.execute("SELECT pipeline, data FROM calendar").fetchall()
        return {
            pipeline: cast("tuple[object, ...]", unpack_values(data)) for pipeline, data in rows
        }

    # What is kept

    def all(self) -> Iterator[One]:
        """Yield what is kept of every lead shown, and what is wrong with files: by their paths,
        and folders that are not entered last.
        """
        yield from self._kept("", ())

    def of(self, files: Iterable[int]) -> Iterator[One]:
        """Yield, as `all` does, some files and all with which something is wrong."""
        numbers = tuple(files)
        own = f"SELECT n FROM file WHERE n IN ({', '.join('?' * len(numbers))})"
        yield from self._some(own, numbers)

    def in_part(self, part: int) -> Iterator[One]:
        """Yield, as `all` does, the files of one part of the stat list."""
        first = part * PART
        yield from self._kept("WHERE file.n BETWEEN ? AND ?", (first, first + PART - 1))

    def with_words(self, words: Iterable[str]) -> Iterator[One]:
        """Yield, as `all` does, the leads in which all these words stand and all with which
        something is wrong.
        """
        wanted = tuple(words)
        ask = "".join(" AND instr(body, ?)" for _ in wanted)
        own = f"SELECT n FROM words WHERE viewer = ?{ask}"
        yield from self._some(own, (self._id(), *wanted))

    def with_a_name(self, names: Iterable[str]) -> Iterator[One]:
        """Yield, as `all` does, the leads that have one of these words by which leads are told
        apart, and all with which something is wrong.
        """
        wanted = tuple(names)
        marks = ", ".join("?" * len(wanted))
        own = f"SELECT n FROM name WHERE viewer = ? AND word IN ({marks})"
        yield from self._some(own, (self._id(), *wanted))

    def _some(self, files: str, values: tuple[object, ...]) -> Iterator[One]:
        # Left to itself SQLite looks at all rows for those few, and asks for the files twice.
        troubled = (
            "SELECT n FROM sighting INDEXED BY sighting_troubled WHERE troubled AND viewer = ?"
        )
        broken = "SELECT n FROM file WHERE lead = ''"
        where = f"WHERE file.n IN ({files} UNION ALL {troubled} UNION ALL {broken})"
        yield from self._kept(where, (*values, self._id()))

    def _kept(self, where: str, values: tuple[object, ...]) -> Iterator[One]:
        rows = self.db.execute(
            "SELECT file.n, lead, data FROM file LEFT JOIN sighting"
            f" ON sighting.n = file.n AND viewer = ? {where} ORDER BY path",
            (self._id(), *values),
        )
        for n, lead, data in rows:
            if not lead:
                broken = self._content(n)
                assert isinstance(broken, Broken)
                yield None, _nothing, broken
            elif data is not None:
                yield unpack_values(data), lambda n=n: self._lead(n), None  # type: ignore[misc]  # bound now
        for (odd,) in self.db.execute("SELECT odd FROM folder WHERE odd IS NOT NULL ORDER BY path"):
            broken = unpack(odd)
            assert isinstance(broken, Broken)
            yield None, _nothing, broken

    # Answers of the database

    def day(self, moment: Moment) -> DayRows:
        """Return the rows of the day's list at a moment."""
        return DayRows(self.db, self._id() or 0, moment)

    def standings(self) -> Standings:
        """Return where leads stand."""
        from leadctl.book.index.standings import Standings

        return Standings(self.db, self._id() or 0)

    def figures(self, now: datetime) -> Figures:
        """Return what reports counted of the leads."""
        from leadctl.book.index.figures import Figures

        return Figures(self.index, self._id() or 0, microseconds(now))

    def named(self, word: str) -> int:
        """Return how many leads have a word in their names, or are called so in all; at most 2."""
        ask = "SELECT count(*) FROM (SELECT 1 FROM name WHERE viewer = ? AND word = ? LIMIT 2)"
        return int(self.db.execute(ask, (self._id(), word)).fetchone()[0])

    def any(self) -> bool:
        """Whether the agent is shown any lead."""
        ask = "SELECT 1 FROM sighting WHERE viewer = ? AND data IS NOT NULL LIMIT 1"
        return self.db.execute(ask, (self._id(),)).fetchone() is not None

    # The database

    @property
    def db(self) -> sqlite3.Connection:
        """The index's database."""
        return self.index.store.db

    def _content(self, n: int) -> Found:
        ((data,),) = self.db.execute("SELECT found FROM content WHERE n = ?", (n,))
        return unpack(data)

    def _lead(self, n: int) -> Lead:
        found = self._content(n)
        assert isinstance(found, Lead)
        return found

    def _id(self) -> int | None:
        ask = "SELECT id FROM viewer WHERE name = ?"
        found = self.db.execute(ask, (self.viewer,)).fetchone()
        return found[0] if found else None

    def _is_current(self, moment: int) -> bool:
        """Whether everything that is kept holds, and nothing is missing."""
        revision = int(self.index.store.get("revision") or 0)
        ask = "SELECT id, revision FROM viewer WHERE name = ?"
        found = self.db.execute(ask, (self.viewer,)).fetchone()
        if not found or found[1] != revision or self.index.store.get("rules") != self.key:
            return False
        late = (
            "SELECT 1 FROM sighting WHERE viewer = ? AND until <= ? UNION ALL"
            " SELECT 1 FROM sighting WHERE viewer = ? AND since > ? LIMIT 1"
        )
        return self.db.execute(late, (found[0], moment) * 2).fetchone() is None


def _nothing() -> NoReturn:
    raise AssertionError("there is no lead in a broken file")
