"""The name of a draft: plain letters, whatever a definition or a lead says."""

from __future__ import annotations

import pytest
from world import NOW, lead

from leadctl.rules.moves.messages import Waiting, draft_name


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("letter.txt", "letter.txt"),
        ("", "m1.txt"),
        ("../../etc/passwd", "etc-passwd"),
        ("...", "m1.txt"),
        ("Ana López.md", "Ana-L-pez.md"),
        ("x" * 100, "x" * 80),
        ("x" * 100 + ".markdown-long", "x" * 80 + ".markdown"),
    ],
)
def test_a_draft_lies_in_its_folder(file: str, name: str) -> None:
    """No path leads out of it, none is empty or too long; without a name it has the message's."""
    found = Waiting(lead(), "m1", "hello", "lead", "file", NOW, "text", file=file)
    assert draft_name(found) == name
