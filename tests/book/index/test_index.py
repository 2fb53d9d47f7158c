"""The index repeats what the files say, whatever happens to them or to it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Timer

import pytest

from leadctl.actions.desk import Desk
from leadctl.actions.looking.all_seen import all_seen
from leadctl.book.book import Book
from leadctl.book.index import update
from leadctl.book.index.packing import FAULTS, pack, unpack
from leadctl.book.text.broken import Broken
from leadctl.book.text.lead_file import dump_lead
from leadctl.book.writing.changing import changing
from leadctl.rules.leads.agents import Agent
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.time.whole_day import whole_day

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
IDS = [f"aaaaaaa{number}" for number in range(6)]


def lead(lead_id: str, **fields: object) -> Lead:
    """Return a lead received an hour ago."""
    received = Event(NOW - timedelta(hours=1), "received", "import", {"note": [1, 2.5, True]})
    day = Event(whole_day(NOW.date()), "note", "sam", {"text": "a day"})
    extra = {"Own": {"x": NOW, "day": NOW.date(), "time": NOW.time()}}
    return Lead(lead_id, f"Ana {lead_id}", "p", "New", fields, (received, day), extra)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """A book of six leads that was read once."""
    book = Book.create(tmp_path / "book", "schema = 1\n")
    with changing(book, "leadctl add", NOW, "sam") as operation:
        for lead_id in IDS:
            operation.save(lead(lead_id, phone="+14155550132"))
    list(book.scan())
    return book


def answers(book: Book) -> list[tuple[str, object]]:
    """Return what a new process reads with the index; fail where it differs from the files."""
    with_index = list(Book.open(book.root, {"LEADCTL_INDEX": ""}).scan())
    without = list(Book.open(book.root, {"LEADCTL_INDEX": "off"}).scan())
    assert with_index == without
    return [(str(path), found) for path, found in with_index]


def path_of(book: Book, lead_id: str) -> Path:
    """Return a lead's file."""
    return next((book.root / "leads").rglob(f"*{lead_id}.toml"))


def test_what_is_packed_comes_back(book: Book) -> None:
    """A lead and a broken file are the same after packing, values of every type included."""
    for _path, found in book.scan():
        assert unpack(pack(found)) == found
    (path_of(book, IDS[0])).write_text("no TOML")
    [broken] = [found for _, found in book.scan() if isinstance(found, Broken)]
    assert unpack(pack(broken)) == broken


def test_nothing_but_plain_values_is_read_from_an_index() -> None:
    """Bytes that name any code raise an error, and run nothing."""
    with pytest.raises(FAULTS):
        unpack(b"\x80\x04cos\nsystem\n(X\x04\x00\x00\x00exitt\x94R.")


