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
    before = {path: path.read_bytes() for path in outside.rglob("*") if path.is_file()}
    book.exits(5, "leads: is a link to a folder").fast("note ana hello")
    book.exits(3, "leadctl follows no links").fast("add Cy")
    assert {path: path.read_bytes() for path in outside.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("name", ["copy-{id}.toml", "zz.toml", "ana-backup01.toml", "{id}.toml"])
def test_a_second_file_with_one_id_is_named_and_never_shown(book: Cli, name: str) -> None:
    """Lists show the first file alone and name the second; a change of that id is refused."""
    path = book.file_of("ana")
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


def test_a_broken_lead_stops_no_import(book: Cli) -> None:
    """Rows are imported beside it, and it is named; a row that may be that lead is refused."""
    path = book.file_of("ana")
    path.write_text(path.read_text() + "history = [\n")
    rows = "Zed,zed@example.com,\nAnna,ANA@example.com,\nBenjamin,,415-555-0132\n"
    (book.cwd / "in.csv").write_text("Name,Email,Phone\n" + rows)
    ran = book.exits(5, f"leads/2026/{path.name}:").fast("import in.csv")
    assert ran.out == "3 lines: 2 new people, 1 refused.\n"
    assert f"may be the lead in leads/2026/{path.name}, which cannot be read" in ran.err
    assert "Anna" in (book.cwd / "in.rejected.csv").read_text()
    assert book.file_of("zed")


def test_a_row_of_a_lead_that_broke_is_refused(book: Cli) -> None:
    """A row known by its own system's id is not made a second lead where the first is broken."""
    export = book.cwd / "in.csv"
    export.write_text("ID,Name,Email\n7,Zed,zed@example.com\n")
    book.fast("import in.csv --source fair")
    path = book.file_of("zed")
    path.write_text("id = \n")
    export.write_text("ID,Name,Email\n7,Zed,zed@example.net\n8,Yan,yan@example.net\n")
    ran = book.exits(5, "which cannot be read").fast("import in.csv --source fair")
    assert ran.out == "2 lines: 1 new person, 1 refused.\n"
    assert [p.name for p in path.parent.glob("zed-*")] == [path.name]


def own_files(folder: Path) -> dict[Path, bytes]:
    """Return every file of a book with its bytes, but for the index, which readers write."""
    paths = (p for p in folder.rglob("*") if p.is_file() and not p.name.startswith("index."))
    return {path: path.read_bytes() for path in paths}


@pytest.mark.parametrize("place", ["leads/2026/x.toml", "pipelines/x.toml", ".leadctl/x", "."])
def test_no_output_goes_among_the_books_own_files(book: Cli, place: str) -> None:
    """Maps, refused rows and exports are refused a place where the book would read them."""
    (book.cwd / "in.csv").write_text("Name,Email\n,\n")
    path = "leadctl.toml" if place == "." else place
    before = own_files(book.cwd)
    book.exits(2, "is no name of a layout").fast(f"import in.csv --save-map {path}")
    book.exits(3, f"{path} is among the book's own files").fast(f"export -o {path}")
    book.exits(3, "own files").inside("leads").fast(f"import ../in.csv --rejects ../{path}")
    assert before == own_files(book.cwd)


def test_what_was_asked_for_is_what_is_named(book: Cli) -> None:
    """A file that cannot be read or written is called what it was called on the command line."""
    (book.cwd / "in.csv").write_text("Name,Email\nZed,zed@example.com\n")
    book.exits(2, "FILE is empty").fast("import", "")
    book.exits(2, "none/map.toml").fast("import in.csv --save-map none/map.toml")
