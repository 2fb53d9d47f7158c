"""The journal: one file an operation, with what every file it touched held before.

The first line says what was done, when and by whom; then comes one line a file; the last counts
them. While an operation is under way its file ends in `.open`; renaming it to `.done` is the
moment at which the operation has happened.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import Any

from leadctl.book.files import disk, sync_folder
from leadctl.errors import Invalid, NotFound, Problem
from leadctl.values import dataclass, names_of

KEPT = 500
"""How many operations are kept; only those can be undone."""
ALWAYS_KEPT = 20
"""So many of the newest operations are kept however large they are."""
MAX_BYTES = 64 * 1024 * 1024
"""The older operations hold no more bytes than this together."""

_OPEN, _DONE = ".open", ".done"


@dataclass(frozen=True, slots=True)
class Record:
    """One operation. `undoes` is the number of the one it took back, `undone_by` of its undo."""

    number: int
    command: str
    at: datetime
    by: str
    undoes: int | None = None
    undone_by: int | None = None
    files: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """One file of an operation: its bytes before, and the hash and size of those after.

    `before` is None for a file that was created, `after` None for one that was removed.
    """

    path: str
    before: bytes | None
    after: str | None
    size: int
    mode: int

    def undone(self, now: bytes | None) -> bytes | None:
        """Return what the file should hold once this change is taken back.

        `now` is what it holds. Raises ForeignContentError where that is somebody else's work:
        neither the state before, nor the one after, nor what a crash leaves of it.
        """
        if digest(now) == self.after or self._is_torn(now):
            return self.before
        if now == self.before:
            return now
        raise ForeignContentError(self.path)

    def _is_torn(self, now: bytes | None) -> bool:
        """Whether a crash may have left `now` of a file that was being written.

        A lost write leaves nothing or zeros; a killed one, of a new file, whole pages of it.
        """
        if now is None or self.after is None:
            return False
        cut = self.before is None and len(now) < self.size and len(now) % 4096 == 0
        return cut or not now.strip(b"\0")


class ForeignContentError(Exception):
    """A file was changed by another hand after the operation that is to be taken back."""


def digest(data: bytes | None) -> str | None:
    """Return a content's hash as the journal stores it; None for no file."""
    return None if data is None else hashlib.sha256(data).hexdigest()


