"""The reference pages say what the code says."""

from __future__ import annotations

import subprocess
import sys

from cli_runner import ENV, ROOT


def test_the_pages_are_fresh() -> None:
    """Each generated page is what `make docs` would write now."""
    words = [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"]
    done = subprocess.run(words, env=ENV, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
