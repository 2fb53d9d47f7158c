"""Taking one person out of what leadctl keeps for itself: journal, kept edits, index."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath

from leadctl.book import files
from leadctl.book.book import Book
from leadctl.book.git.said_so_far import SAID
from leadctl.book.git.to_carry import TO_CARRY
from leadctl.book.index import store
from leadctl.book.journal.lock import locked
from leadctl.book.journal.scrubbing import Traces, scrub
from leadctl.book.own_files.brought_in import forget
from leadctl.book.own_files.checkouts import git_folder
from leadctl.book.own_files.editor import EDITS
from leadctl.book.own_files.places import id_of, is_erased
from leadctl.book.text.lead_file import parse_lead
from leadctl.errors import Invalid, NotFound
from leadctl.rules.leads.lead import Lead


def erase_traces(book: Book, traces: Sequence[Traces], command: str) -> None:
    """Scrub the journal, remove what was kept apart, let the index be made anew. Raises Busy."""
    with locked(book.private, command), files.disk("erasing what the journal holds", hint=AGAIN):
        for one in traces:
            scrub(book.journal, one)
            for path in _kept_apart(book.private, one.lead_id):
                path.unlink(missing_ok=True)
            forget(book.private, one.lead_id)
        store.remove(str(book.private))


AGAIN = "Mend the cause and run the same command again: it goes on where it stopped."


def _kept_apart(private: Path, lead_id: str) -> list[Path]:
    """Return edits that failed, what is still to go along with a lead that was merged, and what was
    said of one in conflict.
    """
    places = (EDITS, TO_CARRY, SAID)
    return [path for name in places for path in (private / name).glob(f"*{lead_id}*")]


def erased_elsewhere(book: Book, known: Iterable[Lead] = ()) -> list[Traces]:
    """Return whom the journal here, or what was kept apart, still knows though they were erased.

    Another clone did that, and its tombstone came in. What names them is what their own lines in
    the journal say, and `known`: erased leads as they were.
    """
    graves = [path for path in book.listing.all() if is_erased(PurePosixPath(path))]
    ids = _held(book, {lead_id for path in graves if (lead_id := id_of(path))})
    found: dict[str, Counter[str]] = {lead_id: Counter() for lead_id in sorted(ids)}
    for lead in (*known, *_journalled(book, ids)):
        if lead.id in found:
            found[lead.id].update(Traces.of(lead).words)
    return [Traces(lead_id, tuple(words)) for lead_id, words in found.items()]


def _held(book: Book, ids: set[str]) -> set[str]:
    """Return the ids of those of whom something is still held here."""
    held = {lead_id for lead_id in ids if _kept_apart(book.private, lead_id)}
    wanted = re.compile("|".join(sorted(ids)).encode())
    for number in book.journal.numbers() if ids else ():
        held |= {one.decode() for one in wanted.findall(_bytes(book.journal.path(number)))}
    return held


def _bytes(path: Path) -> bytes:
    try:
        return files.read_plain(path, limit=sys.maxsize)
    except FileNotFoundError:  # forgotten just now
        return b""


def _journalled(book: Book, ids: set[str]) -> Iterator[Lead]:
    """Yield the leads of these ids as the journal has them."""
    for number in book.journal.numbers():
        with suppress(Invalid, NotFound):
            for change in book.journal.changes(number):
                if change.before and id_of(change.path) in ids:
                    yield parse_lead(files.decode(change.before, change.path), change.path)


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
