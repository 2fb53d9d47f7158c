"""Import another system's export: a row becomes a lead, joins one, or is refused and why."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from leadctl.actions.importing.known_rows import MANY, KnownRows
from leadctl.actions.importing.result import ImportOptions, ImportResult, Prepared, Rejected, Told
from leadctl.actions.importing.rows import Row, RowWork
from leadctl.actions.importing.target import Target, UnreadableError
from leadctl.book.book import Book
from leadctl.book.text.lead_file import dump_lead, too_large
from leadctl.book.writing.changing import changing
from leadctl.rules.importing.incoming import Incoming
from leadctl.rules.importing.row_into_lead import (
    Change,
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
_LINES_TOLD = 5
_MOST_TOLD = 1000


def run_import(
    book: Book, prepared: Prepared, options: ImportOptions, *, now: datetime, by: str
) -> ImportResult:
    """Bring a file that was looked through into the book, as one operation, and close it."""
    try:
        with (
            _no_collector(),
            changing(book, options.command, now, by, dry_run=options.dry_run, bulk=True) as op,
        ):
            target = Target(book, op, update=options.update)
            result = _Run(target, prepared, options, now).result_of_all()
        result.undo = op.number
        return result
    finally:
        prepared.close()


@contextmanager
def _no_collector() -> Iterator[None]:
    """Look for no cycles: rows leave none behind, and looking takes a twentieth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _changes(joined: Joined, incoming: Incoming) -> list[Change]:
    """Return what a further row of one person says otherwise, the day of arrival among it."""
    if incoming.received in {None, joined.lead.received()}:
        return joined.changes
    return [*joined.changes, *(Change(f"extra.{k}", "", v) for k, v in incoming.came.items())]


