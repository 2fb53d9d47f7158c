"""What a file was found to hold, as bytes for the index and back.

The bytes are a pickle of plain values. Reading them makes nothing but texts, numbers, lists,
tables and times, whatever they say: nobody who puts an index into a book can have code run.
"""

from __future__ import annotations

import datetime
import io
import pickle
from pathlib import PurePosixPath
from typing import Any

from leadctl.book.text.broken import Broken
from leadctl.errors import Problem
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.time import whole_day

Found = Lead | Broken

_TIMES = {
    ("datetime", name): getattr(datetime, name)
    for name in ("datetime", "date", "time", "timedelta", "timezone")
} | {(whole_day.__name__, "WHOLE_DAY"): whole_day.WHOLE_DAY}


class _Plain(pickle.Unpickler):
    """Reads plain values and times alone."""

    def find_class(self, module: str, name: str) -> Any:
        """Return a class of times; refuse any other."""
        return _TIMES[module, name]


def pack(found: Found) -> bytes:
    """Return what a file was found to hold as bytes."""
    if isinstance(found, Broken):
        plain: tuple[Any, ...] = tuple(
            (p.file, p.line, p.path, p.message, p.suggestion) for p in found.problems
        )
        return pickle.dumps((str(found.path), plain), 5)
    events = [(e.at, e.name, e.by, e.data) for e in found.history]
    top = (found.id, found.name, found.pipeline, found.status)
    return pickle.dumps((*top, found.fields, events, found.extra), 5)


def unpack(data: bytes) -> Found:
    """Return what `pack` was given. Raises one of FAULTS for any other bytes."""
    plain = _Plain(io.BytesIO(data)).load()
    if len(plain) == 2:
        problems = tuple(Problem(*one) for one in plain[1])
        return Broken(PurePosixPath(plain[0]), problems)
    lead_id, name, pipeline, status, fields, events, extra = plain
    history = tuple([Event(*event) for event in events])
    return Lead(lead_id, name, pipeline, status, fields, history, extra)


FAULTS = (pickle.UnpicklingError, KeyError, ValueError, TypeError, EOFError, IndexError,
          AttributeError, OverflowError, MemoryError, ImportError)  # fmt: skip
"""What reading a damaged pickle may raise."""
