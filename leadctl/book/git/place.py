"""Where the repository of a book is, and what it is in the middle of: without running git."""

from __future__ import annotations

from pathlib import Path

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


def git_folder(root: Path) -> Path | None:
    """Return git's own folder of the repository that a book is in, without running git."""
    for folder in (root, *root.parents):
        place = folder / ".git"
        if place.is_dir():
            return place
        if place.is_file():  # a work tree, or a submodule
            line = place.read_text("utf-8", "replace").partition("gitdir:")[2].strip()
            return (folder / line) if line else None
    return None


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
            f"git is in the middle of a {what} here: nothing is written until that has ended.",
            hint=f"End it: leadctl merge. Or give it up: git {what} --abort",
        )
