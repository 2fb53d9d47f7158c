"""The stat list: which files differ from what the index knows of them.

A folder whose ctime is as it was vouches for its names. Every known name is asked for its ctime;
writing, renaming, linking and changing the mode of a file all set it, and no program can set it
back. A part of a thousand names is compared in one go; only where it differs, name by name.
"""

from __future__ import annotations

import os
import stat
from array import array
from collections.abc import Iterator
from contextlib import suppress

from leadctl.book.index.store import PART, Store
from leadctl.book.own_files.places import LEADS
from leadctl.errors import Problem
from leadctl.values import dataclass, field

HOLE = "."
"""Stands in a part for a name that is gone."""


@dataclass
class Differences:
    """What is not as the index knows it.

    `changed` are the numbers and paths of known files, `new` the names in each folder, `gone` the
    numbers of files; `folders` has the new ctime of each folder that differs, or None for one that
    is gone, `odd` what is wrong with those that cannot be entered.
    """

    changed: list[tuple[int, str]] = field(default_factory=list)
    new: dict[str, list[str]] = field(default_factory=dict)
    gone: list[int] = field(default_factory=list)
    folders: dict[str, int | None] = field(default_factory=dict)
    odd: dict[str, Problem] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.changed or self.new or self.gone or self.folders)


@dataclass(frozen=True)
class Part:
    """So many names of one folder, and their ctimes; names that are gone are holes."""

    n: int
    folder: str
    names: list[str]
    stamps: array[int]


def parts(store: Store, folder: str | None = None) -> Iterator[Part]:
    """Yield the parts of the stat list, of one folder or of all."""
    where, values = ("", ()) if folder is None else (" WHERE folder = ?", (folder,))
    rows = store.db.execute(f"SELECT n, folder, names, stamps FROM part{where} ORDER BY n", values)
    for n, name, names, stamps in rows:
        yield Part(n, name, names_of(names), as_stamps(stamps))


def as_stamps(data: bytes) -> array[int]:
    """Return ctimes from their bytes."""
    made = array("q")
    made.frombytes(data)
    return made


def names_of(data: bytes) -> list[str]:
    """Return the names of a part from its bytes."""
    return data.decode("utf-8", "surrogateescape").split("\0")


def as_names(names: list[str]) -> bytes:
    """Return names as the bytes of a part."""
    return "\0".join(names).encode("utf-8", "surrogateescape")


def differences(root: str, store: Store) -> Differences:
    """Return how the folders and files below `root` differ from what an index knows of them.

    Raises Busy where the system gives no answer.
    """
    found = Differences()
    known: dict[str, int] = dict(store.db.execute("SELECT path, stamp FROM folder"))
    listed = _folders(root, known, found)
    handles: dict[str, int] = {}
    try:
        for part in parts(store):
            _compare(root, part, listed, handles, found)
    finally:
        for handle in handles.values():
            os.close(handle)
    for folder, names in listed.items():
        if names is not None:
            found.new[folder] = sorted(names)
    found.new = {folder: names for folder, names in found.new.items() if names}
    return found


def _folders(root: str, known: dict[str, int], found: Differences) -> dict[str, set[str] | None]:
    """Note the folders that differ. Return for each folder the names in it, None where known."""
    listed: dict[str, set[str] | None] = {}
    linked: set[str] = set()
    left = sorted({*known, LEADS}, reverse=True)
    while left:
        folder = left.pop()
        if folder in listed:
            continue
        if folder.rpartition("/")[0] in linked:  # seen through a link, it would vouch for itself
            linked.add(folder)
            listed[folder], found.folders[folder] = set(), None
            continue
        stamp = folder_stamp(root, folder)
        if stamp and stamp == known.get(folder):
            listed[folder] = None
            continue
        from leadctl.book.index.lead_files import look_into  # all is known, most of the time

        names, below, problem = look_into(root, folder)
        listed[folder] = set(names)
        found.folders[folder] = None if stamp is None and problem is None else stamp or 0
        if problem:
            found.odd[folder] = problem
            if os.path.islink(f"{root}/{folder}"):  # as in `look_into`
                linked.add(folder)
        left += [name for name in below if name not in known]
    return listed


def folder_stamp(root: str, folder: str) -> int | None:
    """Return a folder's ctime; None for one that is not there, 0 where the system does not say."""
    try:
        found = os.lstat(f"{root}/{folder}")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:  # it is there, for all we know: what is in it must not be taken for gone
        return 0
    return found.st_ctime_ns if stat.S_ISDIR(found.st_mode) else None


def _compare(
    root: str,
    part: Part,
    listed: dict[str, set[str] | None],
    handles: dict[str, int],
    found: Differences,
) -> None:
    """Note what differs in one part; names that are known are taken out of those listed."""
    there = listed.get(part.folder, set())
    if (there is None or there.issuperset(part.names)) and _opens(root, part, handles):
        with suppress(OSError):
            if _stamps(part.names, handles[part.folder]) == part.stamps:
                if there is not None:
                    there.difference_update(part.names)
                return
    for place, name in enumerate(part.names):
        if name == HOLE:
            continue
        path = f"{part.folder}/{name}"
        stamp = file_stamp(root, path) if there is None or name in there else None
        if there is not None:
            there.discard(name)
        if stamp is None:
            found.gone.append(part.n * PART + place)
            found.folders.setdefault(part.folder, 0)
        elif not stamp or stamp != part.stamps[place]:
            found.changed.append((part.n * PART + place, path))


def _opens(root: str, part: Part, handles: dict[str, int]) -> bool:
    if part.folder in handles:
        return True
    with suppress(OSError):
        flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
        handles[part.folder] = os.open(f"{root}/{part.folder}", flags)
    return part.folder in handles


def _stamps(names: list[str], folder: int) -> array[int]:
    ask = os.lstat
    return array("q", [ask(name, dir_fd=folder).st_ctime_ns for name in names])


def file_stamp(root: str, path: str) -> int | None:
    """Return a file's ctime, a link's its own; None for one that is not there, 0 where the system
    does not say: it is looked into then, and named if that fails, too.
    """
    try:
        return os.lstat(f"{root}/{path}").st_ctime_ns
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        return 0
