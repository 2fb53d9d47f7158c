"""The part of an import that looks at one row alone: what it says, and the lead it would make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date, datetime, timedelta
from itertools import islice, starmap
from typing import NamedTuple, TypeVar

from leadctl.actions.importing.known_rows import KnownRows
from leadctl.actions.importing.result import ImportOptions, Prepared
from leadctl.actions.importing.row_places import RowPlaces
from leadctl.book.own_files.places import id_from_key, lead_relpath
from leadctl.book.side_process import can_fork, made_ahead
from leadctl.book.tables.csv_records import SourceRow
from leadctl.book.text.lead_columns import dump_new
from leadctl.book.text.lead_file import dump_lead, too_large
from leadctl.rules.importing.arrivals import arrivals
from leadctl.rules.importing.incoming import Incoming
from leadctl.rules.importing.new_leads import Making, new_leads
from leadctl.rules.importing.own_steps import is_meant
from leadctl.rules.importing.row_glance import RowSigns
from leadctl.rules.importing.row_into_lead import BY, Difference, Joined
from leadctl.rules.importing.rows import RowReader
from leadctl.rules.leads.lead import Event, Lead, listed
from leadctl.rules.leads.ways import new_number
from leadctl.rules.time.working_calendar import always_open
from leadctl.values import replace

AHEAD = 1000
"""From so many rows on a second process pays for its start."""
V = TypeVar("V")
_BLOCK = 64
_LEEWAY = timedelta(days=1)
"""So far ahead another system's clock, or its day, may be."""


class Row(NamedTuple):
    """What can be said of one row alone, in plain values, which pass between processes quickly.

    `problem` is why it is none, `skipped` why it is nobody. `path` and `text` are the file of the
    lead that it makes where nobody in the book is meant, `refused` is why it may make none. `place`
    is the row's in the file, from 0; `received` the day on which its person came in, if known, and
    `start` the day to get in touch where it is taken over, both as text. `asked` are the channels
    that its notes bar in words alone, and the words; `parked` is its role where that is one.
    """

    line: int
    cells: list[str]
    problem: str = ""
    skipped: str = ""
    digest: str = ""
    lead_id: str = ""
    key: str = ""
    identity: str = ""
    name: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    remarks: tuple[tuple[str, str], ...] = ()
    refused: str = ""
    path: str = ""
    text: str = ""
    place: int = 0
    received: str = ""
    start: str = ""
    asked: tuple[tuple[str, str], ...] = ()
    parked: str = ""
    bars: tuple[str, ...] = ()


