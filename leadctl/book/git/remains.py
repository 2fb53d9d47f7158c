"""What a sync that was killed leaves behind, and how the next one puts it right.

A sync writes down what it is about to check out. Where that note is still there, its writer is
dead: git's lock files are nobody's, and files that hold what was to be checked out, or half of it,
are given back what they held.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from leadctl.book import files
from leadctl.book.git.place import in_middle_of
from leadctl.book.git.running import Git
from leadctl.book.own_files.checkouts import git_folder
from leadctl.errors import Invalid, LeadctlError

NOTE = "sync.json"
_PATIENCE = 3.0
"""Seconds for which a lock file is left to a git that may still be at work."""


class Remains:
    """The note of a sync under way. Call these under the book's lock."""

    def __init__(self, private: Path, git: Git) -> None:
        self.path, self.git = private / NOTE, git

    def begin(self, target: str = "") -> None:
        """Note that a sync is under way, and what it is about to check out."""
        note = {"head": self.git.ask("rev-parse", "--verify", "--quiet", "HEAD"), "target": target}
        files.write_atomic(self.path, json.dumps(note).encode(), durable=bool(target))

    def clear(self) -> None:
        """Note that it has ended."""
        self.path.unlink(missing_ok=True)

    def mend(self) -> None:
        """Put right what a killed sync left behind, if one was."""
        note = self._note()
        if note is None:
            return
        self._unlock()
        self._sweep()
        if note.get("target") and not in_middle_of(self.git.folder):
            now = self.git.ask("rev-parse", "--verify", "--quiet", "HEAD")
            if now == note.get("head"):
                self._put_back(now, str(note["target"]))

    def _note(self) -> dict[str, str] | None:
        with suppress(OSError, ValueError, Invalid):
            note = json.loads(files.read_plain(self.path))
            return note if isinstance(note, dict) else None
        return None

    def _unlock(self) -> None:
        """Remove the lock files of a git that was killed; one that is alive gets time to end."""
        folder = git_folder(self.git.folder)
        if folder is None:
            return
        deadline = time.monotonic() + _PATIENCE
        while (locks := _locks(folder)) and time.monotonic() < deadline:
            time.sleep(0.05)
        for lock in locks:
            lock.unlink(missing_ok=True)

    def _sweep(self) -> None:
        """Remove the files that a driver was given: they hold people's data."""
        top = self.git.ask("rev-parse", "--show-toplevel")
        for place in Path(top).glob(".merge_file_*") if top else ():
            place.unlink(missing_ok=True)

    def _put_back(self, head: str, target: str) -> None:
        """Give files that were being checked out what they held; other edits are left alone."""
        changed = self.git.must(
            "diff", "--name-only", "--no-renames", "-z", "--relative", head, target
        ).items
        prefix = self.git.ask("rev-parse", "--show-prefix")
        old = self.git.blobs([f"{head}:{prefix}{path}" for path in changed])
        new = self.git.blobs([f"{target}:{prefix}{path}" for path in changed])
        for path, before, after in zip(changed, list(old), list(new), strict=True):
            place = self.git.folder / path
            now = _content(place)
            if now != before and _is_half(now, after):
                if before is None:
                    place.unlink(missing_ok=True)
                else:
                    place.parent.mkdir(0o700, parents=True, exist_ok=True)
                    files.write_atomic(place, before)
        self.git.must("reset", "--quiet", "--mixed")


@contextmanager
def under_way(private: Path, git: Git) -> Iterator[None]:
    """Put right what a killed command left, and note that git is at work until the block ends.

    Call it under the book's lock.
    """
    remains = Remains(private, git)
    remains.mend()
    remains.begin()
    try:
        yield
    except LeadctlError:
        remains.clear()
        raise
    remains.clear()


def _locks(folder: Path) -> list[Path]:
    own = [folder / name for name in ("index.lock", "HEAD.lock", "packed-refs.lock", "config.lock")]
    return [lock for lock in [*own, *(folder / "refs").rglob("*.lock")] if lock.exists()]


def _content(path: Path) -> bytes | None:
    try:
        return files.read_plain(path)
    except (OSError, Invalid):
        return None


def _is_half(now: bytes | None, after: bytes | None) -> bool:
    """Whether a file is what a checkout leaves that was cut short: gone, or the new one in part."""
    return now is None or (after is not None and after.startswith(now))
