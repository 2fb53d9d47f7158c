"""Books that last for a moment: scenarios and trials happen in them, never in anybody's own."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from leadctl.book.book import Book
from leadctl.book.own_files.places import PIPELINES
from leadctl.book.text.toml_write import format_key, format_value

_MEMORY = "/dev/shm"


@contextmanager
def scratch_book(settings: Mapping[str, object], definitions: Mapping[str, str]) -> Iterator[Book]:
    """Make a book with these settings and definitions (by id), and remove it at the end.

    It lies in memory where the system has room for files there. Raises Invalid for its settings.
    """
    memory = _MEMORY if os.access(_MEMORY, os.W_OK | os.X_OK) else None
    lines = [f"{format_key(key)} = {format_value(value)}\n" for key, value in settings.items()]
    with tempfile.TemporaryDirectory(prefix="leadctl-", dir=memory) as folder:
        book = Book.create(Path(folder), "".join(lines))
        for name, text in definitions.items():
            (book.root / PIPELINES / f"{name}.toml").write_text(text, encoding="utf-8")
        yield book


def kept_folder(prefix: str) -> Path:
    """Make a folder that stays until somebody removes it, in the system's place for such."""
    return Path(tempfile.mkdtemp(prefix=prefix))
