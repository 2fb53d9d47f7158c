"""A person's editor on a private copy of a text."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

from leadctl.book.files import MAX_TEXT, decode, disk, private_folder, read_bytes, write_new
from leadctl.errors import Usage

EDITS = "edits"
"""The private folder of the copies that people edit."""


def draft_path(private: Path, name: str) -> Path:
    """Return where the copy of a file is edited, and kept when it cannot be stored."""
    return private / EDITS / name


def _base(path: Path) -> Path:
    """Return where the text stands of which a copy was made."""
    return path.with_name(f"{path.name}.base")


def write_draft(path: Path, text: str) -> None:
    """Write the copy, private; one that was kept of this same text is left, to go on with it.

    One that was kept of another text stays beside it, with .kept at its end.
    """
    with disk("preparing the text for the editor"):
        private_folder(path.parent)
        if path.is_file() and _base(path).is_file() and _base(path).read_bytes() == text.encode():
            return
        if path.is_file():
            path.replace(path.with_name(f"{path.name}.kept"))
        drop_draft(path)
        for one in (path, _base(path)):
            write_new(one, text.encode())


def edit_draft(path: Path, editor: str) -> str:
    """Run the person's editor (words as in a shell, no shell) and return what it left.

    Raises Usage where the editor cannot be started or fails; the copy is kept.
    """
    try:
        words = shlex.split(editor)
        ended = subprocess.run([*words, os.fspath(path)], check=False).returncode
    except (OSError, ValueError) as error:
        raise Usage(f"The editor {editor!r} could not be started.", hint=_hint()) from error
    if ended != 0:
        raise Usage(f"The editor {editor!r} ended with {ended}; nothing was stored.", hint=_hint())
    return decode(read_bytes(path, path.name, MAX_TEXT), path.name)


def _hint() -> str:
    return "Set VISUAL or EDITOR to an editor that waits until the file is closed."


def drop_draft(path: Path) -> None:
    """Remove the copy."""
    for one in (path, _base(path)):
        one.unlink(missing_ok=True)
