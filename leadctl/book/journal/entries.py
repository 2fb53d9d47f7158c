"""What the journal holds: operations, the files of each, and their lines; checked when read.

The first line says what was done, when and by whom; then comes one line a file; the last counts
them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NotRequired, TypedDict, cast

from leadctl.errors import Invalid, Problem
from leadctl.values import dataclass, names_of

FORMAT = 1
"""The version of the journal's lines."""

Edit = tuple[int, int, bytes]
"""What an operation did to a file: so many bytes kept at its start and its end, these between."""


@dataclass(frozen=True)
class JournalEntry:
    """One operation. `undoes` is the number of the one it took back, `undone_by` of its undo.

    `files` are those whose lines it has, `erased` how many more went with somebody erased.
    """

    number: int
    command: str
    at: datetime
    by: str
    undoes: int | None = None
    undone_by: int | None = None
    files: int = 0
    erased: int = 0


@dataclass(frozen=True)
class FileChange:
    """One file of an operation: its bytes before, and the hash and size of those after.

    `before` is None for a file that was created, `after` None for one that was removed. `edit`
    makes what was written of what was there before, where both were there.
    """

    path: str
    before: bytes | None
    after: str | None
    size: int
    mode: int
    edit: Edit | None = None

    def written(self) -> bytes | None:
        """Return what the operation wrote, where the journal tells; None for a file it made."""
        if self.before is None or self.edit is None:
            return None
        first, last, middle = self.edit
        return self.before[:first] + middle + self.before[len(self.before) - last :]

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
    if data is None:
        return None
    import hashlib

    return hashlib.sha256(data).hexdigest()


def edit_of(before: bytes, after: bytes) -> Edit:
    """Return how one content became another: what both begin and end with is told by its length."""
    most = min(len(before), len(after))
    first = _same(before, after, most)
    last = _same(before[::-1], after[::-1], most - first)
    return first, last, after[first : len(after) - last]


def _same(one: bytes, other: bytes, most: int) -> int:
    """Return how many bytes, at most so many, two contents begin with in common."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low


# Lines


class _Head(TypedDict):
    """The first line, as JSON."""

    format: int
    number: int
    command: str
    at: str
    by: str
    undoes: NotRequired[int | None]
    erased: NotRequired[int]


class _Last(TypedDict):
    """The last line, as JSON."""

    files: int


class _ChangeLine(TypedDict):
    """The line of a file, as JSON."""

    path: str
    before: str | None
    after: str | None
    size: int
    mode: int
    edit: NotRequired[tuple[int, int, str] | None]


def head_line(record: JournalEntry) -> bytes:
    """Return an operation's first line."""
    fields = {name: getattr(record, name) for name in names_of(record)}
    data = {**fields, "at": record.at.isoformat(), "format": FORMAT}
    return json.dumps(data).encode() + b"\n"


def last_line(files: int) -> bytes:
    """Return an operation's last line."""
    return json.dumps({"files": files}).encode() + b"\n"


def change_line(path: str, before: bytes | None, after: bytes | None, mode: int) -> bytes:
    """Return the line of one file."""
    # An import adds a hundred thousand: for a dict the encoder takes three times as long.
    then = "null" if after is None else f'"{digest(after)}"'
    rest = f'"size": {len(after or b"")}, "mode": {mode}'
    if before is not None and after is not None:
        first, last, middle = edit_of(before, after)
        rest += f', "edit": [{first}, {last}, {_quoted(middle)}]'
    was = "null" if before is None else _quoted(before)
    line = f'{{"path": {_quoted(path.encode())}, "before": {was}, "after": {then}, {rest}}}\n'
    return line.encode()


def _quoted(data: bytes) -> str:
    return json.encoder.encode_basestring_ascii(data.decode("utf-8", "surrogateescape"))


def read_head(line: bytes, shown: str, files: int = 0) -> JournalEntry:
    """Return an operation by its first line. Raises Invalid for what is no such line."""
    data = _table(line)
    if data is not None and isinstance(made := data.get("format"), int) and made > FORMAT:
        raise Invalid([Problem(shown, 1, "", "was written by a newer leadctl", "install that")])
    if data is None or not _fits(data, _HEAD):
        raise damaged(shown, 1)
    head = cast("_Head", data)
    at = _moment(head["at"])
    if at is None:
        raise damaged(shown, 1)
    undoes, gone = head.get("undoes"), head.get("erased") or 0
    return JournalEntry(head["number"], head["command"], at, head["by"], undoes, None, files, gone)


def read_last(line: bytes, shown: str) -> int:
    """Return how many files an operation has, by its last line. Raises Invalid for another line."""
    data = _table(line)
    if data is None or not _fits(data, _LAST):
        raise damaged(shown, 0)
    return cast("_Last", data)["files"]


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def read_change(line: bytes, shown: str, number: int) -> FileChange | None:
    """Return the file that a line is about, None for the last line. Raises Invalid for no line."""
    data = _table(line)
    if data is not None and "path" not in data and _fits(data, _LAST):
        return None
    if data is None or not _fits(data, _CHANGE):
        raise damaged(shown, number)
    told = cast("_ChangeLine", data)
    before, edit = told["before"], told.get("edit")
    return FileChange(
        told["path"],
        None if before is None else _bytes(before),
        told["after"],
        told["size"],
        told["mode"],
        (edit[0], edit[1], _bytes(edit[2])) if edit else None,
    )


def damaged(shown: str, line: int) -> Invalid:
    """Return the error for a journal's file that does not say what it should."""
    mend = "leadctl doctor --fix puts it aside"
    return Invalid([Problem(shown, line, "", "is damaged: what it says cannot be relied on", mend)])


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _table(line: bytes) -> dict[str, object] | None:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _fits(data: Mapping[str, object], kinds: Mapping[str, Callable[[object], bool]]) -> bool:
    """Whether all that is wanted is there, each of its kind; what may be left out is None then."""
    wanted = kinds.keys() - _OPTIONAL
    return wanted <= data.keys() and all(fits(data.get(key)) for key, fits in kinds.items())


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_storable(value: object) -> bool:
    """Whether a text is one that bytes were made into: it can be made bytes again."""
    try:
        return isinstance(value, str) and _bytes(value) is not None
    except UnicodeEncodeError:
        return False


def _is_edit(value: object) -> bool:
    if value is None:
        return True
    if not isinstance(value, list) or len(value) != 3:
        return False
    return _is_count(value[0]) and _is_count(value[1]) and _is_storable(value[2])


_HEAD: dict[str, Callable[[object], bool]] = {
    "format": lambda value: value == FORMAT,
    "number": _is_count,
    "command": lambda value: isinstance(value, str),
    "at": lambda value: isinstance(value, str),
    "by": lambda value: isinstance(value, str),
    "undoes": lambda value: value is None or _is_count(value),
    "erased": lambda value: value is None or _is_count(value),
}
_OPTIONAL = {"undoes", "erased", "edit"}
_LAST: dict[str, Callable[[object], bool]] = {"files": _is_count}
_CHANGE: dict[str, Callable[[object], bool]] = {
    "path": _is_storable,
    "before": lambda value: value is None or _is_storable(value),
    "after": lambda value: value is None or isinstance(value, str),
    "size": _is_count,
    "mode": lambda value: isinstance(value, int) and _is_count(value) and value < 0o10000,
    "edit": _is_edit,
}
