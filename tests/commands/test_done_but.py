"""A failure after something was stored never reads as if nothing had happened."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from cli_runner import ENV, Cli
from test_every_write import whole_book
from whole_book import WRITES

from leadctl.book.journal.journal import Writer

__all__ = ["whole_book"]
FULL = Path("/dev/full")


def run_into(book: Cli, out: Path, words: str) -> tuple[int, str]:
    """Run a command whose stdout is a file; return its exit code and what it said on stderr."""
    with out.open("w") as stream:
        done = subprocess.run(
            [sys.executable, "-m", "leadctl", *book.words(words)],
            cwd=book.cwd,
            env={**ENV, **book.env},
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    return done.returncode, done.stderr


def operations(book: Cli) -> list[int]:
    """Return the numbers of what can be undone."""
    return [row["number"] for row in book.noting().fast("undo --list --format json").json]


SPEAKS_FIRST = "pipeline migrate"
"""It prints its plan before it writes: where that is lost, it writes nothing."""


@pytest.mark.parametrize(
    "words", [*(w for w in WRITES.values() if not w.startswith(SPEAKS_FIRST)), "undo"]
)
def test_lost_output_after_a_write_is_told_as_done(whole_book: Cli, words: str) -> None:
    """Each write whose output finds no room is exit 7, names the operation, and is stored once."""
    if words == "undo":
        whole_book.noting().fast("note ana hello")
    before = operations(whole_book)
    code, err = run_into(whole_book, FULL, words)
    stored = sorted(set(operations(whole_book)) - set(before))
    assert code == 7, err
    assert len(stored) == 1
    assert f"Done as operation {stored[0]}, but what it says could not be printed" in err
    assert "othing was" not in err
    if words != "undo":
        whole_book.noting().fast(f"undo {stored[0]}")


@pytest.mark.parametrize(
    ("raised", "code"),
    [
        (OSError(5, "Input/output error"), 7),
        (ZeroDivisionError("x"), 7),
        (KeyboardInterrupt(), 130),
        (SystemExit(128 + signal.SIGTERM), 143),
    ],
)
def test_what_fails_once_it_has_happened_is_told_so(
    whole_book: Cli, raised: BaseException, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk, a bug or Ctrl-C right after the commit: "Done as operation N", and it stays."""

    def failing(_: Writer) -> None:
        raise raised

    before = operations(whole_book)
    with monkeypatch.context() as patched:
        patched.setattr(Writer, "confirm", failing)
        ran = whole_book.exits(code, "Done as operation").fast("note ana hello")
    assert "othing was" not in ran.err
    assert len(operations(whole_book)) == len(before) + 1
    whole_book.noting().fast("undo")


def test_a_signal_just_after_the_journal_has_its_name_takes_nothing_back(
    whole_book: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C between the rename that is the commit and the next line of code: done, exit 130."""
    finish = Writer.finish

    def interrupted(self: Writer) -> None:
        finish(self)
        os.kill(os.getpid(), signal.SIGINT)

    with monkeypatch.context() as patched:
        patched.setattr(Writer, "finish", interrupted)
        whole_book.exits(130, "Done as operation").fast("note ana twice")
    assert whole_book.run("show ana --format json").out.count('"twice"') == 1
    whole_book.noting().fast("undo")


def test_a_book_made_without_a_word_is_told_as_made(tmp_path: Path) -> None:
    """`init` whose output is lost says that the book is there."""
    cli = Cli(tmp_path)
    code, err = run_into(cli, FULL, "init book --no-input")
    assert (code, "Done (a book was made in" in err) == (7, True)
    assert (tmp_path / "book" / "leadctl.toml").exists()
