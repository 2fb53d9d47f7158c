"""The journal: one file an operation, with what every file it touched held before.

While an operation is under way its file ends in `.open`; renaming it to `.done` is the moment at
which the operation has happened. What the lines say is in `entries.py`.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

from leadctl.book.files import disk, open_plain, sync_folder, unreadable
from leadctl.book.journal.entries import (
    FileChange,
    JournalEntry,
    change_line,
    damaged,
    head_line,
    last_line,
    read_change,
    read_head,
    read_last,
)
from leadctl.errors import Invalid, NotFound, Problem
from leadctl.values import replace

KEPT = 50
"""How many operations are kept unless the book's settings say otherwise; those can be undone."""
DAYS = 30
"""For how many days they are kept: what they hold of people should not outlive its use."""
ALWAYS_KEPT = 20
"""So many of the newest operations are kept however large they are."""
MAX_BYTES = 64 * 1024 * 1024
"""The older operations hold no more bytes than this together."""

_OPEN, _DONE = ".open", ".done"
_DAY = 24 * 60 * 60


class Journal:
    """The journal's folder: finished operations by number, and any that a crash left open.

    `kept` operations of the last `days` days are kept.
    """

    def __init__(self, private: Path, kept: int = KEPT, days: int = DAYS) -> None:
        self.folder = private / "journal"
        self.kept, self.days = max(kept, 1), days

    def numbers(self) -> list[int]:
        """Return the numbers of the operations that happened, the oldest first. Raises Busy."""
        return self._ending(_DONE)

    def open_ones(self) -> list[int]:
        """Return the numbers of the operations that were begun and not finished. Raises Busy."""
        return self._ending(_OPEN)

    def next_number(self) -> int:
        """Return a number that no operation has had, not even one that was put aside."""
        stems = [name.partition(".")[0] for name in self._names()]
        taken = [int(stem) for stem in stems if stem.isascii() and stem.isdecimal()]
        return max(taken, default=0) + 1

    def _ending(self, suffix: str) -> list[int]:
        stems = [name.removesuffix(suffix) for name in self._names() if name.endswith(suffix)]
        return sorted(int(stem) for stem in stems if stem.isascii() and stem.isdecimal())

    def _names(self) -> list[str]:
        try:
            return os.listdir(self.folder)  # noqa: PTH208  # names only, and fast
        except FileNotFoundError:
            return []
        except OSError as error:  # no empty journal: its numbers would be given anew
            raise unreadable(error, self._shown("")) from error

    def path(self, number: int, *, is_open: bool = False) -> Path:
        """Return an operation's file."""
        return self.folder / f"{number:08d}{_OPEN if is_open else _DONE}"

    def _shown(self, name: str) -> str:
        return f".leadctl/journal/{name}".rstrip("/")

    def begin(self, record: JournalEntry) -> Writer:
        """Create the file of a new operation, its name durable. Raises Busy."""
        with disk("writing the journal"):
            writer = Writer(self, record)
            try:
                sync_folder(self.folder)
            except OSError:
                writer.close()
                raise
            return writer

    def changes(self, number: int, *, is_open: bool = False) -> Iterator[FileChange]:
        """Yield an operation's files in their order.

        One that a crash left open ends with the last line that was whole: what comes after was
        never durable, so nothing it speaks of was touched. Raises Invalid for any other line that
        says nothing, Unreadable, NotFound.
        """
        path = self.path(number, is_open=is_open)
        for place, line in enumerate(self._lines(path), 1):
            if is_open and (not line.endswith(b"\n") or b"\0" in line):
                return
            if place == 1:
                read_head(line, self._shown(path.name))
            elif found := read_change(line, self._shown(path.name), place):
                yield found

    def _lines(self, path: Path) -> Iterator[bytes]:
        try:
            with open_plain(path, self._shown(path.name)) as lines:
                yield from lines
        except FileNotFoundError:
            raise NotFound(f"There is no operation {int(path.stem)} in the journal.") from None
        except OSError as error:
            raise unreadable(error, self._shown(path.name)) from error

    def record(self, number: int) -> JournalEntry:
        """Return what an operation was. Raises NotFound, Unreadable, Invalid for a damaged one."""
        path = self.path(number)
        shown = self._shown(path.name)
        head = next(self._lines(path), b"")
        try:
            with open_plain(path, shown) as lines:
                lines.seek(-min(path.stat().st_size, 64), os.SEEK_END)
                ending = lines.read().rsplit(b"\n", 2)
        except OSError as error:
            raise unreadable(error, shown) from error
        if len(ending) < 3 or ending[2]:
            raise damaged(shown, 0)
        return read_head(head, shown, read_last(ending[1], shown))

    def records(self, problems: list[Problem] | None = None) -> Iterator[JournalEntry]:
        """Yield the operations that happened, the newest first, each with what undid it.

        An undo that was itself undone no longer counts. A damaged one is added to `problems`;
        without them it raises Invalid, for what "the latest" is can't be told past it.
        """
        undone: dict[int, int] = {}
        for number in reversed(self.numbers()):
            try:
                record = self.record(number)
            except NotFound:
                continue  # forgotten just now
            except Invalid as error:
                if problems is None:
                    raise
                problems += error.problems
                continue
            if number not in undone and record.undoes is not None:
                undone[record.undoes] = number
            yield replace(record, undone_by=undone.get(number))

    def prune(self) -> None:
        """Forget the oldest operations: beyond number, bytes or days; and edits kept so long."""
        numbers = self.numbers()
        forgotten = numbers[: max(0, len(numbers) - self.kept)]
        left = numbers[len(forgotten) :]
        for number in {*forgotten, *self._bulky(left[:-ALWAYS_KEPT]), *self._old(left)}:
            self.path(number).unlink(missing_ok=True)
        edits = self.folder.with_name("edits")
        for path in edits.iterdir() if edits.is_dir() else ():
            if path.stat().st_mtime < self._first([self.path(n) for n in numbers[-1:]]):
                path.unlink(missing_ok=True)

    def _old(self, numbers: list[int]) -> list[int]:
        """Return the operations that lie so many days before the newest, by the disk's clock."""
        paths = {number: self.path(number) for number in numbers}
        first = self._first(list(paths.values()))
        return [number for number, path in paths.items() if path.stat().st_mtime < first]

    def _first(self, paths: list[Path]) -> float:
        """Return since when things are kept: so many days before the newest of some files."""
        return max((path.stat().st_mtime for path in paths), default=0) - self.days * _DAY

    def _bulky(self, numbers: list[int]) -> list[int]:
        """Return the older ones of these operations that together hold too many bytes."""
        left = MAX_BYTES
        for place in range(len(numbers) - 1, -1, -1):
            left -= self.path(numbers[place]).stat().st_size
            if left < 0:
                return numbers[: place + 1]
        return []

    def damaged(self) -> list[tuple[Path, Problem]]:
        """Return the files that cannot be relied on, each with what is wrong."""
        found: list[tuple[Path, Problem]] = []
        for is_open in (False, True):
            for number in self._ending(_OPEN if is_open else _DONE):
                try:
                    if not is_open:
                        self.record(number)
                    for _ in self.changes(number, is_open=is_open):
                        pass
                except Invalid as error:
                    found.append((self.path(number, is_open=is_open), error.problems[0]))
        return found

    def put_aside(self, path: Path) -> None:
        """Keep a damaged file under a name that nothing reads. Raises Busy."""
        with disk("putting a damaged journal aside"):
            path.rename(path.with_name(f"{path.name}.damaged"))
            sync_folder(self.folder)

    def discard(self, number: int) -> None:
        """Forget an operation that was begun and reverted."""
        self.path(number, is_open=True).unlink(missing_ok=True)
        sync_folder(self.folder)


