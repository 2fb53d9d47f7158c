"""The index's file: its tables, its seal, and what is used in its place where it cannot be.

The seal, a line beside the file, says how the file was when leadctl last wrote it. A file that
differs from its seal was written by something else, or by a leadctl that was killed: it is made
anew. So no damaged or foreign index is ever believed.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from leadctl.book.files import read_plain
from leadctl.errors import Invalid

FILE, SEAL = "index.sqlite", "index.seal"
FORMAT = 12
"""Changed with the tables below, or with what is kept in them."""

PART = 1024
"""How many names stand in one part of the stat list."""
ROOM = 4 * 1024 * 1024
"""On a disk with fewer bytes free no index is begun: what people write comes first."""
PATIENCE = 0.3
"""Seconds for which another process that writes the index is waited for."""

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE folder (path TEXT PRIMARY KEY, stamp INTEGER, odd BLOB) WITHOUT ROWID;
CREATE TABLE part (n INTEGER PRIMARY KEY, folder TEXT, names BLOB, stamps BLOB);
CREATE TABLE file (
  n INTEGER PRIMARY KEY, path TEXT UNIQUE, named TEXT, lead TEXT, changed INTEGER
);
CREATE INDEX file_named ON file (named);
CREATE INDEX file_lead ON file (lead);
CREATE INDEX file_changed ON file (changed);
CREATE TABLE content (n INTEGER PRIMARY KEY, found BLOB);
CREATE TABLE viewer (id INTEGER PRIMARY KEY, name TEXT UNIQUE, revision INTEGER);
CREATE TABLE sighting (
  viewer INTEGER, n INTEGER, revision INTEGER, since INTEGER, until INTEGER, data BLOB,
  troubled INTEGER, PRIMARY KEY (viewer, n)
) WITHOUT ROWID;
CREATE TABLE deadline (
  viewer INTEGER, fold INTEGER, n INTEGER, number INTEGER, calendar TEXT, place INTEGER,
  due INTEGER, day INTEGER, opens INTEGER, lapses INTEGER, shows INTEGER, counts INTEGER, does TEXT,
  rank INTEGER,
  PRIMARY KEY (viewer, fold, n, number)
) WITHOUT ROWID;
CREATE INDEX deadline_file ON deadline (viewer, n);
CREATE TABLE name (
  viewer INTEGER, word TEXT, n INTEGER, PRIMARY KEY (viewer, word, n)
) WITHOUT ROWID;
CREATE INDEX name_file ON name (viewer, n);
CREATE TABLE standing (
  viewer INTEGER, n INTEGER, pipeline TEXT, place INTEGER, name TEXT, beside TEXT, entered INTEGER,
  value INTEGER, decimals INTEGER,
  PRIMARY KEY (viewer, pipeline, place, name, beside, entered, n)
) WITHOUT ROWID;
CREATE INDEX standing_file ON standing (viewer, n);
CREATE TABLE figure (
  viewer INTEGER, part INTEGER, question TEXT, since INTEGER, until INTEGER, data BLOB,
  PRIMARY KEY (viewer, part, question)
) WITHOUT ROWID;
CREATE TABLE words (viewer INTEGER, n INTEGER, body TEXT, PRIMARY KEY (viewer, n)) WITHOUT ROWID;
CREATE TABLE settings (said TEXT PRIMARY KEY, made BLOB) WITHOUT ROWID;
CREATE TABLE definition (pipeline TEXT PRIMARY KEY, made BLOB) WITHOUT ROWID;
CREATE TABLE calendar (pipeline TEXT PRIMARY KEY, data BLOB) WITHOUT ROWID;
CREATE INDEX sighting_until ON sighting (viewer, until);
CREATE INDEX sighting_since ON sighting (viewer, since);
CREATE INDEX sighting_troubled ON sighting (viewer, n) WHERE troubled;
"""
"""`folder` and `part` are the stat list: the ctime of each folder and of each file, in
nanoseconds; 0 where it is to be looked at again. The n of a file is that of its part times PART
and its place there. `named` is the id that its name ends in ("" for none), `lead` the one in it.
`changed` counts the refreshings: the one in which the file was last found different. `sighting` has
what the rules say of a lead to one agent, from `since` until before `until`, in microseconds;
`deadline`, `name`, `words` and `standing` have parts of it as lists ask for them. `figure` has what
a report counted of the leads of one part, until one of them is seen otherwise.
"""


class CannotWriteError(Exception):
    """The index's file cannot be written just now, or not by this process."""


