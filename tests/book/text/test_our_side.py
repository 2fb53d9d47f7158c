"""A file that both sides of a merge have changed, as our side has it."""

from __future__ import annotations

import pytest

from leadctl.book.text.toml_read import our_side

CONFLICT = "a = 1\n<<<<<<< ours\nb = 1\n=======\nb = 2\n>>>>>>> theirs\nc = 3\n"
OLD = "a = 1\n<<<<<<< ours\nb = 1\n||||||| base\nb = 0\n=======\nb = 2\n>>>>>>> theirs\nc = 3\n"


@pytest.mark.parametrize("text", [CONFLICT, OLD, CONFLICT.replace("\n", "\r\n")])
def test_our_lines_stay_and_theirs_go(text: str) -> None:
    """Whether git wrote what both began with as well, and whatever ends the lines."""
    assert our_side(text).replace("\r", "") == "a = 1\nb = 1\nc = 3\n"


def test_two_conflicts_are_each_settled() -> None:
    """After the first the lines of both sides stand again."""
    assert our_side(CONFLICT + CONFLICT) == "a = 1\nb = 1\nc = 3\n" * 2


def test_a_file_without_markers_has_no_sides() -> None:
    """Then there is nothing to read it by."""
    assert our_side("a = 1\n") == ""
