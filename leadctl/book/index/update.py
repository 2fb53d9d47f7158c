"""Taking into the index what differs: files are read, many of them by two processes."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import islice
from pathlib import PurePosixPath
from typing import Protocol

from leadctl.book.index.kept import forget
from leadctl.book.index.left import KEY
from leadctl.book.index.packing import Found, pack
from leadctl.book.index.stat_list import (
    HOLE,
    Differences,
    as_names,
    as_stamps,
    file_stamp,
    names_of,
)
from leadctl.book.index.store import PART, Store
from leadctl.book.own_files.places import id_of
from leadctl.book.text.broken import Broken
from leadctl.errors import Unreadable
from leadctl.values import dataclass

Row = tuple[str, int, str, str, bytes]
"""A file's path, its ctime, the id its name ends in, the id in it, and what it holds, packed; no
bytes for a file that is gone."""

MANY = 2000
"""From so many files on, a second process reads half of them."""
BLOCK = 64
"""How many files are read at a time by each of two processes."""
BATCH = 4096
"""So many files are taken in at once; what was taken in stays when the rest is interrupted."""


class Indexed(Protocol):
    """What an update needs of an index."""

    root: str
    read: Callable[[str], Found | None]
    progress: Callable[[str, int, int], None]

    @property
    def store(self) -> Store:
        """The store that is brought up to date."""


@dataclass
class _Open:
    """A part that is being changed."""

    folder: str
    names: list[str]
    stamps: array[int]
    renamed: bool = False


class Update:
    """One bringing up to date. `now` is the disk's clock before the differences were looked for,
    `left` how folders were left by the command that wrote what is taken in: see `left.py`.
    """

    def __init__(self, index: Indexed, found: Differences, now: int, left: str = "") -> None:
        self.index, self.found, self.now, self.left = index, found, now, left
        self.store, self.db = index.store, index.store.db
        self.numbers = {path: n for n, path in found.changed}
        self.revision = int(self.store.get("revision") or 0) + 1
        self._open: dict[int, _Open] = {}
        self._last: dict[str, int] = {}
        self._leads: set[str] = set()

    def make(self) -> None:
        """Take everything in. Raises CannotWriteError where the index cannot be written."""
        paths = sorted(self.numbers)
        paths += [f"{f}/{name}" for f, names in self.found.new.items() for name in names]
        rows, done = self._rows(paths), 0
        self._tell(done, len(paths))
        while done == 0 or done < len(paths):
            batch = list(islice(rows, BATCH))
            with self.store.writing():
                if done == 0:
                    self._begin()
                    if len(paths) > BATCH:  # nobody knows before all are taken in
                        self.store.put("twins", "yes")
                for row in batch:
                    self._take(row)
                done += len(batch)
                if done >= len(paths) or not batch:
                    self._end()
                    self._note_twins()
                self._close_parts()
            self._tell(done, len(paths))
            if not batch:
                break

    def _tell(self, done: int, of: int) -> None:
        if of >= MANY:
            self.index.progress("Reading leads", done, of)

    # Reading

    def _rows(self, paths: list[str]) -> Iterator[Row]:
        if len(paths) < MANY:  # two processes take long to import
            return map(self._row, paths)
        from leadctl.book.side_process import can_fork

        return self._by_two(paths) if can_fork() else map(self._row, paths)

    def _by_two(self, paths: list[str]) -> Iterator[Row]:
        """Read every other block in a copy of this process."""
        from leadctl.book.side_process import made_ahead

        blocks = [paths[start : start + BLOCK] for start in range(0, len(paths), BLOCK)]
        theirs = (self._row(path) for block in blocks[1::2] for path in block)
        with made_ahead(theirs) as ahead:
            for place, block in enumerate(blocks):
                if place % 2:
                    yield from islice(ahead, len(block))
                else:
                    yield from map(self._row, block)

    def _row(self, path: str) -> Row:
        """Read one file: its ctime first, so that what is written meanwhile is seen next time.

        One that is not there may only be away for a checkout: reading waits until git is done.
        """
        stamp = file_stamp(self.index.root, path) or 0
        try:
            found = self.index.read(path)
        except Unreadable as error:  # why is not in the file: it is looked at again each time
            stamp, found = 0, Broken(PurePosixPath(path), (error.problem,))
        if found is None:
            return path, 0, "", "", b""
        lead = "" if isinstance(found, Broken) else found.id
        return path, stamp, id_of(path) or "", lead, pack(found)

    # Writing

    @cached_property
    def _viewers(self) -> list[int]:
        return [viewer for (viewer,) in self.db.execute("SELECT id FROM viewer")]

    def _begin(self) -> None:
        self.store.put("revision", self.revision)
        self.store.put(KEY, self.left)
        for n in self.found.gone:
            self._drop(n)
        for folder in self.found.folders:
            self.db.execute("INSERT OR REPLACE INTO folder VALUES (?, 0, NULL)", (folder,))

    def _end(self) -> None:
        """Say what the folders were when they were listed, now that all in them is taken in."""
        for folder, stamp in self.found.folders.items():
            if stamp is None:
                self.db.execute("DELETE FROM folder WHERE path = ?", (folder,))
                continue
            odd = self.found.odd.get(folder)
            told = pack(Broken(PurePosixPath(folder), (odd,))) if odd else None
            sure = stamp if stamp < self.now and not odd else 0
            self.db.execute("INSERT OR REPLACE INTO folder VALUES (?, ?, ?)", (folder, sure, told))

    def _note_twins(self) -> None:
        """Note whether several files have one id: where none had, only those taken in can be two,
        and only of few is that asked one by one.
        """
        if self.store.get("twins") or len(self._leads) >= MANY:
            ask = "SELECT 1 FROM file WHERE lead <> '' GROUP BY lead HAVING count(*) > 1 LIMIT 1"
            found = self.db.execute(ask).fetchone() is not None
        else:
            ask = "SELECT count(*) > 1 FROM file WHERE lead = ?"
            found = any(self.db.execute(ask, (lead,)).fetchone()[0] for lead in self._leads)
        self.store.put("twins", "yes" if found else "")

    def _take(self, row: Row) -> None:
        path, stamp, named, lead, data = row
        n = self.numbers.get(path)
        if not data:
            if n is not None:
                self._drop(n)
            return
        if n is None:
            n = self._new(path)
        if lead and len(self._leads) < MANY:
            self._leads.add(lead)
        part = self._part(n // PART)
        part.stamps[n % PART] = stamp if stamp < self.now else 0
        self.db.execute(
            "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?)",
            (n, path, named, lead, self.revision),
        )
        self.db.execute("INSERT OR REPLACE INTO content VALUES (?, ?)", (n, data))
        self._unsee(n)

    def _drop(self, n: int) -> None:
        part = self._part(n // PART)
        part.names[n % PART], part.stamps[n % PART], part.renamed = HOLE, 0, True
        self.db.execute("DELETE FROM file WHERE n = ?", (n,))
        self.db.execute("DELETE FROM content WHERE n = ?", (n,))
        self._unsee(n)

    def _unsee(self, n: int) -> None:
        """Forget what agents saw of a file: what is taken out of it must not stay here."""
        for viewer in self._viewers:
            forget(self.db, viewer, n)

    def _new(self, path: str) -> int:
        """Give a file its number: the next place in its folder's last part, or in a new one."""
        folder, _, name = path.rpartition("/")
        last = self._last.get(folder)
        if last is None:
            ask = "SELECT max(n) FROM part WHERE folder = ?"
            last = self.db.execute(ask, (folder,)).fetchone()[0]
        if last is None or len(self._part(last).names) >= PART:
            ((most,),) = self.db.execute("SELECT max(n) FROM part")
            last = max([most or 0, *self._open]) + 1
            self._open[last] = _Open(folder, [], array("q"))
        self._last[folder] = last
        part = self._part(last)
        part.names.append(name)
        part.stamps.append(0)
        part.renamed = True
        return last * PART + len(part.names) - 1

    def _part(self, n: int) -> _Open:
        if n not in self._open:
            ask = "SELECT folder, names, stamps FROM part WHERE n = ?"
            folder, names, stamps = self.db.execute(ask, (n,)).fetchone()
            self._open[n] = _Open(folder, names_of(names), as_stamps(stamps))
        return self._open[n]

    def _close_parts(self) -> None:
        for n, part in self._open.items():
            stamps = part.stamps.tobytes()
            if part.renamed:
                row = (n, part.folder, as_names(part.names), stamps)
                self.db.execute("INSERT OR REPLACE INTO part VALUES (?, ?, ?, ?)", row)
            else:
                self.db.execute("UPDATE part SET stamps = ? WHERE n = ?", (stamps, n))
        self._open.clear()
