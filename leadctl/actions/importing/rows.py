"""The part of an import that looks at one row alone: what it says, and the lead it would make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date, datetime, timedelta
from itertools import islice, starmap
from typing import NamedTuple, TypeVar

from leadctl.actions.importing.known_rows import KnownRows
from leadctl.actions.importing.result import ImportOptions, Prepared
from leadctl.book.own_files.places import id_from_key, lead_relpath
from leadctl.book.side_process import can_fork, made_ahead
from leadctl.book.tables.csv_records import SourceRow
from leadctl.book.text.lead_columns import dump_new
from leadctl.book.text.lead_file import dump_lead, too_large
from leadctl.rules.importing.arrivals import arrivals
from leadctl.rules.importing.incoming import Incoming
from leadctl.rules.importing.new_leads import Making, new_leads
from leadctl.rules.importing.plan import ROLE
from leadctl.rules.importing.row_glance import RowSigns
from leadctl.rules.importing.row_into_lead import BY, Difference, Joined
from leadctl.rules.importing.rows import RowReader
from leadctl.rules.leads.lead import Event, Lead, listed
from leadctl.rules.time.working_calendar import always_open
from leadctl.values import replace

_NO_ROLE = "is no role of ours; kept as it is"
_NO_STATUS = "is of no status of ours; kept as it is"
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
        said = {**options.ours, **options.statuses}
        self.statuses = {word.casefold(): ours for word, ours in said.items()}
        self.status_column = next(iter(prepared.plan.names("status")), "")
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
        ours = self.statuses.get(signs.status(cells).casefold(), "") if self.statuses else ""
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
        """Return all that rows say, of new leads or `of` one that is there. A status that is not
        mapped stays under [extra], and so does the date of one that is not recorded as past, as
        that of a new lead is.
        """
        read = self.reader.read([(row.line, row.key, row.cells) for row in rows])
        for one, row in zip(read, rows, strict=True):
            one.row = row.digest
            if one.pipeline and not self._names(one.pipeline):
                one.pipeline = ""
            self._place(one, of.pipeline if of else "")
            one.ours = self.status(one)
            if one.status and not one.ours:
                one.extra[self.status_column] = one.status
            if of or not one.ours:
                one.extra.update(one.since)
                one.remarks += [(name, _NO_STATUS) for name in one.since]
        return read

    def _place(self, incoming: Incoming, pipeline: str) -> None:
        """Put a row into the pipeline of its role, as its own or its lead's `pipeline` has it; a
        role that is none there stays a word.
        """
        typed = incoming.fields.get("role")
        if typed is None or self.options.roles is None:
            return
        known = self.options.roles(incoming.pipeline or pipeline or self.options.pipeline)
        if role := known.get(str(typed).casefold()):
            incoming.fields["role"] = role.name
            if role.pipeline != self.options.pipeline:
                incoming.pipeline, incoming.initial = role.pipeline, role.initial
            return
        column = next(iter(self.prepared.plan.names(ROLE)), "role")
        incoming.extra[column] = incoming.fields.pop("role")
        incoming.remarks.append((column, _NO_ROLE))

    def status(self, incoming: Incoming) -> str:
        """Return our status for a row's, or ""; of a row with a pipeline of its own by that one."""
        word = incoming.status.casefold()
        if not incoming.pipeline:
            return self.statuses.get(word, "")
        names = self._names(incoming.pipeline)
        mapped = self.options.statuses.get(word, "").casefold()
        return names.get(mapped) or names.get(word, "")

    def statuses_of_roles(self) -> set[str]:
        """Return the statuses of all pipelines that roles bring people into, in lower case."""
        roles = self.options.roles(self.options.pipeline) if self.options.roles else {}
        return {name for role in roles.values() for name in self._names(role.pipeline)}

    def _names(self, pipeline: str) -> Mapping[str, str]:
        return self.options.named(pipeline) if self.options.named else {}

    def of_lead(self, incoming: Incoming, lead: Lead) -> None:
        """Let what a row of our own says hold in the pipeline of the lead that it is."""
        if self._names(lead.pipeline):
            incoming.pipeline = lead.pipeline
            incoming.ours = self.status(incoming)
            if incoming.ours:
                incoming.extra.pop(self.status_column, None)

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

    def dates_noted(self, before: Lead, after: Lead) -> Lead:
        """Return a lead of the book with an event for each date of it that a row set or moved."""
        dates = [value for value in after.fields.values() if isinstance(value, date)]
        if self.options.noted is None or all(v in before.fields.values() for v in dates):
            return after
        return self.options.noted(before, after, self.arrivals.at)

    def judged(self, before: Lead, filled: Lead, status: str) -> tuple[Lead, str]:
        """Return a lead of the book as a row makes it, or why it may not be so.

        Where there is no pipeline to judge by, as in case pairs, what the row says holds.
        """
        if judge := self.options.judge:
            return judge(before, filled, status)
        if not status:
            return filled, ""
        return filled.set(status=status).add(Event(self.now, "status", BY, {"to": status})), ""
