"""Setting a setting."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_maker import desk_in

from leadctl.actions.keeping.setting import set_setting
from leadctl.book.book import Book
from leadctl.errors import LeadctlError


def test_a_setting_is_stored_and_the_rest_of_the_file_stays(tmp_path: Path) -> None:
    """The file is the same but for one line; a dry run changes nothing."""
    desk = desk_in(tmp_path)
    before = (tmp_path / "leadctl.toml").read_text()
    assert set_setting(desk, "limit", "7", "config set", dry_run=True) is None
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
