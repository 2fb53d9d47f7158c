"""What git has not finished merging: files that one side changed and the other removed, too."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from leadctl.book.git.running import Git
from leadctl.book.own_files.checkouts import git_folder
from leadctl.errors import Busy


def unmerged(root: Path, env: Mapping[str, str]) -> list[str]:
    """Return the paths below a book's root that a merge has left undecided; none without git."""
    if git_folder(root) is None:
        return []
    try:
        entries = Git(root, env).run("ls-files", "--unmerged", "-z").items
    except Busy:  # git is not installed, or hangs: the files are looked at all the same
        return []
    return sorted({entry.partition("\t")[2] for entry in entries if "\t" in entry})
