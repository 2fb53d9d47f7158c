"""Import another system's export: a row becomes a lead, joins one, or is refused and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from leadctl.actions.importing.asked_not_to import AskedNotTo
from leadctl.actions.importing.import_notes import (
    about_layout,
    about_lines,
    about_statuses,
    about_words,
    not_mapped,
    remark,
)
from leadctl.actions.importing.known_rows import MANY, KnownRows
from leadctl.actions.importing.no_collector import no_collector
from leadctl.actions.importing.result import ImportOptions, ImportResult, Prepared, Rejected, Told
from leadctl.actions.importing.rows import Row, RowWork
from leadctl.actions.importing.target import Target, UnreadableError
from leadctl.book.book import Book
from leadctl.book.index.numbers import Numbers
from leadctl.book.text.lead_file import dump_lead, too_large
from leadctl.book.writing.changing import changing
from leadctl.rules.importing.incoming import Incoming
from leadctl.rules.importing.older import had_at, join_had, status_change
from leadctl.rules.importing.row_into_lead import (
    Difference,
    Joined,
    asks_again,
    has_taken,
    join,
    last_row,
    trace,
    with_differences,
    without_own_lines,
)
from leadctl.rules.leads.lead import OWN, Lead
from leadctl.rules.leads.tombstone import is_tombstone
from leadctl.values import replace

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
            result = _Run(target, prepared, options, now).result_of_all()
        result.undo = op.number
        return result
    finally:
        prepared.close()


def _changes(joined: Joined, incoming: Incoming) -> list[Difference]:
    """Return what a further row of one person says otherwise, the day of arrival among it."""
    if incoming.received in {None, joined.lead.received()}:
        return joined.changes
    return [*joined.changes, *(Difference(f"extra.{k}", "", v) for k, v in incoming.came.items())]


class _Run:
    """One import under way."""

    def __init__(
        self, target: Target, prepared: Prepared, options: ImportOptions, now: datetime
    ) -> None:
        self.target, self.prepared, self.options, self.now = target, prepared, options, now
        self.work = RowWork(prepared, options, now)
        self.known: KnownRows | None = None
        table = prepared.table
        self.result = ImportResult(prepared.plan, table.header, table.delimiter, prepared.total)
        self.remarks: dict[tuple[str, str], list[int]] = {}
        self.asked, self.placed = AskedNotTo(), ""
        self.rows = Numbers()
        self.older: list[tuple[str, str, Row]] = []
        self.twice = 0
        self.skipped: Counter[str] = Counter()

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
        self.target.finish()
        self.result.problems = list(dict.fromkeys(self.target.problems))
        self._progress(self.prepared.total)
        self.result.notes += self._notes()
        self.result.unmapped = dict(not_mapped(self.prepared, self.options, self.work))
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
        self.twice += not self.rows.put(digest, 1)
        self.result.unchanged += 1

    def _take(self, row: Row) -> None:
        if row.problem:
            self._reject(row, row.problem)
        elif row.skipped:
            self.result.skipped += 1
            self.skipped[row.skipped] += 1
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
            for remark in row.remarks:
                self._note_line(remark, row)
            if self.placed:
                self.asked.add(row, self.placed)

    def _reject(self, row: Row, reason: str) -> None:
        self.result.rejects.append(Rejected(row.line, reason, list(row.cells)))

    def _place(self, row: Row) -> str:
        """Store a row as a new lead, or in the one that it matches; return why not, or ""."""
        if not self.target.knows(row):
            return row.refused or self._create(row, row.lead_id)
        try:
            lead, shared = self.target.match(row)
        except UnreadableError as error:
            return f"may be the lead in {error.path}, which cannot be read: mend that first"
        if shared:
            self._note_line(("", "shares its phone with another lead, of another name"), row)
        if lead:
            return self._place_in(lead, row)
        return row.refused or self._create(row, self.target.free_id(row))

    def _place_in(self, lead: Lead, row: Row) -> str:
        if is_tombstone(lead):
            self._note_line(("", "belongs to a lead that was deleted: left out"), row)
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
        self._show(row.text)
        self.result.created += 1
        self.result.past.add(row.received, row.start, row.parked)
        return ""

    def _join(self, lead: Lead, row: Row) -> str:
        update, initial = self.options.update, self.options.initial
        incoming = self.work.incoming([row], lead)[0]
        is_own = incoming.key.startswith(f"{OWN}:")
        if is_own:
            incoming.notes = without_own_lines(lead, incoming.notes)
            self.work.of_lead(incoming, lead)
        arrivals, was_there = self.work.arrivals, lead.id in self.target.before
        noted = arrivals.at if was_there else arrivals.came_in(incoming.received)
        had = had_at(lead, row.digest) if update and was_there else None
        if had is None:
            joined = join(lead, incoming, arrivals.at, update=update, noted=noted)
        else:
            joined = join_had(lead, incoming, arrivals.at)
        if was_there and not is_own and not arrivals.is_past(incoming.received):
            joined = asks_again(joined, incoming)
        after = joined.lead
        if incoming.ours not in {"", lead.status}:
            joined.changes.append(status_change(lead, incoming, had, initial, there=was_there))
        after, reason = self._judged(lead, after, incoming)
        if reason:
            return reason
        after = self.work.dates_noted(lead, after) if was_there else after
        if not was_there and not update:
            after = with_differences(after, _changes(joined, incoming))
        text = dump_lead(after)
        if said := too_large(text):
            return f"with it its lead {said}"
        self._tell(row, lead, joined.changes)
        self.result.dropped += self.work.dropped(row, lead, after) if was_there else []
        self.result.matched += 1
        if after is lead:
            self.result.unchanged += 1
            return ""
        is_updated = update and any(not one.kept for one in joined.changes)
        self.result.filled += bool(joined.filled)
        self.result.both += bool(joined.filled and is_updated)
        self.result.joined += not (joined.filled or is_updated)
        if joined.filled and len(self.result.filled_in) < _MOST_TOLD:
            self.result.filled_in.append((row.line, lead.name, joined.filled))
        self.result.updated += is_updated
        self.target.change(after, row)
        self.placed = lead.id
        self._show(text)
        return ""

    def _judged(self, before: Lead, after: Lead, incoming: Incoming) -> tuple[Lead, str]:
        """Let a row do what it may, on record: the same row must not move a lead again later."""
        if before.id not in self.target.before:
            before = replace(before, fields=after.fields)  # a new lead comes in as its file says
        moves = self.options.update and incoming.ours not in {"", before.status}
        if not moves and (after.owner, after.role) == (before.owner, before.role):
            return after, ""
        column = self.work.status_column
        if moves:
            kept = {name: value for name, value in after.extra.items() if name != column}
            after = replace(after, extra=kept)
        done, reason = self.work.judged(before, after, incoming.ours if moves else "")
        if not moves or has_taken(done, incoming.key, incoming.row, update=True):
            return done, reason
        return done.add(trace(incoming, self.work.arrivals.at, update=True)), reason

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

    def _note_line(self, about: tuple[str, str], row: Row) -> None:
        self.remarks.setdefault(about, []).append(row.line)

    def _notes(self) -> Iterator[str]:
        """Yield what is to be said of the whole file; what concerns a column is a warning too."""
        table = self.prepared.table
        yield from table.notes
        yield from about_layout(self.prepared)
        yield from about_statuses(self.prepared, self.options, self.work)
        yield from about_words(self.prepared)
        yield from about_lines(table, self.twice, self.skipped)
        yield from self.asked.notes(stored=not self.options.dry_run)
        for (column, what), lines in self.remarks.items():
            said = remark(column, what, lines)
            if column:
                self.result.warnings.append(said)
            yield said
