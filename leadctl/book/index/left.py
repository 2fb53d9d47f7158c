"""Whether folders are as leadctl left them: then all their files are known without a look at each.

A file that another program edited in place is not seen so.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from leadctl.book.index.stat_list import folder_stamp

if TYPE_CHECKING:
    from leadctl.book.index.store import Store

KEY = "left"
"""Under which the index keeps the ctimes of folders in which a command has written since."""


def are_as_left(root: str, store: Store) -> bool:
    """Whether every folder is as it was listed, or as the last command that wrote in it left it."""
    known: dict[str, int] = dict(store.db.execute("SELECT path, stamp FROM folder"))
    left = _left(store)
    for folder in {*known, *left}:
        stamp = folder_stamp(root, folder)
        if not stamp or stamp not in {known.get(folder), left.get(folder)}:
            return False
    return bool(known)


def told_left(root: str, store: Store, paths: Iterable[str]) -> str:
    """Return what to keep of the folders in which files were just written, and of those above."""
    folders = _left(store)
    for path in paths:
        while (path := path.rpartition("/")[0]) and path not in folders:
            folders[path] = 0
    stamps = {folder: folder_stamp(root, folder) or 0 for folder in folders}
    return "\0".join(f"{stamp} {folder}" for folder, stamp in stamps.items())


def _left(store: Store) -> dict[str, int]:
    """Return the folders by what they were left as."""
    found: dict[str, int] = {}
    for line in filter(None, store.get(KEY).split("\0")):
        stamp, _, folder = line.partition(" ")
        found[folder] = int(stamp)
    return found
