"""What the repository of a book is in the middle of, without running git."""

from __future__ import annotations

from pathlib import Path

from leadctl.book.own_files.checkouts import git_folder
from leadctl.errors import Busy

ATTRIBUTES = "* text=auto eol=lf\nleads/**/*.toml merge=leadctl\n"
DRIVER_LINE = "leads/**/*.toml merge=leadctl"
_MIDDLES = {
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
    "MERGE_HEAD": "merge",
}


def in_middle_of(root: Path) -> str:
    """Return what git has stopped in ("merge", "rebase", "cherry-pick", "revert"), or ""."""
    folder = git_folder(root)
    if folder is None:
        return ""
    return next((what for name, what in _MIDDLES.items() if (folder / name).exists()), "")


def refuse_in_middle(root: Path) -> None:
    """Refuse to write while git has stopped in something. Raises Busy with what ends it."""
    what = in_middle_of(root)
    if what:
        raise Busy(
            f"A {what} is not finished here: until it is, nothing is written, or it could be lost.",
            hint=f"Finish it: leadctl merge. Or give it up: git {what} --abort",
        )
