"""Files of one's own that lie outside every book: the completion script of a shell."""

from __future__ import annotations

from pathlib import Path

from leadctl.book.files import disk, write_atomic


def write_beside(home: str, place: str, text: str) -> None:
    """Write a file below one's home, its folders made where they lack. Raises Busy."""
    path = Path(home, place)
    with disk(f"making {path.parent}"):
        path.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(path, text.encode())
