"""One change of a book: what it counts, what it sees of itself, what it has stored."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from test_book import ANA, BEN, NOW, lead

from leadctl.book.book import Book
from leadctl.book.writing import operation as operations
from leadctl.book.writing.changing import changing, undoing
from leadctl.errors import Busy, Usage
from leadctl.rules.leads.lead import Lead


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """A book of two leads."""
    book = Book.create(tmp_path / "book", "schema = 1\n")
    with changing(book, "leadctl add", NOW, "sam") as operation:
        operation.save(lead(ANA, "Ana"))
        operation.save(lead(BEN, "Ben"))
    return book


@pytest.mark.parametrize("bulk", [False, True])
@pytest.mark.parametrize("dry_run", [False, True])
def test_what_is_changed_is_counted_once(
    bulk: bool, dry_run: bool, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether it is written as one goes or at the end, or not at all; what stays is not counted."""
    monkeypatch.setattr(operations, "BATCH", 2)
    with changing(book, "x", NOW, "sam", bulk=bulk, dry_run=dry_run) as operation:
        for number in range(5):
            operation.write(f"pipelines/own{number}.toml", f"{number}")
        operation.save(operation.read(ANA).set(status="Won"))
        operation.save(operation.read(BEN))
        assert operation.total == 6
        assert len(operation.changes) == 6
        assert operation.text("pipelines/own0.toml") == "0"
        assert operation.read(ANA).status == "Won"
        assert operation.text("pipelines/none.toml") is None
    assert operation.total == 6
    assert (book.root / "pipelines" / "own0.toml").exists() is not dry_run
    assert (operation.number is None) is dry_run


def test_what_is_stored_is_noted_as_soon_as_it_is(book: Book) -> None:
    """Only then, and each operation once: a failure after it is told as one after it."""
    book.stored.clear()
    with changing(book, "x", NOW, "sam") as operation:
        operation.save(operation.read(ANA).set(status="Won"))
        assert book.stored == []
    assert book.stored == ["operation 2"]
    with changing(book, "x", NOW, "sam") as operation:
        operation.save(operation.read(ANA))
    assert book.stored == ["operation 2"]
    with pytest.raises(KeyError), changing(book, "x", NOW, "sam") as operation:
        operation.save(operation.read(ANA).set(status="Lost"))
        raise KeyError
    assert book.stored == ["operation 2"]
    assert book.load(ANA).status == "Won"


def test_a_bulk_operation_keeps_the_layout_of_a_file_made_by_hand(book: Book) -> None:
    """Only a file in our own layout is written anew; comments stand in any other."""
    path = book.root / book.path_of(ANA)
    path.write_text(f"# mine\n{path.read_text()}")
    with changing(book, "x", NOW, "sam", bulk=True) as operation:
        for lead_id in (ANA, BEN):
            operation.save(operation.read(lead_id).set(status="Won"))
    assert path.read_text().startswith("# mine\n")
    assert book.load(ANA).status == book.load(BEN).status == "Won"


def test_a_lead_that_is_there_is_not_made_again(book: Book) -> None:
    """Neither one of before nor one that this operation has just made."""
    for bulk in (False, True):
        with (
            pytest.raises(Busy, match="is in the book already"),
            changing(book, "x", NOW, "sam", bulk=bulk) as operation,
        ):
            operation.create(ANA, f"leads/2026/other-{ANA}.toml", "x")
        with (
            pytest.raises(Busy, match="is in the book already"),
            changing(book, "x", NOW, "sam", bulk=bulk) as operation,
        ):
            for name in ("one", "two"):
                operation.create("s9s9s9s9", f"leads/2026/{name}-s9s9s9s9.toml", "x")


def test_an_undo_of_many_files_takes_all_of_them_back(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More of them than are shown, and more than one batch."""
    monkeypatch.setattr(operations, "BATCH", 2)
    with changing(book, "x", NOW, "sam", bulk=True) as operation:
        for number in range(5):
            operation.write(f"pipelines/own{number}.toml", f"{number}")
    with undoing(book, NOW, "sam") as undone:
        assert undone.undoing is not None
        assert undone.undoing.things == 5
    assert list((book.root / "pipelines").iterdir()) == []


@pytest.mark.parametrize(("setting", "fits"), [("", False), ('git = "commit"\n', True)])
def test_a_reason_for_gits_log_wants_a_book_that_commits(
    tmp_path: Path, setting: str, fits: bool
) -> None:
    """Elsewhere nobody would ever read it, so it is refused before anything is changed."""
    book = Book.create(tmp_path / "book", f"schema = 1\n{setting}")
    book.why = "they asked for it"
    if fits:
        for words in ("init -q", "config user.name Sam", "config user.email sam@example.com"):
            subprocess.run(["git", *words.split()], cwd=book.root, check=True)
        with changing(book, "leadctl add", NOW, "sam") as operation:
            operation.save(lead(ANA, "Ana"))
        assert [one.id for _, one in book.scan() if isinstance(one, Lead)] == [ANA]
        return
    with (
        pytest.raises(Usage, match="does not commit by itself"),
        changing(book, "leadctl add", NOW, "sam"),
    ):
        pass
    assert book.lead_paths() == []
