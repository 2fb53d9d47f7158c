"""What an undo takes back, and what it keeps because it was changed since."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from leadctl.book.journal.entries import JournalEntry
from leadctl.book.own_files.checkouts import git_folder
from leadctl.values import dataclass, field

WHOLE = ""
"""What is kept of a file that stays as a whole."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was changed since: a field of a lead, an event that it logged with all that followed
    from it, or a WHOLE file. `since` is the last operation that changed it, None where it was no
    command of this clone; `mended_by` are all that mended such an event, the latest first.
    """

    path: PurePosixPath
    name: str
    what: str
    since: JournalEntry | None
    mended_by: tuple[JournalEntry, ...] = ()


@dataclass(slots=True)
class Undoing:
    """What an undo takes back: so many of so many things, and what it keeps.

    `later` are the operations that touched the same files since, oldest first.
    """

    record: JournalEntry
    things: int = 0
    kept: list[Kept] = field(default_factory=list)
    later: list[JournalEntry] = field(default_factory=list)

    @property
    def taken(self) -> int:
        """Return how many things are taken back."""
        return self.things - len(self.kept)


def by_no_command(root: Path) -> str:
    """Return in words who changed what no operation of this clone did: by hand, or through git."""
    return "by hand or in another clone" if git_folder(root) else "by hand"
