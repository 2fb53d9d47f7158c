"""A book: its settings, its leads, and the one way to change them."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path, PurePosixPath

from leadctl.book import files, recovery
from leadctl.book.definitions import Definitions
from leadctl.book.journal import Change, Journal, Record
from leadctl.book.layout import LEADS, PIPELINES, PRIVATE, SETTINGS, find_book, is_hand_named
from leadctl.book.lead_file import MAX_LEAD, parse_lead
from leadctl.book.listing import Listing
from leadctl.book.lock import TIMEOUT, is_held, locked
from leadctl.book.operation import Operation, new_record, running, undo_into
from leadctl.book.settings import SCHEMA, Settings, load_settings
from leadctl.errors import Busy, Invalid, NotFound, Problem, Refused
from leadctl.rules.lead import Lead

_ATTRIBUTES = "* text=auto eol=lf\nleads/**/*.toml merge=leadctl\n"
_HALF_TAKEN_BACK = (
    "Some files are still half changed. leadctl shows the book as it was before, and puts them "
    "back with the next command that writes, once the cause is mended."
)
_IGNORED = f"{PRIVATE}/\n.leadctl-*.tmp\n"


@dataclass(frozen=True, slots=True)
class Broken:
    """A lead's file that cannot be read as a lead, and everything that is wrong with it."""

    path: PurePosixPath
    problems: tuple[Problem, ...]


