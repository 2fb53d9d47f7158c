"""Taking back what was cut short: whose work stays, what is private, what is made durable."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from leadctl.book.book import Book
from leadctl.book.journal import lock, recovery
from leadctl.book.journal.entries import (
    FileChange,
    ForeignContentError,
    JournalEntry,
    change_line,
    digest,
    head_line,
)
from leadctl.book.text.lead_edit import edit_lead
from leadctl.book.text.lead_file import parse_lead
from leadctl.book.writing.changing import changing, undoing
from leadctl.errors import Busy, Invalid, NotFound
from leadctl.rules.leads.lead import Event, Lead

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ANA = "k7f3q9m2"


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """A book with one lead."""
    made = Book.create(tmp_path / "book", "schema = 1\n")
    with changing(made, "add", NOW, "sam") as operation:
        operation.save(Lead(ANA, "Ana", "p", "New", {}, (Event(NOW, "received"),)))
    return Book.open(made.root)


def change(before: bytes | None, after: bytes | None) -> FileChange:
    """Return the journal's line of a file that one content became another in."""
    return FileChange("leads/x", before, digest(after), len(after or b""), 0o600)


NEW = b"x" * 9000


@pytest.mark.parametrize(
    ("before", "now", "is_ours"),
    [
        (None, NEW, True),
        (None, NEW[:4096], True),  # a killed writer leaves whole pages of a new file
        (None, NEW[:8192], True),
        (None, NEW[:4000], False),  # an editor saved this
        (None, NEW + NEW[:3288], False),  # whole pages, and more than was ever written
        (None, b"", True),
        (None, b"\0" * 9000, True),  # a power cut leaves zeros
        (b"old", NEW[:4096], False),  # an edited file has its content at once
        (b"old", b"old", True),
        (b"old", b"\0" * 7, True),
        (b"old", b"mine", False),
        (b"old", None, False),  # removed by hand
    ],
)
def test_what_a_crash_leaves_is_told_from_somebodys_work(
    before: bytes | None, now: bytes | None, is_ours: bool
) -> None:
    """What a crash can leave of a file is taken back; any other content is another hand's work."""
    if is_ours:
        assert change(before, NEW).undone(now) == before
    else:
        with pytest.raises(ForeignContentError):
            change(before, NEW).undone(now)


def plant(book: Book, number: int, *lines: bytes) -> None:
    """Leave an operation open, as a crash does."""
    record = JournalEntry(number, "leadctl x", NOW, "sam")
    text = head_line(record) + b"".join(lines)
    book.journal.path(number, is_open=True).write_bytes(text)


def test_a_line_that_was_cut_short_touched_nothing(book: Book) -> None:
    """The last line of an open operation, whole but for its line end, or for zeros that a power cut
    left in it, was never durable: the file that it speaks of is left alone.
    """
    path = book.root / book.path_of(ANA)
    name, text = str(path.relative_to(book.root)), path.read_bytes()
    line = change_line(name, b"before", text, 0o600)
    for torn in (line[:-1], line[:9] + bytes(20) + line[29:], bytes(30) + b"\n"):
        plant(book, 2, torn)
        assert Book.open(book.root).load(ANA).name == "Ana"
        with changing(book, "note", NOW, "sam"):
            pass
        assert path.read_bytes() == text
    plant(book, 3, line)
    with changing(book, "note", NOW, "sam"):
        pass
    assert path.read_bytes() == b"before"


def test_readers_look_through_crashes(book: Book) -> None:
    """Of operations left open on one file the oldest one's state before is what readers see."""
    path = book.root / book.path_of(ANA)
    name, first = str(path.relative_to(book.root)), path.read_bytes()
    states = [first, *(first.replace(b'"New"', b'"%d"' % n) for n in range(3))]
    for number, (before, after) in enumerate(pairwise(states), 2):
        plant(book, number, change_line(name, before, after, 0o600))
        path.write_bytes(after)
        reader = Book.open(book.root)
        assert reader.load(ANA).status == "New"
        assert [lead.status for lead in reader.leads() if isinstance(lead, Lead)] == ["New"]


@pytest.fixture
def open_umask() -> Iterator[None]:
    """An account that hides nothing of what it makes."""
    old = os.umask(0)
    yield
    os.umask(old)


@pytest.mark.usefixtures("open_umask")
def test_a_folder_that_comes_back_is_private(book: Book) -> None:
    """Undo and recovery make the year's folder anew for this account alone, whatever the umask."""
    path = book.root / book.path_of(ANA)
    name, text = str(path.relative_to(book.root)), path.read_bytes()
    with changing(book, "x", NOW, "sam") as operation:
        operation.delete(name)
    shutil.rmtree(path.parent, ignore_errors=True)
    with undoing(book, NOW, "sam"):
        pass
    assert path.parent.stat().st_mode & 0o777 == 0o700
    shutil.rmtree(path.parent)
    plant(book, 4, change_line(name, text, None, 0o600))
    with changing(book, "note", NOW, "sam"):
        pass
    assert path.read_bytes() == text
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_an_operation_that_is_not_there_is_none(book: Book) -> None:
    """Forgotten just now by another process, it is neither damaged nor one without changes."""
    with pytest.raises(NotFound, match="no operation 9"):
        book.journal.record(9)
    for is_open in (True, False):
        with pytest.raises(NotFound, match="no operation 9"):
            list(book.journal.changes(9, is_open=is_open))


