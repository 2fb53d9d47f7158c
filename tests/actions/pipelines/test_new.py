"""A definition to start from, and a copy of a shipped one."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_maker import desk_in

from leadctl.actions.pipelines.copy import copy_definition
from leadctl.actions.pipelines.new import new_definition
from leadctl.book.book import Book
from leadctl.errors import LeadctlError


def test_a_new_definition_is_sound_and_never_written_over(tmp_path: Path) -> None:
    """It can be read at once, and a second one of that name is refused."""
    desk = desk_in(tmp_path)
    new_definition(desk, "mine", "pipeline new")
    assert Book.open(tmp_path).definitions.read("mine").pipeline.initial
    with pytest.raises(LeadctlError):
        new_definition(desk_in(tmp_path), "mine", "pipeline new")


def test_a_copy_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    """It is the book's own, byte for byte; a dry run writes nothing."""
    desk = desk_in(tmp_path)
    copy_definition(desk, "wholesale", "pipeline copy", dry_run=True)
    assert not (tmp_path / "pipelines" / "wholesale.toml").exists()
    copy_definition(desk, "wholesale", "pipeline copy")
    read = Book.open(tmp_path).definitions.read("wholesale").pipeline
    assert read.source.file.startswith("pipelines/")
