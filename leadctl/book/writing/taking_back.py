"""Taking back an operation, file by file and value by value; what was changed since is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path, PurePosixPath

from leadctl.book.journal.entries import FileChange, JournalEntry, digest
from leadctl.book.own_files.places import LEADS
from leadctl.book.text.lead_edit import edit_lead
from leadctl.book.text.lead_file import parse_lead
from leadctl.book.writing.operation import Operation
from leadctl.book.writing.undoing import WHOLE, Kept, Undoing, by_no_command
from leadctl.errors import Invalid, NotFound, Refused
from leadctl.rules.joining.histories import counted
from leadctl.rules.joining.taking_back import added, mended_since, take_back, things
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.leads.tombstone import is_tombstone
from leadctl.rules.pipelines.lead_faults import Fault, field_faults, status_fault


def undo_into(operation: Operation, target: JournalEntry) -> Undoing:
    """Put into an operation what takes another one back.

    Raises Refused where all of it was changed since, Invalid for a damaged journal.
    """
    first: dict[str, FileChange] = {}
    last: dict[str, FileChange] = {}
    for change in operation.book.journal.changes(target.number):
        first.setdefault(change.path, change)
        last[change.path] = change
    if not first:
        raise Refused(f"Nothing of operation {target.number} is kept: the person was erased.")
    undoing = Undoing(target)
    later = _Later(operation, target.number, frozenset(first))
    for path, change in first.items():
        _File(operation, undoing, later, path).take_back(change, last[path])
    undoing.later, undoing.is_torn = later.touching(), later.is_torn
    if undoing.things and not undoing.taken:
        raise Refused(_all_changed(undoing, operation.book.root), hint=_way_out(undoing))
    return undoing


def _all_changed(undoing: Undoing, root: Path) -> str:
    names = ", ".join(dict.fromkeys(kept.name for kept in undoing.kept[:5]))
    by = sorted({kept.since.number for kept in undoing.kept if kept.since})
    since = f"by operation {' and '.join(map(str, by))}" if by else by_no_command(root, undoing)
    number = undoing.record.number
    return f"Nothing of operation {number} can be taken back: {names} changed since, {since}."


def _way_out(undoing: Undoing) -> str:
    """Return the commands that take it back after all: what mended it goes first."""
    mended_by = {record.number for kept in undoing.kept for record in kept.mended_by}
    if not mended_by:
        return "See what can be undone: leadctl undo --list"
    numbers = [*sorted(mended_by, reverse=True), undoing.record.number]
    lines = "".join(f"\n  leadctl undo {number}" for number in numbers)
    return f"To take it back, first take back what changed it since:{lines}"


class _Later:
    """The operations after the one taken back, and what each did to the same files."""

    def __init__(self, operation: Operation, number: int, paths: frozenset[str]) -> None:
        self._journal, self._number, self._paths = operation.book.journal, number, paths
        self._found: list[tuple[JournalEntry, dict[str, FileChange]]] | None = None

    @property
    def is_torn(self) -> bool:
        """Whether lines of one of them went with somebody who was erased."""
        return any(one.erased for one in self._journal.records() if one.number > self._number)

    def of(self, path: str) -> list[tuple[JournalEntry, FileChange]]:
        """Return the operations that touched a file, newest first."""
        return [(record, changes[path]) for record, changes in self._all() if path in changes]

    def mending(self, path: str, events: Sequence[Event]) -> list[JournalEntry]:
        """Return the commands that mended events of a lead's file or took them out, latest first.

        Who mended the line that one of them wrote mended the same event.
        """
        lines, found = counted(events), list[JournalEntry]()
        for record, change in reversed(self.of(path)):
            was, then = _lead_in(path, change.before), _lead_in(path, change.written())
            if record.undoes or record.number in self._undone or was is None or then is None:
                continue
            if added(then, was).keys() & lines.keys():
                found.insert(0, record)
                lines += added(was, then)
        return found

    def changing(self, path: str, what: str) -> list[JournalEntry]:
        """Return the commands that stand and changed a field of a lead's file, latest first."""
        found = []
        for record, change in self.of(path):
            was, then = _lead_in(path, change.before), _lead_in(path, change.written())
            stands = not record.undoes and record.number not in self._undone
            if stands and was and then and what in things(was, then):
                found.append(record)
        return found

    @cached_property
    def _undone(self) -> frozenset[int]:
        return frozenset(one.number for one in self._journal.records() if one.undone_by)

    def touching(self) -> list[JournalEntry]:
        """Return the operations that touched any of the files, oldest first."""
        return [record for record, _ in reversed(self._all())] if self._found is not None else []

    def _all(self) -> list[tuple[JournalEntry, dict[str, FileChange]]]:
        if self._found is None:
            numbers = [n for n in self._journal.numbers() if n > self._number]
            self._found = [one for n in reversed(numbers) if (one := self._read(n))[1]]
        return self._found

    def _read(self, number: int) -> tuple[JournalEntry, dict[str, FileChange]]:
        changes: dict[str, FileChange] = {}
        for change in self._journal.changes(number):
            if change.path in self._paths:
                changes.setdefault(change.path, change)
        return self._journal.record(number), changes


