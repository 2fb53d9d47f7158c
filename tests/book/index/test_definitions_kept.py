"""Definitions in the index: what is kept is what would be read, and nothing but values is made."""

from __future__ import annotations

import os
import pickle
from dataclasses import replace
from pathlib import Path

import pytest
from cli_runner import Cli

from leadctl import __version__
from leadctl.book.book import Book
from leadctl.book.index.code_version import code_version
from leadctl.book.index.definitions import pack_definition, unpack_definition, values_of
from leadctl.book.index.figures import FiguresReader
from leadctl.book.index.packing import FAULTS, pack_values, unpack_values
from leadctl.book.own_files.definitions import Definitions, definition_files
from leadctl.book.own_files.read_settings import load_settings
from leadctl.rules.importing.rows import RowReader


@pytest.mark.parametrize("name", definition_files(None))
def test_a_shipped_definition_comes_back_as_it_was(name: str) -> None:
    """Every clause, effect, span and zone of it."""
    made = Definitions(None).read(name).pipeline
    again = unpack_definition(pack_definition(made))
    assert again == made
    assert again.calendar == made.calendar


class _Harm:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return Path.touch, (Path("harmed"),)  # type: ignore[return-value]  # as a pickle may say


@pytest.mark.parametrize("harm", [_Harm(), Path("x"), Definitions, RowReader, pack_definition])
def test_nothing_but_values_is_made(harm: object) -> None:
    """A class or function of anything else is refused before it is called."""
    with pytest.raises(FAULTS):
        unpack_definition(pickle.dumps(harm, 5))


def test_a_definition_that_was_edited_is_read_anew(cli: Cli) -> None:
    """What is kept of it holds no more."""
    cli = replace(cli, err=None)
    cli.fast("init . --no-input --pipeline streeteasy-buyer --agent Sam")
    cli.fast("add Ana")
    cli.fast("due")  # keeps what it has read
    cli.fast("pipeline copy streeteasy-buyer")
    path = cli.cwd / "pipelines" / "streeteasy-buyer.toml"
    path.write_text(path.read_text().replace('"New Connection"', '"Newcomer"'))
    assert "Newcomer" in Book.open(cli.cwd).pipeline("streeteasy-buyer").statuses


@pytest.mark.parametrize("harm", [_Harm(), Path("x"), pack_definition])
def test_nothing_but_values_and_numbers_is_made_of_figures(harm: object) -> None:
    """Nor of what reports have counted."""
    with pytest.raises(FAULTS):
        values_of(b"\n" + pickle.dumps(harm, 5), FiguresReader)


def test_settings_that_were_edited_are_read_anew(cli: Cli) -> None:
    """What is kept of them holds while both files say the same, and nothing wrong in them is."""
    cli = replace(cli, err=None)
    cli.fast("init . --no-input --pipeline streeteasy-buyer --agent Sam")
    cli.fast("due")
    path = cli.cwd / "leadctl.toml"
    sound = path.read_text()
    for text, width in ((sound, "width = 70"), (sound + "# seen\n", "width = 90"), (sound, "")):
        path.write_text(text)
        own = {"HOME": str(cli.cwd)}
        config = cli.cwd / ".config" / "leadctl" / "config.toml"
        config.parent.mkdir(parents=True, exist_ok=True)
        config.write_text(width)
        for _ in ("read", "kept"):
            assert Book.open(cli.cwd, own).settings == load_settings(cli.cwd, own)
    path.write_text(f"bogus = 1\n{sound}")
    for _ in ("read", "read again"):
        book = Book.open(cli.cwd)
        assert book.problems == [*book.settings.problems] != []


def test_no_index_names_a_program(cli: Cli) -> None:
    """One may come along with a book: what it says of commands to run is not taken, nor kept."""
    cli = replace(cli, err=None)
    cli.fast("init . --no-input --pipeline streeteasy-buyer --agent Sam")
    for _ in ("made", "kept"):
        cli.fast("due")
    kept = Book.open(cli.cwd).index.store
    ((said, made),) = kept.db.execute("SELECT said, made FROM settings").fetchall()
    known = unpack_values(made)
    assert isinstance(known, dict)
    programs = {"send": "rm -r ~", "pager": "rm -r ~", "aliases": {"due": "outbox send"}}
    forged = pack_values({**known, **programs, "width": 33})
    with kept.writing():
        kept.db.execute("UPDATE settings SET made = ?", (forged,))
    found = Book.open(cli.cwd).settings
    assert found.width == 33  # it was read from there
    assert (found.send, found.pager, dict(found.aliases)) == ("", "", {})
    config = cli.cwd / ".config" / "leadctl" / "config.toml"
    config.parent.mkdir(parents=True)
    for own in ('[outbox]\nsend = "mail"', 'pager = "less"', '[alias]\nhot = "list"'):
        config.write_text(own)
        for _ in ("read", "read again"):
            home = {"HOME": str(cli.cwd)}
            assert Book.open(cli.cwd, home).settings == load_settings(cli.cwd, home)
    assert kept.db.execute("SELECT said, made FROM settings").fetchall() == [(said, forged)]


@pytest.mark.parametrize("made_by", ["rules/due", "actions/looking", "book/index"])
def test_an_index_is_of_the_code_that_made_it(tmp_path: Path, made_by: str) -> None:
    """In a checkout an edited module that says what it holds makes it anew; where it is installed,
    another version does.
    """
    package = tmp_path / "leadctl"
    for room in ("rules", "actions/looking", "book/index", made_by):
        (package / room).mkdir(parents=True, exist_ok=True)
    module = package / made_by / "module.py"
    module.write_text("ONE = 1\n")
    assert code_version(str(package)) == __version__
    (tmp_path / "pyproject.toml").touch()
    before = code_version(str(package))
    assert before == code_version(str(package)) != __version__
    os.utime(module, (1, 1))
    assert code_version(str(package)) != before