def _listed(words: list[str]) -> str:
    shown = ", ".join(f"“{word}”" for word in words[:_LINES_TOLD])
    return f"{shown} and {len(words) - _LINES_TOLD} more" if len(words) > _LINES_TOLD else shown


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
        self.result.seen_statuses = prepared.seen
        self.remarks: dict[tuple[str, str], list[int]] = {}
        self.rows: set[str] = set()
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
        self.twice += digest in self.rows
        self.rows.add(digest)
        self.result.unchanged += 1

    def _take(self, row: Row) -> None:
        if row.problem:
            self._reject(row, row.problem)
        elif row.skipped:
            self.result.skipped += 1
            self.skipped[row.skipped] += 1
        elif row.digest in self.rows or self.target.has_row(row):
            self._pass_over(row.digest)
        else:
            self._take_person(row)

    def _take_person(self, row: Row) -> None:
        before = self.result.unchanged + len(self.older)
        is_ours = row.key.startswith(f"{OWN}:") and row.lead_id in self.target.named
        if not row.name and not is_ours:
            self._reject(row, "says no name, e-mail, phone or address")
        elif reason := self._place(row):
            self._reject(row, reason)
        else:
            self.rows.add(row.digest)
        if self.result.unchanged + len(self.older) == before:  # else told when the row came in
            for remark in row.remarks:
                self._note_line(remark, row)

    def _reject(self, row: Row, reason: str) -> None:
        self.result.rejects.append(Rejected(row.line, reason, list(row.cells)))

    def _place(self, row: Row) -> str:
        """Store a row as a new lead, or in the one that it matches; return why not, or ""."""
        if not self.target.knows(row):
            return row.refused or self._create(row)
        try:
            lead, shared = self.target.match(row)
        except UnreadableError as error:
            return f"may be the lead in {error.path}, which cannot be read: mend that first"
        if shared:
            self._note_line(("", "shares its phone with another lead, of another name"), row)
        return self._place_in(lead, row) if lead else row.refused or self._create(row)

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
            lead = None if last in self.rows else self.target.load(lead_id)
            if lead is None:
                self.result.unchanged += 1
            elif reason := self._join(lead, row):
                self._reject(row, reason)

    def _create(self, row: Row) -> str:
        lead_id = self.target.free_id(row)
        if lead_id != row.lead_id:
            row = self.work.made(row._replace(lead_id=lead_id))
        self.target.add(row)
        self._show(row.text)
        self.result.created += 1
        if row.start:
            came = date.fromisoformat(row.received) if row.received else None
            self.result.past.add(came, date.fromisoformat(row.start))
        return ""

    def _join(self, lead: Lead, row: Row) -> str:
        update = self.options.update
        incoming = self.work.incoming([row], new=False)[0]
        is_own = incoming.key.startswith(f"{OWN}:")
        if is_own:
            incoming.notes = without_own_lines(lead, incoming.notes)
            self.work.of_lead(incoming, lead)
        arrivals, was_there = self.work.arrivals, lead.id in self.target.before
        noted = arrivals.at if was_there else arrivals.came_in(incoming.received)
        joined = join(lead, incoming, arrivals.at, update=update, noted=noted)
        if was_there and not is_own and not arrivals.is_past(incoming.received):
            joined = asks_again(joined, incoming)
        after, ours = joined.lead, incoming.ours
        if ours and ours != lead.status:
            joined.changes.append(Change("status", lead.status, ours))
            if update:
                after, reason = self._moved(after, incoming)
                if reason:
                    return reason
        if not was_there and not update:
            after = with_differences(after, _changes(joined, incoming))
        text = dump_lead(after)
        if said := too_large(text):
            return f"with it its lead {said}"
        self._tell(row, lead, joined.changes)
        self.result.matched += 1
        if after is lead:
            self.result.unchanged += 1
            return ""
        self.result.filled += bool(joined.filled)
        if joined.filled and len(self.result.filled_in) < _MOST_TOLD:
            self.result.filled_in.append((row.line, lead.name, joined.filled))
        self.result.updated += bool(update and joined.changes)
        self.target.change(after, row)
        self._show(text)
        return ""

    def _moved(self, lead: Lead, incoming: Incoming) -> tuple[Lead, str]:
        """Move a lead as a row says, on record: the same row must not move it again later."""
        column = self.work.status_column
        kept = {name: value for name, value in lead.extra.items() if name != column}
        moved, reason = self.work.moved(replace(lead, extra=kept), incoming)
        if has_taken(moved, incoming.key, incoming.row, update=True):
            return moved, reason
        return moved.add(trace(incoming, self.work.arrivals.at, update=True)), reason

    def _tell(self, row: Row, lead: Lead, changes: list[Change]) -> None:
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

    def _exact(self) -> list[str]:
        """Return their statuses that are names of ours, of which nobody said anything."""
        if self.prepared.plan.slug == OWN:
            return []
        said = {word.casefold() for word in self.options.statuses}
        ours = {word.casefold() for word in self.options.ours}
        return [word for word in self.prepared.seen if word.casefold() in ours - said]

    def _unmapped(self, words: list[str]) -> str:
        """Say that statuses are never guessed, and how to map them."""
        return (
            f"{self.work.status_column}: {_listed(words)} not mapped to a status of ours, "
            "kept as they are; map with --status THEIRS=OURS (and --update, where the leads are "
            "here already), or draft a layout with --save-map NAME."
        )

    def _notes(self) -> Iterator[str]:
        table, plan = self.prepared.table, self.prepared.plan
        yield from table.notes
        if plan.layout:
            what = "holds address cards" if table.vcard else f"is an export of {plan.layout.name}"
            yield f"The file {what}."
        if exact := self._exact():
            yield f"{self.work.status_column}: {_listed(exact)} taken as the pipeline's own."
        if unmapped := [w for w in self.prepared.seen if w.casefold() not in self.work.statuses]:
            yield self._unmapped(unmapped)
        counted = {
            "repeat the header": table.repeated,
            "are shorter than the header": table.short,
            "are in the file more than once": self.twice,
            "are below the table and were left out": table.below,
            **{f"{why}: left out": count for why, count in self.skipped.items()},
        }
        yield from (f"Lines: {count} {what}." for what, count in counted.items() if count)
        for (column, what), lines in self.remarks.items():
            told = ", ".join(map(str, lines[:_LINES_TOLD]))
            more = f" and {len(lines) - _LINES_TOLD} more" if len(lines) > _LINES_TOLD else ""
            said = f"{column}: {what}" if column else what
            said += f" (line {told}{more})."
            if column:
                self.result.warnings.append(said)
            yield said
