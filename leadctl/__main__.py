"""The process: `leadctl` and `python -m leadctl`."""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn

from leadctl.own_modules import find_own_modules

try:
    import _signal as signal  # type: ignore[import-not-found]  # what `signal` hands on, but for a name of each number
except ImportError:  # a Python that has it another way
    import signal  # the same functions

OBJECTS = 50_000
"""So many new objects are made before Python looks for those in circles: starting makes as many."""


def main() -> NoReturn:
    """Run the command line of this process and end it with its code."""
    gc.set_threshold(OBJECTS)
    find_own_modules()
    _end(run())


def run() -> int:
    """Run the command line of this process and return its exit code."""
    try:
        from leadctl import streams

        streams.prepare()
        _die_politely()
        from leadctl.cli import main as run

        code = run(ending=_hear_no_more)
    except KeyboardInterrupt:
        code = 130
    except (OSError, ImportError, MemoryError) as error:
        code = _not_started(error)
    return code


def _end(code: int) -> NoReturn:
    """End at once. What a command opens it closes itself; Python would take down every module, and
    that takes as long as a fifth of its start.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):  # lost, and told already
            continue
    os._exit(code)


def _not_started(error: Exception) -> int:
    """Say that the system does not even give what it takes to start; return the exit code."""
    cause = getattr(error, "strerror", None) or type(error).__name__
    os.write(2, f"leadctl: could not be started: {cause.lower()}\n".encode())
    return 6


def _die_politely() -> None:
    """Turn a request to stop into SystemExit, so that everything opened is closed again.

    A request that the caller ignores (nohup) stays ignored.
    """
    for request in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(request) != signal.SIG_IGN:
            signal.signal(request, _stop)


def _hear_no_more() -> None:
    """Ignore requests to stop from now on: all that is left is to say how it ended."""
    for request in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(request, signal.SIG_IGN)


def _stop(number: int, _frame: object) -> NoReturn:
    raise SystemExit(128 + number)


if __name__ == "__main__":
    main()
