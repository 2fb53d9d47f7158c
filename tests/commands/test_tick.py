"""tick: what passes by itself happens once, as of its deadline, however late and often it runs."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from cli_runner import ENV, Cli

START = "2026-11-02T15:00:00Z"
SETTINGS = 'pipeline = "wholesale"\ntimezone = "America/New_York"\n[agents.sam]\n[agents.dana]\n'
CIRCLE = """
schema = 1
id = "circle"
title = "Circle"
initial = "A"

[status.A]
definition = "Here."
follow_up = [{ after = "0 minutes", then = { status = "B" }, when = { field = "name" } }]

[status.B]
definition = "There."
follow_up = [{ after = "0 minutes", then = { status = "A" } }]
"""
ALL_EFFECTS = """
schema = 1
id = "timed"
title = "Timed"
initial = "New"

[message.bye]
text = "Goodbye, {name}"

[status.New]
definition = "Just in."
follow_up = [
    { after = "2 days", from = "received", then = [{ credit = "Waited" }, { message = "bye" }] },
    { after = "3 days", from = "received", then = { set = { source = "old" } } },
    { after = "4 days", from = "received", then = [{ task = "Look again" }, { status = "Gone" }] },
]

[status.Gone]
definition = "Over."
closed = "lost"
"""


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book of wholesale leads, one of them rejected an offer and is Sam's."""
    folder = cli.cwd / "book"
    (folder / "pipelines").mkdir(parents=True)
    (folder / "leadctl.toml").write_text(SETTINGS)
    sam = cli.inside("book").at(START).acting("sam").noting()
    sam.fast("add", "Ray Cole")
    sam.fast("claim", "Ray")
    sam.fast("status", "set", "Ray", "offer rejected")
    return sam


def files(book: Cli) -> dict[str, str]:
    """Return a digest of every lead's file."""
    paths = sorted((book.cwd / "leads").rglob("*.toml"))
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def lead(book: Cli, name: str = "ray") -> str:
    """Return the text of a lead's file."""
    [path] = (book.cwd / "leads").rglob(f"{name}*.toml")
    return path.read_text()


def test_nothing_passes_early(book: Cli) -> None:
    """Before the deadline tick says nothing and writes nothing, as cron wants it."""
    before = files(book)
    ran = book.at("2026-11-09T14:59:59Z").fast("tick")
    assert (ran.out, ran.err) == ("", "")
    assert files(book) == before


def test_a_hold_is_released_at_its_deadline(book: Cli) -> None:
    """The release is stamped at the deadline, by leadctl, and can be undone."""
    ran = book.at("2026-11-20T08:00:00Z").fast("tick")
    assert "Goes back to the cloud, as of 2026-11-09 10:00" in ran.out
    assert "Undo: leadctl undo" in ran.err
    assert '{ at = 2026-11-09T15:00:00Z, event = "release", was = "sam", by = "leadctl" }' in (
        lead(book)
    )
    assert 'owner = "' not in lead(book)
    book.fast(f"undo {ran.err.split()[-1]}")
    assert 'owner = "sam"' in lead(book)


def test_late_and_repeated_runs_write_the_same(book: Cli) -> None:
    """Whenever it runs, and however often, the file is the same."""
    number = book.at("2026-11-09T15:00:00Z").fast("tick").err.split()[-1]
    once = files(book)
    assert book.at("2026-11-10T15:00:00Z").fast("tick").out == ""
    assert files(book) == once
    book.fast(f"undo {number}")
    book.at("2027-06-01T15:00:00Z").fast("tick")
    assert files(book) == once


def test_runs_at_the_same_time_write_it_once(book: Cli) -> None:
    """Several ticks at once leave one release."""
    words = [sys.executable, "-m", "leadctl", "--now", "2026-11-20T15:00:00Z", "tick"]
    runs = [subprocess.Popen(words, cwd=book.cwd, env=ENV, stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL) for _ in range(4)]  # fmt: skip
    assert [run.wait(60) for run in runs] == [0] * 4
    assert lead(book).count('event = "release"') == 1


