"""Where git's own folder of a book's repository is, and whether git is checking files out.

git takes each file away before it writes the new one: who reads meanwhile may miss some.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from leadctl.errors import Busy, Problem

if TYPE_CHECKING:
    from pathlib import Path

Found = TypeVar("Found")
_PATIENCE = 1.0
"""Seconds for which one lock of git is waited for: a git that was killed has left its lock."""
_AT_MOST = 5.0
"""Seconds for which locks are waited for that come one after the other; then it is told."""

_AT_WORK = "git is at work here, or was stopped in the middle: a lead may be missing from this list"
_LOCKED = "wait for it; where no git is running, remove that file"
_RESTLESS = (
    "git takes files of this book away and puts others there, again and again: a list made now "
    "could lack a lead."
)


def git_folder(root: Path) -> Path | None:
    """Return git's own folder of the repository that a book is in, without running git."""
    found = _git_place(str(root))
    return None if found is None else type(root)(found)


def _git_place(folder: str) -> str | None:
    """Return the same as a text: a list of leads is made without any Path."""
    place = os.path.join(folder, ".git")
    if os.path.isdir(place):
        return place
    if os.path.isfile(place):  # a work tree, or a submodule
        with open(place, encoding="utf-8", errors="replace") as file:
            line = file.read().partition("gitdir:")[2].strip()
        return os.path.join(folder, line) if line else None
    above = os.path.dirname(folder)
    return None if above == folder else _git_place(above)


class Checkouts:
    """The checkouts of git in one book. `tell` takes what is to be said of one that takes long.

    Nothing is waited for where the environment is a hook's: there git waits for us.
    """

    def __init__(self, root: str, env: Mapping[str, str], tell: Callable[[Problem], None]) -> None:
        self.root, self.tell = root, tell
        self._told = False
        self._in_hook = "GIT_INDEX_FILE" in env

    def between(self, look: Callable[[], Found]) -> Found:
        """Return what a look at the book's files finds, once no checkout was at work meanwhile.

        One lock is waited for no longer than _PATIENCE; then it is looked all the same, and told.
        Raises Busy where one checkout comes after the other: no look then finds the files whole.
        """
        folder = _git_place(self.root)
        if folder is None or self._in_hook:
            return look()
        began = since = time.monotonic()
        took = 0.0
        before = _work_of(folder)
        while True:
            now = time.monotonic()
            if now - began > _AT_MOST + 3 * took:  # a large book gets three looks
                raise Busy(_RESTLESS, hint="Try again once it is done.")
            if not before[0] or now - since > _PATIENCE:
                found = look()
                took = time.monotonic() - now
                if before == _work_of(folder):
                    if before[0]:
                        self._look_past(folder)
                    return found
            else:
                time.sleep(0.0005)  # what git leaves between two checkouts is short
            after = _work_of(folder)
            if before != after:
                before, since = after, now

    def _look_past(self, folder: str) -> None:
        if not self._told:
            self._told = True
            lock = f"{os.path.relpath(folder, self.root)}/index.lock"
            self.tell(Problem(lock, 0, "", _AT_WORK, _LOCKED))


def _work_of(folder: str) -> tuple[tuple[int, ...], ...]:
    """Return which lock is there, and which index: git ends a checkout by making one the other."""
    return tuple(_stamp(f"{folder}/{name}") for name in ("index.lock", "index"))


def _stamp(path: str) -> tuple[int, ...]:
    try:
        seen = os.lstat(path)
    except OSError:
        return ()
    return seen.st_ino, seen.st_ctime_ns
