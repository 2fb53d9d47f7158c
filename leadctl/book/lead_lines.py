"""Where a key stands in a lead's file, for messages about a file that is otherwise sound."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from leadctl.book.toml_read import lines_of

if TYPE_CHECKING:
    from leadctl.book.book import Book


def lead_line(book: Book, path: PurePosixPath, key: str) -> int:
    """Return the line of a key at the top of a lead's file; 0 where the file has changed since."""
    data = book.read_file(str(path)) or b""
    return lines_of(data.decode("utf-8", "replace"))((key,))
