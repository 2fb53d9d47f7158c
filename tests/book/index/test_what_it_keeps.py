"""What the index keeps: where each lead is, several changes in one folder, words, one writer."""

from __future__ import annotations

import fcntl
from datetime import UTC, datetime
from pathlib import Path

import pytest

from leadctl.actions.desk import Desk
from leadctl.actions.looking.find import find_words
from leadctl.book.book import Book
from leadctl.book.index import store
from leadctl.book.index.store import CannotWriteError, fresh, is_there, opened
from leadctl.book.writing.changing import changing
from leadctl.rules.leads.agents import Agent
from leadctl.rules.leads.lead import Event, Lead

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
IDS = [f"aaaaaaa{number}" for number in range(6)]


def lead(lead_id: str, name: str = "Ana") -> Lead:
    """Return a lead that came in this morning."""
    return Lead(lead_id, name, "wholesale", "New Lead", {}, (Event(NOW, "received", "import"),))


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """A book of six leads that was read once."""
    made = Book.create(tmp_path / "book", 'schema = 1\npipeline = "wholesale"\n')
    with changing(made, "leadctl add", NOW, "sam") as operation:
        for lead_id in IDS:
            operation.save(lead(lead_id))
    list(made.scan())
    return made


def path_of(book: Book, lead_id: str) -> Path:
    """Return a lead's file."""
    return next((book.root / "leads").rglob(f"*{lead_id}.toml"))


def read(book: Book) -> list[tuple[str, str]]:
    """Return the names of all leads by their ids, as a new process reads them."""
    found = [one for _, one in Book.open(book.root, {}).scan()]
    return sorted((one.id, one.name) for one in found if isinstance(one, Lead))


def test_several_files_of_one_folder_change_at_once(book: Book) -> None:
    """One is gone, one written anew, one is new: each is what it is, and the others stay."""
    path_of(book, IDS[2]).unlink()
    changed = path_of(book, IDS[4])
    changed.write_text(changed.read_text().replace("Ana", "Eva"))
    new = changed.with_name(f"bea-{'b' * 8}.toml")
    new.write_text(changed.read_text().replace(IDS[4], "b" * 8).replace("Eva", "Bea"))
    expected = [(IDS[0], "Ana"), (IDS[1], "Ana"), (IDS[3], "Ana"), (IDS[4], "Eva"), (IDS[5], "Ana")]
    for _ in range(2):
        assert read(book) == [*expected, ("b" * 8, "Bea")]


def test_where_a_lead_is_is_known_without_a_look_at_the_disk(book: Book) -> None:
    """As soon as a command has made it; nothing is known where there is no index yet."""
    with changing(book, "leadctl add", NOW, "sam") as operation:
        made = operation.save(lead("cccccccc", "Cleo"))
    again = Book.open(book.root, {})
    assert again.index.of("cccccccc") == [made]
    assert again.index.of("dddddddd") == []
    assert again.index.of(IDS[0]) == [str(path_of(book, IDS[0]).relative_to(book.root))]
    store.discard(book.private)
    assert Book.open(book.root, {}).index.of(IDS[0]) is None


def test_words_are_found_in_the_index_and_gone_with_their_lead(book: Book) -> None:
    """A word of a note is found by whoever asks, and not any more once it is taken out."""
    with changing(book, "leadctl note", NOW, "sam") as operation:
        noted = operation.read(IDS[1])
        operation.save(noted.add(Event(NOW, "note", "sam", {"text": "likes Quirinal views"})))

    def found() -> list[str]:
        desk = Desk(Book.open(book.root, {}), NOW, Agent("sam"))
        hits, _ = find_words(desk, ["quirinal"])
        return [one.lead.id for one in hits]

    assert found() == found() == [IDS[1]]
    with changing(book, "leadctl set", NOW, "sam") as operation:
        operation.read(IDS[1])
        operation.save(noted)
    assert found() == []


def test_an_index_in_memory_keeps_one_change_after_another() -> None:
    """Each is whole before the next one begins."""
    made = fresh("1")
    for value in ("a", "b"):
        with made.writing():
            made.put("key", value)
    assert made.get("key") == "b"
    assert not made.db.in_transaction


def test_two_do_not_write_the_index_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who finds it held waits a little, and then does without."""
    monkeypatch.setattr(store, "PATIENCE", 0.02)
    made = opened(tmp_path, "1")
    with made.writing():
        made.put("key", "kept")
    assert is_there(tmp_path, "1")
    with (tmp_path / store.SEAL).open("r+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(CannotWriteError), made.writing():
            made.put("key", "lost")
    with made.writing():
        pass
    made.close()
    assert opened(tmp_path, "1").get("key") == "kept"
