"""Setting git up for a book."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from desk_maker import desk_in

from leadctl.actions.sharing.setup import mend, set_up


def test_a_book_becomes_a_repository_that_knows_the_driver(tmp_path: Path) -> None:
    """Done twice nothing is left to do."""
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "GIT_CONFIG_NOSYSTEM": "1"}
    root = desk_in(tmp_path / "book").book.root
    assert set_up(root, env)
    said = subprocess.run(
        ["git", "config", "--get-regexp", "merge.leadctl"],
        cwd=root, env=env, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert "driver" in said
    assert mend(root, env) == []
