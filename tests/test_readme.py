"""The README is true: its commands print what it shows, and its links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

from readme_tour import README, ROOT, played

_MOVING = re.compile(r"(?<=\.toml):\d+")


def test_the_console_blocks_are_what_is_printed(tmp_path: Path) -> None:
    """Typing every command of the README, in order, prints exactly what it shows.

    The lines of shipped definitions may move; `make docs` brings them up to date.
    """
    text = README.read_text(encoding="utf-8")
    assert text.count("```console") >= 3
    assert _MOVING.sub("", played(text, tmp_path)) == _MOVING.sub("", text)


def test_the_links_lead_somewhere() -> None:
    """Every link to a file of the project is there."""
    links = re.findall(r"\]\(([^)#:]+)\)", README.read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_shipped_pipeline_is_named() -> None:
    """The table of pipelines leaves none out."""
    text = README.read_text(encoding="utf-8")
    ids = [p.stem for p in (ROOT / "pipelines").glob("*.toml") if ".scenarios" not in p.name]
    assert [name for name in ids if f"`{name}`" not in text] == []
