"""Work that no second request to stop may cut short."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_REQUESTS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Ignore requests to stop: for taking back what the first of them interrupted."""
    if threading.current_thread() is not threading.main_thread():  # signals are not sent there
        yield
        return
    before = [(one, signal.signal(one, signal.SIG_IGN)) for one in _REQUESTS]
    try:
        yield
    finally:
        for one, handler in before:
            signal.signal(one, signal.SIG_DFL if handler is None else handler)
