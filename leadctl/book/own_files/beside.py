"""Files of one's own that lie outside every book: settings, the completion script of a shell."""

from __future__ import annotations

from pathlib import Path

from leadctl.book.files import disk, followed, read_text, write_atomic


def write_beside(home: str, place: str, text: str) -> None:
    """Write a file below one's home, its folders made where they lack. Raises Busy."""
    path = Path(home, place)
    make_folder(path.parent)
    write_atomic(path, text.encode())


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, where they lack. Raises Busy."""
    with disk(f"making {folder}"):
        folder.mkdir(parents=True, exist_ok=True)


def text_beside(path: Path) -> str:
    """Return what is in a file, or "" where there is none. Raises Busy, Invalid."""
    return read_text(followed(path), str(path)) if path.is_file() else ""
