"""What an operation remembers of the files that it changes, for who tells of them."""

from __future__ import annotations

from pathlib import PurePosixPath

from leadctl.book.files import FileChange
from leadctl.book.writing.placing import Pending

SHOWN = 1000
"""How many of its files an operation remembers, unless somebody wants to hear of each."""


class Remembered:
    """The files of an operation, as they were first and as they are to be last."""

    def __init__(self, *, whole: bool) -> None:
        self._whole = whole
        self._shown: dict[str, FileChange] = {}

    def take(self, key: str, pending: Pending) -> None:
        """Take what is to become of a file."""
        if key in self._shown or len(self._shown) < SHOWN or self._whole:
            first = self._shown.get(key)
            before = first.before if first else text_of(pending.before)
            self._shown[key] = FileChange(PurePosixPath(key), before, text_of(pending.after))

    @property
    def changes(self) -> list[FileChange]:
        """The files that are to be another than they were."""
        return [one for one in self._shown.values() if one.before != one.after]


def text_of(data: bytes | None) -> str | None:
    """Return a file's bytes as text, whatever is in them; None where there is no file."""
    return None if data is None else data.decode("utf-8", "replace")