def edit_in_place(path: Path) -> None:
    """Change a file's bytes, not its size, and set its mtime back."""
    before = path.stat()
    with path.open("r+") as file:
        text = file.read()
        file.seek(0)
        file.write(text.replace("Ana", "Eva"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def replace_by_rename(path: Path) -> None:
    """Write a file anew beside it, and rename it over the old one."""
    beside = path.with_suffix(".new")
    beside.write_text(path.read_text().replace("Ana", "Bea"))
    beside.rename(path)


def swap(path: Path) -> None:
    """Exchange two files' names."""
    other = next(one for one in path.parent.glob("*.toml") if one != path)
    path.rename(path.parent / "third")
    other.rename(path)
    (path.parent / "third").rename(other)


def move(path: Path) -> None:
    """Move a file into a folder that is new."""
    (path.parent.parent / "old").mkdir()
    path.rename(path.parent.parent / "old" / "by-hand.toml")


def break_it(path: Path) -> None:
    """Leave half a file."""
    path.write_bytes(path.read_bytes()[:40])


def link(path: Path) -> None:
    """Put a link in the place of a file."""
    path.unlink()
    path.symlink_to("/etc/hostname")


def twin(path: Path) -> None:
    """Make a second file of one id."""
    shutil.copy2(path, path.parent / "copy.toml")


def remove_folder(path: Path) -> None:
    """Remove the folder of all leads of a year."""
    shutil.rmtree(path.parent)


@pytest.mark.parametrize(
    "happens",
    [
        edit_in_place, replace_by_rename, swap, move, break_it, link, twin, remove_folder,
        Path.unlink,
    ],
)  # fmt: skip
def test_whatever_happens_to_a_file_is_seen(book: Book, happens: Callable[[Path], None]) -> None:
    """A file changed behind leadctl's back is read again, at once and after a second change."""
    before = answers(book)
    happens(path_of(book, IDS[2]))
    assert answers(book) != before
    (book.root / "leads" / "late.toml").write_text(dump_lead(lead("bbbbbbbb")))
    assert "leads/late.toml" in [path for path, _ in answers(book)]


def flip(path: Path) -> None:
    """Change one byte in the middle of what the index holds."""
    data = bytearray(path.read_bytes())
    place = data.index(b"Ana")
    data[place] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    "harm",
    [
        flip,
        lambda path: path.write_bytes(b"no database"),
        lambda path: path.write_bytes(path.read_bytes()[:5000]),
        lambda path: path.unlink(),
        lambda path: path.with_name("index.seal").unlink(),
        lambda path: path.with_name("index.seal").write_text("1 0.0.1 1 1 1"),
    ],
    ids=["one byte", "garbage", "cut", "gone", "no seal", "another version"],
)
def test_a_damaged_index_is_made_anew(book: Book, harm: Callable[[Path], None]) -> None:
    """What is wrong with the index shows in no answer, and it is good again afterwards."""
    index = book.root / ".leadctl" / "index.sqlite"
    before = answers(book)
    harm(index)
    assert answers(book) == before
    assert sqlite3.connect(index).execute("SELECT count(*) FROM file").fetchone() == (6,)


def test_a_book_that_may_not_be_written_is_read(book: Book) -> None:
    """Where neither index nor folder can be written, the answers are the same."""
    private = book.root / ".leadctl"
    done = subprocess.run(["chmod", "-R", "a-w", private], check=True)
    try:
        edit_in_place(path_of(book, IDS[1]))
        assert len(answers(book)) == 6
    finally:
        done = subprocess.run(["chmod", "-R", "u+w", private], check=True)
    assert done.returncode == 0


def test_a_write_is_in_the_index_when_it_is_done(book: Book) -> None:
    """The next reader of a file that a command wrote does not read it again."""
    with changing(book, "leadctl set", NOW, "sam") as operation:
        operation.save(operation.read(IDS[3]).set(phone="+14155550199"))
    again = Book.open(book.root, {})
    read: list[str] = []
    index = again.index
    reading = index.read
    index.read = lambda path: read.append(path) or reading(path)  # type: ignore[func-returns-value]  # a note, then the work
    found = [one for _, one in again.scan() if isinstance(one, Lead) and one.id == IDS[3]]
    assert [one.fields["phone"] for one in found] == ["+14155550199"]
    assert not any(IDS[3] in path for path in read)


def test_many_files_are_read_by_two_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A first build in two processes and several batches holds what one process reads."""
    monkeypatch.setattr(update, "MANY", 50)
    monkeypatch.setattr(update, "BLOCK", 7)
    monkeypatch.setattr(update, "BATCH", 40)
    book = Book.create(tmp_path / "book", "schema = 1\n")
    for number in range(200):
        one = lead(f"a{number:07}")
        (book.root / "leads" / f"x-{one.id}.toml").write_text(dump_lead(one))
    told: list[tuple[str, int, int]] = []
    book.progress = lambda *what: told.append(what)
    assert len(list(book.scan())) == 200
    assert told[0] == ("Reading leads", 0, 200)
    assert told[-1] == ("Reading leads", 200, 200)
    assert len(answers(book)) == 200


def test_a_build_that_was_interrupted_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read before an interruption is not read again."""
    monkeypatch.setattr(update, "BATCH", 10)
    book = Book.create(tmp_path / "book", "schema = 1\n")
    for number in range(30):
        one = lead(f"a{number:07}")
        (book.root / "leads" / f"x-{one.id}.toml").write_text(dump_lead(one))
    reading, read = book.index.read, list[str]()

    def interrupted(path: str) -> object:
        read.append(path)
        if len(read) == 25:
            raise KeyboardInterrupt
        return reading(path)

    book.index.read = interrupted  # type: ignore[assignment]  # reads, until it does not
    with pytest.raises(KeyboardInterrupt):
        list(book.scan())
    again = Book.open(book.root, {})
    rest: list[str] = []
    reading = again.index.read
    again.index.read = lambda path: rest.append(path) or reading(path)  # type: ignore[func-returns-value]  # a note, then the work
    assert len(list(again.scan())) == 30
    assert len(rest) == 10


WRITER = """
import sys, time
from pathlib import Path
from datetime import UTC, datetime
from leadctl.book.book import Book
from leadctl.book.writing.changing import changing
book, end, number = Book.open(Path(sys.argv[1]), {}), time.monotonic() + 3, 0
while time.monotonic() < end:
    number += 1
    with changing(book, "leadctl set", datetime.now(UTC), "sam") as operation:
        for lead_id in sys.argv[2:]:
            operation.save(operation.read(lead_id).set(count=number))
print(number)
"""


def test_what_is_taken_out_of_a_file_is_not_left_in_the_index(book: Book) -> None:
    """Once a file was written anew, no byte of what it said before is in the index."""
    path = path_of(book, IDS[4])
    path.write_text(path.read_text().replace("Ana aaaaaaa4", "Quirin Zettel"))
    for agent in (Agent("me"), Agent("other")):
        list(all_seen(Desk(Book.open(book.root, {}), NOW, agent)))
    index = book.root / ".leadctl" / "index.sqlite"
    assert b"Quirin" in index.read_bytes()
    with changing(book, "leadctl set", NOW, "sam") as operation:
        operation.save(operation.read(IDS[4]).set(name="gone"))
    assert b"Quirin" not in index.read_bytes()


def test_a_reader_beside_a_writer_sees_no_half_of_an_operation(book: Book) -> None:
    """While every operation sets all leads to one number, each list shows them all at one."""
    words = [sys.executable, "-c", WRITER, str(book.root), *IDS]
    writer = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    seen = set()
    while writer.poll() is None:
        found = [one for _, one in Book.open(book.root, {}).scan() if isinstance(one, Lead)]
        counts = {one.fields.get("count", 0) for one in found}
        assert len(found) == len(IDS)
        assert len(counts) == 1
        seen |= counts
    assert writer.wait() == 0
    assert len(seen) > 1


def test_two_files_of_one_id_are_known_as_soon_as_the_second_is_read(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One by one, or with so many others that all are asked for; and no more once one is gone."""
    index = book.up_to_date()
    assert index is not None
    assert not index.twins()
    first = next(iter(index.found()))[0]
    for most in (update.MANY, 0):
        monkeypatch.setattr(update, "MANY", most)
        twin = (book.root / first).with_name("twin.toml")
        shutil.copy(book.root / first, twin)
        index = book.up_to_date()
        assert index is not None
        assert index.twins()
        twin.unlink()
        index = book.up_to_date()
        assert index is not None
        assert not index.twins()


def test_a_file_that_git_takes_away_for_a_moment_is_not_gone(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A checkout removes each file before it writes the new one: who reads waits for that."""
    path = path_of(book, IDS[3])
    sound = path.read_bytes()
    path.write_bytes(sound.replace(b"New", b"Won"))
    (book.root / ".git").mkdir()
    (lock := book.root / ".git" / "index.lock").touch()
    beginner = Book.open(book.root)
    look = update.file_stamp

    def taken_away(root: str, name: str) -> int | None:
        if Path(root, name) != path:
            return look(root, name)
        path.unlink()
        seen = look(root, name)
        Timer(0.1, lambda: (path.write_bytes(sound), lock.unlink())).start()
        return seen

    monkeypatch.setattr(update, "file_stamp", taken_away)
    assert [found.id for _, found in beginner.scan() if isinstance(found, Lead)] == IDS
    monkeypatch.undo()
    assert len(answers(book)) == len(IDS)


def test_a_checkout_that_takes_long_is_told(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind a lock that stays, a file may be away: the others are given, and that is said."""
    monkeypatch.setattr("leadctl.book.own_files.checkouts._PATIENCE", 0.05)
    (book.root / ".git").mkdir()
    (book.root / ".git" / "index.lock").touch()
    path_of(book, IDS[3]).unlink()
    for use in ("", "off"):
        reader = Book.open(book.root, {"LEADCTL_INDEX": use})
        assert len(list(reader.scan())) == len(IDS) - 1
        assert [str(problem) for problem in reader.problems] == [
            ".git/index.lock: git is at work here, or was stopped in the middle: a lead may be "
            "missing from this list (wait for it; where no git is running, remove that file)"
        ]
    reader = Book.open(book.root, {"GIT_INDEX_FILE": "x"})  # in a hook it is git that waits for us
    assert list(reader.scan())
    assert not reader.problems
