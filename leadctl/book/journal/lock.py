"""One writer at a time: the book's lock, and who holds it."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from leadctl.book.files import busy
from leadctl.errors import Busy

LOCK = "lock"
TIMEOUT = 10.0
"""Seconds a writer waits for another one."""


@contextlib.contextmanager
def locked(
    private: Path, command: str, timeout: float = TIMEOUT, name: str = LOCK
) -> Iterator[None]:
    """Hold the book's lock, or one of another name; the system frees it however the process ends.

    Raises Busy naming the holder once `timeout` seconds have passed.
    """
    handle = _acquire(private / name, timeout)
    _held.add(handle)
    try:
        note = json.dumps({"pid": os.getpid(), "command": command}).encode()
        with contextlib.suppress(OSError):  # a full disk must not keep anyone from the lock itself
            os.ftruncate(handle, 0)
            os.pwrite(handle, note, 0)
        yield
    finally:
        with contextlib.suppress(OSError):
            os.ftruncate(handle, 0)
        _held.discard(handle)
        os.close(handle)


_held: set[int] = set()


def _leave_to_the_first() -> None:
    """In a copy of this process: let go of the lock, which is not the copy's to hold."""
    while _held:
        os.close(_held.pop())


os.register_at_fork(after_in_child=_leave_to_the_first)


def _acquire(path: Path, timeout: float) -> int:
    deadline, pause = time.monotonic() + timeout, 0.001
    while True:
        handle = _open(path)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_still(path, handle):
                return handle
            os.close(handle)
            continue
        except BlockingIOError:
            os.close(handle)
        except OSError as error:
            os.close(handle)
            raise busy(error, "locking the book") from error
        if time.monotonic() >= deadline:
            raise Busy(_sentence(path, timeout), hint="Nothing was changed. Try again later.")
        time.sleep(pause)
        pause = min(pause * 1.5, 0.02)


def _open(path: Path) -> int:
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    try:
        return os.open(path, flags, 0o600)
    except OSError as error:
        raise busy(error, "locking the book") from error


def _is_still(path: Path, handle: int) -> bool:
    """Whether the file that was locked is still the one at its path, and not a deleted one."""
    try:
        there, here = path.stat(), os.fstat(handle)
    except FileNotFoundError:
        return False
    return (there.st_dev, there.st_ino) == (here.st_dev, here.st_ino)


def _sentence(path: Path, timeout: float) -> str:
    who = "another program"
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        note = json.loads(path.read_bytes())
        since = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        who = f"process {note['pid']} ({note['command']}), since {since:%Y-%m-%d %H:%M:%S} UTC"
    return f"The book is busy: {who} holds it, and did not finish within {timeout:g} seconds."


def is_ours() -> bool:
    """Whether this process holds a book's lock."""
    return bool(_held)


def is_held(private: Path) -> bool:
    """Whether a writer is at work. For readers: waits for nothing, writes nothing."""
    try:
        handle = os.open(private / LOCK, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    else:
        return False
    finally:
        os.close(handle)
