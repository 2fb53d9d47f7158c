"""Which code the index was made by: in a checkout rules change more often than the version."""

from __future__ import annotations

import os

from leadctl import __version__

_PACKAGE = os.path.dirname(os.path.dirname(os.path.dirname(__file__)))  # no Path yet
_MADE_BY = ("rules", "actions/looking", "book/index")
"""The rooms that say what the index holds."""
_IN_A_CHECKOUT = "pyproject.toml"
"""Stands beside the package where somebody works on it."""


def code_version(package: str = _PACKAGE) -> str:
    """Return the version; in a checkout with what differs once what it is made by was edited."""
    beside = os.path.dirname(package)  # as above
    if not os.path.exists(f"{beside}/{_IN_A_CHECKOUT}"):  # as above
        return __version__
    changed = [moment for room in _MADE_BY for moment in _changed(f"{package}/{room}")]
    return f"{__version__}+{hash(tuple(changed)) & 0xFFFFFFFFFFFF:x}"


def _changed(folder: str) -> list[int]:
    """Return when each module, in a folder and those below it, was changed."""
    found, stat = [], os.stat
    for name in sorted(os.listdir(folder)):  # names only, and fast
        if name.endswith(".py"):
            found.append(stat(f"{folder}/{name}").st_mtime_ns)
        elif "_" not in name and "." not in name:
            found += _changed(f"{folder}/{name}")
    return found
