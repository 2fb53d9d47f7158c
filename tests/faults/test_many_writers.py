"""Several processes at once: writers on one lead, twin imports, a held lock, an open editor."""

from __future__ import annotations

import subprocess
import time
from multiprocessing import get_context
from pathlib import Path

import pytest
from book_script import BAD_LOCKS, NOW
from crash_book import SOAK, command, environment, make_book, run, seen

from leadctl.book.book import Book
from leadctl.book.journal.lock import locked
from leadctl.book.own_files.places import id_from_key
from leadctl.book.selector import find_lead
from leadctl.book.writing.changing import changing
from leadctl.errors import Busy


def together(*commands: list[str]) -> list[int]:
    """Run commands at the same time and return their exit codes."""
    writers = [
        subprocess.Popen(one, env=environment(), stdout=subprocess.DEVNULL) for one in commands
    ]
    return [writer.wait() for writer in writers]


def test_writers_on_one_lead_lose_nothing(memory: Path) -> None:
    """Eight processes that log to one lead at the same time store every single call."""
    root = memory / "book"
    book = make_book(root, "a")
    times = 500 if SOAK else 15
    assert together(*[command(root, "append", "a", str(times))] * 8) == [0] * 8
    calls = find_lead(book, "a").events("call")
    assert len({(e.get("pid"), e.get("number")) for e in calls}) == len(calls) == 8 * times


@pytest.mark.parametrize("bad", BAD_LOCKS)
def test_writers_without_a_lock_of_its_own_are_caught(bad: str, memory: Path) -> None:
    """The test above is able to fail: without the lock, or with one on the file that is replaced,
    calls are lost or writers are refused.
    """
    root = memory / "book"
    book = make_book(root, "a")
    codes = together(*[command(root, bad, "a", "100")] * 8)
    assert any(codes) or len(find_lead(book, "a").events("call")) < 8 * 100


def test_the_same_import_twice_at_once_makes_each_lead_once(tmp_path: Path) -> None:
    """Of two equal imports one wins, the other is told, and nothing is overwritten."""
    root = tmp_path / "book"
    make_book(root)
    codes = together(*[command(root, "many", "0", "200", "bulk")] * 2)
    assert sorted(codes) == [0, 6]
    assert len(seen(root)) == 200


def test_readers_beside_a_writer_see_no_torn_lead(tmp_path: Path) -> None:
    """While a writer is at work every read gives a whole lead."""
    root = tmp_path / "book"
    make_book(root, "a", "b")
    with subprocess.Popen(
        command(root, "append", "a", "10000"), env=environment(), stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        for _ in range(200 if SOAK else 20):
            assert writer.stdout.readline()  # it has begun
            assert seen(root) == {"a": "New", "b": "New"}
        writer.kill()


def test_a_held_lock_names_its_holder(tmp_path: Path) -> None:
    """A second writer waits, and then says which process holds the book, and with what command."""
    book = make_book(tmp_path / "book", "a")
    with locked(book.private, "leadctl import people.csv"):
        began = time.monotonic()
        with (
            pytest.raises(Busy, match=r"process \d+ \(leadctl import people.csv\), since 20"),
            changing(Book.open(book.root), "log", NOW, "sam", timeout=0.2),
        ):
            raise AssertionError("the lock was given twice")
        assert 0.2 <= time.monotonic() - began < 5
        assert seen(book.root) == {"a": "New"}
    assert run(book.root, "status", "Won", "a").returncode == 0


def test_a_child_does_not_inherit_the_lock(tmp_path: Path) -> None:
    """A program started by a writer does not keep the book locked once the writer is gone."""
    book = make_book(tmp_path / "book", "a")
    with locked(book.private, "edit"):
        child = subprocess.Popen(["sleep", "30"], close_fds=False)
    with changing(book, "log", NOW, "sam", timeout=0.5) as operation:
        operation.read(id_from_key("a"))
    child.kill()
    child.wait()


def test_a_copy_of_a_writer_does_not_hold_the_lock(tmp_path: Path) -> None:
    """A second process of an import that outlives the first keeps nobody waiting."""
    book = make_book(tmp_path / "book", "a")
    copy = get_context("fork").Process(target=time.sleep, args=(30,))
    with locked(book.private, "import"):
        copy.start()
        with pytest.raises(Busy), changing(book, "log", NOW, "sam", timeout=0.5):
            pass
    with changing(book, "log", NOW, "sam", timeout=0.5) as operation:
        operation.read(id_from_key("a"))
    copy.kill()
    copy.join()


def test_an_edit_made_while_a_lead_is_being_changed_is_not_lost(tmp_path: Path) -> None:
    """A file that an editor saved after it was read is left as the editor saved it."""
    book = make_book(tmp_path / "book", "a")
    path = book.root / book.path_of(id_from_key("a"))
    with (
        pytest.raises(Busy, match=r"Changed on disk in the meantime.*person-a-"),
        changing(book, "status", NOW, "sam") as operation,
    ):
        lead = operation.read(id_from_key("a"))
        path.write_text(path.read_text() + "# by hand\n")
        operation.save(lead.set(status="Won"))
    assert path.read_text().endswith("# by hand\n")
    assert seen(book.root) == {"a": "New"}


def test_an_edit_made_in_the_meantime_is_not_lost(tmp_path: Path) -> None:
    """A file that an editor saved between reading and writing is left as the editor saved it."""
    book = make_book(tmp_path / "book", "a", "b")
    path = book.root / book.path_of(id_from_key("a"))
    with (
        pytest.raises(Busy, match=r"Changed on disk in the meantime.*person-a-"),
        changing(book, "status", NOW, "sam") as operation,
    ):
        operation.save(operation.read(id_from_key("b")).set(status="Won"))
        operation.save(operation.read(id_from_key("a")).set(status="Won"))
        path.write_text(path.read_text() + "# by hand\n")
    assert path.read_text().endswith("# by hand\n")
    assert seen(book.root) == {"a": "New", "b": "New"}
