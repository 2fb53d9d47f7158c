"""What every test may ask for by name."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from cli_runner import Cli

# Started in the background of a shell the runner ignores Ctrl-C, and so would all that it starts.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """A command line in an empty folder, at a fixed moment, in a pinned environment."""
    return Cli(tmp_path)
