"""Values made ahead in a second process, on a processor of its own."""

from __future__ import annotations

import contextlib
import fcntl
import marshal
import os
import signal
from collections.abc import Iterator
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TypeVar

_BLOCK = 64
"""How many values are handed over at once."""

V = TypeVar("V")


def can_fork() -> bool:
    """Whether a second process would have a processor to itself."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) > 1
    return (os.cpu_count() or 1) > 1


@contextlib.contextmanager
def made_ahead(values: Iterator[V], *, all_first: bool = False) -> Iterator[Iterator[V]]:
    """Give what `values` yields, made from now on in a copy of this process beside this one.

    The values hold texts, numbers, lists and tuples only, and making them writes nothing. What the
    copy cannot make, for it failed or was killed, is made here: so errors come as they would
    without it. The copy is gone when the block ends, however it does. With `all_first` it makes
    all of them before it hands the first one over, for as long nobody need listen.
    """
    context = get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    with contextlib.suppress(OSError, AttributeError):  # a wide pipe, where the system has them
        fcntl.fcntl(ours.fileno(), fcntl.F_SETPIPE_SZ, 1 << 20)
    copy = context.Process(target=_make, args=(values, ours, theirs, all_first), daemon=True)
    try:
        with contextlib.suppress(OSError):
            copy.start()
        theirs.close()
        yield _received(ours, values)
    finally:
        ours.close()
        if copy.pid:
            copy.kill()
            copy.join()


def _received(pipe: Connection, values: Iterator[V]) -> Iterator[V]:
    done, whole = 0, False
    with contextlib.suppress(OSError, EOFError):
        while block := marshal.loads(pipe.recv_bytes()):
            done += len(block)
            yield from block
        whole = True
    if not whole:
        yield from islice(values, done, None)


def _make(values: Iterator[object], ours: Connection, theirs: Connection, all_first: bool) -> None:
    """Send all values, and after the last one an empty block. Ends when nobody listens."""
    ours.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started this one ends it
    first, held = os.getppid(), list[bytes]()
    with contextlib.suppress(Exception):  # whoever misses the empty block meets it again
        while (block := list(islice(values, _BLOCK))) and os.getppid() == first:
            (held.append if all_first else theirs.send_bytes)(marshal.dumps(block))
        for each in (*held, marshal.dumps([])):
            theirs.send_bytes(each)
