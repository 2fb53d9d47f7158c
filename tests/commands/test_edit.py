"""edit: the person's editor on one lead; only a sound lead is stored, and no text is lost."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from cli_runner import Cli


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book with one lead, Ana."""
    cli.noting().run("init book --no-input --pipeline streeteasy-buyer --agent Sam")
    inside = cli.inside("book")
    inside.noting().run("add Ana phone='(415) 555-0132'")
    return inside


def _lead(book: Cli) -> Path:
    return next((book.cwd / "leads").rglob("*.toml"))


def _editor(book: Cli, code: str) -> Cli:
    """Return the command line with an editor that runs Python on the text `t` of the file."""
    script = book.cwd / "editor.py"
    script.write_text(
        "import pathlib, sys\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "t = path.read_text()\n"
        f"{code}\n"
        "path.write_text(t)\n"
    )
    return book.given(EDITOR=f"{sys.executable} {script}", VISUAL="")


def test_an_edit_is_stored_and_can_be_undone(book: Cli) -> None:
    """A comment and a new field come through byte for byte; undo takes both back."""
    before = _lead(book).read_text()
    edited = _editor(book, "t = '# met at the fair\\n' + t.replace('\"Ana\"', '\"Ana Lu\"')")
    assert "edited" in edited.noting("Undo:").run("edit ana").out
    assert _lead(book).read_text() == "# met at the fair\n" + before.replace('"Ana"', '"Ana Lu"')
    book.noting().run("undo")
    assert _lead(book).read_text() == before


def test_an_edit_that_changes_nothing_writes_nothing(book: Cli) -> None:
    """Closing the editor without a change leaves no operation behind."""
    operations = book.run("undo --list --format json").json
    _editor(book, "pass").noting().run("edit ana")
    assert book.run("undo --list --format json").json == operations


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("t = t.replace('status = \"', 'status = ')", "toml:"),
        ("t = t.replace('New Connection', 'In Contract')", "history leads to"),
        ("import re; t = re.sub('id = \"........\"', 'id = \"aaaaaaaa\"', t)", "never changes"),
    ],
    ids=["torn", "status by hand", "another id"],
)
def test_an_unsound_text_is_refused_and_kept(book: Cli, code: str, said: str) -> None:
    """What cannot be stored is explained with its place, and the text is where the hint says."""
    before = _lead(book).read_text()
    ran = _editor(book, code).exits(5).run("edit ana")
    assert said in ran.err
    assert _lead(book).read_text() == before
    kept = next((book.cwd / ".leadctl" / "edits").glob("*.toml"))
    assert str(kept) in ran.err
    assert kept.read_text() != before


def test_a_file_that_changed_meanwhile_is_not_overwritten(book: Cli) -> None:
    """Somebody else's change while the editor was open stays; exit 6, and the text is kept."""
    other = f"p = pathlib.Path({str(_lead(book))!r}); p.write_text(p.read_text() + '# other\\n')"
    ran = _editor(book, f"{other}; t = '# mine\\n' + t").exits(6).run("edit ana")
    assert "changed on disk" in ran.err
    assert _lead(book).read_text().endswith("# other\n")
    kept = next((book.cwd / ".leadctl" / "edits").glob("*.toml"))
    assert kept.read_text().startswith("# mine\n")
    _editor(book, "pass").noting().run("edit ana")
    assert kept.with_name(f"{kept.name}.kept").read_text().startswith("# mine\n")


def test_an_editor_that_fails_stores_nothing(book: Cli) -> None:
    """An editor that cannot be started, or ends with an error, is named; nothing is stored."""
    assert (
        "could not be started"
        in book.given(EDITOR="/no/such", VISUAL="").exits(2).run("edit ana").err
    )
    assert "ended with 1" in _editor(book, "sys.exit(1)").exits(2).run("edit ana").err


def test_a_broken_lead_can_be_mended_with_edit(book: Cli) -> None:
    """A file that is no lead any more is found by the id in its name, and mended."""
    path = _lead(book)
    lead_id = path.stem[-8:]
    path.write_text(path.read_text().replace('status = "', "status = "))
    mend = "t = t.replace('status = ', 'status = \"')"
    _editor(book, mend).noting().run(f"edit {lead_id}")
    assert [row["name"] for row in book.run("list --format json").json] == ["Ana"]


def test_a_rejected_text_is_opened_again(book: Cli) -> None:
    """The next edit goes on with it; once the file is another, it begins anew."""
    before = _lead(book).read_text()
    spoil = "t = '# kept\\n' + t.replace('status = ', 'stauts = ')"
    _editor(book, spoil).exits(5, "to go on with it: leadctl edit ana-").run("edit ana")
    assert _lead(book).read_text() == before
    _editor(book, "t = t.replace('stauts', 'status')").noting().run("edit ana")
    assert _lead(book).read_text() == "# kept\n" + before
    assert not list((book.cwd / ".leadctl/edits").iterdir())
    _editor(book, spoil).exits(5).run("edit ana")
    book.noting().run("note ana hello")
    _editor(book, "assert 'stauts' not in t").noting().run("edit ana")
    assert "hello" in _lead(book).read_text()
