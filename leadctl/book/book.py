"""A book: its settings, its leads, and the one way to change them."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from leadctl import __version__
from leadctl.book import files
from leadctl.book.git.place import ATTRIBUTES
from leadctl.book.index.lead_files import Listing
from leadctl.book.own_files.definitions import Definitions, fingerprint
from leadctl.book.own_files.places import (
    LEADS,
    PIPELINES,
    PRIVATE,
    SETTINGS,
    find_book,
    is_hand_named,
    is_lead_file,
)
from leadctl.book.own_files.settings import Settings, load_settings, user_config
from leadctl.book.text.broken import Broken
from leadctl.errors import Busy, Invalid, LeadctlError, NotFound, Problem, Refused, Unreadable
from leadctl.rules.leads.lead import Lead

if TYPE_CHECKING:
    from leadctl.book.index.index import Index
    from leadctl.book.journal.entries import Change
    from leadctl.book.journal.journal import Journal

if TYPE_CHECKING:
    from leadctl.book.git.publishing import Publisher

_HALF_TAKEN_BACK = (
    "Some files are still half changed. leadctl shows the book as it was before, and puts them "
    "back with the next command that writes, once the cause is mended."
)
_IGNORED = f"{PRIVATE}/\n.leadctl-*.tmp\n"

OFF, PARANOID = "off", "paranoid"
"""What LEADCTL_INDEX may say: use no index, or answer both ways and fail where they differ."""

PATIENCE = 2.0
"""Seconds that a reader waits for an operation of another process to be done."""


class Book:
    """A book that is there. Reading takes no lock and writes nothing.

    `recovered` lists files that a crashed operation had touched and somebody edited afterwards;
    they were left as they are. `stored` says in words what was stored for good since it was opened;
    `problems` are those of its own files past which it was read.
    """

    def __init__(self, root: Path, env: Mapping[str, str]) -> None:
        self.root, self.env = root, dict(env)
        self._top = str(root)
        self.settings: Settings = load_settings(root, env)
        self.definitions = Definitions(root)
        config = user_config(env)
        self.own_folder = config.parent if config else None
        self.private = root / PRIVATE
        self.temps = self.private / "tmp"
        self.problems = list(self.settings.problems)
        self.recovered: list[str] = []
        self.stored: list[str] = []
        self.publisher: Publisher | None = None
        self.why = ""
        self.listing = Listing(root, lambda: filter(is_lead_file, self._overlay))
        self.index_use = env.get("LEADCTL_INDEX", "")
        self._hand_named: dict[str, list[str]] | None = None
        self._last: tuple[str, bytes, Lead | None] = "", b"", None
        self._rereads = 20

    @cached_property
    def journal(self) -> Journal:
        """The journal of what was written."""
        from leadctl.book.journal.journal import Journal

        return Journal(self.private, self.settings.undo_operations, self.settings.undo_days)

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
            # Without a file in it, git would leave the folder of an empty book out of a clone.
            kept = f"{LEADS}/.gitkeep"
            texts = {".gitattributes": ATTRIBUTES, ".gitignore": _IGNORED, kept: ""}
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

        Folders that cannot be entered come last, each with its problem.
        """
        index = self.up_to_date()
        if index is None:
            yield from self._scan_files()
            return
        if self.index_use == PARANOID:
            self._compare(index)
        for path, found in index.found():
            yield PurePosixPath(path), found

    def _scan_files(self) -> Iterator[tuple[PurePosixPath, Lead | Broken]]:
        """Yield what `scan` does, reading every file."""
        for name in self.listing.fresh():
            try:
                found = self._found(name)
            except Unreadable as error:
                found = Broken(PurePosixPath(name), (error.problem,))
            if found is not None:
                yield PurePosixPath(name), found
        for name, problem in sorted(self.listing.odd.items()):
            yield PurePosixPath(name), Broken(PurePosixPath(name), (problem,))

    def _found(self, name: str) -> Lead | Broken | None:
        """Return what a file holds, or what is wrong in it; None where it is gone since.

        Raises Unreadable where the system does not give it.
        """
        try:
            return self.load_path(name)
        except NotFound:
            return None
        except Invalid as error:
            return Broken(PurePosixPath(name), tuple(error.problems))

    def up_to_date(self) -> Index | None:
        """Return the book's index as the files are now; None where the files alone are to answer.

        That is while a crash has left something half done, and where LEADCTL_INDEX=off asks for it.
        """
        if self.index_use == OFF or self._overlay:
            return None
        try:
            self._refresh()
        except UnicodeEncodeError:  # a name that is no text, which SQLite does not take
            self.index_use = OFF
            return None
        return self.index

    def _refresh(self) -> None:
        """Bring the index up to date at a moment at which no operation is half done.

        One that takes longer than PATIENCE, as an import does, is seen as far as it has come.
        """
        deadline = time.monotonic() + PATIENCE
        while True:
            before = self._operations()
            waits = any(name.endswith(".open") for name in before) and self._is_at_work()
            if not waits or time.monotonic() > deadline:
                self.index.refresh()
                if before == self._operations() or time.monotonic() > deadline:
                    return
            time.sleep(0.005)

    def _is_at_work(self) -> bool:
        """Whether another process writes just now."""
        from leadctl.book.journal.lock import is_held, is_ours

        return not is_ours() and is_held(self.private)

    def enter(self, paths: Iterable[str]) -> None:
        """Take into the index what files hold that were just written; see `Index.enter`."""
        if self.index_use != OFF:
            self.index.enter(path for path in paths if is_lead_file(path))

    def rules_key(self) -> str:
        """Return what is different whenever what the rules say may be, of the leads apart."""
        return fingerprint(self.root)

    @cached_property
    def index(self) -> Index:
        """The book's index, as it was when it was last brought up to date."""
        from leadctl.book.index.index import Index

        with suppress(OSError, LeadctlError):
            files.private_folder(self.private)
        return Index(self.root, self.private, __version__, self._found)

    def _compare(self, index: Index) -> None:
        """Read everything once more, and fail where the index says anything else."""
        read = [(str(path), found) for path, found in self._scan_files()]
        known = list(index.found())
        if read != known:
            index.refresh()  # written meanwhile, perhaps
            read = [(str(path), found) for path, found in self._scan_files()]
            known = list(index.found())
        if read != known:
            differ = [path for path, found in read if (path, found) not in known]
            raise AssertionError(f"the index differs from the files: {differ[:5]}")

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
        mend = "remove one file, or give it an id of its own"
        return Problem(str(path), self.line_of(path, "id"), "id", f"is also that of {first}", mend)

    def load_path(self, path: PurePosixPath | str) -> Lead:
        """Return the lead in a file. Raises NotFound, Invalid or Busy."""
        from leadctl.book.text.lead_file import MAX_LEAD

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
        from leadctl.book.text.lead_file import parse_lead

        if self._last[:2] != (path, data):
            self._last = path, data, parse_lead(files.decode(data, path), path)
        assert self._last[2] is not None
        return self._last[2]

    def read_file(self, relpath: str, limit: int = files.MAX_TEXT) -> bytes | None:
        """Return a file's bytes as readers must see them, or None where it is not there."""
        from leadctl.book.journal import recovery

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
        """What a crash has left half done, to be looked through; a damaged note of it is told."""
        if not self._is_open():
            return {}
        from leadctl.book.journal import recovery
        from leadctl.book.journal.lock import is_held

        try:
            if not self.journal.open_ones() or is_held(self.private):
                return {}
            return recovery.overlay(self.journal)
        except Invalid as error:
            self.problems += error.problems
        except Unreadable as error:
            if self.private.stat().st_uid == os.geteuid():  # in another's book it is private
                self.problems.append(error.problem)
        return {}

    def _is_open(self) -> bool:
        """Whether an operation is under way, or was cut short; the journal knows which."""
        return any(name.endswith(".open") for name in self._operations())

    def _operations(self) -> set[str]:
        """Return the names of the journal's files: they differ when an operation begins or ends."""
        try:
            return set(os.listdir(f"{self.private}/journal"))  # noqa: PTH208  # names only, and fast
        except OSError:
            return set()

    def hand_named(self) -> dict[str, list[str]]:
        """Return the files whose names end in no id as leadctl makes them, by the ids in them."""
        if self._hand_named is None:
            found: dict[str, list[str]] = {}
            for name in filter(is_hand_named, self.listing.all()):
                with suppress(NotFound, Invalid, Unreadable):
                    found.setdefault(self.load_path(name).id, []).append(name)
            self._hand_named = found
        return self._hand_named

    def path_of(self, lead_id: str) -> PurePosixPath:
        """Return the file of a lead by its whole id. Raises NotFound; Invalid if two have it."""
        names = [name for name in self.named(lead_id) if self._has_id(name, lead_id)]
        found = [PurePosixPath(name) for name in sorted(set(names))]
        if not found:
            found = [p for p, lead in self.scan() if isinstance(lead, Lead) and lead.id == lead_id]
        if len(found) > 1:
            raise Invalid([self._twin(path, found[0]) for path in found[1:]])
        if not found:
            raise NotFound(f"There is no lead {lead_id}.")
        return found[0]

    def named(self, lead_id: str) -> list[str]:
        """Return the files that may hold a lead: those named so, and those named by hand with it.

        The index is asked, if it is there; who takes its word looks into the file.
        """
        return self._indexed(lead_id) or [
            *self.listing.of(lead_id),
            *self.hand_named().get(lead_id, []),
        ]

    def _indexed(self, lead_id: str) -> list[str] | None:
        """Return what the index knows of an id; None where it is not to be asked."""
        return None if self.index_use == OFF or self._overlay else self.index.of(lead_id)

    def is_free(self, lead_id: str) -> bool:
        """Whether no file has an id that was made just now, as far as the index knows, or names."""
        known = self._indexed(lead_id)
        return not (self.listing.of(lead_id) if known is None else known)

    def _has_id(self, path: str, lead_id: str) -> bool:
        """Whether a file whose name says so has this id; a broken one is taken at its name."""
        try:
            return self.load_path(path).id == lead_id
        except NotFound:
            return False
        except (Invalid, Unreadable):
            return True

    def load(self, lead_id: str) -> Lead:
        """Return a lead by its whole id. Raises NotFound, Invalid or Busy."""
        return self.load_path(self.path_of(lead_id))

    def recover(self) -> None:
        """Under the lock: take back what a crash cut short, sweep what it left, look afresh."""
        from leadctl.book.journal import recovery

        with files.disk("taking back an interrupted operation", _HALF_TAKEN_BACK):
            self.recovered += recovery.recover(self.root, self.temps, self.journal)
            files.sweep(self.temps)
            for folder in (self.private, self.root):
                files.sweep(folder, locked=False)
        self.__dict__["_overlay"] = {}
        self.forget()

    def forget(self) -> None:
        """Look afresh from now on at which files there are."""
        self.listing.forget()
        self._hand_named = None

    def line_of(self, path: PurePosixPath, *keys: str | int) -> int:
        """Return the line of a key of a lead's file, by the keys and places that lead there."""
        from leadctl.book.text.toml_read import lines_of

        data = self.read_file(str(path)) or b""
        return lines_of(data.decode("utf-8", "replace"))(keys)