class Book:
    """A book that is there. Reading takes no lock and writes nothing.

    `recovered` lists files that a crashed operation had touched and somebody edited afterwards;
    they were left as they are.
    """

    def __init__(self, root: Path, env: Mapping[str, str]) -> None:
        self.root = root
        self._top = str(root)
        self.settings: Settings = load_settings(root, env)
        self.definitions = Definitions(root)
        self.private = root / PRIVATE
        self.temps = self.private / "tmp"
        self.journal = Journal(self.private)
        self.recovered: list[str] = []
        self.listing = Listing(root)
        self._hand_named: dict[str, list[str]] | None = None
        self._last: tuple[str, bytes, Lead | None] = "", b"", None
        self._rereads = 20

    @classmethod
    def open(cls, path: Path, env: Mapping[str, str] | None = None) -> Book:
        """Return the book at or above a folder. Raises NotFound, or Invalid for its settings."""
        return cls(find_book(path), env or {})

    @classmethod
    def create(cls, path: Path, settings_text: str, env: Mapping[str, str] | None = None) -> Book:
        """Make a book in a folder, or complete one: whatever is there already is left as it is."""
        with files.disk(f"making a book in {path}"):
            path.mkdir(0o700, parents=True, exist_ok=True)
            root = path.resolve()
            for folder in (LEADS, PIPELINES):
                files.private_folder(root / folder)
            texts = {".gitattributes": _ATTRIBUTES, ".gitignore": _IGNORED}
            # The settings come last: with them the folder is a book, and then it is a whole one.
            for name, text in {**texts, SETTINGS: settings_text}.items():
                if not os.path.lexists(root / name):
                    files.create_atomic(root / name, text.encode())
        return cls(root, env or {})

    def place(self, relpath: str) -> str:
        """Return where a file below the root is, as a text: over many files, a Path is slow."""
        return f"{self._top}/{relpath}"

    def refuse_own(self, path: Path) -> None:
        """Refuse to have a command's output written among the book's own files."""
        place = path.resolve()
        own = (LEADS, PIPELINES, PRIVATE, SETTINGS)
        if any(place.is_relative_to(self.root / name) for name in own):
            raise Refused(f"{path} is among the book's own files; write somewhere else.")

    # Reading

    def lead_paths(self) -> list[PurePosixPath]:
        """Return the paths of all leads' files below the root, sorted."""
        return [PurePosixPath(name) for name in self.listing.fresh()]

    def scan(self) -> Iterator[tuple[PurePosixPath, Lead | Broken]]:
        """Yield every lead's path with the lead, or with what is wrong; in the order of paths.

        Folders that are linked in come last, each with that problem.
        """
        for name in self.listing.fresh():
            path = PurePosixPath(name)
            try:
                yield path, self.load_path(name)
            except NotFound:
                continue  # removed since it was listed
            except Invalid as error:
                yield path, Broken(path, tuple(error.problems))
        for name in sorted(self.listing.linked):
            said = "is a link to a folder; leadctl follows no links"
            problem = Problem(name, 0, "", said, "move the folder itself here")
            yield PurePosixPath(name), Broken(PurePosixPath(name), (problem,))

    def leads(self) -> Iterator[Lead | Broken]:
        """Yield every lead, or what is wrong with its file, in the order of paths.

        Of several files with one id the first is the lead, and each other one is a problem.
        """
        first: dict[str, PurePosixPath] = {}
        for path, found in self.scan():
            if isinstance(found, Lead) and first.setdefault(found.id, path) is not path:
                yield Broken(path, (self._twin(path, first[found.id]),))
            else:
                yield found

    def _twin(self, path: PurePosixPath, first: PurePosixPath) -> Problem:
        from leadctl.book.lead_lines import lead_line

        mend = "remove one file, or give it an id of its own"
        return Problem(
            str(path), lead_line(self, path, "id"), "id", f"is also that of {first}", mend
        )

    def load_path(self, path: PurePosixPath | str) -> Lead:
        """Return the lead in a file. Raises NotFound, Invalid or Busy."""
        shown = str(path)
        while True:
            data = self.read_file(shown, MAX_LEAD)
            try:
                if data is None:
                    raise NotFound(f"{shown} is not there.")
                return self.parsed(shown, data)
            except (Invalid, NotFound):
                # A checkout may be writing the file just now: look again, but not for ever.
                self._rereads -= 1
                if self._rereads < 0:
                    raise
                time.sleep(0.02)
                if self.read_file(shown, MAX_LEAD) == data:
                    raise

    def parsed(self, path: str, data: bytes) -> Lead:
        """Return the lead in a file's bytes; the last one is kept, for a command reads it often.

        Raises Invalid.
        """
        if self._last[:2] != (path, data):
            self._last = path, data, parse_lead(files.decode(data, path), path)
        assert self._last[2] is not None
        return self._last[2]

    def read_file(self, relpath: str, limit: int = files.MAX_TEXT) -> bytes | None:
        """Return a file's bytes as readers must see them, or None where it is not there."""
        try:
            data: bytes | None = files.read_bytes(self.place(relpath), relpath, limit)
        except NotFound:
            data = None
        changes = self._overlay.get(relpath)
        return recovery.seen_through(changes, data) if changes else data

    def glimpse(self, relpath: str) -> bytes:
        """Return what is in a file, without waiting; b"" where nothing is, or nothing readable."""
        try:
            if self._overlay:
                return self.read_file(relpath) or b""
            return files.read_plain(self.place(relpath), relpath)
        except (OSError, Busy, Invalid):
            return b""

    @cached_property
    def _overlay(self) -> dict[str, list[Change]]:
        if not self.journal.open_ones() or is_held(self.private):
            return {}
        return recovery.overlay(self.journal)

    def hand_named(self) -> dict[str, list[str]]:
        """Return the files whose names end in no id as leadctl makes them, by the ids in them."""
        if self._hand_named is None:
            found: dict[str, list[str]] = {}
            for name in filter(is_hand_named, self.listing.all()):
                with suppress(NotFound, Invalid):
                    found.setdefault(self.load_path(name).id, []).append(name)
            self._hand_named = found
        return self._hand_named

    def path_of(self, lead_id: str) -> PurePosixPath:
        """Return the file of a lead by its whole id. Raises NotFound; Invalid if two have it."""
        names = [name for name in self.listing.of(lead_id) if self._has_id(name, lead_id)]
        names += self.hand_named().get(lead_id, [])
        found = [PurePosixPath(name) for name in sorted(set(names))]
        if not found:
            found = [p for p, lead in self.scan() if isinstance(lead, Lead) and lead.id == lead_id]
        if len(found) > 1:
            raise Invalid([self._twin(path, found[0]) for path in found[1:]])
        if not found:
            raise NotFound(f"There is no lead {lead_id}.")
        return found[0]

    def _has_id(self, path: str, lead_id: str) -> bool:
        """Whether a file whose name says so has this id; a broken one is taken at its name."""
        try:
            return self.load_path(path).id == lead_id
        except NotFound:
            return False
        except Invalid:
            return True

    def load(self, lead_id: str) -> Lead:
        """Return a lead by its whole id. Raises NotFound, Invalid or Busy."""
        return self.load_path(self.path_of(lead_id))

    def find(self, selector: str) -> Lead:
        """Return the one lead meant by an id, a unique start of one, a file name, or a piece of
        a name, e-mail or phone. Raises NotFound, listing the candidates where there are several.
        """
        from leadctl.book.selector import find

        return find(self, selector)

    # Writing

    @contextmanager
    def operation(  # noqa: PLR0913  # each is a separate fact about what is done
        self,
        command: str,
        now: datetime,
        by: str,
        *,
        dry_run: bool = False,
        bulk: bool = False,
        undoes: int | None = None,
        timeout: float = TIMEOUT,
    ) -> Iterator[Operation]:
        """Change the book: hold its lock, and on leaving the block all is stored, or nothing.

        `command` is the line that undo lists. Raises Busy, Refused for a newer format.
        """
        if not self.settings.writable:
            raise Refused(
                f"This book has format {self.settings.schema}; this leadctl writes {SCHEMA}.",
                hint="Reading works. To write, install a newer leadctl.",
            )
        if dry_run:
            record = new_record(0, command, now, by, undoes)
            with closing(Operation(self, record, dry_run=True, bulk=bulk)) as rehearsed:
                try:
                    yield rehearsed
                finally:
                    self._forget()
            return
        self._private_folders()
        with locked(self.private, command, timeout):
            self.recover()
            number = max(self.journal.numbers(), default=0) + 1
            record = new_record(number, command, now, by, undoes)
            try:
                with running(Operation(self, record, dry_run=False, bulk=bulk)) as operation:
                    yield operation
            finally:
                self._forget()

    def _private_folders(self) -> None:
        with files.disk("preparing the book for writing"):
            for folder in (self.private, self.journal.folder, self.temps):
                files.private_folder(folder)
            ignore = self.private / ".gitignore"
            if not ignore.exists():
                files.write_atomic(ignore, b"*\n", durable=False)

    def recover(self) -> None:
        """Under the lock: take back what a crash cut short, sweep what it left, look afresh."""
        with files.disk("taking back an interrupted operation", _HALF_TAKEN_BACK):
            self.recovered += recovery.recover(self.root, self.temps, self.journal)
            files.sweep(self.temps)
        self.__dict__["_overlay"] = {}
        self._forget()

    def _forget(self) -> None:
        self.listing.forget()
        self._hand_named = None

    def operations(self) -> list[Record]:
        """Return the operations that can be undone, the newest first."""
        return list(self.journal.records())

    @contextmanager
    def undo(
        self,
        now: datetime,
        by: str,
        number: int | None = None,
        *,
        command: str = "leadctl undo",
        dry_run: bool = False,
    ) -> Iterator[Operation]:
        """Take back an operation: the latest that is neither undone nor itself an undo, or a given
        one. Raises NotFound, Refused if it is undone already, Busy where a file changed since.
        """
        target = self._undoable(number)
        bulk = target.files > 1000
        with self.operation(
            command, now, by, dry_run=dry_run, bulk=bulk, undoes=target.number
        ) as operation:
            undo_into(operation, target.number)
            yield operation

    def _undoable(self, number: int | None) -> Record:
        for record in self.journal.records():
            if number is None and record.undone_by is None and record.undoes is None:
                return record
            if record.number == number:
                if record.undone_by is None:
                    return record
                raise Refused(
                    f"Operation {number} is undone already, by operation {record.undone_by}.",
                    hint=f"To have it back: leadctl undo {record.undone_by}",
                )
        if number is None:
            raise NotFound("There is nothing to undo.")
        raise NotFound(f"There is no operation {number} to undo.")
