"""Killed writers: at every system call, at random, and in the middle of an import."""

from __future__ import annotations

import random
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from crash_book import (
    SCRIPT,
    SOAK,
    command,
    contents,
    environment,
    make_book,
    next_command_works,
    run,
    seen,
)
from halting import halting, wait_until_halted
from machine import needs_strace

from leadctl.book.selector import find_lead

CALLS = "openat,write,pwrite64,ftruncate,fsync,rename,renameat,link,linkat,unlink,mkdir,flock,rmdir"
CASES = {
    "one lead": ("status", "Won", "a"),
    "three leads": ("status", "Won", "a", "b", "c"),
    "new leads": ("many", "0", "3", "whole"),
    "import": ("many", "0", "300", "bulk"),
    "undo": ("undo",),
}


def traced(root: Path, log: Path, arguments: tuple[str, ...], *inject: str) -> int:
    """Run the writer under strace and return its exit status."""
    strace = ["strace", "-f", "-qq", "-o", str(log), "-e", f"trace={CALLS}", *inject]
    return subprocess.run(
        [*strace, *command(root, *arguments)],
        env=environment(),
        capture_output=True,
        check=False,
    ).returncode


def of_the_book(log: Path, root: Path) -> list[tuple[str, int]]:
    """Return the calls that came after the book was first opened for writing, each with its count
    among the calls of its name, which is how strace is told when to strike.
    """
    counts: dict[str, int] = {}
    calls = []
    started = False
    for line in log.read_text().splitlines():
        name = re.match(r"\d+ +(\w+)\(", line)
        if not name:
            continue
        counts[name[1]] = counts.get(name[1], 0) + 1
        started = started or f"{root}/.leadctl" in line
        if started:
            calls.append((name[1], counts[name[1]]))
    return calls


def sample(calls: list[tuple[str, int]], most: int) -> list[tuple[str, int]]:
    """Return all calls in a long run, and in a short one some, the same every time."""
    if SOAK or len(calls) <= most:
        return calls
    return sorted(random.Random(1).sample(calls, most))


@needs_strace
@pytest.mark.battery(1)
@pytest.mark.parametrize("case", CASES)
def test_killed_at_each_system_call(case: str, memory: Path) -> None:
    """Killed before any of its system calls, a writer leaves the old book or the new one, to the
    next reader and to the next writer alike.
    """
    arguments = CASES[case]
    base = memory / "base"
    make_book(base, "a", "b", "c")
    run(base, "status", "Lost", "a", "b")
    whole = memory / "whole"
    shutil.copytree(base, whole)
    assert traced(whole, memory / "log", arguments) == 0
    old, new = seen(base), seen(whole)
    assert old != new
    calls = of_the_book(memory / "log", whole)
    assert len(calls) > 10
    for index, (name, when) in enumerate(sample(calls, 6)):
        root = memory / f"k{index}"
        shutil.copytree(base, root)
        inject = ("-e", f"inject={name}:signal=KILL:when={when}")
        # A run may make a few calls fewer than the traced one; then it ends as if undisturbed.
        ended = traced(root, memory / "killed", arguments, *inject) == 0
        assert seen(root) in ([new] if ended else [old, new]), (name, when)
        before = seen(root)
        next_command_works(root)
        assert seen(root) == before, (name, when)
        shutil.rmtree(root)


@pytest.mark.battery(2)
def test_killed_at_random_keeps_what_was_acknowledged(
    memory: Path, tally: Callable[[int], None]
) -> None:
    """Every call that a writer said it had logged is in the file, however often it was killed."""
    root = memory / "book"
    book = make_book(root, "a")
    rng = random.Random(7)
    said: list[str] = []
    for _ in range(1000 if SOAK else 4):
        tally(1)
        writer = subprocess.Popen(
            command(root, "append", "a", "1000"),
            env=environment(),
            stdout=subprocess.PIPE,
            text=True,
        )
        assert writer.stdout is not None
        said.append(writer.stdout.readline())
        time.sleep(rng.random() / 10)
        writer.kill()
        said += writer.communicate()[0].splitlines(keepends=True)
    lead = find_lead(book, "a")
    stored = {f"{e.get('pid')} {e.get('number')}\n" for e in lead.history if e.name == "call"}
    assert {line for line in said if line.endswith("\n")} <= stored
    assert len(lead.events("call")) == len(stored)
    next_command_works(root)


@pytest.mark.parametrize("signum", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_an_import_that_was_stopped_leaves_nothing_and_can_be_run_again(
    signum: signal.Signals, memory: Path
) -> None:
    """After a stopped import readers see the old book, and the same import again gives the same
    bytes as one that was never disturbed.
    """
    undisturbed = memory / "undisturbed"
    make_book(undisturbed, "a")
    assert run(undisturbed, "many", "0", "2500", "bulk").returncode == 0
    root = memory / "book"
    make_book(root, "a")
    script = halting(1500, str(SCRIPT), str(root), "many", "0", "2500", "bulk")
    with subprocess.Popen(
        script, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as writer:
        wait_until_halted(writer)
        writer.send_signal(signum)
    assert writer.returncode != 0
    assert seen(root) == {"a": "New"}
    assert run(root, "many", "0", "2500", "bulk").returncode == 0
    assert contents(root) == contents(undisturbed)
