"""Every reader of foreign bytes, fed with some hundreds of odd inputs and with those once found."""

from __future__ import annotations

import random
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from crash_book import SOAK
from fuzzing import SEEDS, SETTINGS, FoundError, change, kept, large, readers, try_one

from leadctl.book.own_files import setting_table
from leadctl.book.own_files.settings import LARGEST

NAMES = tuple(SEEDS)
COUNT = {"csv": 25, "vcard": 25, "json": 40, "index": 30}


@pytest.mark.battery(21)
@pytest.mark.parametrize("name", NAMES)
def test_odd_bytes_end_in_a_sentence(name: str, memory: Path, tally: Callable[[int], None]) -> None:
    """Changes of a sound input, and inputs once at fault: no traceback, no silence."""
    feed, rng = readers()[name](memory), random.Random(f"short {name}")
    found = [change(rng, SEEDS[name]) for _ in range(COUNT.get(name, 150))]
    for data in (*found, *(path.read_bytes() for path in kept(name))):
        tally(1)
        try_one(feed, data)


@pytest.mark.battery(21)
@pytest.mark.parametrize("name", ["lead", "definition", "settings", "journal", "dates"])
def test_the_largest_inputs_take_no_second(
    name: str, memory: Path, tally: Callable[[int], None]
) -> None:
    """One thing repeated up to 256 KB is read, or refused, within a second; so is as much of it
    as is not refused for its size alone.
    """
    feed = readers()[name](memory)
    pieces = list(large(SEEDS[name]))
    pieces += [piece[:LARGEST] for piece in pieces]
    for data in pieces if SOAK else random.Random(name).sample(pieces, 8):
        tally(1)
        try_one(feed, data)


def test_every_setting_is_in_the_seed() -> None:
    """A setting that the seed lacks would be fuzzed by nobody."""
    seed = tomllib.loads(SETTINGS.decode())
    wanted = {one.name for one in setting_table.BOOK}
    assert wanted == set(seed)
    assert {one.name for one in setting_table.AGENT} < set(seed["agents"]["sam"])


@pytest.mark.parametrize("bad", ["a traceback", "a long silence"])
def test_the_machinery_can_fail(bad: str) -> None:
    """A reader that crashes, or that takes too long, is found."""

    def feed(data: bytes) -> None:
        if bad == "a traceback":
            raise KeyError(data)
        until = time.process_time() + 1.1
        while time.process_time() < until:
            pass

    with pytest.raises(FoundError):
        try_one(feed, b"x")