class Writer:
    """The journal's file of the operation under way; what is added is durable after `sync`."""

    def __init__(self, journal: Journal, record: JournalEntry) -> None:
        self.journal, self.number, self.files = journal, record.number, 0
        self._syncing: Thread | None = None
        self._error: OSError | None = None
        self.path = journal.path(record.number, is_open=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
        self._stream = os.fdopen(os.open(self.path, flags, 0o600), "wb")
        self._stream.write(head_line(record))

    def add(self, path: str, before: bytes | None, after: bytes | None, mode: int) -> None:
        """Record one file before it is touched."""
        self._stream.write(change_line(path, before, after, mode))
        self.files += 1

    def begin_sync(self) -> None:
        """Begin to make everything added so far durable; nothing may be added until `end_sync`."""
        self._stream.flush()
        syncing = Thread(target=self._sync, daemon=True)
        try:
            syncing.start()
        except RuntimeError:  # the system gives this process no more threads
            self._sync()
        else:
            self._syncing = syncing

    def end_sync(self) -> None:
        """Wait until everything added is durable. OSError where it could not be made so."""
        if self._syncing:
            self._syncing.join()
            self._syncing = None
        if self._error:
            raise self._error

    def _sync(self) -> None:
        try:
            os.fsync(self._stream.fileno())
        except OSError as error:
            self._error = error

    def finish(self) -> None:
        """Say that the operation has happened; `confirm` makes that durable."""
        self._stream.write(last_line(self.files))
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._stream.close()
        self.path.rename(self.journal.path(self.number))

    def has_happened(self) -> bool:
        """Whether the operation has happened: whatever comes then cannot take it back."""
        return self.journal.path(self.number).exists() and not self.path.exists()

    def confirm(self) -> None:
        """Make durable that the operation has happened. OSError where that cannot be done."""
        sync_folder(self.journal.folder)

    def close(self) -> None:
        """Let go of the file and leave it open in the journal's sense."""
        with contextlib.suppress(OSError):
            self.end_sync()
        with contextlib.suppress(OSError):
            self._stream.close()
