"""Three other trades, written as strangers would: each sound, with stories of its wishes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from scenario_runner import printing

from leadctl.actions.pipelines.definition_list import check
from leadctl.actions.pipelines.scenarios import play
from leadctl.book.own_files.definitions import Definitions
from leadctl.book.own_files.scenario_files import scenario_file

FOLDER = Path(__file__).parent / "definitions" / "trades"
SCENARIOS = ".scenarios.toml"
TRADES = sorted(p for p in FOLDER.glob("*.toml") if not p.name.endswith(SCENARIOS))
FILES = [scenario_file(Definitions(None), str(path)) for path in TRADES]
STORIES = [(file, scenario) for file in FILES for scenario in file.found.scenarios]


@pytest.mark.parametrize("path", TRADES, ids=lambda path: path.stem)
def test_a_trade_is_sound(path: Path) -> None:
    """The checker finds nothing wrong with it."""
    assert check(Definitions(None), None, [str(path)])[str(path)].problems == ()


@pytest.mark.parametrize(
    ("file", "scenario"), STORIES, ids=[f"{file.pipeline}: {s.name}" for file, s in STORIES]
)
def test_a_story_of_a_trade_holds(file: object, scenario: object) -> None:
    """What a practitioner wished happens at the command line."""
    assert play(file, scenario, printing).failures == ()  # type: ignore[arg-type]  # as listed


def test_each_trade_tells_of_eight_wishes() -> None:
    """At least eight of the twelve wishes of each trade are marked in its definition."""
    for path in TRADES:
        marks = re.findall(r"# ([0-9][0-9, ]*)", path.read_text(encoding="utf-8"))
        numbers = {number.strip() for mark in marks for number in mark.split(",")}
        assert len(numbers) >= 8, (path.stem, sorted(numbers))
