"""Import another system's export: a row becomes a lead, joins one, or is refused and why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from leadctl.actions.importing.import_notes import (
    about_layout,
    about_lines,
    about_statuses,
    about_words,
    not_mapped,
)
from leadctl.actions.importing.known_rows import MANY, KnownRows
from leadctl.actions.importing.no_collector import no_collector
from leadctl.actions.importing.remarks import Remarks, Shared
from leadctl.actions.importing.result import ImportOptions, ImportResult, Prepared, Rejected, Told
from leadctl.actions.importing.row_joins import Outcome, RowJoins
from leadctl.actions.importing.rows import Row, RowWork
from leadctl.actions.importing.target import Target, UnreadableError
from leadctl.book.book import Book
from leadctl.book.index.numbers import Numbers
from leadctl.book.writing.changing import changing
from leadctl.rules.importing.row_into_lead import Difference, has_taken, last_row
from leadctl.rules.leads.lead import OWN, Lead
from leadctl.rules.leads.tombstone import is_tombstone

_PREVIEW = 3
_MOST_TOLD = 1000


def run_import(
    book: Book, prepared: Prepared, options: ImportOptions, *, now: datetime, by: str
) -> ImportResult:
    """Bring a file that was looked through into the book, as one operation, and close it."""
    try:
        with (
            no_collector(),
            changing(book, options.command, now, by, dry_run=options.dry_run, bulk=True) as op,
        ):
            target = Target(book, op, update=options.update)
            result = _Run(target, prepared, options, now, by).result_of_all()
        result.undo = op.number
        return result
    finally:
        prepared.close()


class _Run:
    """One import under way."""

    def __init__(
        self, target: Target, prepared: Prepared, options: ImportOptions, now: datetime, by: str
    ) -> None:
        self.target, self.prepared, self.options, self.by = target, prepared, options, by
        self.work = RowWork(prepared, options, now)
        self.joins = RowJoins(target, self.work, options)
        self.known: KnownRows | None = None
        table = prepared.table
        self.result = ImportResult(prepared.plan, table.header, table.delimiter, prepared.total)
        self.remarks, self.placed = Remarks(), ""
        self.rows = Numbers()
        self.older: list[tuple[str, str, Row]] = []

    def result_of_all(self) -> ImportResult:
        """Bring every row into the book."""
        done = self._pass_over_known()
        if done < self.prepared.total:
            with self.work.rows(self.known) as rows:
                for row in rows:
                    self._take(row)
                    done += 1
                    if done % 250 == 0:
                        self._progress(done)
        self._join_all_older()
        self.target.finish(self.by)
        self.result.problems = list(dict.fromkeys(self.target.problems))
        self._progress(self.prepared.total)
        self.result.notes += self._notes()
        self.result.to_join.update(self.remarks.to_join())
        self.result.unmapped = dict(not_mapped(self.prepared, self.work.places))
        return self.result

    def _progress(self, done: int) -> None:
        if self.options.progress:
            self.options.progress(done, self.prepared.total)

    def _pass_over_known(self) -> int:
        """Count the rows that the book has already, where many may be; return how many are."""
        if not 0 < len(self.target.before) <= MANY * self.prepared.total:
            return 0
        with self.work.signs() as signs:
            self.known = KnownRows(self.target.book, update=self.options.update)
            for digest, lead_id in signs:
                if self.known.has(digest, lead_id):
                    self._pass_over(digest)
        return self.result.unchanged

    def _pass_over(self, digest: str) -> None:
        self.remarks.twice += not self.rows.put(digest, 1)
        self.result.unchanged += 1

    def _take(self, row: Row) -> None:
        if row.problem:
            self._reject(row, row.problem)
        elif row.skipped:
            self.result.left_out.append(Rejected(row.line, row.skipped, list(row.cells)))
        elif self.rows.get(row.digest) or self.target.has_row(row):
            self._pass_over(row.digest)
        else:
            self._take_person(row)

    def _take_person(self, row: Row) -> None:
        before, self.placed = self.result.unchanged + len(self.older), ""
        is_ours = row.key.startswith(f"{OWN}:") and self.target.has(row.lead_id)
        if not row.name and not is_ours:
            self._reject(row, "says no name, e-mail, phone or address")
        elif reason := self._place(row):
            self._reject(row, reason)
        else:
            self.rows.put(row.digest, 1)
        if self.result.unchanged + len(self.older) == before:  # else told when the row came in
            self.remarks.add(row, row.remarks)
            if self.placed:
                self.remarks.asked.add(row, self.placed)

    def _reject(self, row: Row, reason: str) -> None:
        self.result.rejects.append(Rejected(row.line, reason, list(row.cells)))

    def _place(self, row: Row) -> str:
        """Store a row as a new lead, or in the one that it matches; return why not, or ""."""
        if not self.target.knows(row):
            return row.refused or self._create(row, row.lead_id)
        try:
            lead, other, way = self.target.match(row)
        except UnreadableError as error:
            return f"may be the lead in {error.path}, which cannot be read: mend that first"
        if lead:
            return self._place_in(lead, row)
        reason = row.refused or self._create(row, self.target.free_id(row))
        if other and not reason:
            called = self.work.called(self.target.shown(other))
            self.remarks.shared.append(Shared(row, called, other, self.placed, way))
        return reason

    def _place_in(self, lead: Lead, row: Row) -> str:
        if is_tombstone(lead):
            self.remarks.add(row, [("", "belongs to a lead that was deleted: left out")])
            self.result.unchanged += 1
            return ""
        if self.target.has_taken(lead, row):
            self.result.unchanged += 1
            return ""
        if self.options.update and has_taken(lead, row.key, row.digest, update=False):
            return self._join_older(lead, row)
        return self._join(lead, row)

    def _join_older(self, lead: Lead, row: Row) -> str:
        """Join a row that the lead has had: at the end, if the file does not say more by then."""
        last = last_row(lead, row.key)
        if last is None or last.data["row"] == row.digest:
            return self._join(lead, row)
        self.older.append((lead.id, str(last.data["row"]), row._replace(text="")))
        return ""

    def _join_all_older(self) -> None:
        for lead_id, last, row in self.older:
            lead = None if self.rows.get(last) else self.target.load(lead_id)
            if lead is None:
                self.result.unchanged += 1
            elif reason := self._join(lead, row):
                self._reject(row, reason)

    def _create(self, row: Row, lead_id: str) -> str:
        if lead_id != row.lead_id:
            row = self.work.made(row._replace(lead_id=lead_id))
        self.target.add(row)
        self.placed = lead_id
        self.remarks.bar(row.bars)
        self._show(row.text)
        self.result.created += 1
        self.result.past.add(row.received, row.start, row.parked)
        return ""

    def _join(self, lead: Lead, row: Row) -> str:
        done = self.joins.of(lead, row)
        if done.refused:
            return done.refused
        self._tell(row, lead, done.changes)
        if lead.id in self.target.before:
            self.result.dropped += self.work.dropped(row, lead, done.lead)
        self.result.matched += 1
        if done.lead is lead:
            self.result.unchanged += 1
        else:
            self._count(row, lead, done)
            self._change(row, lead, done)
        return ""

    def _count(self, row: Row, lead: Lead, done: Outcome) -> None:
        result = self.result
        is_updated = self.options.update and any(not one.kept for one in done.changes)
        result.filled += bool(done.filled)
        result.updated += is_updated
        result.both += bool(done.filled and is_updated)
        is_beside = not (done.filled or is_updated)
        result.beside += is_beside and lead.id in self.target.before
        result.joined += is_beside and lead.id not in self.target.before
        if done.filled and len(result.filled_in) < _MOST_TOLD:
            result.filled_in.append((row.line, lead.name, done.filled))

    def _change(self, row: Row, lead: Lead, done: Outcome) -> None:
        self.target.change(done.lead, row)
        if role := self.work.parks(lead, done.lead):
            self.result.past.parked[role] += 1
        self.remarks.bar(set(done.lead.do_not_contact) - set(lead.do_not_contact))
        self.placed = lead.id
        self._show(done.text)

    def _tell(self, row: Row, lead: Lead, changes: list[Difference]) -> None:
        for change in changes:
            if len(self.result.told) < _MOST_TOLD:
                self.result.told.append(Told(row.line, lead.id, lead.name, change))
            else:
                self.result.told_more += 1

    def _show(self, text: str) -> None:
        self.result.stored += 1
        if len(self.result.preview) < _PREVIEW:
            self.result.preview.append(text)

    def _notes(self) -> Iterator[str]:
        """Yield what is to be said of the whole file; what concerns a column is a warning too."""
        table = self.prepared.table
        yield from table.notes
        yield from about_layout(self.prepared)
        yield from about_statuses(self.prepared, self.options, self.work)
        yield from about_words(self.prepared)
        yield from about_lines(table, self.remarks.twice, self.result.left_out)
        yield from self.remarks.of_people(stored=not self.options.dry_run)
        for column, said in self.remarks.of_columns():
            if column:
                self.result.warnings.append(said)
            yield said
