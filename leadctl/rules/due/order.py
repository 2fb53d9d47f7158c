"""The order of the list: what burns, today's appointments, whom to get in touch with, the rest.

Everything here works on plain values, so that a list can be put in order without the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol, TypeVar

from leadctl.rules.language.kinds import KINDS, RANK

RUNNING = frozenset({"answer", "new", "promised"})
"""Sections whose rows are shown from their beginning: somebody waits, whenever they are due."""
REPORTS = timedelta(hours=24)
"""A report is shown when it is due within so long."""
_FOLDS = {name: place for place, name in enumerate(["confirm", *KINDS])}


class Deadline(Protocol):
    """What there is to know of a row to put it in its place."""

    @property
    def due(self) -> datetime:
        """When it is due, in UTC."""

    @property
    def kind(self) -> str:
        """Which kind of row it is."""

    @property
    def rule(self) -> str:
        """The rule that gives it."""

    @property
    def section(self) -> str:
        """The section of its kind."""

    @property
    def fold(self) -> str:
        """As what it is counted where it folds, or ""."""

    @property
    def opens(self) -> datetime | None:
        """When it may be shown first."""


Row = TypeVar("Row")


class Person(NamedTuple):
    """One row's lead, as the order needs it."""

    name: str
    id: str


def is_running(row: Deadline, now: datetime) -> bool:
    """Whether a row is shown before it is due: a promise, an answer owed, a report of a day."""
    if row.section in RUNNING:
        return True
    return row.section == "report" and row.due <= now + REPORTS


def section_of(row: Deadline, now: datetime, *, is_today: bool) -> str:
    """Return the section in which a row is read: its kind's, or "ahead" for another day's."""
    if row.fold or is_today or is_running(row, now):
        return row.section
    return "ahead"


def placed(
    rows: Iterable[Row],
    deadline: Callable[[Row], Deadline],
    person: Callable[[Row], Person],
    section: Callable[[Row], str],
    *,
    fold: bool,
) -> tuple[list[tuple[str, list[Row]]], list[tuple[str, list[Row]]]]:
    """Return (section, one person's rows) in the order to read them, and (kind, rows) that fold.

    A person stands where what matters most about them does. With `fold` false nothing folds.
    """

    def key(row: Row) -> tuple[object, ...]:
        due = deadline(row)
        moment = due.due.timestamp()
        newest_first = section(row) == "answer"
        return RANK[section(row)], -moment if newest_first else moment, _FOLDS.get(due.fold, 0)

    def whole(row: Row) -> tuple[object, ...]:
        return *key(row), person(row).name, person(row).id, deadline(row).rule

    blocks: dict[str, list[Row]] = {}
    folded: dict[str, list[Row]] = {}
    for row in sorted(rows, key=whole):
        if fold and (kind := deadline(row).fold):
            folded.setdefault(kind, []).append(row)
        else:
            blocks.setdefault(person(row).id, []).append(row)
    kinds = sorted(folded, key=lambda kind: _FOLDS.get(kind, 0))
    return [(section(b[0]), b) for b in blocks.values()], [(k, folded[k]) for k in kinds]


def cut(blocks: Sequence[Row], limit: int) -> tuple[Sequence[Row], int]:
    """Return the first blocks, so many of them, and how many are left out; 0 leaves none out."""
    return (blocks[:limit], max(0, len(blocks) - limit)) if limit > 0 else (blocks, 0)
