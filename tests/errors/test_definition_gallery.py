"""The gallery of bad definitions: each beside the exact text that a person is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadctl.book.text.toml_read import lines_of, parse_toml
from leadctl.errors import Invalid
from leadctl.rules.language.sheet import written
from leadctl.rules.pipelines.build import build_pipeline

GALLERY = Path(__file__).parent / "definitions"
SAMPLES = sorted(GALLERY.glob("*.toml"))


def told(path: Path) -> str:
    """Return what is said about a definition, one problem a line."""
    text = path.read_text(encoding="utf-8")
    try:
        build_pipeline(written(parse_toml(text, path.name), path.name, lines_of(text)))
    except Invalid as error:
        return f"{error}\n"
    return ""


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_bad_definition_is_told_all_its_problems(path: Path) -> None:
    """Every problem of a definition is told at once, with its line, path and a suggestion."""
    assert told(path) == path.with_suffix(".txt").read_text(encoding="utf-8")


def test_every_sample_is_bad() -> None:
    """No sample of the gallery is a definition that could be used."""
    assert SAMPLES
    assert all(told(path) for path in SAMPLES)
