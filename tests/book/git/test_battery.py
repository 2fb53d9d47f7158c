"""RELIABILITY row 30: whatever two clones do to one lead, it is joined right, or said aloud."""

from __future__ import annotations

import itertools
import os
import tomllib
from pathlib import Path

import pytest
from cli_runner import Cli
from clones import SETTINGS, Clone, identity
from machine import needs_git
from scenarios import SCENARIOS, texts

from leadctl.book.git.place import ATTRIBUTES, in_middle_of

pytestmark = needs_git
SOAK = bool(os.environ.get("LEADCTL_SOAK"))
WAYS = ("merge ours", "merge theirs", "rebase", "cherry-pick", "criss-cross")
MODES = ("driver", "no driver", "crlf files", "crlf blobs")
SIZES = (1, 6, 200)
ALL = list(itertools.product(WAYS, MODES, SIZES))
SHORT = [
    ("merge ours", "driver", 6),
    ("rebase", "no driver", 6),
    ("cherry-pick", "crlf files", 6),
    ("criss-cross", "driver", 6),
    ("merge theirs", "crlf blobs", 200),
]


def path_of(name: str) -> str:
    """Return the path of a scenario's lead."""
    number = list(SCENARIOS).index(name)
    return f"leads/2026/x-scen{number:04d}.toml"


def repository(cli: Cli, mode: str) -> Clone:
    """Return an empty book in a repository of one kind."""
    book = Clone(cli.inside("book").given(**identity("Sam")).acting("sam"))
    (book.root / "leads" / "2026").mkdir(parents=True)
    settings = SETTINGS.format(pipeline="streeteasy-buyer", more="")
    (book.root / "leadctl.toml").write_text(settings)
    book.git("init", "--quiet", "--initial-branch=main")
    (book.root / ".gitignore").write_text(".leadctl/\n")
    line = "leads/**/*.toml merge=leadctl\n" if mode.startswith("crlf") else ATTRIBUTES
    (book.root / ".gitattributes").write_text(line)
    if mode != "no driver":
        book.cli.noting().fast("init . --git")
    if mode == "crlf files":
        book.git("config", "core.autocrlf", "true")
    return book


def commit(book: Clone, mode: str, side: int, files: dict[str, tuple[str, str, str]]) -> None:
    """Commit one side of every scenario."""
    for name, sides in files.items():
        text = sides[side]
        if mode.startswith("crlf") and (mode == "crlf files" or side == 1):
            text = text.replace("\n", "\r\n")
        (book.root / path_of(name)).write_bytes(text.encode())
    book.git("add", "--all")
    book.git("commit", "--quiet", "--allow-empty", "-m", f"side {side}")


def meet(book: Clone, way: str) -> None:
    """Bring the two branches together in one way; git may well stop."""
    if way == "merge ours":
        book.git("checkout", "--quiet", "ours")
        book.git("merge", "--quiet", "--no-edit", "theirs", check=False)
    elif way == "merge theirs":
        book.git("checkout", "--quiet", "theirs")
        book.git("merge", "--quiet", "--no-edit", "ours", check=False)
    elif way == "rebase":
        book.git("checkout", "--quiet", "ours")
        book.git("rebase", "--quiet", "theirs", check=False)
    elif way == "cherry-pick":
        book.git("checkout", "--quiet", "ours")
        book.git("cherry-pick", "theirs", check=False)


def cross(book: Clone) -> set[str]:
    """Let each side take the other's first commit, and go on; then join the two."""
    asked: set[str] = set()
    book.git("branch", "ours-1", "ours")
    book.git("branch", "theirs-1", "theirs")
    for side, other in (("ours", "theirs-1"), ("theirs", "ours-1")):
        book.git("checkout", "--quiet", side)
        book.git("merge", "--quiet", "--no-edit", other, check=False)
        asked |= settle(book)
        with next((book.root / "leads" / "2026").glob("*0000.toml")).open("a") as file:
            file.write(f"# later, {side}\n")
        book.git("commit", "--quiet", "--all", "-m", f"later, {side}")
    book.git("checkout", "--quiet", "ours")
    book.git("merge", "--quiet", "--no-edit", "theirs", check=False)
    return asked


def settle(book: Clone) -> set[str]:
    """End what git has stopped in; return the files about which somebody had to be asked."""
    asked: set[str] = set()
    for _ in range(100):
        if not in_middle_of(book.root):
            return asked
        book.cli.ending_somehow().fast("merge")
        for path in unmerged(book):
            asked.add(path)
            lead = Path(path).stem[-8:]
            book.cli.ending_somehow().fast("merge", lead, "--take", "theirs")
    raise AssertionError(book.git("status"))


def unmerged(book: Clone) -> list[str]:
    """Return the files of which git has no one version."""
    lines = book.git("ls-files", "--unmerged").split("\n")
    return sorted({line.split("\t")[1] for line in lines if line})


@pytest.mark.parametrize(("way", "mode", "size"), ALL if SOAK else SHORT)
def test_every_scenario_is_joined_right_or_said_aloud(
    cli: Cli, way: str, mode: str, size: int
) -> None:
    """No broken file, nothing lost in silence, nobody asked but where two values really differ."""
    check_battery(repository(cli, mode), way, mode, size)


def test_a_merge_by_lines_turns_the_battery_red(cli: Cli) -> None:
    """git's union merge, which never stops, breaks files or loses something: it is seen."""
    book = repository(cli, "union")
    (book.root / ".gitattributes").write_text("leads/**/*.toml merge=union\n")
    with pytest.raises((AssertionError, tomllib.TOMLDecodeError)):
        check_battery(book, "merge ours", "union", 6)


def check_battery(book: Clone, way: str, mode: str, size: int) -> None:
    """Play every scenario in a repository, and see what has become of each lead."""
    files = texts(size)
    commit(book, mode, 0, files)
    for side, branch in ((1, "ours"), (2, "theirs")):
        book.git("checkout", "--quiet", "-b", branch, "main")
        commit(book, mode, side, files)
    before: set[str] = set()
    if way == "criss-cross":
        before = cross(book)
    else:
        meet(book, way)
    asked = settle(book) | before
    assert not book.git("status", "--porcelain"), book.git("status", "--porcelain")
    for name, scenario in SCENARIOS.items():
        data = (book.root / path_of(name)).read_bytes()
        text = data.decode().replace("\r\n", "\n")
        assert tomllib.loads(text)["id"], name
        if size == 1 and scenario.needs_lines:
            continue
        if scenario.conflict:
            assert path_of(name) in asked, name
            continue
        assert path_of(name) not in asked, (name, text)
        for piece in scenario.kept:
            assert piece in text, (name, piece, text)
        for piece in scenario.gone:
            assert piece not in text, (name, piece, text)
        for piece in scenario.once:
            assert text.count(piece) == 1, (name, piece, text)
    assert "problem" not in book.cli.ending_somehow().fast("check").out
