"""What a first request to stop interrupted is taken back whole, however often somebody asks."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from book_script import NOW

from leadctl.book.book import Book
from leadctl.book.writing.changing import changing
from leadctl.book.writing.undisturbed import undisturbed


def test_a_request_to_stop_is_ignored_inside_and_heeded_afterwards() -> None:
    """Ctrl-C inside does nothing; handlers are as before at the end."""
    with undisturbed():
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)


def test_a_second_interrupt_does_not_cut_the_roll_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C while a bulk operation is taken back: nothing of it stays on the disk."""
    book, recover = Book.create(tmp_path / "book", "schema = 1\n"), Book.recover

    def impatient(self: Book) -> None:
        if self.journal.open_ones():
            os.kill(os.getpid(), signal.SIGINT)
        recover(self)

    monkeypatch.setattr(Book, "recover", impatient)
    with (
        pytest.raises(ZeroDivisionError),
        changing(book, "many", NOW, "sam", bulk=True) as operation,
    ):
        for number in range(3000):
            operation.write(f"leads/2026/x-{number:08d}.toml", "x = 1\n")
        raise ZeroDivisionError
    assert list((tmp_path / "book" / "leads").rglob("*.toml")) == []
    assert book.journal.open_ones() == []
