"""delete: what is personal goes, the id stays, and no import brings the lead back."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from cli_runner import ENV, Cli

EXPORT = (
    "id,First Name,Last Name,Email 1,Phone 1\n"
    "7,Ana,Lopez,ana@example.com,4155550132\n"
    "8,Ben,Field,ben@example.com,4155550133\n"
)


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book with two imported leads."""
    cli.noting().fast("init book -p streeteasy-buyer --timezone America/New_York --no-input")
    (cli.cwd / "export.csv").write_text(EXPORT)
    book = cli.inside("book")
    book.noting().fast("import ../export.csv --source Old")
    return book


def files(book: Cli) -> dict[Path, bytes]:
    """Return every lead's file."""
    return {path: path.read_bytes() for path in (book.cwd / "leads").rglob("*.toml")}


def test_a_deleted_lead_leaves_its_id_and_nothing_personal(book: Cli) -> None:
    """The file stays where it is; name, e-mail, phone, history and comments are gone from it."""
    path = book.file_of("ana")
    path.write_text("# met her at the fair\n" + path.read_text())
    assert "deleted" in book.noting("Undo").fast("delete Lopez --yes").out
    text = path.read_text()
    assert f'id = "{path.stem[-8:]}"' in text
    assert "deleted = 2026-11-20T15:00:00Z" in text
    for word in ("Ana", "Lopez", "example", "415", "fair"):
        assert word not in text


def test_a_deleted_lead_is_in_no_list_and_the_book_is_sound(book: Cli) -> None:
    """list, due and show pass it over, by its id as well; check accepts the file."""
    lead_id = book.file_of("ana").stem[-8:]
    book.noting().fast("delete Lopez --yes")
    assert [row["name"] for row in book.fast("list --format json").json] == ["Ben Field"]
    assert {row["name"] for row in book.fast("due --all --format json").json} == {"Ben Field"}
    assert "was deleted" in book.exits(4).fast("show", lead_id).err
    assert "was deleted" in book.exits(4).fast("note", lead_id, "hello").err
    assert "all sound" in book.fast("check").out


def test_undo_brings_a_deleted_lead_back(book: Cli) -> None:
    """After undo every file is byte for byte as it was."""
    before = files(book)
    book.noting().fast("delete 'Ana Lopez' 'Ben Field' --yes")
    assert files(book) != before
    book.noting().fast("undo")
    assert files(book) == before


def test_an_import_does_not_bring_a_deleted_lead_back(book: Cli) -> None:
    """The next night's export holds the row still: it is left out, and stderr says so."""
    book.noting().fast("delete Lopez --yes")
    before = files(book)
    (book.cwd / "../export.csv").write_text(EXPORT.replace("Ana,", "Anna,"))
    ran = book.noting("was deleted: left out").fast("import ../export.csv --source Old")
    assert "2 already here" in ran.out
    assert files(book) == before


def test_without_a_terminal_deleting_wants_yes(book: Cli) -> None:
    """Nobody can be asked: exit 2, and nothing is changed; --dry-run needs no answer."""
    before = files(book)
    book.exits(2, "--yes").fast("delete Lopez")
    book.noting("--dry-run").fast("delete Lopez --dry-run")
    assert files(book) == before


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("n", 3)])
def test_on_a_terminal_it_asks(book: Cli, answer: str, code: int) -> None:
    """The lead is named and a yes is wanted; a no changes nothing and ends with exit 3."""
    before = files(book)
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "leadctl", *book.words("delete Lopez")],
        cwd=book.cwd,
        env=ENV,
        stdin=theirs,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    os.write(ours, f"{answer}\n".encode())
    assert child.wait(30) == code
    said = os.read(ours, 4096).decode()
    os.close(ours)
    assert "Ana Lopez" in said
    assert "Delete?" in said
    assert (files(book) == before) is (code == 3)
