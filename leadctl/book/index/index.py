"""The index of a book: every lead's file as it was last read, brought up to date before it answers.

It only ever repeats what the files say: deleting it changes no answer. Whoever reads brings it up
to date, in its file where that may be written, else for as long as the process lasts.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from leadctl.book import temps
from leadctl.book.index.packing import (
    FAULTS,
    Found,
    may_hold,
    unpack,
)
from leadctl.book.index.stat_list import Differences, as_stamps, differences, file_stamp
from leadctl.book.index.store import PART, CannotWriteError, Store, discard, is_there, opened
from leadctl.book.own_files.checkouts import Checkouts
from leadctl.book.text.broken import Broken
from leadctl.errors import LeadctlError
from leadctl.rules.leads.lead import Lead

if TYPE_CHECKING:
    from pathlib import PurePosixPath

Progress = Callable[[str, int, int], None]
"""Is told what is being done with many leads, in words, with how many it is done, and of how many;
it is over with the last of them."""


def unwatched(_doing: str, _done: int, _all: int) -> None:
    """Tell nobody how far it is."""


class Index:
    """The index of one book. `read` gives what a path holds, or None where nothing is there."""

    def __init__(
        self,
        checkouts: Checkouts,
        private: str,
        version: str,
        read: Callable[[str], Found | None],
        progress: Progress = unwatched,
    ) -> None:
        self.root, self.private, self.version, self.read = checkouts.root, private, version, read
        self.checkouts, self.progress = checkouts, progress
        self._store: Store | None = None
        self._is_there: bool | None = None
        self._was_as_left = False
        self._process = os.getpid()

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
        self._store = self._is_there = None

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
        now = self._tick()
        found = self._settled()
        if not found:
            return
        from leadctl.book.index.update import Update

        try:
            Update(self, found, now).make()
        except CannotWriteError:
            self.part()
            Update(self, self._settled(), now).make()

    def enter(self, paths: Iterable[str]) -> None:
        """Take in files that were just written, so that the next reader need not read them.

        Their folders are left to be listed, for others may have put files there meanwhile; how
        they were left is kept, where `notice` found all as it was left before. Does nothing where
        the index is not there yet, or cannot be written.
        """
        from leadctl.book.index.left import KEY, told_left
        from leadctl.book.index.update import Update

        if not is_there(self.private, self.version):
            return
        with suppress(CannotWriteError, sqlite3.Error, LeadctlError, UnicodeEncodeError, *FAULTS):
            written, now = list(paths), self._later()
            left = told_left(self.root, self.store, written) if self._was_as_left else ""
            left = left or self.store.get(KEY)
            Update(self, self._written(written), now, left).make()

    def notice(self) -> None:
        """Note how the folders are, before something is written: see `enter`."""
        self._was_as_left = self.is_as_left()

    def is_as_left(self) -> bool:
        """Whether the index is there, and nobody has put files into folders, or taken some out,
        since leadctl was there last. Files edited in place are not looked for.
        """
        from leadctl.book.index.left import are_as_left

        with suppress(sqlite3.Error, LeadctlError, *FAULTS):
            return self.may_be_asked() and are_as_left(self.root, self.store)
        return False

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
        """Return the differences; none is told for a checkout of git that is at work."""
        return self.checkouts.between(lambda: differences(self.root, self.store))

    def _tick(self) -> int:
        """Return the present in nanoseconds by the clock of the disk; 0 where it is not to be had.

        What changes from now on has no earlier ctime: a file that has an earlier one, and is read
        afterwards, is as it was read for as long as it keeps it.
        """
        temp = f"{self.private}/{temps.temp_name()}"
        try:
            handle = os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        except OSError:
            return 0
        try:
            return os.fstat(handle).st_mtime_ns
        finally:
            os.close(handle)
            os.unlink(temp)

    # Answers

    def found(self, piece: str = "") -> Iterator[tuple[str, Found]]:
        """Yield what every file holds, in the order of their paths; folders not entered last.

        With a `piece`, bare, sound files that certainly have it nowhere are left out.
        """
        rows = self.store.db.execute(
            "SELECT path, found FROM file JOIN content USING (n) ORDER BY path"
        )
        for path, data in rows:
            if not piece or piece in path.replace("-", "") or may_hold(data, piece):
                yield path, unpack(data)
        for _path, data in self.store.db.execute(
            "SELECT path, odd FROM folder WHERE odd IS NOT NULL ORDER BY path"
        ):
            odd = unpack(data)
            assert isinstance(odd, Broken)
            yield str(odd.path), odd

    def holding(
        self, pieces: Sequence[str], most: int, in_path: str = ""
    ) -> Iterator[tuple[str, Found]]:
        """Yield what files hold that have one of the pieces anywhere in them, or one in their path.

        It is a first look, in the order of paths and no more than `most`: that a piece is there
        says nothing of where it stands.
        """
        asked = " OR ".join(["instr(path, ?)"] + ["instr(found, ?)"] * len(pieces))
        given = [in_path or pieces[0], *(piece.encode() for piece in pieces)]
        rows = self.store.db.execute(
            f"SELECT path, found FROM file JOIN content USING (n) WHERE {asked} "
            "ORDER BY path LIMIT ?",
            (*given, most),
        )
        for path, data in rows:
            yield path, unpack(data)

    def known(self, path: str) -> Lead | None:
        """Return the lead that one file was found to hold, where it is as it was then.

        None where it is to be read. No other file is looked at.
        """
        if not self.may_be_asked():
            return None
        ask = "SELECT n, found FROM file JOIN content USING (n) WHERE path = ? AND lead <> ''"
        stamp = "SELECT substr(stamps, ?, 8) FROM part WHERE n = ?"
        with suppress(sqlite3.Error, *FAULTS):
            db = self.store.db
            for n, data in db.execute(ask, (path,)):
                ((then,),) = db.execute(stamp, (n % PART * 8 + 1, n // PART))
                now = file_stamp(self.root, path)
                if now and as_stamps(then)[0] == now:
                    found = unpack(data)
                    return found if isinstance(found, Lead) else None
        return None

    def compare(self, files: Callable[[], Iterable[tuple[PurePosixPath, Found]]]) -> None:
        """Fail where the index says anything else than the files."""
        for last in (False, True):
            read = [(str(path), found) for path, found in files()]
            known = list(self.found())
            if read == known:
                return
            if last:
                differ = [path for path, found in read if (path, found) not in known]
                raise AssertionError(f"the index differs from the files: {differ[:5]}")
            self.refresh()  # written meanwhile, perhaps

    def twins(self) -> bool:
        """Whether several files have one id, as was found when the index was last written."""
        return bool(self.store.get("twins"))

    def may_be_asked(self) -> bool:
        """Whether the index is there, and this is no copy of the process that opened it."""
        if self._store is None and self._is_there is None:
            self._is_there = is_there(self.private, self.version)
        is_open = self._store is not None or bool(self._is_there)
        return is_open and os.getpid() == self._process

    def of(self, lead_id: str) -> list[str] | None:
        """Return the files that were last found to have an id, by their names or in them.

        None where the index is not there yet. Nothing is looked at on the disk.
        """
        if not self.may_be_asked():
            return None
        with suppress(sqlite3.Error):
            ask = "SELECT path FROM file WHERE named = ? UNION SELECT path FROM file WHERE lead = ?"
            return [path for (path,) in self.store.db.execute(ask, (lead_id, lead_id))]
        return None
