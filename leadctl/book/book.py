"""A book: its settings, its leads, and the one way to change them."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from leadctl.book import files
from leadctl.book.own_files.fingerprint import fingerprint
from leadctl.book.own_files.places import (
    LEADS,
    PIPELINES,
    PRIVATE,
    SETTINGS,
    find_book,
    is_lead_file,
)
from leadctl.book.own_files.settings import Settings, settings_texts
from leadctl.book.seen_files import SeenFiles
from leadctl.book.text.broken import Broken
from leadctl.errors import Invalid, LeadctlError, NotFound, Problem, Unreadable
from leadctl.rules.leads.lead import Lead
from leadctl.values import names_of

if TYPE_CHECKING:
    from pathlib import Path, PurePosixPath

    from leadctl.book.git.publishing import Publisher
    from leadctl.book.index.index import Index, Progress
    from leadctl.book.index.rules_kept import RulesKept
    from leadctl.rules.language.pipeline import Pipeline

_IGNORED = f"{PRIVATE}/\n.leadctl-*.tmp\n"

OFF, PARANOID = "off", "paranoid"
"""What LEADCTL_INDEX may say: use no index, or answer both ways and fail where they differ."""

PATIENCE = 2.0
"""Seconds that a reader waits for an operation of another process to be done."""


class Book(SeenFiles):
    """A book that is there: its files with its settings, definitions and index.

    `stored` says in words what was stored for good since it was opened. `watched`, where it is a
    list, takes every file that operations change, for who wants to tell of each.
    """

    def __init__(self, root: Path | str, env: Mapping[str, str]) -> None:
        super().__init__(root, env)
        self.index_use = env.get("LEADCTL_INDEX", "")
        self.progress: Progress = lambda _doing, _done, _all: None
        self.settings = self._settings()
        self.problems += self.settings.problems
        self.stored: list[str] = []
        self.publisher: Publisher | None = None
        self.why = ""
        self.watched: list[files.FileChange] | None = None

    @classmethod
    def open(cls, path: Path | str, env: Mapping[str, str] | None = None) -> Book:
        """Return the book at or above a folder. Raises NotFound, or Invalid for its settings."""
        return cls(find_book(str(path)), env or {})

    @classmethod
    def create(cls, path: Path, settings_text: str, env: Mapping[str, str] | None = None) -> Book:
        """Make a book in a folder, or complete one: whatever is there already is left as it is."""
        from leadctl.book.git.place import ATTRIBUTES

        with files.disk(f"making a book in {path}"):
            path.mkdir(0o700, parents=True, exist_ok=True)
            root = files.followed(path)
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

    # Reading

    def lead_paths(self) -> list[PurePosixPath]:
        """Return the paths of all leads' files below the root, sorted."""
        return [*map(_path, self.listing.fresh())]

    def scan(self, piece: str = "") -> Iterator[tuple[PurePosixPath, Lead | Broken]]:
        """Yield every lead's path with the lead, or with what is wrong; in the order of paths.

        Folders that cannot be entered come last, each with its problem. With a `piece`, bare,
        leads that certainly have it nowhere may be left out.
        """
        index = self.up_to_date()
        if index is None:
            yield from self._scan_files()
            return
        if self.index_use == PARANOID:
            index.compare(self._scan_files)
        for path, found in index.found(piece):
            yield _path(path), found

    def _scan_files(self) -> Iterator[tuple[PurePosixPath, Lead | Broken]]:
        """Yield what `scan` does, reading every file."""
        for name in self.listing.fresh():
            try:
                found = self._found(name)
            except Unreadable as error:
                found = Broken(_path(name), (error.problem,))
            if found is not None:
                yield _path(name), found
        for name, problem in sorted(self.listing.odd.items()):
            yield _path(name), Broken(_path(name), (problem,))

    def _found(self, name: str) -> Lead | Broken | None:
        """Return what a file holds, or what is wrong in it; None where it is gone since.

        Raises Unreadable where the system does not give it.
        """
        try:
            return self.load_path(name)
        except NotFound:
            return None
        except Invalid as error:
            return Broken(_path(name), tuple(error.problems))

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
                self.index.progress = self.progress
                self.index.refresh()
                if before == self._operations() or time.monotonic() > deadline:
                    return
            time.sleep(0.005)

    def is_as_left(self) -> bool:
        """Whether the index may answer without a look at the files; see `Index.is_as_left`."""
        return self.index_use != OFF and not self._overlay and self.index.is_as_left()

    def enter(self, paths: Iterable[str]) -> None:
        """Take into the index what files hold that were just written; see `Index.enter`."""
        if self.index_use != OFF:
            self.index.enter(path for path in paths if is_lead_file(path))

    def _settings(self) -> Settings:
        """Return the settings, from the index where the files say the same as when it was kept."""
        if self.index_use != OFF:
            return self._rules_kept().settings(settings_texts(self._top, self.env), self.env)
        from leadctl.book.own_files.read_settings import load_settings

        return load_settings(self.root, self.env)

    def rules_key(self) -> str:
        """Return what is different whenever what the rules say may be, of the leads apart, or in
        which form it is kept.
        """
        from leadctl.rules.due.rows.row import Due

        return f"{fingerprint(self._top)}\0{' '.join(names_of(Due))}"

    def pipeline(self, pipeline_id: str) -> Pipeline:
        """Return a definition as a value, from the index where no definition has changed.

        Raises NotFound, or Invalid with all its problems.
        """

        def made() -> Pipeline:
            return self.definitions.read(pipeline_id).pipeline

        if self.index_use == OFF:
            return made()
        return self._rules_kept().definition(pipeline_id, self.rules_key(), made)

    def _rules_kept(self) -> RulesKept:
        from leadctl.book.index.rules_kept import RulesKept

        return RulesKept(self.index, check=self.index_use == PARANOID)

    @cached_property
    def index(self) -> Index:
        """The book's index, as it was when it was last brought up to date."""
        from leadctl.book.index.code_version import code_version
        from leadctl.book.index.index import Index

        with suppress(OSError, LeadctlError):
            files.private_folder(self._private)
        return Index(self.checkouts, self._private, code_version(), self._found)

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

    def path_of(self, lead_id: str) -> PurePosixPath:
        """Return the file of a lead by its whole id. Raises NotFound; Invalid if two have it."""
        names = [name for name in self.named(lead_id) if self._has_id(name, lead_id)]
        found = [_path(name) for name in sorted(set(names))]
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

    def close(self) -> None:
        """Let go of the index's file; it is opened again where it is asked for."""
        index: Index | None = self.__dict__.get("index")
        if index:
            index.close()

    def load(self, lead_id: str) -> Lead:
        """Return a lead by its whole id. Raises NotFound, Invalid or Busy."""
        named = self.named(lead_id)
        if len(named) == 1:  # as it is with every sound lead: its file is read once
            with suppress(NotFound, Invalid):
                if (lead := self._known(named[0]) or self.load_path(named[0])).id == lead_id:
                    return lead
        return self.load_path(self.path_of(lead_id))

    def _known(self, path: str) -> Lead | None:
        """Return what the index has of one file, where that is as it was read."""
        known = None if self.index_use == OFF or self._overlay else self.index.known(path)
        if known and self.index_use == PARANOID and known != self.load_path(path):
            raise AssertionError(f"the index differs from {path}")
        return known


def _path(name: str) -> PurePosixPath:
    """Return a path below the root: lists are made without any, and without importing one."""
    from pathlib import PurePosixPath

    return PurePosixPath(name)
