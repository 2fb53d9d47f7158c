"""Every file and folder of a book, harmed in every way, under every command.

Whatever stands where a file should be: a sentence, an exit code that says what it is, no other file
hidden, and no "nothing was changed" over a book that was.
"""

from __future__ import annotations

import itertools
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_runner import ENV, Cli
from crash_book import SOAK
from striking import Struck, fresh, run
from whole_book import WRITES, make_whole_book

LISTS = ("list", "list --format json", "due --all --format json", "export")
READS = (
    *("due", "today", "show ana", "show ben --format json", "find ana", "context ana", "check"),
    *("report", "report funnel --format html", "doctor", "duplicates", "outbox list"),
    *("export -f jsonl", "export -f vcf", "export --events", "pipeline list", "pipeline show own"),
    *("pipeline check own", "pipeline diff own streeteasy-buyer", "pipeline test own"),
    *("config show --origin", "layout list", "undo --list", "cron", "schema lead", "help pipeline"),
    *("status next ana --dry-run", "undo --dry-run", "due --format ics", "list --idle", "", "tick"),
)
WRITING = (*WRITES.values(), "undo", "erase ana --yes", "config set timezone UTC", "doctor --fix")
SAID = {2, 3, 4, 5, 6, 7, 0}
"""Exit codes that say what is the matter; anything else is a bug, or a death."""


def remove(path: Path) -> None:
    """Take away whatever is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def moved_out(path: Path) -> None:
    """Put a link in its place, to where it was moved out of the book."""
    outside = path.parent.parent / "outside"
    remove(outside)
    if path.exists():
        path.rename(outside)
    path.symlink_to(outside)


def instead(make: Callable[[Path], object]) -> Callable[[Path], None]:
    """Put something else in its place."""

    def harm(path: Path) -> None:
        remove(path)
        make(path)

    return harm


def bytewise(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """Change what a file holds; a folder stays as it is."""

    def harm(path: Path) -> None:
        if path.is_file():
            path.write_bytes(change(path.read_bytes()))

    return harm


def with_markers(data: bytes) -> bytes:
    """Return a text in the middle of which git has left a conflict."""
    lines = data.split(b"\n")
    at = len(lines) // 2
    torn = [b"<<<<<<< ours", lines[at], b"=======", b"x = 1", b">>>>>>> theirs"]
    return b"\n".join([*lines[:at], *torn, *lines[at + 1 :]])


HARMS: dict[str, Callable[[Path], None]] = {
    "gone": remove,
    "a link out of the book": moved_out,
    "a link to itself": instead(lambda path: path.symlink_to(path.name)),
    "a link to nothing": instead(lambda path: path.symlink_to("/nowhere/at/all")),
    "a pipe": instead(os.mkfifo),
    "a folder": instead(lambda path: (path / "x.toml").mkdir(parents=True)),
    "a file": instead(lambda path: path.write_text("x")),
    "empty": bytewise(lambda _: b""),
    "not UTF-8": bytewise(lambda data: data + b"\n# \xff\xfe\n"),
    "NUL within": bytewise(lambda data: data[:20] + b"\0" + data[20:]),
    "NUL only": bytewise(lambda _: bytes(4096)),
    "CRLF": bytewise(lambda data: data.replace(b"\n", b"\r\n")),
    "a byte order mark": bytewise(lambda data: b"\xef\xbb\xbf" + data),
    "huge": bytewise(lambda data: data + b"\n# " + b"x" * 6_000_000 + b"\n"),
    "torn": bytewise(lambda data: data[: len(data) // 2]),
    "in conflict": bytewise(with_markers),
}
PLACES = {
    "a lead": "leads/2026/ana-*.toml",
    "a year of leads": "leads/2026",
    "the leads": "leads",
    "the settings": "leadctl.toml",
    "a definition": "pipelines/own.toml",
    "the definitions": "pipelines",
    "the private folder": ".leadctl",
    "the journal": ".leadctl/journal",
    "an operation": ".leadctl/journal/*9.done",
    "the index": ".leadctl/index.sqlite",
    "the seal of the index": ".leadctl/index.seal",
    "the files in the making": ".leadctl/tmp",
    "the lock": ".leadctl/lock",
    "a table": "more.csv",
}
NOT_BESIDE = {"a year of leads", "the leads", "the settings"}
"""Harmed, they take everybody along."""
ALL = list(itertools.product(PLACES, HARMS))
PAIRS = ALL if SOAK else random.Random("hostile").sample(ALL, 90)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book in which every command has something to do."""
    book: Cli = make_whole_book(tmp_path_factory.mktemp("template"))
    book.noting().given(LEADCTL_INDEX="").fast("list")
    return book.cwd


def kept(root: Path) -> dict[str, bytes | str]:
    """Return what lies in a book, but for leadctl's own."""
    found: dict[str, bytes | str] = {}
    for path in sorted(root.rglob("*")):
        name = str(path.relative_to(root))
        if path.is_symlink() or not path.is_file():
            found[name] = str(path.lstat().st_mode)
        else:
            found[name] = path.read_bytes()
    return {name: data for name, data in found.items() if not name.startswith(".leadctl")}


def tried(root: Path, words: str) -> tuple[Struck, bool]:
    """Run a command in a harmed book; return how it ended, and whether the book was changed."""
    before = kept(root)
    line = f"--now 2026-11-20T15:00:00Z --as sam {words}"
    ended = run(root, line, env={**ENV, "LEADCTL_INDEX": "", "EDITOR": "true"})
    return ended, kept(root) != before


@pytest.mark.battery(18, 21, 22)
@pytest.mark.parametrize(("place", "harm"), PAIRS)
def test_whatever_stands_in_its_place(
    place: str, harm: str, template: Path, memory: Path, tally: Callable[[int], None]
) -> None:
    """Lists, another reading command and a writing one: each says in words what is the matter."""
    rng = random.Random(f"{place} {harm}")
    reads, writes = rng.sample(READS, len(READS)), rng.sample(WRITING, len(WRITING))
    chosen = (*LISTS, *reads[:8], *writes[:8]) if SOAK else (LISTS[rng.randrange(4)], writes[0])
    found = str(next(iter(template.glob(PLACES[place]))).relative_to(template))
    for words in chosen:
        tally(1)
        root = fresh(template, memory / "book")
        HARMS[harm](root / found)
        ended, changed = tried(root, words)
        told = (words, ended.code, ended.out[-200:], ended.err)
        assert ended.code in SAID, told
        assert "Traceback" not in ended.err, told
        assert "bug in leadctl" not in ended.err, told
        assert not (changed and "othing was changed" in ended.err), told
        if words in LISTS and place not in NOT_BESIDE:
            assert "Ben" in ended.out, told
