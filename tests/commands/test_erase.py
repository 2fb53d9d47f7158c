"""erase: a person's data leaves every file of the book; the id stays."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from cli_runner import Cli

SECRETS = (b"Zenobia", b"zenobia", b"Quill", b"quill", b"2125550143")


@pytest.fixture
def book(tmp_path: Path) -> Cli:
    """A book in which much was done to one of two people, and an edit of them was kept."""
    cli = Cli(tmp_path).noting()
    cli.fast("init book --no-input --pipeline streeteasy-buyer --agent Sam")
    book = cli.inside("book")
    book.fast("add 'Zenobia Quill' phone=2125550143 email=zenobia@quill.example")
    book.fast("add Ben email=ben@example.com")
    book.fast("note 'Zenobia Quill' Ben 'met both at the fair'")
    book.fast("set zenobia 'address=1 Quill St'")
    (tmp_path / "break").write_text('echo broken >> "$1"\n')
    book.given(EDITOR=f"sh {tmp_path / 'break'}").exits(5, None).fast("edit zenobia")
    return book


def held(root: Path) -> list[str]:
    """Return the files below a folder, names and contents, that still tell the person."""
    return [
        str(path.relative_to(root))
        for path in sorted(root.rglob("*"))
        if path.is_file()
        and any(secret in path.read_bytes() + path.name.encode() for secret in SECRETS)
    ]


def test_nothing_of_the_person_stays_in_the_book(book: Cli) -> None:
    """After erase no file of the book, hidden ones included, holds name, number or e-mail."""
    book.fast("list")
    assert len(held(book.cwd)) > 3
    lead_id = book.file_of("zenobia").stem[-8:]
    ran = book.fast("erase zenobia --yes")
    assert held(book.cwd) == []
    assert f"leads/2026/erased-{lead_id}.toml" in ran.out
    book.fast("list")
    book.fast("check")
    assert held(book.cwd) == []
    book.exits(4, None).fast("show", lead_id)


def test_what_was_done_to_others_can_still_be_undone(book: Cli) -> None:
    """The note on two people is taken back of the other one; of the erased nothing comes back."""
    book.fast("erase zenobia --yes")
    assert "Ben" in book.fast("list").out
    book.exits(3, "erased").fast("undo 3")
    assert "fair" not in book.file_of("ben").read_text()
    book.exits(3, "the person was erased").fast("undo 1")
    assert held(book.cwd) == []


def test_an_undo_never_passes_by_an_erasure(book: Cli) -> None:
    """Nobody who types it right after means the command before: that is named by its number."""
    book.fast("erase zenobia --yes")
    ran = book.exits(3, "of somebody erased: that stays so").fast("undo")
    assert "leadctl undo 3" in ran.err
    assert "fair" in book.file_of("ben").read_text()
    book.fast("note ben hello")
    book.fast("undo")
    book.exits(3, "leadctl undo 3").fast("undo")


def test_what_was_erased_is_told_where_the_rest_is_taken_back(book: Cli) -> None:
    """The other one's part comes back; that the erased one's does not is said, once."""
    book.fast("erase zenobia --yes")
    told = book.exits(3, None).fast("undo 3 --dry-run -f json").json["undone"]
    assert (told["erased"], told["taken_back"], told["of"]) == (1, 1, 1)
    ran = book.exits(3, "what it did to somebody who was erased").fast("undo 3")
    assert "Taken back: " in ran.out


def test_what_an_erased_command_changed_is_not_said_to_be_changed_by_hand(book: Cli) -> None:
    """They share a phone: what gave it to Ben went with Zenobia, and may be what changed him."""
    book.fast("set ben source=Fair")
    [number] = re.findall(r"leadctl undo (\d+)", book.noting().fast("set ben source=Web").err)
    [phone] = re.findall(r'^phone = "(.*)"', book.file_of("zenobia").read_text(), re.MULTILINE)
    book.fast("set", "ben", f"phone={phone}", "source=Mail")
    book.fast("erase zenobia --yes")
    refused = book.exits(3, "by a command that was erased with somebody").fast("undo", number)
    assert "changed since, by hand" not in refused.err


def test_the_list_says_what_of_an_erased_person_can_be_undone(book: Cli) -> None:
    """`undo --list` says of every command of which nothing is left that it stays erased."""
    book.fast("erase zenobia --yes")
    kept = {line.split()[0]: line for line in book.fast("undo --list").lines[1:]}
    assert [number for number, line in kept.items() if "erased, stays so" in line] == [
        *("5", "4", "1")
    ]
    assert "(erased)" in kept["3"]  # the note on both is still there of the other one


def test_a_deleted_lead_can_be_erased_by_its_id(book: Cli) -> None:
    """`delete` keeps the file's name and the journal; erase takes both."""
    lead_id = book.file_of("zenobia").stem[-8:]
    book.fast("delete zenobia --yes")
    assert held(book.cwd) != []
    book.fast("erase", lead_id, "--yes")
    assert held(book.cwd) == []


def test_git_is_told_plainly(book: Cli) -> None:
    """In a repository the command says what git still holds, and how that is purged."""
    subprocess.run(["git", "init", "-q"], cwd=book.cwd, check=True)
    path = book.file_of("zenobia").relative_to(book.cwd)
    ran = book.fast("erase zenobia --yes")
    assert "git still holds" in ran.err
    assert f"--path {path}" in ran.err


def test_nothing_is_erased_unasked(book: Cli) -> None:
    """Without --yes and without a terminal nothing goes; a dry run writes nothing."""
    book.exits(2, "--yes").fast("erase zenobia")
    book.fast("erase zenobia --dry-run")
    assert book.file_of("zenobia").exists()
