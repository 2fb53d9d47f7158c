"""Every error of the gallery says exactly what it should, and ends in its exit code."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_gallery import CASES, Case, cases, play


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_the_text_is_exact(case: Case, tmp_path: Path) -> None:
    """The command fails as the case says, with the text beside it, word for word."""
    code, said = play(case, tmp_path)
    assert code == case.code
    assert said == case.text


def test_every_text_has_its_case() -> None:
    """No text is left over, and the gallery has samples of every kind of failure."""
    assert {path.stem for path in CASES.glob("*.txt")} == {case.name for case in cases()}
    assert {case.code for case in cases()} >= {2, 3, 4, 5, 6}
