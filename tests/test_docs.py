"""The reference pages say what the code says."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib

from cli_runner import ENV, ROOT


def test_the_pages_are_fresh() -> None:
    """Each generated page is what `make docs` would write now."""
    words = [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"]
    done = subprocess.run(words, env=ENV, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_library_has_its_reason() -> None:
    """The changelog says of each runtime library why it is there, and of no other."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.split("[<>=~!; ]", line)[0] for line in project["dependencies"]}
    _, _, reasons = (
        (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").partition("library is there")
    )
    assert set(re.findall(r"^- ([\w-]+): ", reasons, re.MULTILINE)) == needed
