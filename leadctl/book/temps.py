"""Files in the making: their names, and what killed writers have left of them."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_TEMP_START, _TEMP_END = ".leadctl-", ".tmp"


def temp_in(folder: Path) -> Path:
    """Return a place for a file in the making: see `temp_name`."""
    return folder / temp_name()


def temp_name() -> str:
    """Return a name for a file in the making: hidden, ignored by readers, known to `sweep`."""
    return f"{_TEMP_START}{os.getpid()}-{os.urandom(6).hex()}{_TEMP_END}"


def sweep(folder: Path, *, locked: bool = True) -> None:
    """Remove what killed writers left of files in the making; call it under the book's lock, when
    nothing of ours is in the making. Where others write without it (`locked` is False), what a
    process that is alive may be making stays.
    """
    for name in _in_the_making(folder):
        if locked or not _is_at_work(name):
            with contextlib.suppress(OSError):
                (folder / name).unlink()


def left_over(folder: Path | str) -> list[str]:
    """Return the names of files in the making that a killed writer has left in a folder."""
    return [name for name in _in_the_making(folder) if not _is_at_work(name)]


def _in_the_making(folder: Path | str) -> list[str]:
    with contextlib.suppress(OSError):
        names = os.listdir(folder)  # names only, and fast: every command asks
        return [one for one in names if one.startswith(_TEMP_START) and one.endswith(_TEMP_END)]
    return []


def _is_at_work(name: str) -> bool:
    """Whether another process that is alive may be making a file of this name."""
    number = name.removeprefix(_TEMP_START).partition("-")[0]
    if not (number.isascii() and number.isdecimal()) or int(number) == os.getpid():
        return False
    try:
        os.kill(int(number), 0)
    except (OSError, OverflowError):
        return False
    return True
