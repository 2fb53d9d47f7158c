"""What git's driver could not carry along: it may write the one file that it was given.

Where one side merged a lead into another, or deleted it, and the other side added to it, the driver
keeps all three versions in the book's private folder. The next `sync` or `merge` does the rest.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath

from leadctl.book import files
from leadctl.book.git.burials import Burials, Grave, Settled
from leadctl.book.git.running import Git
from leadctl.book.own_files.places import LEADS, PRIVATE, find_book, is_erased
from leadctl.book.text.joining import JoinedText, join_texts
from leadctl.book.text.lead_file import parse_lead
from leadctl.errors import LeadctlError, NotFound
from leadctl.rules.leads.tombstone import is_tombstone
from leadctl.values import dataclass, replace

TO_CARRY = "to-carry"
"""The private folder in which it waits."""
LOOKED_AT = 50
"""So many versions of a file are looked at for one in which the lead lives."""


@dataclass(frozen=True)
class Waiting:
    """One join of which something is still to go along: its note, the lead's file, the join."""

    note: Path
    path: str
    made: JoinedText


def keep(shown: str, sides: tuple[bytes, bytes, bytes], made: JoinedText) -> None:
    """Keep base, ours and theirs of a lead of which a tombstone is left; `shown` is its file.

    Of one who was erased nothing is kept. LeadctlError where it cannot be written.
    """
    if made.joined.buried is None or is_erased(PurePosixPath(shown)):
        return
    try:
        book = Path(find_book(str(Path(shown).parent)))
    except NotFound:
        return
    folder = book / PRIVATE / TO_CARRY
    data = json.dumps([side.decode("utf-8", "replace") for side in sides]).encode()
    with files.disk("keeping what is to go along with a merged lead"):
        files.private_folder(folder)
        taken = [int(note.stem.partition("-")[0]) for note in folder.glob("[0-9]*-*.json")]
        files.write_atomic(folder / f"{max(taken, default=0) + 1:06d}-{made.lead.id}.json", data)


def waiting(root: Path) -> Iterator[Waiting]:
    """Yield what waits in a book, the oldest first; what has no grave here any more is left out.

    Of a merge that was given up, say: then the lead lives.
    """
    for note in sorted((root / PRIVATE / TO_CARRY).glob("[0-9]*-*.json")):
        lead_id = note.stem.rpartition("-")[2]
        found = [path for path in (root / LEADS).rglob(f"*{lead_id}.toml")
                 if not is_erased(PurePosixPath(path))]  # fmt: skip
        if len(found) == 1 and (made := _made(note, found[0])):
            yield Waiting(note, str(found[0].relative_to(root)), made)


def _made(note: Path, place: Path) -> JoinedText | None:
    """Return the join again, with the grave as it is now; None where there is none."""
    try:
        base, ours, theirs = (str(side).encode() for side in json.loads(files.read_plain(note)))
        made = join_texts(base or None, ours, theirs, place.name)
        now = parse_lead(files.read_text(place, place.name), place.name)
    except (LeadctlError, ValueError, OSError):
        return None
    if not is_tombstone(now):
        return None
    return replace(made, joined=replace(made.joined, lead=now))


def carry(root: Path, git: Git) -> Settled:
    """Let go along what waits; return the fates, and the files that were written.

    Call it under the book's lock, where git is in the middle of nothing.
    """
    done = Settled()
    left = {one.note: one for one in waiting(root)}
    for note in (root / PRIVATE / TO_CARRY).glob("[0-9]*-*.json"):
        if note not in left:
            note.unlink(missing_ok=True)
    while batch := _first_of_each(left.values()):
        graves = [Grave(one.path, one.made) for one in batch]
        now = Burials(root, partial(_versions, git, list(left.values())), graves).settle()
        done.fates += now.fates
        done.written += now.written
        for one in batch:
            del left[one.note]
            if one.path not in now.waiting:
                one.note.unlink(missing_ok=True)
    return done


def _first_of_each(every: Iterable[Waiting]) -> list[Waiting]:
    """Return of each lead what waits longest: of a rebase there is one join for each commit."""
    found: dict[str, Waiting] = {}
    for one in every:
        found.setdefault(one.made.lead.id, one)
    return list(found.values())


def _versions(git: Git, left: list[Waiting], path: str) -> Iterator[bytes | None]:
    """Yield what a file has been: what waits of it, as a rebase leaves it in no commit, then git's.

    The latest comes first.
    """
    yield from (one.made.living.encode() for one in reversed(left) if one.path == path)
    words = ("log", f"-{LOOKED_AT}", "--full-history", "--format=%H", "HEAD", "--", path)
    yield from git.blobs([f"{commit}:./{path}" for commit in git.ask(*words).split()])
