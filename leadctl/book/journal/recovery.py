"""Taking back what an operation did: one that a crash cut short, or one that failed half way."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

from leadctl.book.files import guard_folders, read_plain, sync_folder, write_new
from leadctl.book.journal.entries import FileChange, ForeignContentError
from leadctl.book.journal.journal import Journal
from leadctl.book.own_files.places import checked
from leadctl.book.temps import temp_in
from leadctl.errors import Invalid, NotFound


def revert(root: Path, temps: Path, changes: Iterable[FileChange]) -> list[str]:
    """Give every file what it held before; return the paths where another hand was at work since.

    Those are left alone: a recovery must not cost anyone an edit. OSError as it comes.
    """
    foreign, folders = [], set()
    for change in reversed(list(changes)):
        path = root / checked(change.path)
        guard_folders(root, path)
        try:
            now = content(path)
            before = change.undone(now)
        except (ForeignContentError, Invalid):
            foreign.append(change.path)
            continue
        if before != now:
            put_back(path, before, change.mode, temps)
            folders.add(path.parent)
    for folder in folders:
        with contextlib.suppress(FileNotFoundError):
            sync_folder(folder)
    return foreign


def put_back(path: Path, before: bytes | None, mode: int, temps: Path) -> None:
    """Give one file the content it had, or remove it where it was not there."""
    if before is None:
        path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # a year's folder made for it goes with the last file
            path.parent.rmdir()
        return
    path.parent.mkdir(0o700, parents=True, exist_ok=True)
    temp = temp_in(temps)
    write_new(temp, before, mode)
    os.replace(temp, path)  # noqa: PTH105  # says that whatever is there is replaced


def content(path: Path | str) -> bytes | None:
    """Return a plain file's bytes, or None where it is not there. Raises Invalid for a link."""
    try:
        return read_plain(path)
    except (FileNotFoundError, NotADirectoryError):
        return None


def recover(root: Path, temps: Path, journal: Journal) -> list[str]:
    """Revert every operation that a crash left open, the newest first. Call it under the lock.

    Return the paths that were left alone because they were edited since. Raises Invalid for one
    that is damaged, before anything is touched.
    """
    foreign: list[str] = []
    for number in reversed(journal.open_ones()):
        foreign += revert(root, temps, journal.changes(number, is_open=True))
        journal.discard(number)
    return foreign


def overlay(journal: Journal) -> dict[str, list[FileChange]]:
    """Return the changes of operations that a crash left open, by path, the newest first.

    Readers look through it: they must see the book as it was, and may not mend it. Raises Invalid
    for a damaged one, Unreadable.
    """
    seen: dict[str, list[FileChange]] = {}
    for number in journal.open_ones():
        with contextlib.suppress(NotFound):  # finished, or taken back, just now
            for change in journal.changes(number, is_open=True):
                seen.setdefault(change.path, []).insert(0, change)
    return seen


def seen_through(changes: list[FileChange], now: bytes | None) -> bytes | None:
    """Return what a reader should take a file to hold, given the open changes to it."""
    with contextlib.suppress(ForeignContentError):
        for change in changes:
            now = change.undone(now)
    return now
