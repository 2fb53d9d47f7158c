"""What the rules say of each lead, kept for each agent who looks, for as long as it holds."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn

from leadctl.book.index.index import Index
from leadctl.book.index.packing import Found, pack_values, unpack, unpack_values
from leadctl.book.index.store import CannotWriteError
from leadctl.book.index.update import MANY
from leadctl.book.text.broken import Broken
from leadctl.rules.leads.lead import Lead
from leadctl.rules.time.watched import FIRST, LAST

Work = Callable[[Lead], tuple[bytes | None, datetime, datetime]]
"""Returns what is to be kept of a lead, packed, and the span for which it holds."""

VIEWERS = 20
"""So many agents' sightings are kept."""
FORKED = 1000
"""From so many leads on, a second process works out half of them."""
BATCH = 8192
"""So many leads are worked out at a time; what was done stays when the rest is interrupted."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Sightings:
    """One agent's sightings. `key` is all that they depend on, the leads apart: when it is not what
    it was, all sightings of all agents are made anew.
    """

    def __init__(self, index: Index, key: str, viewer: str) -> None:
        self.index, self.key, self.viewer = index, key, viewer
        self._calendars: dict[str, bytes] = {}

    def renew(self, now: datetime, worker: Callable[[], Work]) -> None:
        """Work out anew what does not hold at a moment, or was never worked out."""
        moment = _microseconds(now)
        if self._is_current(moment):
            return
        try:
            self._renew(moment, worker)
        except CannotWriteError:
            self.index.part()
            self._renew(moment, worker)

    def calendars(self) -> dict[str, Any]:
        """Return the working calendars that were kept, as plain values, by their definitions."""
        rows = self._db.execute("SELECT pipeline, data FROM calendar").fetchall()
        return {pipeline: unpack_values(data) for pipeline, data in rows}

    def keep_calendar(self, pipeline: str, plain: Any) -> None:
        """Keep a definition's working calendar, with what is kept of its leads."""
        self._calendars[pipeline] = pack_values(plain)

    def kept(self) -> Iterator[tuple[Any, Callable[[], Lead], Broken | None]]:
        """Yield, by the order of paths, what is kept of each lead, and what gives the whole lead;
        or what is wrong with a file.
        """
        db = self._db
        rows = db.execute(
            "SELECT file.n, lead, data FROM file LEFT JOIN sighting"
            " ON sighting.n = file.n AND viewer = ? ORDER BY path",
            (self._id(),),
        )
        for n, lead, data in rows:
            if not lead:
                broken = self._content(n)
                assert isinstance(broken, Broken)
                yield None, _nothing, broken
            elif data is not None:
                yield unpack_values(data), lambda n=n: self._lead(n), None  # type: ignore[misc]  # bound now
        for (odd,) in db.execute("SELECT odd FROM folder WHERE odd IS NOT NULL ORDER BY path"):
            broken = unpack(odd)
            assert isinstance(broken, Broken)
            yield None, _nothing, broken

    @property
    def _db(self) -> sqlite3.Connection:
        return self.index.store.db

    def _content(self, n: int) -> Found:
        ((data,),) = self._db.execute("SELECT found FROM content WHERE n = ?", (n,))
        return unpack(data)

    def _lead(self, n: int) -> Lead:
        found = self._content(n)
        assert isinstance(found, Lead)
        return found

    def _id(self) -> int | None:
        ask = "SELECT id FROM viewer WHERE name = ?"
        found = self._db.execute(ask, (self.viewer,)).fetchone()
        return found[0] if found else None

    def _is_current(self, moment: int) -> bool:
        """Whether everything that is kept holds, and nothing is missing."""
        revision = int(self.index.store.get("revision") or 0)
        ask = "SELECT id, revision FROM viewer WHERE name = ?"
        found = self._db.execute(ask, (self.viewer,)).fetchone()
        if not found or found[1] != revision or self.index.store.get("rules") != self.key:
            return False
        late = "SELECT 1 FROM sighting WHERE viewer = ? AND (until <= ? OR since > ?) LIMIT 1"
        return self._db.execute(late, (found[0], moment, moment)).fetchone() is None

    def _renew(self, moment: int, worker: Callable[[], Work]) -> None:
        store = self.index.store
        with store.writing():
            if store.get("rules") != self.key:
                self._db.execute("DELETE FROM sighting")
                self._db.execute("DELETE FROM viewer")
                self._db.execute("DELETE FROM calendar")
                store.put("rules", self.key)
            viewer, before = self._known()
        revision = int(store.get("revision") or 0)
        wanted = self._wanted(viewer, before, moment)
        work = worker() if wanted else _no_work
        for start in range(0, max(1, len(wanted)), BATCH):
            batch = wanted[start : start + BATCH]
            made = [(viewer, *row) for row in self._made(batch, work)]
            with store.writing():
                self._db.executemany(
                    "INSERT OR REPLACE INTO sighting VALUES (?, ?, ?, ?, ?, ?)", made
                )
                calendars = "INSERT OR REPLACE INTO calendar VALUES (?, ?)"
                self._db.executemany(calendars, self._calendars.items())
                if start + BATCH >= len(wanted):
                    done = "UPDATE viewer SET revision = ? WHERE id = ?"
                    self._db.execute(done, (revision, viewer))
            if len(wanted) >= MANY:
                self.index.progress(start + len(batch), len(wanted))

    def _wanted(self, viewer: int, before: int, moment: int) -> list[tuple[int, int]]:
        """Return the numbers of the files that are to be worked out, and when they had changed."""
        if before < 0:  # begun and never finished: what was done is not done again
            ask = (
                "SELECT file.n, changed FROM file LEFT JOIN sighting"
                " ON sighting.n = file.n AND viewer = ?"
                " WHERE revision IS NOT changed OR until <= ? OR since > ? ORDER BY file.n"
            )
            return self._db.execute(ask, (viewer, moment, moment)).fetchall()
        ask = (
            "SELECT n, changed FROM file WHERE changed > ? UNION SELECT n, revision FROM sighting"
            " WHERE viewer = ? AND until <= ? UNION SELECT n, revision FROM sighting"
            " WHERE viewer = ? AND since > ?"
        )
        found = self._db.execute(ask, (before, viewer, moment, viewer, moment)).fetchall()
        return sorted(dict(found).items())

    def _known(self) -> tuple[int, int]:
        """Return this agent's number, and the refreshing up to which sightings were made."""
        ask = "SELECT id, revision FROM viewer WHERE name = ?"
        if (found := self._db.execute(ask, (self.viewer,)).fetchone()) is None:
            ((count, oldest),) = self._db.execute("SELECT count(*), min(id) FROM viewer")
            if count >= VIEWERS:
                self._db.execute("DELETE FROM sighting WHERE viewer = ?", (oldest,))
                self._db.execute("DELETE FROM viewer WHERE id = ?", (oldest,))
            self._db.execute("INSERT INTO viewer (name, revision) VALUES (?, -1)", (self.viewer,))
            found = self._db.execute(ask, (self.viewer,)).fetchone()
        return found[0], found[1]

    def _made(self, batch: list[tuple[int, int]], work: Work) -> Iterator[tuple[Any, ...]]:
        """Yield what is kept of each file: of many, a copy of this process works out half."""
        ask = "SELECT found FROM content WHERE n = ?"
        files = [(n, at, self._db.execute(ask, (n,)).fetchone()[0]) for n, at in batch]
        if len(files) < FORKED:
            yield from (_worked(one, work) for one in files)
            return
        from leadctl.book.side_process import can_fork, made_ahead

        if not can_fork():
            yield from (_worked(one, work) for one in files)
            return
        first = len(files) // 10  # so that what all share is worked out once, and here
        yield from (_worked(one, work) for one in files[:first])
        half = first + (len(files) - first) // 2
        with made_ahead((_worked(one, work) for one in files[half:]), all_first=True) as ahead:
            yield from [_worked(one, work) for one in files[first:half]]
            yield from ahead


def _worked(file: tuple[int, int, bytes], work: Work) -> tuple[Any, ...]:
    """Return a row of the table of sightings, the agent's number apart."""
    n, changed, data = file
    found = unpack(data)
    if isinstance(found, Broken):
        return n, changed, _microseconds(FIRST), _microseconds(LAST), None
    kept, since, until = work(found)
    return n, changed, _microseconds(since), _microseconds(until), kept


def _no_work(lead: Lead) -> NoReturn:
    raise AssertionError(f"there is nothing to work out of {lead.id}")


def _nothing() -> NoReturn:
    raise AssertionError("there is no lead in a broken file")


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND
