"""Whether what a command wrote has been sent to others already."""

from __future__ import annotations

from itertools import islice

from leadctl.book.book import Book
from leadctl.book.git.repository import Upstream, upstream_of
from leadctl.book.git.running import Git
from leadctl.book.journal.entries import digest
from leadctl.book.own_files.checkouts import git_folder

LOOKED_AT = 20
"""So many files of an operation, and so many versions of each, are looked at."""


def sent_to(book: Book, number: int, undo: int | None) -> str:
    """Return where what operation `number` wrote has been sent, as far as is known here, or "".

    `undo` is the operation that took it back, if one did: what it replaced is looked for too.
    """
    if git_folder(book.root) is None:
        return ""
    git = Git(book.root, book.env)
    upstream = upstream_of(git)
    if upstream is None:
        return ""
    written: dict[str, set[str | None]] = {}
    for change in islice(book.journal.changes(number), LOOKED_AT):
        written.setdefault(change.path, set()).add(change.after)
    for change in islice(book.journal.changes(undo) if undo else (), LOOKED_AT):
        written.setdefault(change.path, set()).add(digest(change.before))
    found = any(_has(git, upstream, path, wanted) for path, wanted in written.items())
    return upstream.label if found else ""


def _has(git: Git, upstream: Upstream, path: str, wanted: set[str | None]) -> bool:
    """Whether one of the last versions of a file that were sent is one of those."""
    words = ("log", f"-{LOOKED_AT}", "--format=%H", upstream.tracking, "--", path)
    commits = git.ask(*words).split()
    prefix = git.ask("rev-parse", "--show-prefix")
    blobs = git.blobs([f"{commit}:{prefix}{path}" for commit in commits])
    return bool({digest(blob) for blob in blobs if blob is not None} & wanted)
