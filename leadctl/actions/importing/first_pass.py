"""The first reading of all rows of a file: how many there are, and what stands in each column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice

from leadctl.actions.importing.result import ImportOptions, RoleMeant
from leadctl.book.tables.csv_table import TableSource
from leadctl.errors import Usage
from leadctl.rules.importing.column_words import ROLES
from leadctl.rules.importing.dates import Order, OrderEvidence, decide_order, order_where
from leadctl.rules.importing.group_titles import RowShapes
from leadctl.rules.importing.looks import ENOUGH, Look, are_names, look_at, map_option
from leadctl.rules.importing.merged_cells import blocks_words, in_blocks
from leadctl.rules.importing.plan import BARS, ROLE, Column, Plan
from leadctl.rules.importing.reach_words import KINDS
from leadctl.rules.importing.reading import STEP, Reading, date_columns
from leadctl.rules.importing.row_glance import RowSigns
from leadctl.rules.leads.lead import OWN
from leadctl.rules.leads.normal_text import normal

_MANY_STATUSES = 200
_REACH = {"phones": "phone", "e-mails": "email"}
_BLOCK = 256
_ROLES_TOLD = 5
_THERE = "There are:"
_MONTH_FIRST = frozenset({"US", "CA", "PH"})
"""Regions where spreadsheets write the month first."""


class FirstPass:
    """A first reading of all rows: how many there are, and what stands in each column.

    `written` is in which country, or else language, its dates are written. `empty` are the columns
    that no row fills, `seen` counts the other system's statuses.
    """

    def __init__(self, table: TableSource, plan: Plan, reading: Reading, written: str) -> None:
        self.plan, self.reading, self.written = plan, reading, written
        self.read_as: dict[tuple[Order, str], str] = {}
        born = plan.using("birthday")
        self._evidence = {
            at: OrderEvidence(yearless=at in born) for at in date_columns(plan, reading.types)
        }
        self._status = next(iter(plan.using("status")), -1)
        self.seen: Counter[str] = Counter()
        self.total = 0
        self._filled = [0] * len(plan.columns)
        self._cells: list[list[str]] = [[] for _ in plan.columns]
        self._shapes = RowShapes(plan)
        self._first: list[tuple[str, ...]] = []
        nobody = RowSigns(plan, reading).nobody
        rows = table.rows()
        while block := list(islice(rows, _BLOCK)):
            self.total += len(block)
            people = [row for row in block if not (row.problem or nobody(row.cells))]
            cells = list(zip(*(row.cells for row in people), strict=True))
            self._first = self._first or cells
            self._shapes.add(row.cells for row in people)
            self._take(cells, [row.line for row in people])
        del self.seen[""]
        self.empty = {at for at, count in enumerate(self._filled) if not count}

    def _take(self, columns: list[tuple[str, ...]], lines: list[int]) -> None:
        for at, order in self._evidence.items():
            cells = columns[at] if columns else ()
            for cell in dict.fromkeys(cells):
                order.add(cell.strip())
            order.place(cells, lines if columns else ())
        for at, column in enumerate(columns):
            self._filled[at] += len(column) - column.count("")
            if len(self._cells[at]) < ENOUGH:
                self._cells[at] += filter(None, column)
        if columns and self._status >= 0 and len(self.seen) < _MANY_STATUSES:
            self.seen.update(map(str.strip, columns[self._status]))

    @property
    def titled(self) -> str:
        """Return how titles of groups are told from people in this file."""
        return self._shapes.titled

    def barred(self) -> dict[int, str]:
        """Return the flags whose cells are phones or e-mails: lists of people not to be called."""
        flags = [one.index for one in self.plan.columns if one.use.startswith(BARS)]
        kinds = {at: self._look(at, ENOUGH // 4).kind for at in flags if self._cells[at]}
        return {at: _REACH[kind] for at, kind in kinds.items() if kind in _REACH}

    def no_steps(self) -> list[int]:
        """Return the columns that are called as steps ahead are and hold no dates."""
        called = [one for one in self.plan.columns if one.use == STEP and one.why != "map"]
        return [o.index for o in called if self._look(o.index, ENOUGH // 4).kind != "dates"]

    def role_column(self, options: ImportOptions) -> list[int]:
        """Return the columns nothing is known of in which at least every second cell is a role of
        ours, those of nothing else first; or, under a header that says roles, some of them.
        """
        known = options.roles(options.pipeline) if options.roles else {}
        if not known or self.plan.using(ROLE):
            return []
        said = [at for at in self._in(known, any) if normal(self.plan.columns[at].name) in ROLES]
        return said or self._in(known, all) or self._in(known, _half)

    def status_column(self, options: ImportOptions) -> list[int]:
        """Return the columns nothing is known of in which stands nothing but statuses of ours."""
        is_known = self.plan.using("status") or self.plan.layout
        ours = {word.casefold() for word in options.ours}
        return [] if is_known or not ours else self._in(ours, all)

    def name_column(self, options: ImportOptions) -> list[int]:
        """Return the one column nothing is known of that plainly holds names, where none does."""
        if self.plan.layout or any(one.use.startswith("name.") for one in self.plan.columns):
            return []
        places = range(len(self._cells))
        found = [at for at in places if are_names(self.plan, at, self._cells[at], options.agents)]
        return found if len(found) == 1 else []

    def phone_column(self) -> list[int]:
        """Return the one column called no more than a number, of phones alone, where none is."""
        if self.plan.layout or self.plan.using("phone"):
            return []
        named = [one for one in self.plan.columns if set(normal(one.name).split()) <= KINDS]
        looks = [self._look(one.index, ENOUGH // 4) for one in named if self._cells[one.index]]
        found = [look.index for look in looks if look.field == "phone"]
        return found if len(found) == 1 else []

    def not_taken(self, options: ImportOptions) -> Iterator[str]:
        """Yield which columns were not taken though they may be meant: called as roles are, of
        words that are none here, or with some that are; of words that are agents here.
        """
        roles = options.roles(options.pipeline) if options.roles and not self.plan.layout else {}
        some = self._in(roles, _some)
        for one in self.plan.columns if roles and not self.role_column(options) else ():
            if self._may_be(one) and not one.why and normal(one.name) in ROLES:
                yield f"{one.name}: {_no_roles(self._words(one))}. {_THERE} {_named(roles)}."
            elif one.index in some and not self.plan.using(ROLE):
                yield f"{one.name}: {_some_roles(self._words(one), roles, one.name)}"
        for one in self.plan.columns if not self.plan.using("field:owner") else ():
            words = self._words(one)
            if self._may_be(one) and all(word.casefold() in options.agents for word in words):
                give = map_option("owner", one.name)
                yield f"{one.name}: its words are agents here. To give them the people: {give}"

    def merged(self) -> Iterator[str]:
        """Yield which columns seem to be filled in the first line of each block alone."""
        found = in_blocks(self.plan, self._first)
        names = [self.plan.columns[at].name for at in found]
        filled = [sum(map(bool, map(str.strip, self._first[at]))) for at in found]
        if found:
            total = len(self._first[0])
            yield blocks_words(names, dict(zip(names, filled, strict=True)), total)

    def _may_be(self, one: Column) -> bool:
        return one.use == "extra" and bool(self._cells[one.index])

    def _words(self, one: Column) -> list[str]:
        return list(dict.fromkeys(map(str.strip, self._cells[one.index])))

    def _in(self, known: Container[str], how: Callable[[Iterator[bool]], bool]) -> list[int]:
        """Return the columns nothing is known of whose cells, all or any of them, are known."""
        return [
            one.index
            for one in self.plan.columns
            if one.use == "extra"
            and not one.why
            and (cells := self._cells[one.index])
            and how(cell.strip().casefold() in known for cell in cells)
        ]

    def _look(self, at: int, most: int) -> Look:
        filled = self._filled[at] / max(1, self.total)
        return look_at(self.plan, at, self._cells[at][:most], filled, self.reading.region)

    def orders(self, asked: Order | None, *, strict: bool) -> dict[int, Order]:
        """Return the order of day and month in each column of dates.

        Raises Usage where nobody can say it, if `strict`; else the column is left out.
        """
        columns, found = self.plan.columns, {}
        if self.plan.slug == OWN and not asked:
            asked = self._own_order()
        for at, evidence in self._evidence.items():
            order = asked or self._as_it_is_written(at, evidence)
            try:
                found[at] = decide_order(columns[at].name, evidence, order)
            except Usage:
                if strict:
                    raise
        return found

    def _as_it_is_written(self, at: int, evidence: OrderEvidence) -> Order | None:
        """Return how its country, or language, writes a column of which no cell says it; noted."""
        order = order_where(self.written, evidence) if evidence.is_open else None
        if order:
            self.read_as.setdefault((order, evidence.example), self.plan.columns[at].name)
        return order

    def notes(self) -> Iterator[str]:
        """Yield which columns were read as dates are written where they come from."""
        for (order, example), column in self.read_as.items():
            parts = [int(part) for part in example.split("/")]
            day, month = parts if order == "dmy" else reversed(parts)
            meant = date(2000, month, day)
            other = "mdy" if order == "dmy" else "dmy"
            yield (
                f"“{column}”: {example} is read as {day} {meant:%B}, as dates are written in "
                f"{self.written}. If it is not so: --date-order {other}"
            )

    def _own_order(self) -> Order:
        """Return the order of our own file after a spreadsheet had it: as most cells are, else as
        the region writes dates.
        """
        days = sum(one.day_first for one in self._evidence.values())
        months = sum(one.month_first for one in self._evidence.values())
        if days == months:
            return "mdy" if self.reading.region in _MONTH_FIRST else "dmy"
        return "dmy" if days > months else "mdy"

    def looks(self, *, only_unknown: bool = False) -> Callable[[], list[Look]]:
        """Return what gives what each column, or each that is unknown, looks like."""
        most = ENOUGH if not only_unknown else ENOUGH // 4

        def look() -> list[Look]:
            return [
                self._look(at, most)
                for at in range(len(self._cells))
                if not only_unknown or self.plan.columns[at].use == "extra"
            ]

        return look


def _half(known: Iterator[bool]) -> bool:
    """Whether it is so of at least every second."""
    found = list(known)
    return 2 * sum(found) >= len(found)


def _some(known: Iterator[bool]) -> bool:
    """Whether it is so of at least one in ten."""
    found = list(known)
    return 10 * sum(found) >= len(found)


def _some_roles(words: Sequence[str], roles: Container[str], column: str) -> str:
    """Return that some words of a column are roles, and how the column is taken for them."""
    ours = [word for word in words if word.casefold() in roles]
    others = [word for word in words if word.casefold() not in roles]
    are = "is a role" if len(ours) == 1 else "are roles"
    said = f"{', '.join(f'“{word}”' for word in ours)} {are} here, but {_no_roles(others)}"
    return f"{said}. To take the column for roles: {map_option('role', column)}"


def _no_roles(words: Sequence[str]) -> str:
    """Return that words are no roles: "“Investor”, “Landlord” are no roles here, ..."."""
    said = ", ".join(f"“{word}”" for word in words[:_ROLES_TOLD])
    more = f" and {len(words) - _ROLES_TOLD} more" if len(words) > _ROLES_TOLD else ""
    none = "is no role here" if len(words) == 1 else "are no roles here"
    return f"{said}{more} {none}, and kept"


def _named(roles: Mapping[str, RoleMeant]) -> str:
    return ", ".join(role.name for role in roles.values())
