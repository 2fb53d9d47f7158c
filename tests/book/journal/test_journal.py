"""The journal is checked when it is read: what it cannot say is never taken for nothing."""

from __future__ import annotations

import errno
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cli_runner import Cli
from hypothesis import given
from hypothesis import strategies as st

from leadctl.book.book import Book
from leadctl.book.journal.entries import FileChange, change_line, edit_of, read_change
from leadctl.book.writing.changing import changing
from leadctl.errors import Invalid, LeadctlError

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def book(tmp_path: Path) -> Cli:
    """A book of two leads, made by two operations."""
    cli = Cli(tmp_path)
    cli.noting().fast("init book --no-input --pipeline streeteasy-buyer --agent Sam")
    inside = cli.inside("book")
    inside.noting().fast("add Ana")
    inside.noting().fast("add Ben")
    return inside


def journal(book: Cli) -> Path:
    return book.cwd / ".leadctl" / "journal"


@given(st.binary(max_size=40), st.binary(max_size=40), st.binary(max_size=40))
def test_an_edit_makes_what_was_written(start: bytes, before: bytes, after: bytes) -> None:
    """For any two contents the line of a change gives back both, byte for byte."""
    one, other = start + before + start, start + after + start
    first, last, middle = edit_of(one, other)
    assert one[:first] + middle + one[len(one) - last :] == other
    read = read_change(change_line("x", one, other, 0o600), "j", 2)
    assert isinstance(read, FileChange)
    assert (read.before, read.written()) == (one, other)


@pytest.mark.parametrize("text", ["", "{}", "[]", "x", "\x00" * 50, '{"files": -1}', "null\n" * 3])
def test_a_damaged_operation_is_not_passed_over(book: Cli, text: str) -> None:
    """`undo` does not take back the one before a damaged one; `undo --list` lists the others."""
    (journal(book) / "00000002.done").write_text(text)
    book.exits(5, "is damaged").fast("undo")
    assert book.file_of("ben").exists()
    rows = book.exits(5, "00000002.done").fast("undo --list --format json").json
    assert [row["number"] for row in rows] == [1]
    book.noting().fast("note ben hello")
    assert (journal(book) / "00000003.done").exists()


LINES = (
    "nonsense\n",
    '{"path": 5}\n',
    '{"path": "leads/x", "before": 3, "after": null, "size": 0, "mode": 384}\n',
    '{"path": "leads/x", "before": "\\ud800", "after": null, "size": 0, "mode": 384}\n',
    '{"path": "leads/x", "before": null, "after": "x", "size": "1", "mode": 384}\n',
    "[" * 100_000 + "\n",
)


@pytest.mark.parametrize("line", LINES, ids=range(len(LINES)))
def test_a_malformed_open_operation_is_told_and_can_be_put_aside(book: Cli, line: str) -> None:
    """Readers list all and end with 5, writers refuse and touch nothing; the doctor mends it."""
    head = (journal(book) / "00000002.done").read_text().partition("\n")[0]
    (journal(book) / "00000003.open").write_text(
        head.replace('"number": 2', '"number": 3') + "\n" + line
    )
    ran = book.exits(5, "00000003.open").fast("list")
    assert "Ana" in ran.out
    book.exits(5, "doctor --fix").fast("note ana hello")
    assert "hello" not in book.file_of("ana").read_text()


def test_a_newer_journal_is_not_guessed_at(book: Cli) -> None:
    """An operation in a format of a later version is refused with that as the reason."""
    path = journal(book) / "00000002.done"
    path.write_text(path.read_text().replace('"format": 1', '"format": 2'))
    book.exits(5, "newer leadctl").fast("undo 2")


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOTDIR, errno.EACCES])
def test_a_journal_that_cannot_be_listed_is_not_empty(
    book: Cli, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No command gives an old number anew, and no finished operation is overwritten."""
    before = {path.name: path.read_bytes() for path in journal(book).iterdir()}
    listdir = os.listdir

    def refuse(folder: str = ".") -> list[str]:
        if str(folder) == str(journal(book)):
            raise OSError(code, os.strerror(code))
        return listdir(folder)

    with monkeypatch.context() as patched:
        patched.setattr(os, "listdir", refuse)
        book.exits(6, None).fast("note ana hello")
        book.exits(6, None).fast("undo")
    assert {path.name: path.read_bytes() for path in journal(book).iterdir()} == before


def test_operations_are_forgotten_after_so_many_and_so_many_days(book: Cli) -> None:
    """`undo_operations` and `undo_days` of the settings say what is kept; the newest always is."""
    settings = book.cwd / "leadctl.toml"
    settings.write_text(settings.read_text().replace("[agents", "undo_operations = 3\n[agents", 1))
    for number in range(5):
        book.noting().fast("note", "ana", f"n{number}")
    rows = book.fast("undo --list --format json").json
    assert [row["number"] for row in rows] == [7, 6, 5]
    old = journal(book) / "00000006.done"
    then = old.stat().st_mtime - timedelta(days=31).total_seconds()
    os.utime(old, (then, then))
    book.noting().fast("note ana again")
    rows = book.fast("undo --list --format json").json
    assert [row["number"] for row in rows] == [8, 7]


def test_kept_edits_go_with_the_days(book: Cli) -> None:
    """What an editor left that could not be stored is kept for as long as commands are."""
    edits = book.cwd / ".leadctl" / "edits"
    edits.mkdir()
    for name, days in (("old", 31), ("new", 1)):
        path = edits / name
        path.write_text("text")
        then = path.stat().st_mtime - timedelta(days=days).total_seconds()
        os.utime(path, (then, then))
    book.noting().fast("note ana hello")
    assert [path.name for path in edits.iterdir()] == ["new"]


def test_what_a_failed_command_staged_is_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command that fails before its journal is begun leaves no file in the making behind."""
    book = Book.create(tmp_path / "book", "schema = 1\n")
    with pytest.raises(LeadctlError), changing(book, "x", NOW, "sam") as operation:
        operation.write("pipelines/x.toml", "x = 1\n")
        monkeypatch.setattr(
            "leadctl.book.journal.journal.Writer.__init__",
            lambda *_: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")),
        )
    assert list(book.temps.iterdir()) == []


def test_left_over_files_are_swept_where_they_lie(book: Cli) -> None:
    """Files in the making of dead processes go from the root too; those of a live one stay."""
    dead = book.cwd / ".leadctl-999999999-0123.tmp"
    alive = book.cwd / f".leadctl-{os.getppid()}-0123.tmp"
    for path in (dead, alive):
        path.write_text("torn")
    book.noting().fast("note ana hello")
    assert (dead.exists(), alive.exists()) == (False, True)


def test_the_lines_are_json(book: Cli) -> None:
    """Each line of an operation is a JSON object, the last one counts its files."""
    book.noting().fast("note ana hello")
    lines = [
        json.loads(line) for line in (journal(book) / "00000003.done").read_text().splitlines()
    ]
    assert (lines[0]["format"], lines[-1]) == (1, {"files": 1})
    with pytest.raises(Invalid):
        read_change(b"{}", "j", 1)
