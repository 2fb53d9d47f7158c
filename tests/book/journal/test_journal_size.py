"""What the journal keeps: the newest operations, and older ones while they are small."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from cli_runner import Cli

from leadctl.book.book import Book
from leadctl.book.journal import journal as journals
from leadctl.book.writing.changing import changing, undoing

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def write(book: Book, text: str) -> None:
    """Change one file of the book in an operation of its own."""
    with changing(book, "leadctl note", NOW, "sam") as operation:
        operation.write("pipelines/x.toml", text)


def test_old_before_images_are_kept_up_to_a_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond the newest 20 operations the older ones go as soon as they hold too many bytes."""
    monkeypatch.setattr(journals, "MAX_BYTES", 50_000)
    book = Book.create(tmp_path / "book", "schema = 1\n")
    for count in range(40):
        write(book, f"{count:05d}" * 2_000)  # 10 kB before and 10 kB after: two of them fit
    kept = [record.number for record in list(book.journal.records())]
    assert kept == list(range(40, 40 - 22, -1))
    with undoing(book, NOW, "sam", 40) as operation:
        assert operation.total == 1


def test_small_operations_are_kept_by_their_number(tmp_path: Path) -> None:
    """Forty ordinary operations are all there: none is large."""
    book = Book.create(tmp_path / "book", "schema = 1\n")
    for count in range(40):
        write(book, f"# {count}\n")
    assert len(list(book.journal.records())) == 40


@pytest.mark.parametrize("dry_run", ["", " --dry-run"])
def test_undo_counts_all_files_of_a_large_operation(cli: Cli, dry_run: str) -> None:
    """Undoing an import of more leads than are remembered by name says how many there were."""
    cli.noting().fast("init book --no-input --pipeline streeteasy-buyer --agent Sam")
    rows = "".join(f"Lead {n},l{n}@example.com\n" for n in range(1_100))
    (cli.cwd / "in.csv").write_text(f"Name,Email\n{rows}")
    book = cli.inside("book").noting()
    book.fast("import ../in.csv")
    assert "1100 files)" in book.fast(f"undo{dry_run}").out


def test_what_another_process_has_forgotten_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two that forget the oldest operations at once do not stumble over each other."""
    book = Book.create(tmp_path / "book", "schema = 1\n")
    for count in range(3):
        write(book, f"# {count}\n")
    journal = journals.Journal(book.private, 1, 30)
    monkeypatch.setattr(journal, "numbers", lambda: [0, 1, 2, 3])
    journal.prune()
    assert [journal.path(number).exists() for number in range(4)] == [False, False, False, True]
