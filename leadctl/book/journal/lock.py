"""One writer at a time: the book's lock, and who holds it."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from leadctl.book.files import busy, read_plain
from leadctl.errors import Busy, Invalid

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
    deadline = time.monotonic() + timeout
    while True:
        handle = _open(path)
        try:
            _wait_in_turn(handle, deadline - time.monotonic())
            if _is_still(path, handle):
                return handle
            os.close(handle)
        except (BlockingIOError, TimeoutError):
            os.close(handle)
            raise Busy(
                _sentence(path, timeout), hint="Nothing was changed. Try again later."
            ) from None
        except OSError as error:
            os.close(handle)
            raise busy(error, "locking the book") from error
        except BaseException:
            os.close(handle)
            raise


def _wait_in_turn(handle: int, seconds: float) -> None:
    """Lock a file. The system wakes who waits once it is free: nobody waits behind all others.

    Raises BlockingIOError where there is no time to wait, TimeoutError once it is over.
    """
    with contextlib.suppress(BlockingIOError):
        return fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    if seconds <= 0:
        raise BlockingIOError
    before = signal.signal(signal.SIGALRM, _time_is_over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return fcntl.flock(handle, fcntl.LOCK_EX)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _time_is_over(*_: object) -> NoReturn:
    raise TimeoutError


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
    with contextlib.suppress(OSError, Invalid, ValueError, KeyError, TypeError):
        note = json.loads(read_plain(path))
        since = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        who = f"process {note['pid']} ({note['command']}), since {since:%Y-%m-%d %H:%M:%S} UTC"
    return f"The book is busy: {who} holds it, and did not finish within {timeout:g} seconds."


def is_ours() -> bool:
    """Whether this process holds a book's lock."""
    return bool(_held)


def is_held(private: Path) -> bool:
    """Whether a writer is at work. For readers: waits for nothing, writes nothing."""
    try:
        handle = os.open(private / LOCK, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
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
