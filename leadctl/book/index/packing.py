"""What a file was found to hold, as bytes for the index and back.

The bytes are a pickle of plain values. Reading them makes nothing but texts, numbers, lists,
tables and times, whatever they say: nobody who puts an index into a book can have code run.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Mapping, Sequence
from types import NotImplementedType
from typing import cast

from leadctl.book.text.broken import Broken
from leadctl.errors import Problem
from leadctl.patterns import pattern
from leadctl.rules.leads.folded import MARKS
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.time import whole_day

try:
    import _pickle as pickle  # what `pickle` imports and hands on, in a quarter of the time
except ImportError:  # a Python that has no faster one
    import pickle  # type: ignore[no-redef]  # the same functions

Found = Lead | Broken

Moment = datetime.datetime | None
Top = tuple[
    *tuple[str, str, str, str, Mapping[str, object], Mapping[str, object]],
    *tuple[Moment, Moment],
]
"""A lead's id, name, pipeline, status, fields and extra table, when it was received, and when it
entered its status.
"""
EventValues = tuple[datetime.datetime, str, str, Mapping[str, object]]
LeadValues = tuple[
    str, str, str, str, Mapping[str, object], Sequence[EventValues], Mapping[str, object]
]
"""A lead as plain values."""
ProblemValues = tuple[str, int, str, str, str, str]
BrokenValues = tuple[str, Sequence[ProblemValues]]

TIMES = {
    ("datetime", name): getattr(datetime, name)
    for name in ("datetime", "date", "time", "timedelta", "timezone")
} | {(whole_day.__name__, "WHOLE_DAY"): whole_day.WHOLE_DAY}

_CLASSES = [known for known in TIMES.values() if isinstance(known, type)]
_TYPES = frozenset([*_CLASSES, type(whole_day.WHOLE_DAY)])


class _Plain(pickle.Unpickler):
    """Reads plain values and times alone."""

    def find_class(self, module: str, name: str) -> object:
        """Return a class of times; refuse any other."""
        return TIMES[module, name]


class _PlainOnly(pickle.Pickler):
    """Writes plain values and times alone."""

    def reducer_override(self, value: object) -> NotImplementedType:
        """Refuse whatever `_Plain` would not read."""
        if type(value) in _TYPES or value in _CLASSES:
            return NotImplemented  # type: ignore[no-any-return]  # its type is Any to mypy
        raise TypeError(f"a {type(value).__name__} is not kept")


def pack(found: Found) -> bytes:
    """Return what a file was found to hold as bytes."""
    if isinstance(found, Broken):
        return pickle.dumps((str(found.path), tuple(map(problem_values, found.problems))), 5)
    return pickle.dumps(lead_values(found), 5)


def may_hold(data: bytes, piece: str) -> bool:
    """Whether what was packed may have a bare text somewhere, with any case, accents and marks.

    It may always where a file is broken, and wrongly where scripts stand in it that write marks.
    """
    if not data.endswith(_END_OF_LEAD) or piece.encode() in data.translate(_LOWER, MARKS):
        return True
    if not _NOT_ASCII.search(data):
        return False
    import unicodedata

    text = unicodedata.normalize("NFKD", data.decode("utf-8", "ignore").casefold())
    return piece in _LEFT_OUT.sub("", text) or _OTHER_MARKS.search(text) is not None


_END_OF_LEAD = b"t\x94."
"""How the pickle of more than three values ends; that of a broken file has two."""
_LOWER = bytes(range(256)).lower()
_NOT_ASCII = pattern(rb"[\xc2-\xf4][\x80-\xbf]")
_LEFT_OUT = pattern("[\u0300-\u036f'\u2018\u2019\u02bc\u02b9\u2032`\u2010\u2011\u00ad \\-]+")
_OTHER_MARKS = pattern(
    "[\\u0483-\\u10ff\\u1200-\\u1fff\\u20d0-\\u20ff\\u2c00-\\u2fff\\u302a-\\u302f\\u3099\\u309a"
    "\\ua600-\\uabff\\ufb1e\\ufe20-\\ufe2f\\U00010000-\\U0010ffff]"
)
"""Where signs may stand that go with a letter, but for accents and Korean."""


def unpack(data: bytes) -> Found:
    """Return what `pack` was given. Raises one of FAULTS for any other bytes."""
    plain = cast("BrokenValues | LeadValues", unpack_values(data))
    if len(plain) == 2:
        from pathlib import PurePosixPath

        problems = tuple(Problem(*one) for one in plain[1])
        return Broken(PurePosixPath(plain[0]), problems)
    return lead_of(plain)


def pack_values(plain: object) -> bytes:
    """Return plain values and times as bytes. TypeError for any other, as for a watched moment."""
    written = io.BytesIO()
    _PlainOnly(written, 5).dump(plain)
    return written.getvalue()


def unpack_values(data: bytes) -> object:
    """Return what `pack_values` was given. Raises one of FAULTS for any other bytes."""
    return _Plain(io.BytesIO(data)).load()


def problem_values(problem: Problem) -> ProblemValues:
    """Return a problem as plain values."""
    return (
        *(problem.file, problem.line, problem.path),
        *(problem.message, problem.suggestion, problem.name),
    )


def lead_values(lead: Lead) -> LeadValues:
    """Return a lead as plain values."""
    events = [(e.at, e.name, e.by, e.data) for e in lead.history]
    return (lead.id, lead.name, lead.pipeline, lead.status, lead.fields, events, lead.extra)


def lead_of(plain: LeadValues) -> Lead:
    """Return the lead of which `lead_values` gave the values."""
    lead_id, name, pipeline, status, fields, events, extra = plain
    history = tuple([Event(*event) for event in events])
    return Lead(lead_id, name, pipeline, status, fields, history, extra)


def top_of(lead: Lead) -> Top:
    """Return what lists need of a lead, as plain values."""
    said = lead.id, lead.name, lead.pipeline, lead.status, lead.fields, lead.extra
    return (*said, lead.received(), lead.entered())


class KnownLead(Lead):
    """A lead of which the history is only unpacked when it is asked for."""

    __slots__ = ("_entered", "_received", "_whole")
    _received: Moment
    _entered: Moment
    _whole: Callable[[], Lead]

    def __getattr__(self, name: str) -> object:
        if name != "history":
            raise AttributeError(name)
        self.history = self._whole().history  # type: ignore[misc]  # once
        return self.history

    def received(self) -> Moment:
        """Return when the lead came in: as it was kept, but for a lead made from a known one."""
        return self._received if hasattr(self, "_whole") else super().received()

    def entered(self) -> Moment:
        """Return when the present status was set; see `received`."""
        return self._entered if hasattr(self, "_whole") else super().entered()


def known_lead(top: Top, whole: Callable[[], Lead]) -> Lead:
    """Return a lead of what `top_of` gave; `whole` gives all of it."""
    made = KnownLead.__new__(KnownLead)
    made.id, made.name, made.pipeline, made.status, made.fields, made.extra = top[:6]  # type: ignore[misc]  # once
    made._received, made._entered = top[6:]
    made._whole = whole
    return made


FAULTS = (pickle.UnpicklingError, KeyError, ValueError, TypeError, EOFError, IndexError,
          AttributeError, OverflowError, MemoryError, ImportError)  # fmt: skip
"""What reading a damaged pickle may raise."""
