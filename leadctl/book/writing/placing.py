"""Files of an operation put in place: written beside, then each by one rename, or by itself."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from leadctl.book import files, temps
from leadctl.book.journal import recovery
from leadctl.errors import Busy
from leadctl.values import dataclass

if TYPE_CHECKING:
    from leadctl.book.book import Book


@dataclass
class Pending:
    """What a file was and is to be; None where it is not there. `temp` holds it beside."""

    before: bytes | None
    after: bytes | None
    mode: int
    temp: Path | None = None


class Placing:
    """Puts the files of one operation in place; `folders` are those that it went through."""

    def __init__(self, book: Book, *, bulk: bool) -> None:
        self.book, self.bulk = book, bulk
        self.folders: dict[str, Path] = {}
        self._guarded: set[str] = set()

    def guard(self, key: str) -> None:
        """Refuse a folder that a link leads out of the book; each is looked at once."""
        folder = key.rpartition("/")[0]
        if folder not in self._guarded:
            files.guard_folders(self.book.root, self.book.root / key)
            self._guarded.add(folder)

    def stage(self, pending: Pending) -> None:
        """Write what a file is to be beside it; a new file of a bulk operation is not."""
        if pending.after is not None and not (self.bulk and pending.before is None):
            pending.temp = temps.temp_in(self.book.temps)
            files.write_new(pending.temp, pending.after, pending.mode, durable=not self.bulk)

    def put_in_place(self, key: str, pending: Pending) -> None:
        """Write, replace or remove a file. Raises Busy where it is not what it was any more."""
        self._make_folder(key)
        if pending.before is None:
            self._create(key, pending)
            return
        path = self.book.place(key)
        if recovery.content(path) != pending.before:
            raise _changed(key)
        if pending.temp is None:
            os.unlink(path)  # noqa: PTH108  # over many files, a Path is slow
        else:
            os.replace(pending.temp, path)  # noqa: PTH105  # as above

    def _create(self, key: str, pending: Pending) -> None:
        path = self.book.place(key)
        try:
            if pending.temp is None:
                files.write_new(path, pending.after or b"", pending.mode, durable=False)
            else:
                files.link_new(pending.temp, Path(path))
                pending.temp.unlink()
        except FileExistsError:
            raise _changed(key) from None

    def _make_folder(self, key: str) -> None:
        name = key.rpartition("/")[0]
        if name not in self.folders:
            folder = self.book.root / name
            files.guard_folders(self.book.root, self.book.root / key)
            files.private_folder(folder)
            self.folders[name] = folder


def _changed(key: str) -> Busy:
    return Busy(f"Changed on disk in the meantime, so nothing was written: {key}.")
