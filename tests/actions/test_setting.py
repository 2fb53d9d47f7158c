"""Setting a setting."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cli_runner import Cli
from desk_maker import desk_in

from leadctl.actions.keeping.setting import set_setting
from leadctl.book.book import Book
from leadctl.errors import LeadctlError


def test_a_setting_is_stored_and_the_rest_of_the_file_stays(tmp_path: Path) -> None:
    """The file is the same but for one line; a dry run changes nothing."""
    desk = desk_in(tmp_path)
    before = (tmp_path / "leadctl.toml").read_text()
    assert set_setting(desk, "limit", "7", "config set", dry_run=True).number is None
    assert (tmp_path / "leadctl.toml").read_text() == before
    set_setting(desk, "limit", "7", "config set", dry_run=False)
    assert Book.open(tmp_path).settings.limit == 7
    after = (tmp_path / "leadctl.toml").read_text().splitlines()
    assert set(before.splitlines()) <= set(after)


@pytest.mark.parametrize(("key", "typed"), [("limt", "7"), ("limit", "many"), ("send", "rm -r")])
def test_what_is_no_setting_is_refused(tmp_path: Path, key: str, typed: str) -> None:
    """A misspelt name, a value of another kind, and a command, which no book may name."""
    desk = desk_in(tmp_path)
    before = (tmp_path / "leadctl.toml").read_text()
    with pytest.raises(LeadctlError):
        set_setting(desk, key, typed, "config set", dry_run=False)
    assert (tmp_path / "leadctl.toml").read_text() == before


@pytest.mark.parametrize("line", ['timezon = "Europe/Berlin"', "limt = 7", 'overseer = ["boss"]'])
def test_a_misspelt_setting_is_mended_by_the_line_that_is_printed(cli: Cli, line: str) -> None:
    """Nothing is written while it is wrong; the printed line puts it right in its place, and undo
    gives back the file of before, wrong as it was; from there all can be had again.
    """
    book = cli.buyers("2026-11-20T15:00:00Z")
    path = book.cwd / "leadctl.toml"
    wrong = re.sub(rf"(?m)^{line[:4]}.*\n", "", path.read_text())
    wrong = wrong.replace("schema = 1\n", f"schema = 1\n{line}  # so\n")
    path.write_text(wrong)
    said = book.exits(5).fast("add Ana").err
    mend = re.search(r"did you mean \w+\? leadctl (.*)\)", said)
    assert mend, said
    book.fast(mend[1])
    right = path.read_text()
    assert len(right.splitlines()) == len(wrong.splitlines())
    assert f"\n{mend[1].split()[2]} = " in right
    book.exits(7).fast("undo")
    assert path.read_text() == wrong
    book.fast("undo 2")
    assert path.read_text() == right
    book.fast("add Ana")


def test_a_misspelt_line_beside_the_right_one_goes(cli: Cli) -> None:
    """Both there, the right one stays with its value; a misspelt word of a command is told."""
    book = cli.buyers("2026-11-20T15:00:00Z")
    path = book.cwd / "leadctl.toml"
    sound = path.read_text()
    path.write_text(sound.replace("schema = 1\n", 'schema = 1\ntimezon = "UTC"\n'))
    assert "in the place of timezon" in book.fast("config set timezone America/New_York").out
    assert path.read_text() == sound
    said = book.exits(4, "did you mean").fast("config set timezon America/New_York").err
    assert "config set timezone America/New_York" in said
