"""A writer of its own process, for the fault tests: `python book_script.py ROOT WHAT ARGUMENTS`."""

from __future__ import annotations

import contextlib
import fcntl
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

from leadctl.book.book import Book
from leadctl.book.own_files.places import id_from_key
from leadctl.book.writing import changing as books
from leadctl.book.writing.changing import changing, undoing
from leadctl.errors import LeadctlError
from leadctl.rules.leads.lead import Event, Lead

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def invented(key: str, note: str = "") -> Lead:
    """Return the lead that a key always stands for."""
    events = (Event(NOW, "received", "import", {"note": note} if note else {}),)
    return Lead(id_from_key(key), f"Person {key}", "p", "New", {"source_key": key}, events)


def append(book: Book, key: str, times: str) -> None:
    """Log calls to one lead, one operation each, and say each number once it is stored."""
    for number in range(int(times)):
        with changing(book, "log", NOW, "sam", timeout=60) as operation:
            lead = operation.read(id_from_key(key))
            call = Event(NOW, "call", "sam", {"pid": os.getpid(), "number": number})
            operation.save(lead.add(call))
        sys.stdout.write(f"{os.getpid()} {number}\n")
        sys.stdout.flush()


def many(book: Book, first: str, count: str, bulk: str, length: str = "0") -> None:
    """Store many leads in one operation."""
    with changing(book, "import", NOW, "sam", bulk=bulk == "bulk") as operation:
        for number in range(int(first), int(first) + int(count)):
            operation.save(invented(str(number), "x" * int(length)))


def status(book: Book, value: str, *keys: str) -> None:
    """Set the status of some leads in one operation."""
    with changing(book, "status", NOW, "sam") as operation:
        for key in keys:
            operation.save(operation.read(id_from_key(key)).set(status=value))


def undo(book: Book) -> None:
    """Take back the last operation."""
    with undoing(book, NOW, "sam"):
        pass


def no_lock(_: str) -> Callable[..., AbstractContextManager[None]]:
    """Return a lock that is none."""
    return lambda *_: contextlib.nullcontext()


def lock_on_the_lead(root: str) -> Callable[..., AbstractContextManager[None]]:
    """Return a lock on the very file that is replaced: whoever waits for it holds the old one."""

    @contextlib.contextmanager
    def locked(*_: object) -> Iterator[None]:
        lead = next(Path(root, "leads").rglob("*.toml"))
        with lead.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    return locked


BAD_LOCKS = {"append-unlocked": no_lock, "append-with-a-lock-on-the-lead": lock_on_the_lead}


def slowly(book: Book, key: str, times: str, wait: str) -> None:
    """Log calls as `append` does, on a disk whose fsync takes so many seconds longer."""
    synced = os.fsync

    def waited(handle: int) -> None:
        synced(handle)
        time.sleep(float(wait))

    os.fsync = waited
    append(book, key, times)


def main() -> int:
    """Do what was asked; a failure is its sentence on stderr and its exit code."""
    root, what, *arguments = sys.argv[1:]
    if what in BAD_LOCKS:
        books.locked = BAD_LOCKS[what](root)  # type: ignore[assignment]  # to be caught
    doing = {
        "append": append,
        "slowly": slowly,
        **dict.fromkeys(BAD_LOCKS, append),
        "many": many,
        "status": status,
        "undo": undo,
    }
    try:
        doing[what](Book.open(Path(root)), *arguments)
    except LeadctlError as error:
        sys.stderr.write(f"{error.sentence}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