class _File:
    """One file of the operation that is taken back."""

    def __init__(self, operation: Operation, undoing: Undoing, later: _Later, path: str) -> None:
        self.operation, self.undoing, self.later, self.path = operation, undoing, later, path

    def take_back(self, first: FileChange, last: FileChange) -> None:
        """Note what the file is to hold, and what of it is kept."""
        now = self.operation.now(self.path)
        if digest(now) == last.after:
            self.undoing.things += self._count(first.before, now)
            self.operation.put(self.path, first.before, first.mode)
        elif now != first.before:
            self._in_part(first, last, now)

    def _count(self, before: bytes | None, after: bytes | None) -> int:
        was, then = self._lead(before), self._lead(after)
        return max(1, len(things(was, then))) if was and then else 1

    def _in_part(self, first: FileChange, last: FileChange, now: bytes | None) -> None:
        """Take back of a file that was changed since what is as the operation left it."""
        was, today = self._lead(first.before), self._lead(now)
        then = self._lead(self._written(last))
        if was is None or then is None or today is None or now is None:
            self.undoing.things += 1
            self._keep(today or was or then, WHOLE)
            return
        events = [] if is_tombstone(today) else mended_since(was, then, today)
        if mended_by := self.later.mending(self.path, events):
            self.undoing.things += 1
            self._keep(today, events[0].name, mended_by)
            return
        found = take_back(was, then, today, self._initial)
        if (amiss := self._amiss(today, found.lead)) is not None:
            self.undoing.things += 1
            self._keep(today, amiss, self.later.changing(self.path, amiss))
            return
        self.undoing.things += found.things
        for what in found.kept:
            self._keep(today if today.name else was, what)
        after = edit_lead(now.decode(), today, found.lead, self.path)
        self.operation.put(self.path, after.encode(), first.mode)

    def _written(self, last: FileChange) -> bytes | None:
        """Return what the operation wrote: by its own line, or by what came after it."""
        if (written := last.written()) is not None:
            return written
        for _, change in self.later.of(self.path):
            if digest(change.before) == last.after:
                return change.before
        return None

    def _amiss(self, today: Lead, lead: Lead) -> str | None:
        """Return the first field, or the status, that a lead could not have any more as it would
        be left: its definition, which came with a role as well, does not know it.
        """
        known = {fault.path for fault in self._faults(today)}
        new = (fault.path for fault in self._faults(lead) if fault.path not in known)
        return next((str(path[0]) for path in new), None)

    def _faults(self, lead: Lead) -> Iterator[Fault]:
        with suppress(NotFound, Invalid):  # where it is not known, nothing is wrong by it
            pipeline = self.operation.book.pipeline(lead.pipeline)
            yield from status_fault(lead, pipeline)
            yield from field_faults(lead, pipeline)

    def _initial(self, pipeline_id: str) -> str:
        with suppress(NotFound, Invalid):  # where it is not known, nothing follows from it
            return self.operation.book.pipeline(pipeline_id).initial
        return ""

    def _keep(self, lead: Lead | None, what: str, mended_by: Sequence[JournalEntry] = ()) -> None:
        path = PurePosixPath(self.path)
        name = lead.name if lead and lead.name else path.name
        since = mended_by[0] if mended_by else self._since(what)
        self.undoing.kept.append(Kept(path, name, what, since, tuple(mended_by)))

    def _since(self, what: str) -> JournalEntry | None:
        """Return the last operation that changed a field of the file; None for no command."""
        for record, change in self.later.of(self.path):
            was, then = self._lead(change.before), self._lead(change.written())
            if what == WHOLE or was is None or then is None or what in things(was, then):
                return record
        return None

    def _lead(self, data: bytes | None) -> Lead | None:
        return _lead_in(self.path, data)


def _lead_in(path: str, data: bytes | None) -> Lead | None:
    """Return the lead that a file held, None where that is no lead, or none that can be read."""
    if data is None or not path.startswith(f"{LEADS}/"):
        return None
    try:
        return parse_lead(data.decode(), path)
    except (Invalid, UnicodeDecodeError):
        return None
