"""The index of a book: every lead's file as it was last read, brought up to date before it answers.

It only ever repeats what the files say: deleting it changes no answer. Whoever reads brings it up
to date, in its file where that may be written, else for as long as the process lasts.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from leadctl.book import files
from leadctl.book.index.packing import FAULTS, Found, unpack
from leadctl.book.index.stat_list import Differences, differences
from leadctl.book.index.store import CannotWriteError, Store, discard, is_there, opened
from leadctl.book.text.broken import Broken
from leadctl.errors import LeadctlError

if TYPE_CHECKING:
    pass


class Index:
    """The index of one book. `read` gives what a path holds, or None where nothing is there.

    `progress` is told how many files were read, of how many, while many are.
    """

    def __init__(
        self,
        root: Path,
        private: Path,
        version: str,
        read: Callable[[str], Found | None],
    ) -> None:
        self.root, self.private, self.version, self.read = root, private, version, read
        self.progress: Callable[[int, int], None] = lambda _done, _all: None
        self._store: Store | None = None

    @property
    def store(self) -> Store:
        """Return the index's store, opened when it is first asked for."""
        if self._store is None:
            self._store = opened(self.private, self.version)
        return self._store

    def close(self) -> None:
        """Let go of the index's file."""
        if self._store is not None:
            self._store.close()
            self._store = None

    def part(self) -> None:
        """Go on with a copy that this process has for itself."""
        self._store = self.store.apart()

    def refresh(self) -> None:
        """Bring the index up to date with the files. Raises Busy where they cannot be listed."""
        for last in (False, True):
            try:
                self._refresh()
            except (sqlite3.Error, *FAULTS):
                if last:
                    raise
                self.close()  # damaged all the same: begin again
                discard(self.private)
            else:
                return

    def _refresh(self) -> None:
        from leadctl.book.index.update import Update

        now = self._tick()
        found = self._settled()
        if not found:
            return
        try:
            Update(self, found, now).make()
        except CannotWriteError:
            self.part()
            Update(self, self._settled(), now).make()

    def enter(self, paths: Iterable[str]) -> None:
        """Take in files that were just written, so that the next reader need not read them.

        Their folders are left to be listed, for others may have put files there meanwhile. Does
        nothing where the index is not there yet, or cannot be written.
        """
        from leadctl.book.index.update import Update

        if not is_there(self.private, self.version):
            return
        with suppress(CannotWriteError, sqlite3.Error, LeadctlError, UnicodeEncodeError, *FAULTS):
            Update(self, self._written(list(paths)), self._later()).make()

    def _written(self, paths: list[str]) -> Differences:
        found = Differences()
        for path in paths:
            folder, _, name = path.rpartition("/")
            known = self.store.db.execute("SELECT n FROM file WHERE path = ?", (path,)).fetchone()
            if known is not None:
                found.changed.append((known[0], path))
            else:
                found.new.setdefault(folder, []).append(name)
        return found

    def _later(self) -> int:
        """Return the disk's present, once its clock has moved on since this was called."""
        first = now = self._tick()
        while now and now == first:
            time.sleep(0.001)
            now = self._tick()
        return now

    def _settled(self) -> Differences:
        """Return the differences once no checkout of git is at work, or after half a second."""
        checkout = f"{self.root}/.git/index.lock"
        for _ in range(25):
            quiet = not os.path.lexists(checkout)
            found = differences(self.root, self.store)
            if quiet and not (found and os.path.lexists(checkout)):
                break
            time.sleep(0.02)
        return found

    def _tick(self) -> int:
        """Return the present in nanoseconds by the clock of the disk; 0 where it is not to be had.

        What changes from now on has no earlier ctime: a file that has an earlier one, and is read
        afterwards, is as it was read for as long as it keeps it.
        """
        temp = files.temp_in(self.private)
        try:
            handle = os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        except OSError:
            return 0
        try:
            return os.fstat(handle).st_mtime_ns
        finally:
            os.close(handle)
            temp.unlink()

    # Answers

    def found(self) -> Iterator[tuple[str, Found]]:
        """Yield what every file holds, in the order of their paths; folders not entered last."""
        rows = self.store.db.execute(
            "SELECT path, found FROM file JOIN content USING (n) ORDER BY path"
        )
        for path, data in rows:
            yield path, unpack(data)
        for _path, data in self.store.db.execute(
            "SELECT path, odd FROM folder WHERE odd IS NOT NULL ORDER BY path"
        ):
            odd = unpack(data)
            assert isinstance(odd, Broken)
            yield str(odd.path), odd

    def twins(self) -> bool:
        """Whether several files have one id, as was found when the index was last written."""
        return bool(self.store.get("twins"))

    def of(self, lead_id: str) -> list[str] | None:
        """Return the files that were last found to have an id, by their names or in them.

        None where the index is not there yet. Nothing is looked at on the disk.
        """
        if self._store is None and not is_there(self.private, self.version):
            return None
        with suppress(sqlite3.Error):
            ask = "SELECT path FROM file WHERE named = ? UNION SELECT path FROM file WHERE lead = ?"
            return [path for (path,) in self.store.db.execute(ask, (lead_id, lead_id))]
        return None
