"""Books with links, twins and broken files: what can be shown and done is, the rest is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_runner import Cli

READERS = ("list", "due --all", "report", "export", "duplicates")


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book of Ana and Ben, in which notes may be printed."""
    cli.noting().fast("init book --no-input --pipeline streeteasy-buyer --agent Sam")
    book = cli.inside("book").noting()
    book.fast("add Ana email=ana@example.com")
    book.fast("add Ben phone=4155550132")
    return book


def file_of(book: Cli, name: str) -> Path:
    """Return the file of a lead."""
    return next((book.cwd / "leads").rglob(f"{name}-*.toml"))


@pytest.mark.parametrize("reader", READERS)
def test_linked_folders_are_not_entered(book: Cli, reader: str) -> None:
    """A link to the folder itself, or out of the book, is named once, and no lead comes twice."""
    outside = book.cwd.parent / "outside"
    (book.cwd / "leads" / "2026").rename(outside)
    (book.cwd / "leads" / "2026").mkdir()
    (outside / file_of_outside(outside, "ana").name).rename(book.cwd / "leads/2026/ana.toml")
    (book.cwd / "leads" / "loop").symlink_to(".")
    (book.cwd / "leads" / "away").symlink_to(outside)
    ran = book.exits(5, "leads/away: is a link to a folder").fast(reader)
    assert ran.err.count("leads/loop: is a link to a folder; leadctl follows no links") == 1
    assert "Ben" not in ran.out
    assert ran.out.count("Ana") <= 3


def file_of_outside(folder: Path, name: str) -> Path:
    """Return the file of a lead in a folder."""
    return next(folder.glob(f"{name}-*.toml"))


def test_leads_of_a_linked_folder_cannot_be_changed(book: Cli) -> None:
    """Where leads/ itself is a link nothing is read through it, and nothing is written."""
    outside = book.cwd.parent / "outside"
    (book.cwd / "leads").rename(outside)
    (book.cwd / "leads").symlink_to(outside)
    assert book.exits(5, "leads: is a link to a folder").fast("list").out.count("Ana") == 0
    book.exits(4).fast("note ana hello")
    book.exits(3, "leadctl follows no links").fast("add Cy")


@pytest.mark.parametrize("name", ["copy-{id}.toml", "zz.toml", "ana-backup01.toml", "{id}.toml"])
def test_a_second_file_with_one_id_is_named_and_never_shown(book: Cli, name: str) -> None:
    """Lists show the first file alone and name the second; a change of that id is refused."""
    path = file_of(book, "ana")
    lead_id = path.stem[-8:]
    twin = path.with_name(name.format(id=lead_id))
    twin.write_bytes(path.read_bytes())
    first, second = sorted([path.name, twin.name])
    said = f"leads/2026/{second}:1: id: is also that of leads/2026/{first}"
    for reader in READERS:
        ran = book.exits(5, said).fast(reader)
        assert ran.err.count("is also that of") == 1
        assert ran.out.count("ana@example.com") <= 1
    before = {path: path.read_bytes() for path in (path, twin)}
    for words in ("note", "log", "set"):
        rest = {"note": "hello", "log": "call", "set": "zip=10001"}[words]
        book.exits(5, said).fast(f"{words} {lead_id} {rest}")
    assert before == {path: path.read_bytes() for path in (path, twin)}
    book.fast("note ben hello")
