"""What every test may ask for by name."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_runner import Cli
from hypothesis import settings

# A landing tries the same examples each time, on a slow machine too; `make soak` tries new ones.
settings.register_profile("landing", derandomize=True, deadline=None)
settings.register_profile("soak", deadline=None)
settings.load_profile("soak" if os.environ.get("LEADCTL_SOAK") else "landing")

# Started in the background, or by nohup, the runner ignores signals, and so would all it starts.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """A command line in an empty folder, at a fixed moment, in a pinned environment."""
    return Cli(tmp_path)


COUNTS = os.environ.get("LEADCTL_SOAK_COUNTS", "")
"""The file to which each test adds a line, for the table that `make soak` prints."""


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """In a soak, note how many inputs a test tried, and how it ended."""
    outcome = yield
    report = outcome.get_result()
    if not COUNTS or (report.when != "call" and report.passed):
        return
    mark = item.get_closest_marker("battery")
    line = {
        "rows": list(mark.args) if mark else [],
        "test": item.nodeid,
        "inputs": max(getattr(item, "inputs", 0), 1),
        "outcome": report.outcome,
    }
    with Path(COUNTS).open("a", encoding="utf-8") as counts:
        counts.write(json.dumps(line) + "\n")
