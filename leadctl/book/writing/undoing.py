"""What an undo takes back, and what it keeps because it was changed since."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from leadctl.book.journal.entries import JournalEntry
from leadctl.book.own_files.checkouts import git_folder
from leadctl.values import dataclass, field

WHOLE = ""
"""What is kept of a file that stays as a whole."""


@dataclass(frozen=True)
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


@dataclass
class Undoing:
    """What an undo takes back: so many of so many things, and what it keeps.

    `later` are the operations that touched the same files since, oldest first. Nothing comes back
    of what was erased with a person: how many files that are is in the `record`. `is_torn` says
    that lines of later operations went so, too: nobody can tell whether they changed the same.
    """

    record: JournalEntry
    things: int = 0
    kept: list[Kept] = field(default_factory=list)
    later: list[JournalEntry] = field(default_factory=list)
    is_torn: bool = False

    @property
    def taken(self) -> int:
        """Return how many things are taken back."""
        return self.things - len(self.kept)

    @property
    def is_whole(self) -> bool:
        """Whether all that the operation did is taken back."""
        return not self.kept and not self.record.erased


def by_no_command(root: Path, undoing: Undoing) -> str:
    """Return in words who changed what no operation of this clone tells: by hand, through git, or
    by one that was erased.
    """
    erased = ["by a command that was erased with somebody"] if undoing.is_torn else []
    clones = ["in another clone"] if git_folder(root) else []
    return " or ".join([*erased, "by hand", *clones])
