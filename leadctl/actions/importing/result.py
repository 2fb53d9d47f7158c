"""What an import is asked, what it found in the file, and what it did: values, no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import BinaryIO

from leadctl.actions.importing.judging import Back, Called, Dropped, Judge, Noted
from leadctl.actions.importing.unseen import Unseen
from leadctl.book.tables.csv_table import TableSource
from leadctl.book.tables.rejects import rejected_table, save_rejects
from leadctl.errors import Problem
from leadctl.rules.importing.dates import Order
from leadctl.rules.importing.layouts import Layout
from leadctl.rules.importing.looks import Look
from leadctl.rules.importing.plan import Plan
from leadctl.rules.importing.reading import Reading
from leadctl.rules.importing.row_into_lead import Difference
from leadctl.rules.language.deadlines import FollowUp
from leadctl.rules.time.working_calendar import Calendar
from leadctl.values import dataclass, field


@dataclass(frozen=True)
class RoleMeant:
    """A role by its exact name, the pipeline whose leads have it, and how those begin; of one that
    is `parked` they are on no list.
    """

    name: str
    pipeline: str
    initial: str
    parked: bool = False


Kinds = tuple[Mapping[str, str], Mapping[str, tuple[str, ...]]]
"""The types of further fields, and the choices of those that have some."""


@dataclass(frozen=True)
class ImportOptions:
    """What the caller asks for. `statuses` maps their words to ours and is the only such map.

    `ours` are the pipeline's statuses by every name that they have, `agents` its agents by id and
    name, all in lower case.
    What came in `new_days` ago is new still; what came in before is taken over, spread over
    `spread_days` working days of the `calendar`, unless `as_new`. `promises` are the pipeline's
    rules by which a new lead is owed an answer.
    `maps` are (column use, column) pairs; `layout` is the one that the caller named;
    `only_look` says that no row is to come in. `types` are the types of further fields, and
    `choices` what those, or their items, may be that have some; `kinds` gives both as a pipeline
    has them. `named` gives the statuses of any
    pipeline by their names, `roles` its roles by theirs in lower case; of a pipeline that has no
    roles, or is not there, none.
    """

    pipeline: str
    initial: str
    role: str = ""
    maps: tuple[tuple[str, str], ...] = ()
    layout: Layout | None = None
    statuses: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ours: Mapping[str, str] = field(default_factory=dict)
    agents: Mapping[str, str] = field(default_factory=dict)
    region: str = ""
    zone: str = ""
    source: str = ""
    encoding: str | None = None
    date_order: Order | None = None
    update: bool = False
    dry_run: bool = False
    command: str = "leadctl import"
    judge: Judge | None = None
    back: Back | None = None
    noted: Noted | None = None
    dropped: Dropped | None = None
    called: Called | None = None
    unseen: Unseen | None = None
    named: Callable[[str], Mapping[str, str]] | None = None
    roles: Callable[[str], Mapping[str, RoleMeant]] | None = None
    kinds: Callable[[str], Kinds] | None = None
    calendar: Calendar | None = None
    promises: tuple[FollowUp, ...] = ()
    new_days: int = 2
    spread_days: int = 20
    as_new: bool = False
    only_look: bool = False
    progress: Callable[[int, int], None] | None = None
    stdin: BinaryIO | None = None


@dataclass
class Prepared:
    """A file looked through once: what each column is, how dates stand, how many rows there are.

    `seen` counts the other system's statuses; `timezone` is the book's;
    `looks` gives what each column looks like. Close it when it is not
    run.
    """

    table: TableSource
    plan: Plan
    reading: Reading
    total: int
    seen: Counter[str]
    notes: list[str] = field(default_factory=list)
    timezone: str = "UTC"
    looks: Callable[[], list[Look]] = list

    def close(self) -> None:
        """Close the file."""
        self.table.close()


@dataclass(frozen=True)
class Rejected:
    """A row refused, or left out as nobody: where it begins, why, and its cells as they were."""

    line: int
    reason: str
    cells: list[str]


@dataclass(frozen=True)
class Told:
    """A filled field where a row says otherwise: overwritten with `update`, else only told."""

    line: int
    lead: str
    name: str
    change: Difference


@dataclass
class Past:
    """The leads that were taken over: how many, when they came in as far as known, and when they
    are to be got in touch with. Those of a parked role are on no list: they are told apart, in the
    `parked` of their role, and are no part of `count`.
    """

    count: int = 0
    dated: int = 0
    first: date | None = None
    last: date | None = None
    starts: Counter[date] = field(default_factory=Counter)
    parked: Counter[str] = field(default_factory=Counter)

    def add(self, came: str, start: str, role: str) -> None:
        """Count a new lead: days as text, "" where none; `role` where it is parked in one."""
        if role:
            self.parked[role] += 1
        if role or not start:
            return
        self.count += 1
        self.starts[date.fromisoformat(start)] += 1
        if came:
            self.dated += 1
            received = date.fromisoformat(came)
            self.first = min(self.first or received, received)
            self.last = max(self.last or received, received)


@dataclass
class ImportResult:
    """What an import did, or with `dry_run` would have done.

    `filled` and `updated` count leads that are also `matched`; `filled_in` are (line, name,
    fields), `dropped` (line, name, what is on no list any more); `both` counts those that are
    filled and updated, `joined` those that are neither: what they say otherwise is kept beside
    what another line said; `stored` counts the leads that were
    made or changed, and `preview` holds the first three of them; `undo` is the operation's number;
    `problems` are those of the files of leads that could not be read; `warnings` are those of the
    `notes` that say what of a new row could not be read; `to_join` says of a note on a
    pair that may be one person how to join it once it is stored; `unmapped` counts the rows of
    each of their statuses that is none of ours.
    """

    plan: Plan
    header: list[str]
    delimiter: str
    total: int = 0
    created: int = 0
    matched: int = 0
    filled: int = 0
    updated: int = 0
    both: int = 0
    joined: int = 0
    beside: int = 0
    unchanged: int = 0
    stored: int = 0
    rejects: list[Rejected] = field(default_factory=list)
    left_out: list[Rejected] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    told_more: int = 0
    filled_in: list[tuple[int, str, list[str]]] = field(default_factory=list)
    dropped: list[tuple[int, str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    to_join: dict[str, str] = field(default_factory=dict)
    preview: list[str] = field(default_factory=list)
    undo: int | None = None
    unmapped: Mapping[str, int] = field(default_factory=dict)
    past: Past = field(default_factory=Past)
    problems: list[Problem] = field(default_factory=list)

    @property
    def skipped(self) -> int:
        """Return how many rows are nobody."""
        return len(self.left_out)

    @property
    def rejected(self) -> int:
        """Return how many rows were refused."""
        return len(self.rejects)

    def rejects_table(self) -> bytes:
        """Return the refused rows as a file that can be mended and imported again."""
        rows = ((one.line, one.reason, one.cells) for one in self.rejects)
        return rejected_table(self.header, self.delimiter, rows)

    def save_rejects(self, path: Path) -> Path:
        """Write the refused rows, over no other file, and return where. Raises Busy."""
        return save_rejects(path, self.rejects_table())