class RowWork:
    """Reads the rows of one import, each for itself."""

    def __init__(self, prepared: Prepared, options: ImportOptions, now: datetime) -> None:
        self.prepared, self.options, self.now = prepared, options, now
        reading = replace(prepared.reading, agents=options.agents, latest=now + _LEEWAY)
        self.signed = RowSigns(prepared.plan, reading)
        self.reader = RowReader(prepared.plan, reading)
        self.readers = {"": self.reader}
        self.places = RowPlaces(prepared, options)
        self.arrivals = arrivals(
            now,
            options.calendar or always_open(prepared.timezone),
            promises=options.promises,
            new_days=options.new_days,
            spread_days=options.spread_days,
            as_new=options.as_new,
            file=prepared.table.base_name,
        )
        first = options.pipeline, options.initial, self.arrivals
        self.making = Making(
            *first, self.reader.columns.field_names, self.reader.columns.extra_names
        )

    @contextmanager
    def rows(self, known: KnownRows | None = None) -> Iterator[Iterator[Row]]:
        """Give every row that is not known."""
        with self._ahead(self._rows(known)) as rows:
            yield map(Row._make, rows)

    def signs(self) -> AbstractContextManager[Iterator[tuple[str, str]]]:
        """Give of every row its digest, and the id of the lead that its key names, or ""."""
        rows = starmap(self._look_at, enumerate(self.prepared.table.rows()))
        return self._ahead(((row.digest, row.lead_id) for row in rows), all_first=True)

    def _ahead(
        self, values: Iterator[V], *, all_first: bool = False
    ) -> AbstractContextManager[Iterator[V]]:
        """Give values; those of a large file are made ahead, on another processor."""
        if self.prepared.total >= AHEAD and can_fork():
            return made_ahead(values, all_first=all_first)
        return nullcontext(values)

    def _rows(self, known: KnownRows | None) -> Iterator[tuple[object, ...]]:
        """Yield the values of every row that is not known."""
        rows: Iterator[Row] = starmap(self._look_at, enumerate(self.prepared.table.rows()))
        if known:
            rows = (row for row in rows if not known.has(row.digest, row.lead_id))
        while block := list(islice(rows, _BLOCK)):
            made = iter(self._made([row for row in block if row.digest]))
            yield from (next(made) if row.digest else tuple(row) for row in block)

    def _look_at(self, place: int, source: SourceRow) -> Row:
        line, cells, signs = source.line, source.cells, self.signed
        if source.problem:
            return Row(line, cells, problem=source.problem)
        if why := signs.nobody(cells):
            return Row(line, cells, skipped=why)
        key = signs.key(cells)
        known = self.places.statuses
        ours = known.get(signs.status(cells).casefold(), "") if known else ""
        lead_id = key and id_from_key(key)
        return Row(line, cells, "", "", signs.digest(cells, ours), lead_id, key, place=place)

    def made(self, row: Row) -> Row:
        """Return a row with all that can be said of it, its lead's file among it."""
        return Row._make(self._made([row])[0])

    def _made(self, rows: Sequence[Row]) -> list[tuple[object, ...]]:
        """Return the values of rows with all that can be said of them.

        It goes a step at a time over all of them: so a step stays in the processor's cache.
        """
        read = self.incoming(rows)
        ids = [
            row.lead_id or id_from_key(one.identity) for row, one in zip(rows, read, strict=True)
        ]
        if self.options.role:
            for one in read:
                if one.pipeline in {"", self.options.pipeline}:
                    one.fields.setdefault("role", self.options.role)
        texts = dump_new(new_leads(read, ids, [row.place for row in rows], self.making))
        return list(map(self._values, rows, read, ids, texts))

    def _values(self, row: Row, one: Incoming, lead_id: str, text: str) -> tuple[object, ...]:
        refused = f"the lead it makes {said}" if (said := too_large(text)) else ""
        path = lead_relpath(one.received.year if one.received else None, one.name, lead_id)
        came = one.received.date().isoformat() if one.received else ""
        is_past = self.arrivals.is_past(one.received)
        start = self.arrivals.start(row.place).isoformat() if is_past else ""
        return (
            *(row.line, row.cells, "", one.nobody, row.digest, lead_id, one.key, one.identity),
            one.name,
            *(tuple(one.emails), tuple(one.phones), tuple(one.remarks), refused, path, text),
            *(row.place, came, start, tuple(one.asked), self._parked(one)),
            tuple(map(str, listed(one.fields.get("do_not_contact")))),
        )

    def _parked(self, one: Incoming) -> str:
        """Return a row's role where who has it is on no list, else ""."""
        role = str(one.fields.get("role") or "")
        return self._parked_role(role, one.pipeline or self.options.pipeline)

    def parks(self, before: Lead, after: Lead) -> str:
        """Return the role by which a lead is on no list any more, or ""."""
        was = self._parked_role(before.role, before.pipeline)
        return "" if was else self._parked_role(after.role, after.pipeline)

    def _parked_role(self, role: str, pipeline: str) -> str:
        known = self.options.roles(pipeline) if role and self.options.roles else {}
        found = known.get(role.casefold())
        return role if found and found.parked else ""

    def incoming(self, rows: Sequence[Row], of: Lead | None = None) -> list[Incoming]:
        """Return all that rows say, of new leads or `of` one that is there, each value as the
        pipeline of its row has it.
        """
        read = self._read(self.reader, rows, of)
        apart: dict[str, list[int]] = {}
        for at, one in enumerate(read):
            if self._reader(one.pipeline) is not self.reader:
                apart.setdefault(one.pipeline, []).append(at)
        for pipeline, places in apart.items():
            again = self._read(self._reader(pipeline), [rows[at] for at in places], of)
            for at, one in zip(places, again, strict=True):
                read[at] = one
        return read

    def _read(self, reader: RowReader, rows: Sequence[Row], of: Lead | None) -> list[Incoming]:
        read = reader.read([(row.line, row.key, row.cells) for row in rows])
        for one, row in zip(read, rows, strict=True):
            one.row = row.digest
            self.places.place(one, of)
            one.steps = [step for step in one.steps if is_meant(step[1], self.arrivals.day)]
        return read

    def _reader(self, pipeline: str) -> RowReader:
        """Return what reads the rows of a pipeline; the first reader, where that reads them so."""
        if pipeline not in self.readers:
            theirs = self.reader.reading
            if self.options.kinds:
                types, choices = self.options.kinds(pipeline)
                theirs = replace(theirs, types=types, choices=choices)
            names = self.reader.columns.field_names
            same = all(theirs.kind(name) == self.reader.reading.kind(name) for name in names)
            self.readers[pipeline] = self.reader if same else RowReader(self.prepared.plan, theirs)
        return self.readers[pipeline]

    def refused(self, before: Lead, after: Lead) -> str:
        """Return why a row may not make this of a lead of the book, of what is hidden, or ""."""
        return self.options.unseen.refused(before, after) if self.options.unseen else ""

    def told(self, lead: Lead, joined: Joined) -> list[Difference]:
        """Return what a row says otherwise of a lead of the book, as it may be told."""
        return (
            self.options.unseen.told(lead, joined.changes)
            if self.options.unseen
            else joined.changes
        )

    def shown(self, before: Lead, after: Lead, text: str) -> str:
        """Return the file of a changed lead of the book, its `text`, as it may be shown."""
        shown = self.options.unseen.shown(before, after) if self.options.unseen else after
        return text if shown is after else dump_lead(shown)

    def dropped(self, row: Row, before: Lead, after: Lead) -> list[tuple[int, str, str]]:
        """Return what a row takes off the list of a lead of the book: (line, name, in words)."""
        told = self.options.dropped(before, after) if self.options.dropped else ()
        return [(row.line, before.name, words) for words in told]

    def called(self, lead: Lead | None) -> str:
        """Return a lead as it is named to whoever imports; "" where it is not shown to them."""
        if lead is None:
            return ""
        return self.options.called(lead) if self.options.called else f"{lead.name} ({lead.id})"

    def values_noted(self, before: Lead, after: Lead) -> Lead:
        """Return a lead of the book with an event for each date that a row set or moved, and for
        a number that it put in the place of a wrong one.
        """
        dates = [value for value in after.fields.values() if isinstance(value, date)]
        as_before = all(value in before.fields.values() for value in dates)
        if self.options.noted is None or (as_before and not new_number(before, after)):
            return after
        return self.options.noted(before, after, self.arrivals.at)

    def back(self, lead: Lead, status: str) -> str:
        """Return why a status that a row says is a step back that wants a reason, or ""."""
        return self.options.back(lead, status) if self.options.back and status else ""

    def judged(self, before: Lead, filled: Lead, status: str) -> tuple[Lead, str]:
        """Return a lead of the book as a row makes it, or why it may not be so.

        Where there is no pipeline to judge by, as in case pairs, what the row says holds.
        """
        if judge := self.options.judge:
            return judge(before, filled, status)
        if not status:
            return filled, ""
        return filled.set(status=status).add(Event(self.now, "status", BY, {"to": status})), ""
