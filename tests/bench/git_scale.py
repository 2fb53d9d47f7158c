"""How long sharing takes in a large book, as ratios to the bare git commands it is made of.

Usage: python tests/bench/git_scale.py [LEADS]
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "book" / "git"), str(TESTS.parent)]

from cli_runner import ENV, Cli  # noqa: E402  # found by the line above
from clones import SETTINGS, Clone, clone, identity  # noqa: E402  # found by the line above
from scenarios import made  # noqa: E402  # found by the line above

from leadctl.book.text.lead_file import dump_lead  # noqa: E402  # found by the line above
from leadctl.values import replace  # noqa: E402  # found by the line above

TIMES = 5
NOW = "2026-11-21T10:00:00Z"


def say(line: str) -> None:
    """Print one line."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def timed(action: Callable[[], object], times: int = TIMES) -> float:
    """Return the median of the seconds that an action takes."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        action()
        found.append(time.perf_counter() - began)
    return statistics.median(found)


def book_of(base: Cli, count: int) -> Clone:
    """Make a shared book of so many leads, and one clone of it."""
    maker = Clone(base.inside("maker").given(**identity("Maker")).acting("boss"))
    maker.root.mkdir()
    (maker.root / "leadctl.toml").write_text(SETTINGS.format(pipeline="wholesale", more=""))
    maker.cli.noting().fast("init . --git")
    for number in range(count):
        lead = replace(made("x", number % 10000, 6), id=f"s{number:07d}", pipeline="wholesale")
        folder = maker.root / "leads" / str(2000 + number // 5000)
        folder.mkdir(exist_ok=True)
        (folder / f"x-s{number:07d}.toml").write_text(dump_lead(replace(lead, status="New Lead")))
    remote = base.cwd / "remote.git"
    maker.git("init", "--quiet", "--bare", "--initial-branch=main", str(remote))
    maker.git("remote", "add", "origin", str(remote))
    say(f"first sync of all      {timed(lambda: maker.cli.noting().fast('sync'), 1):7.2f} s")
    return maker


def main() -> None:
    """Measure, and print a table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        measure(Cli(Path(folder)), count)


def measure(base: Cli, count: int) -> None:
    """Print what each takes in a book of so many leads."""
    maker = book_of(base, count)
    say(f"clone                  {timed(lambda: clone(base, 'sam'), 1):7.2f} s")
    sam = Clone(clone_at(base, "sam")).at(NOW)
    run = leadctl(sam)
    run("sync")
    path = next((sam.root / "leads").rglob("*.toml"))
    bare = {name: timed(lambda words=words: sam.git(*words)) for name, words in BARE.items()}

    def commit() -> None:
        path.write_text(path.read_text() + "\n")
        sam.git("add", "--", "leads")
        sam.git("commit", "--quiet", "-m", "x", "--", "leads")

    bare["commit"] = timed(commit)
    bare["push"] = timed(lambda: sam.git("push", "--quiet"), 1)
    whole = sum(bare.values())
    for name, seconds in bare.items():
        say(f"git {name:<18} {seconds:7.2f} s")
    report("sync, nothing new", timed(lambda: run("sync")), bare["status"] + bare["fetch"])
    counter = iter(range(1000))

    def one_note() -> None:
        run("note", path.stem[-8:], f"note {next(counter)}")
        run("sync")

    report("note, sync it", timed(one_note), whole)
    settings = sam.root / "leadctl.toml"
    settings.write_text('git = "commit"\n' + settings.read_text())
    run("sync")
    report("note, git = commit", timed(lambda: run("note", path.stem[-8:], "x")), bare["commit"])
    maker = maker.at(NOW)
    maker.cli.noting().fast("sync")
    maker.cli.noting().fast("note", path.stem[-8:], "from the maker")
    maker.cli.noting().fast("sync")
    report("sync with one to join", timed(lambda: run("sync"), 1), whole)
    report("claim", timed(lambda: run("claim", path.stem[-8:]), 1), bare["push"])


BARE = {
    "status": ("status", "--porcelain"),
    "add": ("add", "--all", "--", "leads"),
    "fetch": ("fetch", "--quiet"),
}


def clone_at(base: Cli, agent: str) -> Cli:
    """Return the command line in a clone that is there."""
    return base.inside(f"clone-{agent}").given(**identity(agent.title())).acting(agent)


def leadctl(one: Clone) -> Callable[..., None]:
    """Return how leadctl is run in a clone: as a process, as people do."""
    env = {**ENV, **one.cli.env}

    def run(*words: str) -> None:
        line = [sys.executable, "-m", "leadctl", *one.cli.words(*words)]
        done = subprocess.run(line, cwd=one.root, env=env, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()

    return run


def report(name: str, seconds: float, bare: float) -> None:
    """Print one line: how long, and how that compares."""
    say(f"{name:<22} {seconds:7.2f} s   {seconds / bare:4.1f} x its git commands")


if __name__ == "__main__":
    main()
