"""Working out anew what is kept of leads: of those that changed, and where it holds no more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NoReturn

from leadctl.book.index.day_rows import microseconds
from leadctl.book.index.kept import Kept, Row, forget_all, keep
from leadctl.book.index.packing import pack_values, unpack
from leadctl.book.index.store import CannotWriteError
from leadctl.book.index.update import MANY
from leadctl.book.text.broken import Broken
from leadctl.rules.leads.lead import Lead
from leadctl.rules.time.watched import FIRST, LAST

if TYPE_CHECKING:
    from leadctl.book.index.index import Index

Work = Callable[[Lead, "Renewal"], Kept]
"""Returns what is to be kept of a lead."""

VIEWERS = 20
"""So many agents' sightings are kept."""
FORKED = 1000
"""From so many leads on, a second process works out half of them."""
BATCH = 4096
"""So many leads are worked out at a time; what was done stays when the rest is interrupted."""


def renew(index: Index, of: tuple[str, str], moment: int, worker: Callable[[], Work]) -> None:
    """Work out anew what does not hold at a moment, or was never worked out.

    `of` is all that it depends on, the leads apart, and the agent.
    """
    try:
        Renewal(index, of, moment, worker).make()
    except CannotWriteError:
        index.part()
        Renewal(index, of, moment, worker).make()


class Renewal:
    """One working out, for one agent at one moment, in microseconds."""

    def __init__(
        self, index: Index, of: tuple[str, str], moment: int, worker: Callable[[], Work]
    ) -> None:
        self.key, self.viewer = of
        self.index, self.moment, self.worker = index, moment, worker
        self.store, self.db = index.store, index.store.db
        self._calendars: dict[str, bytes] = {}
        self._begun = False

    def keep_calendar(self, pipeline: str, plain: object) -> None:
        """Keep a definition's working calendar, with what is kept of its leads."""
        self._calendars[pipeline] = pack_values(plain)

    def make(self) -> None:
        """Work all of it out. Raises CannotWriteError."""
        with self.store.writing():
            if self.store.get("rules") != self.key:
                self._forget_all()
            viewer, before = self._known()
        revision = int(self.store.get("revision") or 0)
        wanted = self._wanted(viewer, before)
        work = self.worker() if wanted else _no_work
        self._tell(0, len(wanted))
        for start in range(0, max(1, len(wanted)), BATCH):
            batch = wanted[start : start + BATCH]
            made = list(self._made(batch, work))
            with self.store.writing():
                keep(self.db, viewer, made)
                calendars = "INSERT OR REPLACE INTO calendar VALUES (?, ?)"
                self.db.executemany(calendars, self._calendars.items())
                if start + BATCH >= len(wanted):
                    done = "UPDATE viewer SET revision = ? WHERE id = ?"
                    self.db.execute(done, (revision, viewer))
            self._tell(start + len(batch), len(wanted))

    def _tell(self, done: int, of: int) -> None:
        if of >= MANY:
            self.index.progress("Working out what is due", done, of)

    def _forget_all(self) -> None:
        forget_all(self.db)
        self.db.execute("DELETE FROM viewer")
        self.db.execute("DELETE FROM calendar")
        self.db.execute("DELETE FROM definition")
        self.store.put("rules", self.key)

    def _wanted(self, viewer: int, before: int) -> list[tuple[int, int]]:
        """Return the numbers of the files that are to be worked out, and when they had changed."""
        moment = self.moment
        if before < 0:  # begun and never finished: what was done is not done again
            ask = (
                "SELECT file.n, changed FROM file LEFT JOIN sighting"
                " ON sighting.n = file.n AND viewer = ?"
                " WHERE revision IS NOT changed OR until <= ? OR since > ? ORDER BY file.n"
            )
            return self.db.execute(ask, (viewer, moment, moment)).fetchall()
        ask = (
            "SELECT n, changed FROM file WHERE changed > ? UNION SELECT n, revision FROM sighting"
            " WHERE viewer = ? AND until <= ? UNION SELECT n, revision FROM sighting"
            " WHERE viewer = ? AND since > ?"
        )
        found = self.db.execute(ask, (before, viewer, moment, viewer, moment)).fetchall()
        return sorted(dict(found).items())

    def _known(self) -> tuple[int, int]:
        """Return this agent's number, and the refreshing up to which sightings were made."""
        name, ask = self.viewer, "SELECT id, revision FROM viewer WHERE name = ?"
        if (found := self.db.execute(ask, (name,)).fetchone()) is None:
            ((count, oldest),) = self.db.execute("SELECT count(*), min(id) FROM viewer")
            if count >= VIEWERS:
                forget_all(self.db, oldest)
                self.db.execute("DELETE FROM viewer WHERE id = ?", (oldest,))
            self.db.execute("INSERT INTO viewer (name, revision) VALUES (?, -1)", (name,))
            found = self.db.execute(ask, (name,)).fetchone()
        return found[0], found[1]

    def _made(self, batch: list[tuple[int, int]], work: Work) -> Iterator[Row]:
        """Yield what is kept of each file: of many, a copy of this process works out half."""
        ask = "SELECT found FROM content WHERE n = ?"
        files = [(n, at, self.db.execute(ask, (n,)).fetchone()[0]) for n, at in batch]
        if len(files) < FORKED:
            yield from (self._worked(one, work) for one in files)
            return
        from leadctl.book.side_process import can_fork, made_ahead

        if not can_fork():
            yield from (self._worked(one, work) for one in files)
            return
        first = 0 if self._begun else len(files) // 10
        self._begun = True  # what all share is worked out once, and here
        yield from (self._worked(one, work) for one in files[:first])
        half = first + (len(files) - first) // 2
        theirs = (self._worked(one, work) for one in files[half:])
        with made_ahead(theirs, all_first=True) as ahead:
            yield from [self._worked(one, work) for one in files[first:half]]
            yield from ahead

    def _worked(self, file: tuple[int, int, bytes], work: Work) -> Row:
        """Return a row as `keep` takes it."""
        n, changed, data = file
        found = unpack(data)
        if isinstance(found, Broken):
            return n, changed, microseconds(FIRST), microseconds(LAST), None, 0, (), (), "", ()
        kept = work(found, self)
        return (
            n, changed, microseconds(kept.since), microseconds(kept.until), kept.data,
            int(kept.troubled), kept.deadlines, kept.names, kept.words,
            kept.standing,
        )  # fmt: skip


def _no_work(lead: Lead, _renewal: Renewal) -> NoReturn:
    raise AssertionError(f"there is nothing to work out of {lead.id}")
