"""Where definitions lie, and what tells one state of them from another.

Every list asks: all of it is texts, for a Path takes as long to import as a tenth of a list.
"""

from __future__ import annotations

import os
from functools import cache

from leadctl.book.files import busy, read_text
from leadctl.book.own_files.places import PIPELINES, SETTINGS
from leadctl.errors import Invalid, NotFound, Unreadable
from leadctl.patterns import pattern

_OF_A_PLACE = pattern(r'holidays.*"[A-Z]{2}["-]')
"""Holidays that a library tells, and may tell otherwise in another version."""
SCENARIOS = ".scenarios.toml"
"""How the name of a definition's scenarios ends."""


@cache
def shipped_place() -> str:
    """Return where the shipped definitions are: in the package, or beside it in a checkout."""
    package = os.path.realpath(f"{os.path.dirname(__file__)}/../..")
    inside = f"{package}/{PIPELINES}"
    return inside if os.path.isdir(inside) else f"{os.path.dirname(package)}/{PIPELINES}"


def definition_places(root: str | None) -> dict[str, str]:
    """Return the definitions by id (the file's name without .toml), in the order of their ids.

    A book's own file takes the place of a shipped one with the same id.
    """
    folders = [shipped_place(), *([f"{root}/{PIPELINES}"] if root else [])]
    found = {n[:-5]: f"{folder}/{n}" for folder in folders for n in _definitions_in(folder)}
    return dict(sorted(found.items()))


def own_definitions(root: str) -> list[str]:
    """Return the ids of the definitions that a book itself holds."""
    return [name[:-5] for name in _definitions_in(f"{root}/{PIPELINES}")]


def _definitions_in(folder: str) -> list[str]:
    """Return the names of the definitions' files in a folder; of one that is not there, none.

    Raises Busy where the folder cannot be read: without its definitions nothing can be judged.
    """
    try:
        names = os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise busy(error, f"reading {os.path.basename(folder)}") from error
    return [n for n in names if n.endswith(".toml") and n[0] != "." and not n.endswith(SCENARIOS)]


def fingerprint(root: str) -> str:
    """Return what is different whenever a definition of a book, or its settings, may be.

    The book's own files are in it whole; of the shipped ones, which come with a version of the
    package, only how they lie on the disk. Raises Busy, Invalid or NotFound as reading the settings
    does.
    """
    told = [read_text(os.path.realpath(f"{root}/{SETTINGS}"), SETTINGS)]
    for name, place in definition_places(root).items():
        told.append(f"{name} {_told(place)}")
    if any("holidays" in text and _OF_A_PLACE.search(text) for text in told[1:]):
        told.append(_holidays_known())
    return "\0".join(told)


def _told(place: str) -> str:
    """Return what tells one state of a definition from another; what cannot be read is one, too."""
    folder, name = os.path.split(place)
    try:
        if folder == shipped_place():
            found = os.stat(place)
            return f"{found.st_mtime_ns} {found.st_size}"
        return read_text(place, name)
    except (Invalid, NotFound, Unreadable) as error:
        return error.sentence


def _holidays_known() -> str:
    """Return which version of the library tells the holidays of places, "" for none."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("holidays")
    except PackageNotFoundError:
        return ""
