"""One change of the book, however many files it touches: all of it happens, or none of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from leadctl.book import files
from leadctl.book.journal import recovery
from leadctl.book.journal.entries import Record
from leadctl.book.journal.journal import Writer
from leadctl.book.own_files.places import checked, id_of, lead_relpath
from leadctl.book.text.lead_edit import edit_lead
from leadctl.book.text.lead_file import dump_lead, parse_lead, too_large
from leadctl.book.writing.undisturbed import undisturbed
from leadctl.errors import Busy, LeadctlError, NotFound, Refused
from leadctl.rules.leads.lead import Lead
from leadctl.values import dataclass

if TYPE_CHECKING:
    from leadctl.book.book import Book
    from leadctl.book.writing.rehearsal import Rehearsal
    from leadctl.book.writing.undoing import Undoing

BATCH = 1024
"""How many files of a bulk operation are journalled, and then written, at a time."""
SHOWN = 1000
"""How many of its files a bulk operation remembers for `changes`."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file that an operation changes, as text; None where it is not there."""

    path: PurePosixPath
    before: str | None
    after: str | None


@dataclass(slots=True)
class _Pending:
    before: bytes | None
    after: bytes | None
    mode: int
    temp: Path | None = None


class Operation:
    """What a command changes. Made by Book.operation, which commits it or takes it all back.

    `bulk` writes as it goes, in batches, so that memory stays flat however many files there are.
    `dry_run` stops before anything is written. `number` is what undo calls the operation; it is
    None for a dry run and until something was changed; `undoing` is what an undo takes back.
    """

    def __init__(self, book: Book, record: Record, *, dry_run: bool, bulk: bool) -> None:
        self.book, self.record, self.dry_run, self.bulk = book, record, dry_run, bulk
        self.number: int | None = None
        self.undoing: Undoing | None = None
        self.count = 0
        self._shown: dict[str, FileChange] = {}
        self._pending: dict[str, _Pending] = {}
        self._journalled: dict[str, _Pending] = {}
        self._seen: dict[str, tuple[str, str, Lead]] = {}
        self._coming: dict[str, str] = {}
        self._writer: Writer | None = None
        self._rehearsal: Rehearsal | None = None
        self._made: dict[str, Path] = {}
        self._guarded: set[str] = set()

    @property
    def changes(self) -> list[FileChange]:
        """Return the files changed so far (of a bulk operation the first thousand)."""
        return [c for c in self._shown.values() if c.before != c.after]

    @property
    def total(self) -> int:
        """Return how many files are changed so far, those that `changes` leaves out as well."""
        return self.count + sum(p.before != p.after for p in self._pending.values())

    def read(self, lead_id: str, path: str = "") -> Lead:
        """Return a lead as it is now, this operation's own changes included.

        `path` is its file's, where that is known for sure: over many leads, looking it up is slow.
        Raises NotFound, or Invalid for a broken file.
        """
        path = path or self._path(lead_id)
        data = self.now(path)
        if data is None:
            raise NotFound(f"There is no lead {lead_id}.")
        text = files.decode(data, path)
        lead = self.book.parsed(path, data)
        self._seen[lead.id] = (path, text, lead)
        return lead

    def forget(self, lead_id: str) -> None:
        """Let go of a lead that was read or saved, so that memory stays flat over many of them."""
        self._seen.pop(lead_id, None)

    def _path(self, lead_id: str) -> str:
        if lead_id in self._seen:
            return self._seen[lead_id][0]
        return self._coming.get(lead_id) or str(self.book.path_of(lead_id))

    def save(self, lead: Lead) -> str:
        """Store a lead: one that `read` returned, changed, or a new one. Return its path.

        Raises Refused where a value cannot be stored, Busy where a new lead's id is taken.
        """
        if lead.id not in self._seen:
            received = lead.received() or self.record.at
            path, after = lead_relpath(received.year, lead.name, lead.id), dump_lead(lead)
            if not self.bulk:
                parse_lead(after, path)
            self.create(lead.id, path, after)
        else:
            path, text, before = self._seen[lead.id]
            after = self._edited(text, before, lead, path)
            self.put(path, _encoded(after, lead.id), before=text.encode())
        if not self.bulk or lead.id in self._seen:
            self._seen[lead.id] = (path, after, lead)
        return path

    def _edited(self, text: str, before: Lead, lead: Lead, path: str) -> str:
        """Return a lead's file with its changes. A bulk operation trusts the dump of a file in our
        own layout, as it does for new leads; any other edit is read back and compared.
        """
        if self.bulk and text == dump_lead(before):
            after = dump_lead(lead)
            if not too_large(after):
                return after
        return edit_lead(text, before, lead, path)

    def makes(self, path: str) -> bool:
        """Whether a file is new and not written yet, so that nothing in it is anybody else's."""
        pending = self._pending.get(path)
        return pending is not None and pending.before is None

    def create(self, lead_id: str, path: str, text: str) -> None:
        """Store a new lead, of which the text is made already. Raises Busy where its id is taken,
        Refused where the text cannot be stored.
        """
        if not (self.book.listing.add(lead_id, path) if self.bulk else self._is_free(lead_id)):
            raise Busy(f"Lead {lead_id} is in the book already: read it first.")
        self.put(path, _encoded(text, lead_id), is_new=True)

    def _is_free(self, lead_id: str) -> bool:
        return lead_id not in self._coming and self.book.is_free(lead_id)

    def write(self, relpath: PurePosixPath | str, text: str) -> None:
        """Store any other text file of the book. Raises Refused for a path outside it."""
        self.put(str(relpath), _encoded(text, str(relpath)))

    def text(self, relpath: PurePosixPath | str) -> str | None:
        """Return a file's text as it is now, this operation's own changes included, or None."""
        return _text(self.now(checked(relpath)))

    def delete(self, relpath: PurePosixPath | str) -> None:
        """Remove a file of the book; `undo` brings it back."""
        self.put(str(relpath), None)

    def put(
        self,
        relpath: str,
        after: bytes | None,
        mode: int | None = None,
        *,
        before: bytes | None = None,
        is_new: bool = False,
    ) -> None:
        """Note what a file is to be; `before` is what it was when it was read, if it was."""
        key = checked(relpath)
        pending = self._pending.get(key)
        if pending is None:
            before = None if is_new else before or self.now(key)
            if before is not None and mode is None:
                mode = files.mode_of(self.book.root / key)
            pending = self._pending[key] = _Pending(before, after, mode or 0o600)
            if before is None and (lead_id := id_of(key)):
                self._coming[lead_id] = key
        pending.after = after
        self._remember(key, pending)
        if self.bulk and len(self._pending) >= BATCH:
            self._flush()

    def _remember(self, key: str, pending: _Pending) -> None:
        if key in self._shown or len(self._shown) < SHOWN:
            first = self._shown.get(key)
            before = first.before if first else _text(pending.before)
            self._shown[key] = FileChange(PurePosixPath(key), before, _text(pending.after))

    def now(self, key: str) -> bytes | None:
        """Return a file's bytes as they are now, this operation's own changes included."""
        pending = self._pending.get(key) or self._journalled.get(key)
        if pending:
            return pending.after
        if self._rehearsal and key in self._rehearsal:
            return self._rehearsal.read(key)
        return self._on_disk(key)

    def _on_disk(self, key: str) -> bytes | None:
        self._guard(key)
        return self.book.read_file(key)

    def _guard(self, key: str) -> None:
        """Refuse a folder that a link leads out of the book; each is looked at once."""
        folder = key.rpartition("/")[0]
        if folder not in self._guarded:
            files.guard_folders(self.book.root, self.book.root / key)
            self._guarded.add(folder)

    def _flush(self) -> None:
        """Journal what is pending, after writing what was journalled before."""
        changed = {k: p for k, p in self._pending.items() if p.before != p.after}
        self._pending = {}
        self.count += len(changed)
        if self.dry_run:
            self._rehearse(changed)
        elif changed:
            with files.disk("writing the book"):
                self._write()
                self._enter(changed)

    def _rehearse(self, changed: Mapping[str, _Pending]) -> None:
        from leadctl.book.writing.rehearsal import Rehearsal

        with files.disk("keeping what a dry run would write among temporary files"):
            self._rehearsal = self._rehearsal or Rehearsal()
            for key, pending in changed.items():
                self._rehearsal.write(key, pending.after)
            self._rehearsal.flush()

    def _enter(self, changed: dict[str, _Pending]) -> None:
        """Put files into the journal; until they are written, it is made durable on the side."""
        for pending in changed.values():
            self._stage(pending)
        if self._writer is None:
            self._writer = self.book.journal.begin(self.record)
        for key, pending in changed.items():
            self._writer.add(key, pending.before, pending.after, pending.mode)
        self._writer.begin_sync()
        self._journalled = changed

    def _write(self) -> None:
        """Write the files of which the journal knows durably."""
        if self._writer and self._journalled:
            self._writer.end_sync()
            for key, pending in self._journalled.items():
                self._apply(key, pending)
            self._journalled = {}

    def _stage(self, pending: _Pending) -> None:
        if pending.after is not None and not (self.bulk and pending.before is None):
            pending.temp = files.temp_in(self.book.temps)
            files.write_new(pending.temp, pending.after, pending.mode, durable=not self.bulk)

    def _apply(self, key: str, pending: _Pending) -> None:
        self._folder(key)
        if pending.before is None:
            self._create(key, pending)
            return
        path = self.book.root / key
        if recovery.content(path) != pending.before:
            raise _changed([key])
        if pending.temp is None:
            path.unlink()
        else:
            pending.temp.replace(path)

    def _create(self, key: str, pending: _Pending) -> None:
        path = self.book.place(key)
        try:
            if pending.temp is None:
                files.write_new(path, pending.after or b"", pending.mode, durable=False)
            else:
                files.link_new(pending.temp, Path(path))
                pending.temp.unlink()
        except FileExistsError:
            raise _changed([key]) from None

    def _folder(self, key: str) -> None:
        name = key.rpartition("/")[0]
        if name not in self._made:
            folder = self.book.root / name
            files.guard_folders(self.book.root, self.book.root / key)
            files.private_folder(folder)
            self._made[name] = folder

    def commit(self) -> None:
        """Write what is pending and say in the journal that the operation has happened."""
        self._flush()
        if self._writer is None:
            return
        with files.disk("writing the book"):
            self._write()
            if self.bulk:
                files.sync_disk(self.book.root)
            for folder in self._made.values():
                files.sync_folder(folder)
            self._writer.finish()
        self.has_happened()
        with files.disk("making it safe from a power cut", hint=""):
            self._writer.confirm()
        with suppress(OSError, LeadctlError):
            self.book.journal.prune()

    def has_happened(self) -> bool:
        """Whether all is stored, so that nothing is taken back any more; if so, note it."""
        if self.number is None and self._writer is not None and self._writer.has_happened():
            self.number = self.record.number
            self.book.stored.append(f"operation {self.number}")
        return self.number is not None

    def close(self) -> None:
        """Forget what a dry run would have written."""
        if self._rehearsal:
            self._rehearsal.close()

    def roll_back(self) -> None:
        """Take back whatever was written. What fails here, the next writer takes back."""
        with undisturbed(), suppress(OSError):
            if self._writer is None:
                files.sweep(self.book.temps)
                return
            self._writer.close()
            self.book.recover()


def _changed(paths: list[str]) -> Busy:
    listed = ", ".join(paths[:5]) + (f" and {len(paths) - 5} more" if len(paths) > 5 else "")
    return Busy(f"Changed on disk in the meantime, so nothing was written: {listed}.")


def _encoded(text: str, what: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise Refused(f"{what}: a value holds half a character, which cannot be stored.") from None


def _text(data: bytes | None) -> str | None:
    return None if data is None else data.decode("utf-8", "replace")


@contextmanager
def running(operation: Operation) -> Iterator[Operation]:
    """Commit an operation when the block ends, or take all of it back when it raises.

    Once it has happened it stays, whatever fails after that.
    """
    try:
        yield operation
        operation.commit()
    except BaseException:
        if not operation.has_happened():
            operation.roll_back()
        raise


def new_record(
    number: int, command: str, now: datetime, by: str, undoes: int | None = None
) -> Record:
    """Return the record of an operation about to begin."""
    return Record(number, command, now, by, undoes)
