"""Taking one person out of what leadctl keeps for itself: journal, kept edits, index."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from leadctl.book import files
from leadctl.book.book import Book
from leadctl.book.git.place import git_folder
from leadctl.book.index import store
from leadctl.book.journal.lock import locked
from leadctl.book.journal.scrubbing import Traces, scrub


def erase_traces(book: Book, traces: Traces, command: str) -> None:
    """Scrub the journal, remove kept edits, let the index be made anew. Raises Busy."""
    with locked(book.private, command), files.disk("erasing what the journal holds", hint=AGAIN):
        scrub(book.journal, traces)
        for path in _edits(book.private, traces.lead_id):
            path.unlink(missing_ok=True)
        store.discard(book.private)
        (book.private / store.FILE).unlink(missing_ok=True)


AGAIN = "Mend the cause and run the same command again: it goes on where it stopped."


def _edits(private: Path, lead_id: str) -> list[Path]:
    with suppress(OSError):
        return [path for path in (private / "edits").iterdir() if lead_id in path.name]
    return []


def mentions(book: Book, traces: Traces) -> list[str]:
    """Return the drafts that name the person: they are the user's own files, and stay."""
    folder = book.root / "drafts"
    with suppress(OSError):
        drafts = [path for path in sorted(folder.rglob("*")) if path.is_file()]
        return [str(path.relative_to(book.root)) for path in drafts if _names(path, traces)]
    return []


def _names(path: Path, traces: Traces) -> bool:
    return traces.in_text(f"{path.name} {path.read_bytes().decode('utf-8', 'replace')}")


def is_in_git(book: Book) -> bool:
    """Whether the book lies in a git repository."""
    return git_folder(book.root) is not None
