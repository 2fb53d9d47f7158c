"""Look through a file before it is imported: what each column is, and how its dates are meant."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from zoneinfo import ZoneInfo

from leadctl.actions.importing.first_pass import FirstPass
from leadctl.actions.importing.result import ImportOptions, Prepared
from leadctl.book.book import Book
from leadctl.book.own_files.layouts import layouts
from leadctl.book.own_files.local_zone import region_of
from leadctl.book.own_files.places import slug
from leadctl.book.tables.csv_table import TableSource, open_table
from leadctl.errors import Usage
from leadctl.rules.importing.column_words import PLACES
from leadctl.rules.importing.columns import make_plan, recognised
from leadctl.rules.importing.languages import language_of
from leadctl.rules.importing.layouts import OURS, Layout
from leadctl.rules.importing.looks import Look, unknown_people
from leadctl.rules.importing.map_fields import refuse_misspelt, unknown_words
from leadctl.rules.importing.plan import Plan
from leadctl.rules.importing.reading import Reading
from leadctl.rules.leads.fields import OPTIONAL
from leadctl.rules.leads.lead import ID
from leadctl.rules.leads.normal_text import normal
from leadctl.values import replace

_LOOKED_AT = 200


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
    filled = plan.layout.filled_down if plan.layout else ()
    table.fill_down = [one.index for one in plan.columns if normal(one.name) in filled]
    reading = Reading(
        zone=ZoneInfo(options.zone or said.get("zone") or book.settings.timezone),
        region=options.region or said.get("region") or book.settings.region,
        source=options.source,
        slug=plan.slug or slug(options.source),
        types=options.types,
        choices=options.choices,
    )
    asked = options.date_order or said.get("date_order")
    told = options.region or said.get("region")
    written = told or language_of(normal(one.name) for one in plan.columns) or _country(book)
    first = FirstPass(table, plan, reading, written)
    for at in first.name_column(options):
        plan = plan.with_name(at)
        first = FirstPass(table, plan, reading, written)
    for at in first.phone_column():
        plan = plan.with_phone(at)
        first = FirstPass(table, plan, reading, written)
    if statuses := first.status_column(options):
        plan = plan.with_status(statuses[0])
        first = FirstPass(table, plan, reading, written)
    plan = plan.with_barred(first.barred()).without_steps(first.no_steps())
    if roles := first.role_column(options):
        plan = plan.with_role(roles[0])
    reading = replace(reading, titled=first.titled)
    reading = replace(reading, orders=first.orders(asked, strict=not options.only_look))
    fields = (*OPTIONAL, *options.types)
    notes = [
        *filter(None, (unknown_words(name, fields) for name, _ in options.maps)),
        *_lacking(options.layout, table.header),
        *first.notes(),
        *first.not_taken(options),
        *first.merged(),
    ]
    if not options.only_look:
        looks = first.looks(only_unknown=True)()
        unknown = unknown_people(looks)
        _refuse_unknown(table, plan, looks, options.command)
        notes += [
            f"{one.name} looks like {one.kind} and is kept as it is: {one.map_option}"
            for one in unknown
        ]
        notes += _nameless(plan, options.command)
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


def _nameless(plan: Plan, command: str) -> list[str]:
    """Return what is to be said of a file without a column of names, where no layout knows it."""
    if plan.layout or any(one.use.startswith(("name.", "company")) for one in plan.columns):
        return []
    return [
        "No column is known to be a name: people are named after their e-mail, phone or address. "
        f"See what each column holds: {command} --columns"
    ]


def _refuse_unknown(table: TableSource, plan: Plan, looks: Sequence[Look], command: str) -> None:
    """Raise Usage for a file of which no column says who anybody is: by name, reach or place."""
    named = ("name.", "email", "phone", "company", "id", *(f"{place}." for place in PLACES))
    if any(one.use.startswith(named) for one in plan.columns):
        return
    told = [f"{one.name} looks like {one.kind}: {one.map_option}" for one in looks if one.field]
    raise Usage(
        f"No column of {table.name} is known to be a name, an e-mail, a phone or an address.",
        hint="\n".join(told) or f"See what stands in them: {command} --columns",
    )


def _lacking(named: Layout | None, header: Sequence[str]) -> list[str]:
    """Return what is to be said of the columns that a layout names and a file lacks."""
    present = {normal(name) for name in header}
    return [
        f"The layout names a column “{column}” that this file lacks."
        for _, column in (named.columns if named else ())
        if normal(column) not in present
    ]
