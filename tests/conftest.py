"""What every test may ask for by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_runner import Cli


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """A command line in an empty folder, at a fixed moment, in a pinned environment."""
    return Cli(tmp_path)
