"""Look through a file before it is imported: what each column is, and how its dates are meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterator, Sequence
from datetime import date
from itertools import islice
from zoneinfo import ZoneInfo

from leadctl.actions.importing.result import ImportOptions, Prepared
from leadctl.book.book import Book
from leadctl.book.own_files.layouts import layouts
from leadctl.book.own_files.local_zone import region_of
from leadctl.book.own_files.places import slug
from leadctl.book.tables.csv_table import TableSource, open_table
from leadctl.errors import Usage
from leadctl.rules.importing.column_words import PLACES, ROLES
from leadctl.rules.importing.columns import make_plan, recognised
from leadctl.rules.importing.dates import Order, OrderEvidence, decide_order, order_of_region
from leadctl.rules.importing.group_titles import RowShapes
from leadctl.rules.importing.layouts import OURS, Layout
from leadctl.rules.importing.looks import ENOUGH, Look, look_at, unknown_people
from leadctl.rules.importing.map_fields import refuse_misspelt
from leadctl.rules.importing.plan import BARS, ROLE, Plan
from leadctl.rules.importing.reading import Reading, date_columns
from leadctl.rules.importing.row_glance import RowSigns
from leadctl.rules.leads.fields import OPTIONAL
from leadctl.rules.leads.lead import ID, OWN
from leadctl.rules.leads.normal_text import normal
from leadctl.values import replace

_MANY_STATUSES = 200
_REACH = {"phones": "phone", "e-mails": "email"}
_BLOCK = 256
_LOOKED_AT = 200
_MONTH_FIRST = frozenset({"US", "CA", "PH"})
"""Regions where spreadsheets write the month first."""


def plan_import(book: Book, source: str, options: ImportOptions) -> Prepared:
    """Look through a file once, changing nothing.

    `source` is a path, or "-" for standard input. Raises NotFound, and Usage for a header that is
    none, a map that does not fit it or has a mistyped field, and dates of which nobody can say the
    order.
    """
    layout = options.layout
    maps = (*options.maps, *(layout.columns if layout else ()))
    for field, _ in maps:
        refuse_misspelt(field, (*OPTIONAL, *options.types))
    known = layouts(book.root, book.own_folder)
    named = [column for _, column in maps]
    signs = frozenset().union(*(one.signs for one in known))
    said = layout.options if layout else {}
    table = open_table(
        source,
        lambda cells: recognised(cells, named, signs),
        encoding=options.encoding or said.get("encoding"),
        stdin=options.stdin,
        delimiter=said.get("delimiter", ""),
        header_line=said.get("header_line", 0),
        any_header=options.only_look,
    )
    try:
        return _look_through(book, table, known, options)
    except BaseException:
        table.close()
        raise


def _look_through(
    book: Book, table: TableSource, known: Sequence[Layout], options: ImportOptions
) -> Prepared:
    named = options.layout or _own_layout(book, table)
    plan = make_plan(
        table.header, options.maps, layouts=known, named=named, keyed=bool(options.source)
    )
    said = plan.layout.options if plan.layout else {}
    reading = Reading(
        zone=ZoneInfo(options.zone or said.get("zone") or book.settings.timezone),
        region=options.region or said.get("region") or book.settings.region,
        source=options.source,
        slug=plan.slug or slug(options.source),
        types=options.types,
        choices=options.choices,
    )
    asked = options.date_order or said.get("date_order")
    country = options.region or said.get("region") or _country(book)
    first = _FirstPass(table, plan, reading, country)
    if statuses := first.status_column(options):
        plan = plan.with_status(statuses[0])
        first = _FirstPass(table, plan, reading, country)
    plan = plan.with_barred(first.barred())
    if roles := first.role_column(options):
        plan = plan.with_role(roles[0])
    reading = replace(reading, titled=first.titled)
    reading = replace(reading, orders=first.orders(asked, strict=not options.only_look))
    notes = [*_lacking(options.layout, table.header), *first.notes()]
    if not options.only_look:
        looks = first.looks(only_unknown=True)()
        unknown = unknown_people(looks)
        _refuse_unknown(table, plan, looks)
        notes += [
            f"{one.name} looks like {one.kind} and is kept as it is: {one.map_option}"
            for one in unknown
        ]
        notes += _nameless(table, plan)
    return Prepared(
        table,
        plan.without_empty(first.empty),
        reading,
        first.total,
        first.seen,
        notes,
        book.settings.timezone,
        first.looks(),
    )


def _country(book: Book) -> str:
    """Return the country that a book names, or its time zone does; "" where neither is set."""
    settings = book.settings
    if settings.origin("region") != "default":
        return settings.region
    return region_of(settings.timezone) if settings.origin("timezone") != "default" else ""


def _own_layout(book: Book, table: TableSource) -> Layout | None:
    """Return our own layout for a table that is known by the ids of leads, or None.

    Whatever columns are left of it: below “id” stand ids alone, and some are of this book.
    """
    names = [name.strip().lstrip("\ufeff").strip("'\"") for name in table.header]
    if "id" not in names:
        return None
    at = names.index("id")
    cells = [row.cells[at].strip() for row in islice(table.rows(), _LOOKED_AT) if not row.problem]
    ids = [cell for cell in cells if cell]
    known = book.listing.by_id() if ids and all(map(ID.fullmatch, ids)) else {}
    return OURS[0] if any(lead_id in known for lead_id in ids) else None


def _nameless(table: TableSource, plan: Plan) -> list[str]:
    """Return what is to be said of a file without a column of names, where no layout knows it."""
    if plan.layout or any(one.use.startswith(("name.", "company")) for one in plan.columns):
        return []
    return [
        "No column is known to be a name: people are named after their e-mail, phone or address. "
        f"See what each column holds: leadctl import {table.name} --columns"
    ]


def _refuse_unknown(table: TableSource, plan: Plan, looks: Sequence[Look]) -> None:
    """Raise Usage for a file of which no column says who anybody is: by name, reach or place."""
    named = ("name.", "email", "phone", "company", "id", *(f"{place}." for place in PLACES))
    if any(one.use.startswith(named) for one in plan.columns):
        return
    told = [f"{one.name} looks like {one.kind}: {one.map_option}" for one in looks if one.field]
    raise Usage(
        f"No column of {table.name} is known to be a name, an e-mail, a phone or an address.",
        hint="\n".join(told) or f"See what stands in them: leadctl import {table.name} --columns",
    )


def _lacking(named: Layout | None, header: Sequence[str]) -> list[str]:
    """Return what is to be said of the columns that a layout names and a file lacks."""
    present = {normal(name) for name in header}
    return [
        f"The layout names a column “{column}” that this file lacks."
        for _, column in (named.columns if named else ())
        if normal(column) not in present
    ]


class _FirstPass:
    """A first reading of all rows: how many there are, and what stands in each column.

    `empty` are the columns that no row fills, `seen` counts the other system's statuses.
    """

    def __init__(self, table: TableSource, plan: Plan, reading: Reading, region: str) -> None:
        self.plan, self.reading, self.region = plan, reading, region
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
        nobody = RowSigns(plan, reading).nobody
        rows = table.rows()
        while block := list(islice(rows, _BLOCK)):
            self.total += len(block)
            people = [row for row in block if not (row.problem or nobody(row.cells))]
            cells = list(zip(*(row.cells for row in people), strict=True))
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

    def role_column(self, options: ImportOptions) -> list[int]:
        """Return the columns nothing is known of in which stands nothing but roles of ours; or,
        under a header that says roles, some of them.
        """
        known = options.roles(options.pipeline) if options.roles else {}
        if not known or self.plan.using(ROLE):
            return []
        said = [at for at in self._in(known, any) if normal(self.plan.columns[at].name) in ROLES]
        return said or self._in(known, all)

    def status_column(self, options: ImportOptions) -> list[int]:
        """Return the columns nothing is known of in which stands nothing but statuses of ours."""
        is_known = self.plan.using("status") or self.plan.layout
        ours = {word.casefold() for word in options.ours}
        return [] if is_known or not ours else self._in(ours, all)

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
            order = asked or self._as_in_the_region(at, evidence)
            try:
                found[at] = decide_order(columns[at].name, evidence, order)
            except Usage:
                if strict:
                    raise
        return found

    def _as_in_the_region(self, at: int, evidence: OrderEvidence) -> Order | None:
        """Return how the book's country writes a column of which no cell says it; noted."""
        order = order_of_region(self.region, evidence) if evidence.is_open else None
        if order:
            self.read_as.setdefault((order, evidence.example), self.plan.columns[at].name)
        return order

    def notes(self) -> Iterator[str]:
        """Yield which columns were read as dates are written in the book's country."""
        for (order, example), column in self.read_as.items():
            parts = [int(part) for part in example.split("/")]
            day, month = parts if order == "dmy" else reversed(parts)
            meant = date(2000, month, day)
            other = "mdy" if order == "dmy" else "dmy"
            yield (
                f"“{column}”: {example} is read as {day} {meant:%B}, as dates are written in "
                f"{self.region}. If it is not so: --date-order {other}"
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
