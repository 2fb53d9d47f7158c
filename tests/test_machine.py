"""A test for which the machine lacks something is skipped on a laptop, and fails in CI."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli_runner import ROOT

LACKING = """
import shutil
from machine import needs

@needs(False, "no such program here")
def test_it():
    assert shutil.which("no-such-program")
"""


@pytest.mark.parametrize(("ci", "said"), [("", "1 skipped"), ("1", "1 failed")])
def test_what_is_lacking_is_told_in_ci(ci: str, said: str, tmp_path: Path) -> None:
    """Skipped with the reason where CI is not set; where it is, red."""
    (tmp_path / "test_lacking.py").write_text(LACKING)
    environment = {**os.environ, "CI": ci, "PYTHONPATH": str(ROOT / "tests")}
    words = ["-q", "-p", "no:cacheprovider", "-c", "/dev/null", "--rootdir", "."]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *words, "test_lacking.py"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said in done.stdout, done.stdout