class Store:
    """An open index. `path` is None for one that this process has for itself."""

    def __init__(self, db: sqlite3.Connection, path: str | None, version: str) -> None:
        self.db, self.path, self.version = db, path, version
        db.execute("PRAGMA secure_delete = ON")
        db.execute("PRAGMA synchronous = NORMAL")

    def close(self) -> None:
        """Close it; what was not committed is gone."""
        self.db.close()

    def get(self, key: str) -> str:
        """Return what is known under a key, or ""."""
        found = self.db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(found[0]) if found else ""

    def put(self, key: str, value: str | int) -> None:
        """Keep a value under a key."""
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, str(value)))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Write in one transaction, and seal the file. Raises CannotWriteError."""
        if self.path is None:
            self.db.execute("BEGIN")
            yield
            self.db.execute("COMMIT")
            return
        with _sealing(_seal_of(self.path)) as seal:
            try:
                self.db.execute("BEGIN IMMEDIATE")
                yield
                self.db.execute("COMMIT")
            except sqlite3.OperationalError as error:
                raise CannotWriteError(str(error)) from error
            finally:
                if self.db.in_transaction:
                    self.db.execute("ROLLBACK")
            os.pwrite(seal, _state(self.path, self.version).ljust(200).encode(), 0)

    def apart(self) -> Store:
        """Return a copy that this process has for itself: in memory, or on disk if it is large."""
        db = sqlite3.connect("", isolation_level=None)
        self.db.backup(db)
        self.close()
        return Store(db, None, self.version)


def opened(private: str, version: str) -> Store:
    """Return a book's index, made anew where it is not there, damaged, or of another version.

    Where it cannot be written it is one that lasts as long as the process.
    """
    path = f"{private}/{FILE}"
    for _ in range(2):
        if not _is_sealed(path, version):
            try:
                _make_anew(path, version)
            except (OSError, sqlite3.Error, CannotWriteError):
                return fresh(version)
        try:
            db = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
            db.execute("SELECT value FROM meta LIMIT 1").fetchone()
            return Store(db, path, version)
        except sqlite3.Error:
            discard(private)
    return fresh(version)


def is_there(private: str, version: str) -> bool:
    """Whether a book has an index that can be used."""
    return _is_sealed(f"{private}/{FILE}", version)


def fresh(version: str) -> Store:
    """Return an empty index that lasts as long as the process."""
    store = Store(sqlite3.connect("", isolation_level=None), None, version)
    store.db.executescript(_TABLES)
    return store


def discard(private: str) -> None:
    """Break the seal of a book's index, so that it is made anew."""
    with suppress(OSError):
        os.unlink(f"{private}/{SEAL}")


def remove(private: str) -> None:
    """Take a book's index away, with all that it says of anybody."""
    discard(private)
    _unlink(f"{private}/{FILE}")


def _unlink(path: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(path)


def _seal_of(path: str) -> str:
    return f"{path.removesuffix(FILE)}{SEAL}"


def _make_anew(path: str, version: str) -> None:
    disk = os.statvfs(os.path.dirname(path))
    if disk.f_bavail * disk.f_frsize < ROOM:
        raise CannotWriteError("the disk is nearly full")
    with _sealing(_seal_of(path)):
        for place in (path, f"{path}-journal"):
            _unlink(place)
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        os.close(os.open(path, flags, 0o600))
    store = Store(sqlite3.connect(path, isolation_level=None), path, version)
    try:
        with store.writing():
            for statement in filter(str.strip, _TABLES.split(";")):
                store.db.execute(statement)
    finally:
        store.close()


def _state(path: str, version: str) -> str:
    """Return how the index's file is now."""
    found = os.lstat(path)
    return f"{FORMAT} {version} {found.st_ino} {found.st_size} {found.st_ctime_ns}"


def _is_sealed(path: str, version: str) -> bool:
    """Whether the file is as leadctl left it; a process that writes just now is waited for."""
    seal = _seal_of(path)
    with suppress(OSError, Invalid):
        if _is_as_sealed(path, seal, version):
            return True
        with _locked(seal, os.O_RDONLY, fcntl.LOCK_SH):
            return _is_as_sealed(path, seal, version)
    return False


def _is_as_sealed(path: str, seal: str, version: str) -> bool:
    return read_plain(seal).decode("utf-8", "replace").rstrip() == _state(path, version)


@contextmanager
def _sealing(seal: str) -> Iterator[int]:
    """Hold the seal, so that nobody else writes the index. Raises CannotWriteError."""
    try:
        with _locked(seal, os.O_RDWR | os.O_CREAT, fcntl.LOCK_EX) as handle:
            yield handle
    except OSError as error:
        raise CannotWriteError(str(error)) from error


@contextmanager
def _locked(seal: str, flags: int, kind: int) -> Iterator[int]:
    """Hold a lock on the seal, waited for a little. OSError where it is not to be had."""
    handle = os.open(seal, flags | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK, 0o600)
    try:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                fcntl.flock(handle, kind | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.002)
        yield handle
    finally:
        os.close(handle)
