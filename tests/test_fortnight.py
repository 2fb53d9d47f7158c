"""A fortnight of 25 people, command by command: each morning's list is as it was reviewed.

Each row of the lists was read and asked: would the agent agree? A change of a list is reviewed in
the same way; `LEADCTL_WRITE_MORNINGS=1` writes them anew.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_runner import Cli

FORTNIGHT = Path(__file__).parent / "fortnight"
_COMMAND = re.compile(r"(?P<time>\d\d:\d\d) (?:(?P<code>\d) )?(?P<words>.+)")


@pytest.fixture
def book(tmp_path: Path) -> Cli:
    """An empty book of one agent, the day before."""
    start = Cli(tmp_path).at("2026-03-01 18:00").noting()
    shutil.copy(FORTNIGHT / "old-crm.csv", tmp_path)
    start.fast("init . --pipeline streeteasy-buyer --timezone 'New York' --agent Sam --no-input")
    return start


def test_each_morning_of_a_fortnight_is_the_list_that_was_reviewed(book: Cli) -> None:
    """The script is played from its first line to its last, and each day begins with the list."""
    seen, script = {}, (FORTNIGHT / "fortnight.txt").read_text()
    plain = book.given(LEADCTL_INDEX="on")
    for day, commands in days(script):
        seen[day] = book.at(f"{day} 07:00").fast("today").out
        for time, code, words in commands:
            plain.at(f"{day} {time}").exits(code).fast(words)
    assert len(seen) == 15
    for day, morning in seen.items():
        golden = FORTNIGHT / f"{day}.txt"
        if os.environ.get("LEADCTL_WRITE_MORNINGS"):
            golden.write_text(morning)
        assert morning == golden.read_text(), f"the morning of {day}"


def days(script: str) -> Iterator[tuple[str, list[tuple[str, int, str]]]]:
    """Read the script: each day with its commands, as (time, exit code, words)."""
    for part in script.split("\n== ")[1:]:
        day, *lines = part.splitlines()
        found = [_COMMAND.fullmatch(line) for line in lines if line.strip()]
        assert all(found), lines
        yield day, [(one["time"], int(one["code"] or 0), one["words"]) for one in found if one]
