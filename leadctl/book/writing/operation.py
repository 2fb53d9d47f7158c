"""One change of the book, however many files it touches: all of it happens, or none of it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from leadctl.book import files, temps
from leadctl.book.files import FileChange
from leadctl.book.journal.entries import JournalEntry
from leadctl.book.journal.journal import Writer
from leadctl.book.own_files.places import checked, id_of, lead_relpath
from leadctl.book.text.lead_edit import edit_lead
from leadctl.book.text.lead_file import dump_lead, parse_lead, too_large
from leadctl.book.writing.placing import Pending, Placing
from leadctl.book.writing.remembered import Remembered, text_of
from leadctl.book.writing.undisturbed import undisturbed
from leadctl.errors import Busy, Invalid, LeadctlError, NotFound, Refused
from leadctl.rules.leads.lead import Lead
from leadctl.values import dataclass

if TYPE_CHECKING:
    from leadctl.book.book import Book
    from leadctl.book.writing.rehearsal import Rehearsal
    from leadctl.book.writing.undoing import Undoing

BATCH = 1024
"""How many files of a bulk operation are journalled, and then written, at a time."""


@dataclass(frozen=True)
class _Read:
    """A lead that was read: its file, what the file held, whether in our own layout (None: not
    looked at).
    """

    path: str
    text: str
    lead: Lead
    is_own: bool | None = None


class Operation:
    """What a command changes. Made by Book.operation, which commits it or takes it all back.

    `bulk` writes as it goes, in batches, so that memory stays flat however many files there are.
    `dry_run` stops before anything is written. `number` is what undo calls the operation; it is
    None for a dry run and until something was changed; `undoing` is what an undo takes back.
    """

    def __init__(self, book: Book, record: JournalEntry, *, dry_run: bool, bulk: bool) -> None:
        self.book, self.record, self.dry_run, self.bulk = book, record, dry_run, bulk
        self.number: int | None = None
        self.undoing: Undoing | None = None
        self.count = 0
        self._remembered = Remembered(whole=book.watched is not None)
        self._pending: dict[str, Pending] = {}
        self._journalled: dict[str, Pending] = {}
        self._seen: dict[str, _Read] = {}
        self._coming: dict[str, str] = {}
        self._writer: Writer | None = None
        self._rehearsal: Rehearsal | None = None
        self._placing = Placing(book, bulk=bulk)

    @property
    def changes(self) -> list[FileChange]:
        """Return the files changed so far (of a bulk operation the first thousand)."""
        return self._remembered.changes

    def tell(self) -> None:
        """Give every changed file to who watches the book."""
        if self.book.watched is not None:
            self.book.watched += self.changes

    @property
    def total(self) -> int:
        """Return how many files are changed so far, those that `changes` leaves out as well."""
        return self.count + sum(p.before != p.after for p in self._pending.values())

    def read(self, lead_id: str, path: str = "", known: Lead | None = None) -> Lead:
        """Return a lead as it is now, this operation's own changes included.

        `path` is its file's, where that is known for sure: over many leads, looking it up is slow.
        `known` is how it was just read: where the file says that still, it is not parsed again.
        Raises NotFound, or Invalid for a broken file.
        """
        with suppress(NotFound, Invalid):
            likely = path or self._likely(lead_id)
            if likely and (lead := self._read(likely, known)).id == lead_id:
                return lead
        return self._read(path or str(self.book.path_of(lead_id)))

    def _read(self, path: str, known: Lead | None = None) -> Lead:
        data = self.now(path)
        if data is None:
            raise NotFound(f"{path} is not there.")
        text = files.decode(data, path)
        is_known = known is not None and text == dump_lead(known)
        lead = known if known and is_known else self.book.parsed(path, data)
        self._seen[lead.id] = _Read(path, text, lead, is_known or None)
        return lead

    def forget(self, lead_id: str) -> None:
        """Let go of a lead that was read or saved, so that memory stays flat over many of them."""
        self._seen.pop(lead_id, None)

    def _likely(self, lead_id: str) -> str:
        """Return the file in which a lead is most likely, "" where several may hold it, or none."""
        if lead_id in self._seen:
            return self._seen[lead_id].path
        named = self._coming.get(lead_id) or self.book.named(lead_id)
        return named if isinstance(named, str) else named[0] if len(named) == 1 else ""

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
            read = self._seen[lead.id]
            path, after = read.path, self._edited(read, lead)
            self.put(path, _encoded(after, lead.id), before=read.text.encode())
        if not self.bulk or lead.id in self._seen:
            self._seen[lead.id] = _Read(path, after, lead)
        return path

    def _edited(self, read: _Read, lead: Lead) -> str:
        """Return a lead's file with its changes. A bulk operation trusts the dump of a file in our
        own layout, as it does for new leads; any other edit is read back and compared.
        """
        if self.bulk and (read.is_own or read.text == dump_lead(read.lead)):
            after = dump_lead(lead)
            if not too_large(after):
                return after
        return edit_lead(read.text, read.lead, lead, read.path)

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
        return text_of(self.now(checked(relpath)))

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
            self._placing.guard(key)
            before = None if is_new else before or self.now(key)
            if before is not None and mode is None:
                mode = files.mode_of(self.book.place(key))
            pending = self._pending[key] = Pending(before, after, mode or 0o600)
            if before is None and not self.bulk and (lead_id := id_of(key)):
                self._coming[lead_id] = key
        pending.after = after
        self._remembered.take(key, pending)
        if self.bulk and len(self._pending) >= BATCH:
            self._flush()

    def now(self, key: str) -> bytes | None:
        """Return a file's bytes as they are now, this operation's own changes included."""
        pending = self._pending.get(key) or self._journalled.get(key)
        if pending:
            return pending.after
        if self._rehearsal and key in self._rehearsal:
            return self._rehearsal.read(key)
        return self._on_disk(key)

    def _on_disk(self, key: str) -> bytes | None:
        self._placing.guard(key)
        return self.book.read_file(key)

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

    def _rehearse(self, changed: Mapping[str, Pending]) -> None:
        from leadctl.book.writing.rehearsal import Rehearsal

        with files.disk("keeping what a dry run would write among temporary files"):
            self._rehearsal = self._rehearsal or Rehearsal()
            for key, pending in changed.items():
                self._rehearsal.write(key, pending.after)
            self._rehearsal.flush()

    def _enter(self, changed: dict[str, Pending]) -> None:
        """Put files into the journal; until they are written, it is made durable on the side."""
        for pending in changed.values():
            self._placing.stage(pending)
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
                self._placing.put_in_place(key, pending)
            self._journalled = {}

    def commit(self) -> None:
        """Write what is pending and say in the journal that the operation has happened."""
        self._flush()
        if self._writer is None:
            return
        with files.disk("writing the book"):
            self._write()
            if self.bulk:
                files.sync_disk(self.book.root)
            for folder in self._placing.folders.values():
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
                temps.sweep(self.book.temps)
                return
            self._writer.close()
            self.book.recover()


def _encoded(text: str, what: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise Refused(f"{what}: a value holds half a character, which cannot be stored.") from None
