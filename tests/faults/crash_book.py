"""Books for the fault tests, and what must be true of them after whatever happened."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from book_script import NOW, invented

from leadctl.book.book import Book
from leadctl.book.text.broken import Broken
from leadctl.book.writing.changing import changing, undoing

SCRIPT = Path(__file__).with_name("book_script.py")
PROJECT = Path(__file__).resolve().parents[2]
SOAK = bool(os.environ.get("LEADCTL_SOAK"))


def make_book(root: Path, *keys: str) -> Book:
    """Make a book that holds the leads of some keys."""
    book = Book.create(root, 'schema = 1\ntimezone = "UTC"\n')
    if keys:
        with changing(book, "set up", NOW, "sam") as operation:
            for key in keys:
                operation.save(invented(key))
    return book


def command(root: Path, *arguments: str) -> list[str]:
    """Return the command that runs the writer."""
    return [sys.executable, "-P", str(SCRIPT), str(root), *arguments]


def environment() -> dict[str, str]:
    """Return an environment in which the writer finds the package."""
    return {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(PROJECT), "PYTHONDONTWRITEBYTECODE": "1"}


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the writer to its end."""
    return subprocess.run(
        command(root, *arguments), env=environment(), text=True, capture_output=True, check=False
    )


def contents(root: Path) -> dict[str, bytes]:
    """Return the bytes of every lead's file, straight from the disk."""
    files = (path for path in (root / "leads").rglob("*") if path.is_file())
    return {str(path.relative_to(root)): path.read_bytes() for path in files}


def seen(root: Path) -> dict[str, str]:
    """Return what a reader sees: each lead's status by its key; fails on a broken one."""
    found = {}
    for lead in Book.open(root).leads():
        assert not isinstance(lead, Broken), lead
        found[str(lead.fields["source_key"])] = lead.status
    return found


def next_command_works(root: Path) -> None:
    """Write to the book, which recovers it; nothing unfinished may be left after that."""
    book = Book.open(root)
    with changing(book, "next", NOW, "sam") as operation:
        operation.save(invented("next"))
    assert not book.journal.open_ones()
    assert not list(book.temps.iterdir())
    with undoing(book, NOW, "sam"):
        pass
