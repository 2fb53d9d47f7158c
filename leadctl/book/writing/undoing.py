"""What an undo takes back, and what it keeps because it was changed since."""

from __future__ import annotations

from pathlib import PurePosixPath

from leadctl.book.journal.entries import Record
from leadctl.values import dataclass, field

WHOLE = ""
"""What is kept of a file that stays as a whole."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was changed since: a field of a lead, or a WHOLE file; `since` is the last operation
    that changed it, None where it was done by hand.
    """

    path: PurePosixPath
    name: str
    what: str
    since: Record | None


@dataclass(slots=True)
class Undoing:
    """What an undo takes back: so many of so many things, and what it keeps.

    `later` are the operations that touched the same files since, oldest first.
    """

    record: Record
    things: int = 0
    kept: list[Kept] = field(default_factory=list)
    later: list[Record] = field(default_factory=list)

    @property
    def taken(self) -> int:
        """Return how many things are taken back."""
        return self.things - len(self.kept)
