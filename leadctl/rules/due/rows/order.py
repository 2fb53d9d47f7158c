"""The order of the list: what burns, today's appointments, whom to get in touch with, the rest.

Everything here works on plain values, so that a list can be put in order without the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol, TypeVar

from leadctl.rules.due.rows.kinds import FOLDED, KINDS
from leadctl.rules.due.rows.sections import (
    BY_HOUR,
    MORE,
    NEWEST_FIRST,
    RANK,
    REPORTS_AHEAD,
    RUNNING,
    SOON,
)
from leadctl.rules.leads.deeds import IMPORT
from leadctl.values import dataclass

if TYPE_CHECKING:
    from leadctl.rules.due.rows.row import Due
    from leadctl.rules.leads.lead import Lead

ALWAYS, ANSWERS, OTHERS = 0, 1, 2
"""How willingly a list that is cut leaves a person out."""
MOST_ANSWERS = 200
"""So many who wait for an answer are named at least; more are nobody's day."""
TODAY = "today"
"""The section of what has an hour."""

FOLDS = {name: place for place, name in enumerate(FOLDED)}
"""As what rows fold -> its place among the lines."""
_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
_SECTION = 1 << 59
"""More microseconds than there are between any two moments."""


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

    @property
    def all_day(self) -> bool:
        """Whether it is due at any time of its day."""


Row = TypeVar("Row")


@dataclass(frozen=True)
class Person:
    """One row's lead, as the order needs it."""

    name: str
    id: str


def is_running(row: Deadline, now: datetime) -> bool:
    """Whether a row is shown before it is due: a promise, an answer owed, a report of a day."""
    if row.section in RUNNING:
        return True
    return row.section in SOON and row.due <= now + REPORTS_AHEAD


def section_of(row: Deadline, now: datetime, *, is_today: bool) -> str:
    """Return the section in which a row is read: its kind's, or "ahead" for another day's."""
    if row.fold or is_today or is_running(row, now):
        return TODAY if waits_for_its_hour(row) and now < row.due else row.section
    return "ahead"


def waits_for_its_hour(row: Deadline) -> bool:
    """Whether a row stands among what has an hour, until that has passed."""
    return row.section in BY_HOUR and not row.all_day


def level_of(row: Due, lead: Lead) -> int:
    """Return how willingly a list that is cut leaves a row out, and counts it.

    OTHERS: a new lead of an import or of a pool, and whom a plan says to get in touch with. Never
    what somebody has agreed on, or waits for by an hour.
    """
    if row.section == "new":
        left_out = not row.agent and (row.kind == "claim" or _came_by_import(lead))
        return OTHERS if left_out else ALWAYS
    if KINDS[row.kind].hears:
        return ANSWERS
    agreed = KINDS[row.kind].agreed or row.ahead_of is not None
    return OTHERS if row.section in MORE and not agreed else ALWAYS


def _came_by_import(lead: Lead) -> bool:
    return any(event.name == "received" and event.by == IMPORT for event in lead.history)


def place(section: str, due: datetime) -> int:
    """Return a number by which rows are put in order: by section, the soonest first; who waits for
    an answer, the newest first.
    """
    moment = (due - _EPOCH) // _MICROSECOND
    return RANK[section] * _SECTION + (-moment if section in NEWEST_FIRST else moment)


def order_of(row: Deadline, section: str) -> tuple[int, int, str]:
    """Return what puts the rows of one lead in order, each read in its section."""
    return place(section, row.due), FOLDS.get(row.fold, 0), row.rule


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

    def whole(row: Row) -> tuple[object, ...]:
        where, fold, rule = order_of(deadline(row), section(row))
        return where, fold, person(row).name, person(row).id, rule

    blocks: dict[str, list[Row]] = {}
    folded: dict[str, list[Row]] = {}
    for row in sorted(rows, key=whole):
        if fold and (kind := deadline(row).fold):
            folded.setdefault(kind, []).append(row)
        else:
            blocks.setdefault(person(row).id, []).append(row)
    kinds = sorted(folded, key=lambda kind: FOLDS.get(kind, 0))
    return [(section(b[0]), b) for b in blocks.values()], [(k, folded[k]) for k in kinds]


def cut(blocks: Sequence[Row], limit: int, level: Callable[[Row], int]) -> Sequence[Row]:
    """Return the blocks that a list of so many names, in their order; all for 0."""
    if limit <= 0 or len(blocks) <= limit:
        return blocks
    levels = [level(block) for block in blocks]
    count = how_many(limit, levels.count(ALWAYS), levels.count(ANSWERS))
    first = sorted(range(len(blocks)), key=lambda place: (levels[place], place))[:count]
    return [blocks[place] for place in sorted(first)]


def how_many(limit: int, always: int, answers: int) -> int:
    """Return how many people a list of a limit names: those it never leaves out, who waits for an
    answer, up to more than anybody answers in a day, and others while there is room.
    """
    return max(limit, always + min(answers, max(limit, MOST_ANSWERS)))
