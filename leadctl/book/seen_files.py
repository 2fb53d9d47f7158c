"""The files of a book as readers must see them: what a crash has left half done is looked past."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from leadctl.book import files, temps
from leadctl.book.own_files.checkouts import Checkouts
from leadctl.book.own_files.places import (
    LEADS,
    PIPELINES,
    PRIVATE,
    SETTINGS,
    is_hand_named,
    is_lead_file,
)
from leadctl.book.own_files.settings import user_config
from leadctl.errors import Busy, Invalid, LeadctlError, NotFound, Problem, Refused, Unreadable
from leadctl.rules.leads.lead import Lead

if TYPE_CHECKING:
    from pathlib import Path, PurePosixPath

    from leadctl.book.index.lead_files import LeadFiles
    from leadctl.book.journal.entries import FileChange
    from leadctl.book.journal.journal import Journal
    from leadctl.book.own_files.definitions import Definitions
    from leadctl.book.own_files.settings import Settings

_HALF_TAKEN_BACK = (
    "Some files are still half changed. leadctl shows the book as it was before, and puts them "
    "back with the next command that writes, once the cause is mended."
)


class SeenFiles:
    """The files below a book's root. Reading takes no lock and writes nothing.

    `recovered` lists files that a crashed operation had touched and somebody edited afterwards;
    they were left as they are. `problems` are those of the book's own files past which it is read.
    """

    settings: Settings

    def __init__(self, root: Path | str, env: Mapping[str, str]) -> None:
        self._top, self.env = str(root), dict(env)
        self._private = f"{self._top}/{PRIVATE}"
        self.problems: list[Problem] = []
        self.recovered: list[str] = []
        self.checkouts = Checkouts(self._top, env, self.problems.append)
        self._last: tuple[str, bytes, Lead | None] = "", b"", None
        self._rereads = 20
        self._hand_named: dict[str, list[str]] | None = None

    @cached_property
    def root(self) -> Path:
        """The book's folder. What every list is made with does without a Path."""
        from pathlib import Path

        return Path(self._top)

    @cached_property
    def private(self) -> Path:
        """The folder of what is the book's own in this place, and no other's."""
        return self.root / PRIVATE

    @cached_property
    def temps(self) -> Path:
        """The folder of files in the making."""
        return self.private / "tmp"

    @cached_property
    def definitions(self) -> Definitions:
        """The definitions that its leads may be in."""
        from leadctl.book.own_files.definitions import Definitions

        return Definitions(self.root)

    @property
    def own_folder(self) -> Path | None:
        """The folder of the person's own files; None without a home."""
        from pathlib import Path

        return Path(config).parent if (config := user_config(self.env)) else None

    @cached_property
    def listing(self) -> LeadFiles:
        """The names of the leads' files."""
        from leadctl.book.index.lead_files import LeadFiles

        removed = lambda: filter(is_lead_file, self._overlay)  # noqa: E731  # asked later
        return LeadFiles(self._top, self.checkouts, removed)

    @cached_property
    def journal(self) -> Journal:
        """The journal of what was written."""
        from leadctl.book.journal.journal import Journal

        return Journal(self.private, self.settings.undo_operations, self.settings.undo_days)

    def refuse_own(self, path: Path) -> None:
        """Refuse to have a command's output written among the book's own files."""
        place = files.followed(path)
        own = (LEADS, PIPELINES, PRIVATE, SETTINGS)
        if any(place.is_relative_to(self.root / name) for name in own):
            raise Refused(f"{path} is among the book's own files; write somewhere else.")

    def place(self, relpath: str) -> str:
        """Return where a file below the root is, as a text: over many files, a Path is slow."""
        return f"{self._top}/{relpath}"

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
                # Another program may be writing the file just now, git may have taken it away.
                if data is not None and self._rereads:
                    self._rereads -= 1  # not for each of many broken files
                    time.sleep(0.02)
                if self.checkouts.between(lambda: self.read_file(shown, MAX_LEAD)) == data:
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
        try:
            data: bytes | None = files.read_bytes(self.place(relpath), relpath, limit)
        except NotFound:
            data = None
        changes = self._overlay.get(relpath)
        if not changes:
            return data
        from leadctl.book.journal import recovery

        return recovery.seen_through(changes, data)

    def glimpse(self, relpath: str) -> bytes:
        """Return what is in a file, without waiting; b"" where nothing is, or nothing readable."""
        try:
            if self._overlay:
                return self.read_file(relpath) or b""
            return files.read_plain(self.place(relpath), relpath)
        except (OSError, Busy, Invalid):
            return b""

    @cached_property
    def _overlay(self) -> dict[str, list[FileChange]]:
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
            return set(os.listdir(f"{self._private}/journal"))  # names only, and fast
        except OSError:
            return set()

    def _is_at_work(self) -> bool:
        """Whether another process writes just now."""
        from leadctl.book.journal.lock import is_held, is_ours

        return not is_ours() and is_held(self.private)

    def hand_named(self) -> dict[str, list[str]]:
        """Return the files whose names end in no id as leadctl makes them, by the ids in them."""
        if self._hand_named is None:
            found: dict[str, list[str]] = {}
            for name in filter(is_hand_named, self.listing.all()):
                with suppress(NotFound, Invalid, Unreadable):
                    found.setdefault(self.load_path(name).id, []).append(name)
            self._hand_named = found
        return self._hand_named

    def recover(self) -> None:
        """Under the lock: take back what a crash cut short, sweep what it left, look afresh."""
        from leadctl.book.journal import recovery

        with files.disk("taking back an interrupted operation", _HALF_TAKEN_BACK):
            self.recovered += recovery.recover(self.root, self.temps, self.journal)
            temps.sweep(self.temps)
            for folder in (self.private, self.root):
                temps.sweep(folder, locked=False)
        self.__dict__["_overlay"] = {}
        self.forget()

    def tidy(self) -> None:
        """Remove what killed commands left in the making, unless a writer is at work just now."""
        if any(map(temps.left_over, (self._top, self._private, f"{self._private}/tmp"))):
            from leadctl.book.journal.lock import locked

            places = (self.root, self.private, self.temps)
            with suppress(OSError, LeadctlError), locked(self.private, "sweeping", timeout=0):
                for folder in places:
                    temps.sweep(folder, locked=False)

    def forget(self) -> None:
        """Look afresh from now on at which files there are."""
        if "listing" in self.__dict__:
            self.listing.forget()
        self._hand_named = None

    def line_of(self, path: PurePosixPath, *keys: str | int) -> int:
        """Return the line of a key of a lead's file, by the keys and places that lead there."""
        from leadctl.book.text.toml_read import lines_of

        data = self.read_file(str(path)) or b""
        return lines_of(data.decode("utf-8", "replace"))(keys)
