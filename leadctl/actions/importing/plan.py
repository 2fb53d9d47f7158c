"""Look through a file before it is imported: what each column is, and how its dates are meant."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from zoneinfo import ZoneInfo

from leadctl.actions.importing.result import ImportOptions, Prepared
from leadctl.actions.typed_values import BUILT_IN, TEXTS
from leadctl.book.book import Book
from leadctl.book.own_files.places import slug
from leadctl.book.tables.csv_table import TableSource, open_table
from leadctl.rules.importing.columns import Plan, make_plan, recognised, refuse_misspelt
from leadctl.rules.importing.dates import Order, OrderEvidence, decide_order
from leadctl.rules.importing.reading import Reading, date_columns
from leadctl.rules.leads.normal_text import normal
from leadctl.values import replace

_MANY_STATUSES = 200
_BLOCK = 256


def plan_import(book: Book, source: str, options: ImportOptions) -> Prepared:
    """Look through a file once, changing nothing.

    `source` is a path, or "-" for standard input. Raises NotFound, and Usage for a header that is
    none, a map that does not fit it or has a mistyped field, and dates of which nobody can say the
    order.
    """
    maps = (*options.maps, *options.loose_maps)
    for field, _ in maps:
        refuse_misspelt(field, (*BUILT_IN, *TEXTS, *options.types))
    named = [column for _, column in maps]
    table = open_table(
        source,
        lambda cells: recognised(cells, named),
        encoding=options.encoding,
        stdin=options.stdin,
    )
    try:
        return _look_through(book, table, options)
    except BaseException:
        table.close()
        raise


def _look_through(book: Book, table: TableSource, options: ImportOptions) -> Prepared:
    present = {normal(name) for name in table.header}
    loose = [pair for pair in options.loose_maps if normal(pair[1]) in present]
    notes = [
        f"The saved map names a column “{column}” that this file lacks."
        for _, column in options.loose_maps
        if normal(column) not in present
    ]
    plan = make_plan(table.header, [*loose, *options.maps], keyed=bool(options.source))
    reading = Reading(
        zone=ZoneInfo(options.zone or book.settings.timezone),
        region=options.region or book.settings.region,
        source=options.source,
        slug=plan.slug or slug(options.source),
        types=options.types,
    )
    total, orders, seen, empty = _first_pass(table, plan, reading, options.date_order)
    reading = replace(reading, orders=orders)
    timezone = book.settings.timezone
    return Prepared(table, plan.without_empty(empty), reading, total, seen, notes, timezone)


def _first_pass(
    table: TableSource, plan: Plan, reading: Reading, asked: Order | None
) -> tuple[int, dict[int, Order], Counter[str], set[int]]:
    born = plan.using("birthday")
    evidence = {at: OrderEvidence(yearless=at in born) for at in date_columns(plan, reading.types)}
    status = next(iter(plan.using("status")), -1)
    empty = set(range(len(plan.columns)))
    seen: Counter[str] = Counter()
    total, rows = 0, table.rows()
    while block := list(islice(rows, _BLOCK)):
        total += len(block)
        columns = list(zip(*[row.cells for row in block if not row.problem], strict=True))
        if not columns:
            continue
        for at, order in evidence.items():
            for cell in dict.fromkeys(columns[at]):
                order.add(cell.strip())
        empty = {at for at in empty if not any(columns[at])}
        if status >= 0 and len(seen) < _MANY_STATUSES:
            seen.update(map(str.strip, columns[status]))
    del seen[""]
    orders = {at: decide_order(plan.columns[at].name, e, asked) for at, e in evidence.items()}
    return total, orders, seen, empty