def test_what_is_taken_back_is_durable(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder of every file that recovery touched is synced before the journal forgets it."""
    path = book.root / book.path_of(ANA)
    name, text = str(path.relative_to(book.root)), path.read_bytes()
    plant(book, 2, change_line(name, b"before", text, 0o600))
    synced: list[str] = []
    monkeypatch.setattr(recovery, "sync_folder", lambda folder: synced.append(str(folder)))
    recovery.recover(book.root, book.temps, book.journal)
    assert str(path.parent) in synced


def test_a_disk_without_locks_is_a_sentence(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where flock itself fails the command waits for nothing and says why."""

    def refuse(_handle: int, _how: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with (
        pytest.raises(Busy, match="this disk gives no locks"),
        changing(book, "note", NOW, "sam"),
    ):
        raise AssertionError("went on without a lock")


def test_without_a_lock_file_nobody_writes(book: Book) -> None:
    """A clone of a crashed book that lacks the lock's file is read as it was before the crash."""
    path = book.root / book.path_of(ANA)
    name, text = str(path.relative_to(book.root)), path.read_bytes()
    changed = text.replace(b'"New"', b'"Half"')
    path.write_bytes(changed)
    plant(book, 2, change_line(name, text, changed, 0o600))
    (book.private / lock.LOCK).unlink()
    assert not lock.is_held(book.private)
    assert Book.open(book.root).load(ANA).status == "New"


def test_a_large_operation_remembers_a_thousand_files(tmp_path: Path) -> None:
    """Of a bulk operation on 1,001 files the first thousand are listed, and all are counted."""
    book = Book.create(tmp_path / "book", "schema = 1\n")
    with changing(book, "import", NOW, "sam", bulk=True, dry_run=True) as operation:
        for number in range(1001):
            operation.write(f"leads/2026/x-{number:08d}.toml", "x = 1\n")
        assert (len(operation.changes), operation.total) == (1000, 1001)


def test_a_bulk_change_that_makes_a_lead_too_large_is_refused(book: Book) -> None:
    """An import may not store a lead that could not be read again."""
    with (
        pytest.raises(Invalid, match="larger than 1024 KiB"),
        changing(book, "import", NOW, "sam", bulk=True) as operation,
    ):
        lead = operation.read(ANA)
        operation.save(lead.set(address="x" * 1_100_000))
    assert book.load(ANA).value("address") is None


HAND = """# mine
id = "k7f3q9m2"
name = "Ana"
pipeline = "p"
status = "New"
home = { town = "Rye" }

[extra]
"Lead Type" = "x"
"""


def test_a_table_becomes_a_text_in_a_file_by_hand() -> None:
    """A field whose value is a table can be set to a text; comments and the rest stay."""
    lead = parse_lead(HAND, "x")
    edited = edit_lead(HAND, lead, lead.set(home="Rye"), "x")
    assert edited == HAND.replace('home = { town = "Rye" }', 'home = "Rye"')


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ('[home]\ntown = "Rye"\n', 5),
        ('[home]\ntown = "Rye"\n', "town"),
        ('[[home]]\ntown = "Rye"\n', {"town": "Rye"}),
    ],
)
def test_what_stands_under_a_header_becomes_nothing_else(written: str, becomes: object) -> None:
    """A table under a header stays one: anything else is refused in words, and nothing is written;
    what is in it can be changed.
    """
    text = HAND.replace('home = { town = "Rye" }\n', "") + written
    lead = parse_lead(text, "x")
    with pytest.raises(Invalid, match="cannot be made in safely"):
        edit_lead(text, lead, lead.set(home=becomes), "x")
    if isinstance(lead.value("home"), dict):
        kept = edit_lead(text, lead, lead.set(home={"town": "Kent"}), "x")
        assert kept == text.replace("Rye", "Kent")


def test_a_first_event_goes_above_the_other_tables() -> None:
    """In a file by hand without a history it is put before [extra], not into it."""
    lead = parse_lead(HAND, "x")
    edited = edit_lead(HAND, lead, lead.add(Event(NOW, "call", "sam")), "x")
    assert edited.index("history = [") < edited.index("[extra]")
    assert parse_lead(edited, "x").history[0].name == "call"


def test_the_lock_tells_its_holder_and_is_freed(book: Book) -> None:
    """While it is held the file says by whom; afterwards it says nothing."""
    path = book.private / lock.LOCK
    with lock.locked(book.private, "leadctl import x.csv"):
        assert json.loads(path.read_bytes()) == {
            "pid": os.getpid(),
            "command": "leadctl import x.csv",
        }
    assert path.read_bytes() == b""