class Journal:
    """The journal's folder: finished operations by number, and any that a crash left open."""

    def __init__(self, private: Path) -> None:
        self.folder = private / "journal"

    def numbers(self) -> list[int]:
        """Return the numbers of the operations that happened, the oldest first."""
        return self._ending(_DONE)

    def open_ones(self) -> list[int]:
        """Return the numbers of the operations that were begun and not finished."""
        return self._ending(_OPEN)

    def _ending(self, suffix: str) -> list[int]:
        try:
            names = os.listdir(self.folder)  # noqa: PTH208  # names only, and fast
        except OSError:
            return []
        stems = [name.removesuffix(suffix) for name in names if name.endswith(suffix)]
        return sorted(int(stem) for stem in stems if stem.isdecimal())

    def path(self, number: int, *, is_open: bool = False) -> Path:
        """Return an operation's file."""
        return self.folder / f"{number:08d}{_OPEN if is_open else _DONE}"

    def begin(self, record: Record) -> Writer:
        """Create the file of a new operation, its name durable. Raises Busy."""
        with disk("writing the journal"):
            writer = Writer(self, record)
            try:
                sync_folder(self.folder)
            except OSError:
                writer.close()
                raise
            return writer

    def changes(self, number: int, *, is_open: bool = False) -> Iterator[Change]:
        """Yield an operation's files in their order; a line that a crash cut short ends them.

        Such a line was never durable, so nothing it speaks of was touched.
        """
        with self.path(number, is_open=is_open).open("rb") as lines:
            next(lines, None)
            for line in lines:
                data = _json(line)
                if not line.endswith(b"\n") or data is None:
                    return
                if "path" in data:
                    yield _change(data)

    def record(self, number: int) -> Record:
        """Return what an operation was. Raises NotFound, or Invalid for a damaged journal."""
        path = self.path(number)
        try:
            with path.open("rb") as lines:
                head = _json(next(lines, b""))
                lines.seek(-min(path.stat().st_size, 64), os.SEEK_END)
                tail = _json(lines.read().rsplit(b"\n", 2)[-2])
        except FileNotFoundError:
            raise NotFound(f"There is no operation {number} in the journal.") from None
        except IndexError:
            head = tail = None
        if head is None or tail is None:
            raise Invalid([Problem(f".leadctl/journal/{path.name}", 0, "", "is damaged")])
        return _record(head, int(tail.get("files", 0)))

    def records(self) -> Iterator[Record]:
        """Yield the operations that happened, the newest first, each with what undid it.

        An undo that was itself undone no longer counts.
        """
        undone: dict[int, int] = {}
        for number in reversed(self.numbers()):
            try:
                record = self.record(number)
            except (Invalid, NotFound):
                continue  # damaged, or forgotten just now: neither can be undone
            if number not in undone and record.undoes is not None:
                undone[record.undoes] = number
            yield Record(**{**_fields(record), "undone_by": undone.get(number)})

    def prune(self) -> None:
        """Forget the oldest operations: beyond the number kept, and beyond their bytes."""
        numbers = self.numbers()
        forgotten = numbers[:-KEPT] if len(numbers) > KEPT + ALWAYS_KEPT else []
        for number in [*forgotten, *self._bulky(numbers[len(forgotten) : -ALWAYS_KEPT])]:
            self.path(number).unlink(missing_ok=True)

    def _bulky(self, numbers: list[int]) -> list[int]:
        """Return the older ones of these operations that together hold too many bytes."""
        left = MAX_BYTES
        for place in range(len(numbers) - 1, -1, -1):
            left -= self.path(numbers[place]).stat().st_size
            if left < 0:
                return numbers[: place + 1]
        return []

    def discard(self, number: int) -> None:
        """Forget an operation that was begun and reverted."""
        self.path(number, is_open=True).unlink(missing_ok=True)
        sync_folder(self.folder)


class Writer:
    """The journal's file of the operation under way; what is added is durable after `sync`."""

    def __init__(self, journal: Journal, record: Record) -> None:
        self.journal, self.number, self.files = journal, record.number, 0
        self._syncing: Thread | None = None
        self._error: OSError | None = None
        self.path = journal.path(record.number, is_open=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
        self._stream = os.fdopen(os.open(self.path, flags, 0o600), "wb")
        self._write({**_fields(record), "at": record.at.isoformat(), "format": 1})

    def _write(self, data: dict[str, Any]) -> None:
        self._stream.write(json.dumps(data).encode() + b"\n")

    def add(self, path: str, before: bytes | None, after: bytes | None, mode: int) -> None:
        """Record one file before it is touched."""
        # An import adds a hundred thousand: for a dict the encoder takes three times as long.
        quoted = json.encoder.encode_basestring_ascii
        was = "null" if before is None else quoted(before.decode("utf-8", "surrogateescape"))
        then = "null" if after is None else f'"{digest(after)}"'
        rest = f'"size": {len(after or b"")}, "mode": {mode}'
        line = f'{{"path": {quoted(path)}, "before": {was}, "after": {then}, {rest}}}\n'
        self._stream.write(line.encode())
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
        self._write({"files": self.files})
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


def _json(line: bytes) -> dict[str, Any] | None:
    with contextlib.suppress(ValueError):
        data = json.loads(line)
        return data if isinstance(data, dict) else None
    return None


def _fields(record: Record) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names_of(record)}


def _record(head: dict[str, Any], files: int) -> Record:
    return Record(
        number=head["number"],
        command=head["command"],
        at=datetime.fromisoformat(head["at"]),
        by=head["by"],
        undoes=head.get("undoes"),
        files=files,
    )


def _change(data: dict[str, Any]) -> Change:
    before = data["before"]
    content = None if before is None else before.encode("utf-8", "surrogateescape")
    return Change(data["path"], content, data["after"], data["size"], data["mode"])
