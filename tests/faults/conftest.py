"""What the tests of faults may ask for by name."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk in memory, where the system has one: its fsync takes no time."""
    place = "/dev/shm" if os.access("/dev/shm", os.W_OK) else str(tmp_path)
    with tempfile.TemporaryDirectory(prefix="leadctl-", dir=place) as folder:
        yield Path(folder)


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Callable[[int], None]:
    """Say how many inputs were tried; the test's mark `battery` says for which rows."""
    request.node.inputs = 0

    def count(inputs: int) -> None:
        request.node.inputs += inputs

    return count
