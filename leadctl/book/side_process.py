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
from typing import Any

from leadctl.errors import Busy, LeadctlError, NotFound, Refused, Usage

_BLOCK = 64
"""How many values are handed over at once: about as many rows as a pipe holds."""
_VALUES, _FAILED = b"+", b"-"
_KINDS = {kind.__name__: kind for kind in (Usage, Refused, NotFound)}


def can_fork() -> bool:
    """Whether a second process would have a processor to itself."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) > 1
    return (os.cpu_count() or 1) > 1


def made_ahead(values: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Yield what `values` yields, made in a copy of this process while this one goes on.

    The values hold texts, numbers, lists and tuples only. The copy must write nothing, and is gone
    when this generator ends, however it does. Raises Busy where the copy fails.
    """
    context = get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    _widen(ours)
    copy = context.Process(target=_make, args=(values, ours, theirs), daemon=True)
    copy.start()
    try:
        theirs.close()
        while block := _received(ours):
            yield from block
    finally:
        ours.close()
        copy.kill()
        copy.join()


def _widen(pipe: Connection) -> None:
    """Let a pipe hold what is made while its reader writes a batch of files, where that is known"""
    with contextlib.suppress(OSError, AttributeError):
        fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, 1 << 20)


def _received(pipe: Connection) -> list[tuple[Any, ...]]:
    try:
        data = pipe.recv_bytes()
    except EOFError:
        raise Busy("The process that reads the file was stopped.") from None
    block: list[tuple[Any, ...]] = marshal.loads(memoryview(data)[1:])
    if data[:1] == _FAILED:
        kind, sentence, hint = block[0]
        raise _KINDS.get(kind, Busy)(sentence, hint=hint)
    return block


def _make(values: Iterator[tuple[Any, ...]], ours: Connection, theirs: Connection) -> None:
    """Send all values, and an empty block when there are no more. Ends when nobody listens."""
    ours.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started this one ends it
    try:
        while block := list(islice(values, _BLOCK)):
            theirs.send_bytes(_VALUES + marshal.dumps(block))
        theirs.send_bytes(_VALUES + marshal.dumps([]))
    except BrokenPipeError:
        return
    except LeadctlError as error:
        said = (type(error).__name__, str(error), error.hint)
        theirs.send_bytes(_FAILED + marshal.dumps([said]))
