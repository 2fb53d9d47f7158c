"""What a file was found to hold, as bytes for the index and back.

The bytes are a pickle of plain values. Reading them makes nothing but texts, numbers, lists,
tables and times, whatever they say: nobody who puts an index into a book can have code run.
"""

from __future__ import annotations

import datetime
import io
import pickle
from collections.abc import Callable
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

_CLASSES = [known for known in _TIMES.values() if isinstance(known, type)]
_TYPES = frozenset([*_CLASSES, type(whole_day.WHOLE_DAY)])


class _Plain(pickle.Unpickler):
    """Reads plain values and times alone."""

    def find_class(self, module: str, name: str) -> Any:
        """Return a class of times; refuse any other."""
        return _TIMES[module, name]


class _PlainOnly(pickle.Pickler):
    """Writes plain values and times alone."""

    def reducer_override(self, value: Any) -> Any:
        """Refuse whatever `_Plain` would not read."""
        if type(value) in _TYPES or value in _CLASSES:
            return NotImplemented
        raise TypeError(f"a {type(value).__name__} is not kept")


def pack(found: Found) -> bytes:
    """Return what a file was found to hold as bytes."""
    if isinstance(found, Broken):
        plain: tuple[Any, ...] = tuple(
            (p.file, p.line, p.path, p.message, p.suggestion) for p in found.problems
        )
        return pickle.dumps((str(found.path), plain), 5)
    return pickle.dumps(lead_values(found), 5)


def unpack(data: bytes) -> Found:
    """Return what `pack` was given. Raises one of FAULTS for any other bytes."""
    plain = unpack_values(data)
    if len(plain) == 2:
        problems = tuple(Problem(*one) for one in plain[1])
        return Broken(PurePosixPath(plain[0]), problems)
    return lead_of(plain)


def pack_values(plain: Any) -> bytes:
    """Return plain values and times as bytes. TypeError for any other, as for a watched moment."""
    written = io.BytesIO()
    _PlainOnly(written, 5).dump(plain)
    return written.getvalue()


def unpack_values(data: bytes) -> Any:
    """Return what `pack_values` was given. Raises one of FAULTS for any other bytes."""
    return _Plain(io.BytesIO(data)).load()


def lead_values(lead: Lead) -> tuple[Any, ...]:
    """Return a lead as plain values."""
    events = [(e.at, e.name, e.by, e.data) for e in lead.history]
    return (lead.id, lead.name, lead.pipeline, lead.status, lead.fields, events, lead.extra)


def lead_of(plain: tuple[Any, ...]) -> Lead:
    """Return the lead of which `lead_values` gave the values."""
    lead_id, name, pipeline, status, fields, events, extra = plain
    history = tuple([Event(*event) for event in events])
    return Lead(lead_id, name, pipeline, status, fields, history, extra)


class KnownLead(Lead):
    """A lead of which the history and the extra table are only unpacked when they are asked for."""

    __slots__ = ("_whole",)
    _whole: Callable[[], Lead]

    def __getattr__(self, name: str) -> Any:
        if name not in {"history", "extra"}:
            raise AttributeError(name)
        whole = self._whole()
        self.history, self.extra = whole.history, whole.extra  # type: ignore[misc]  # once
        return getattr(self, name)


def known_lead(top: tuple[Any, ...], whole: Callable[[], Lead]) -> Lead:
    """Return a lead of its id, name, pipeline, status and fields; `whole` gives all of it."""
    made = KnownLead.__new__(KnownLead)
    made.id, made.name, made.pipeline, made.status, made.fields = top  # type: ignore[misc]  # once
    made._whole = whole
    return made


FAULTS = (pickle.UnpicklingError, KeyError, ValueError, TypeError, EOFError, IndexError,
          AttributeError, OverflowError, MemoryError, ImportError)  # fmt: skip
"""What reading a damaged pickle may raise."""