def test_runs_at_the_same_time_write_what_one_writes(book: Cli) -> None:
    """Messages, credits and moves are made once by several ticks, in the files that one makes."""
    (book.cwd / "pipelines" / "timed.toml").write_text(ALL_EFFECTS)
    for name in ("Ann", "Ben", "Cy"):
        book.fast("add", name, "--pipeline", "timed")
    start = {p: p.read_bytes() for p in (book.cwd / "leads").rglob("*.toml")}
    book.at("2026-11-20T15:00:00Z").fast("tick")
    once = files(book)
    for path, data in start.items():
        path.write_bytes(data)
    words = [sys.executable, "-m", "leadctl", "--now", "2026-11-20T15:00:00Z", "tick"]
    runs = [subprocess.Popen(words, cwd=book.cwd, env=ENV, stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL) for _ in range(3)]  # fmt: skip
    assert [run.wait(60) for run in runs] == [0] * 3
    assert files(book) == once


def test_dry_run_only_says(book: Cli) -> None:
    """--dry-run says what would happen and changes no file."""
    before = files(book)
    ran = book.at("2026-11-20T15:00:00Z").fast("tick", "--dry-run")
    assert "Goes back to the cloud" in ran.out
    assert "Nothing was written" in ran.err
    assert files(book) == before


def test_one_broken_lead_stops_no_other(book: Cli) -> None:
    """What is broken is said at the end, with exit 5; the sound leads are done."""
    (book.cwd / "leads" / "2026" / "broken-aaaaaaaa.toml").write_text("id = \n")
    ran = book.at("2026-11-20T15:00:00Z").exits(5, "broken-aaaaaaaa.toml:1").fast("tick")
    assert "Goes back to the cloud" in ran.out
    assert 'event = "release"' in lead(book)


def test_a_missing_pipeline_stops_no_other(book: Cli) -> None:
    """A lead whose definition is gone is named; the others are done."""
    (book.cwd / "pipelines" / "timed.toml").write_text(ALL_EFFECTS)
    book.fast("add", "Ann", "--pipeline", "timed")
    (book.cwd / "pipelines" / "timed.toml").unlink()
    ran = book.at("2026-11-20T15:00:00Z").exits(5, "which is not there").fast("tick")
    assert "Goes back to the cloud" in ran.out


def test_a_definition_that_goes_round_is_told(book: Cli) -> None:
    """Deadlines that bring forth each other end in a sentence, and that lead is not changed."""
    (book.cwd / "pipelines" / "circle.toml").write_text(CIRCLE)
    book.fast("add", "Ann", "--pipeline", "circle")
    before = lead(book, "ann")
    ran = book.at("2026-11-20T15:00:00Z").exits(5, "starts itself anew without end").fast("tick")
    assert "pipelines/circle.toml:" in ran.err
    assert lead(book, "ann") == before
    assert 'event = "release"' in lead(book)


def test_every_effect_happens_once(book: Cli) -> None:
    """Effects that leave no trace of their own are marked as done, and do not happen again."""
    (book.cwd / "pipelines" / "timed.toml").write_text(ALL_EFFECTS)
    book.fast("add", "Ann", "--pipeline", "timed")
    for day in (5, 5, 6, 20):
        book.at(f"2026-11-{day:02}T15:00:00Z").fast("tick")
    text = lead(book, "ann")
    assert text.count('event = "credit"') == 1
    assert text.count('text = "Goodbye, Ann"') == 1
    assert text.count('do = "Look again"') == 1
    assert 'source = "old"' in text
    assert 'status = "Gone"' in text
    assert "at = 2026-11-04T15:00:00Z" in text


def test_a_single_late_run_equals_many(book: Cli, tmp_path: Path) -> None:
    """One run after everything has passed writes what daily runs wrote."""
    (book.cwd / "pipelines" / "timed.toml").write_text(ALL_EFFECTS)
    book.fast("add", "Ann", "--pipeline", "timed")
    start = {p: p.read_bytes() for p in (book.cwd / "leads").rglob("*.toml")}
    for day in range(3, 21):
        book.at(f"2026-11-{day:02}T15:00:00Z").fast("tick")
    daily = files(book)
    for path, data in start.items():
        path.write_bytes(data)
    book.at("2026-11-20T15:00:00Z").fast("tick")
    assert files(book) == daily
