"""The part of an import that looks at one row alone: what it says, and the lead it would make."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from leadctl.actions.import_result import ImportOptions, Prepared
from leadctl.book.csv_source import SourceRow
from leadctl.book.layout import id_from_key, lead_relpath
from leadctl.book.lead_file import dump_lead
from leadctl.book.side_process import can_fork, made_ahead
from leadctl.rules.importing.joining import new_lead
from leadctl.rules.importing.rows import Incoming, RowReader
from leadctl.rules.lead import Event, Lead

AHEAD = 1000
"""From so many rows on a second process pays for its start."""
_BLOCK = 64


class Row(NamedTuple):
    """What can be said of one row alone, in plain values, which pass between processes quickly.

    `problem` is why it is none. `path` and `text` are the file of the lead that it makes where
    nobody in the book is meant, `refused` is why it may make none; until `made` they are empty, and
    so is what is said of the person.
    """

    line: int
    cells: list[str]
    problem: str = ""
    is_test: bool = False
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


class RowWork:
    """Reads the rows of one import, each for itself.

    `named` are the ids of the leads that were in the book before: a row of theirs is mostly one
    that the book has already, and is left for `made`.
    """

    def __init__(
        self,
        prepared: Prepared,
        options: ImportOptions,
        now: datetime,
        named: frozenset[str],
    ) -> None:
        self.prepared, self.options, self.now, self.named = prepared, options, now, named
        self.reader = RowReader(prepared.plan, prepared.reading)
        self.statuses = {word.casefold(): ours for word, ours in options.statuses.items()}
        self.status_column = next(iter(prepared.plan.names("status")), "")

    def rows(self) -> Generator[Row]:
        """Yield every row; of a large file they are made ahead, on another processor.

        Close it: the second process must be gone before the book's lock is let go.
        """
        if self.prepared.total >= AHEAD and can_fork():
            with closing(made_ahead(map(tuple, self._rows()))) as rows:
                yield from map(Row._make, rows)
        else:
            yield from self._rows()

    def _rows(self) -> Iterator[Row]:
        sources = self.prepared.table.rows()
        while block := [self._look_at(source) for source in islice(sources, _BLOCK)]:
            made = iter(self.made([row for row in block if self._is_new(row)]))
            yield from (next(made) if self._is_new(row) else row for row in block)

    def _look_at(self, source: SourceRow) -> Row:
        line, cells, reader = source.line, source.cells, self.reader
        if source.problem:
            return Row(line, cells, problem=source.problem)
        if reader.is_test(cells):
            return Row(line, cells, is_test=True)
        key = reader.key(cells)
        ours = self.statuses.get(reader.status(cells).casefold(), "") if self.statuses else ""
        return Row(
            line, cells, "", False, reader.digest(cells, ours), key and id_from_key(key), key
        )

    def _is_new(self, row: Row) -> bool:
        return bool(row.digest) and row.lead_id not in self.named

    def made(self, rows: Sequence[Row]) -> list[Row]:
        """Return rows with all that can be said of them, their leads' files among it.

        It goes a step at a time over all of them: so a step stays in the processor's cache.
        """
        read = [self.incoming(row) for row in rows]
        ids = [
            row.lead_id or id_from_key(one.identity) for row, one in zip(rows, read, strict=True)
        ]
        leads = [self.new_lead(one, lead_id) for one, lead_id in zip(read, ids, strict=True)]
        texts = [dump_lead(lead) for lead, _ in leads]
        return [self._row(*each) for each in zip(rows, read, leads, texts, strict=True)]

    def _row(self, row: Row, incoming: Incoming, made: tuple[Lead, str], text: str) -> Row:
        lead, refused = made
        year = (incoming.received or self.now).year
        return Row(
            row.line,
            row.cells,
            "",
            False,
            row.digest,
            lead.id,
            incoming.key,
            incoming.identity,
            incoming.name,
            tuple(incoming.emails),
            tuple(incoming.phones),
            tuple(incoming.remarks),
            refused,
            lead_relpath(year, incoming.name, lead.id),
            text,
        )

    def incoming(self, row: Row) -> Incoming:
        """Return all that a row says; a status that is not mapped stays under [extra]."""
        incoming = self.reader.read(row.line, row.cells)
        incoming.row = row.digest
        if incoming.status and not self.status(incoming):
            incoming.extra = {**incoming.extra, self.status_column: incoming.status}
        return incoming

    def status(self, incoming: Incoming) -> str:
        """Return our status for a row's, or ""."""
        return self.statuses.get(incoming.status.casefold(), "")

    def new_lead(self, incoming: Incoming, lead_id: str) -> tuple[Lead, str]:
        """Return the lead that a row makes, and why it may not be made, or ""."""
        options = self.options
        if options.role:
            incoming.fields.setdefault("role", options.role)
        lead = new_lead(incoming, lead_id, options.pipeline, options.initial, self.now)
        return self.moved(lead, incoming)

    def moved(self, lead: Lead, incoming: Incoming) -> tuple[Lead, str]:
        """Return a lead in the status that a row says, or why it may not be there."""
        ours = self.status(incoming)
        if not ours or ours == lead.status:
            return lead, ""
        recorded = self.options.history and incoming.status_at is not None
        if not recorded and self.options.judge:
            unmet = self.options.judge(lead, ours)
            if unmet:
                return lead, f"status {ours} is refused: {'; '.join(unmet)}"
        at = incoming.status_at if recorded else None
        data = {"to": ours, "recorded": True} if recorded else {"to": ours}
        return lead.set(status=ours).add(Event(at or self.now, "status", "import", data)), ""
