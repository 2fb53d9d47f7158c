"""The hook for pre-commit, tried with the real pre-commit in a book's repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cli_runner import ROOT, Cli
from crash_book import SOAK

PRE_COMMIT = Path(sys.executable).with_name("pre-commit")


@pytest.mark.skipif(
    not (SOAK and PRE_COMMIT.exists()), reason="it installs leadctl anew: in a soak alone"
)
def test_pre_commit_lets_only_sound_books_pass(cli: Cli) -> None:
    """A sound book passes; a lead that is none stops the commit with its file and line."""
    repository = cli.cwd / "leadctl"
    skip = shutil.ignore_patterns(".venv", ".*_cache", ".hypothesis", "__pycache__", ".git")
    shutil.copytree(ROOT, repository, ignore=skip)
    commit(repository)
    cli.noting().fast("init book --no-input --pipeline streeteasy-buyer --agent Sam")
    book = cli.inside("book").noting()
    book.fast("add Ana")
    commit(book.cwd)
    assert tried(book.cwd, repository) == (0, True)
    path = book.file_of("ana")
    path.write_text(path.read_text().replace('status = "', 'status = 5 # "'))
    assert tried(book.cwd, repository) == (1, False)


def commit(folder: Path) -> None:
    """Make a repository of a folder."""
    for words in ("init -q", "add -A", "-c user.name=x -c user.email=x@x commit -qm x"):
        subprocess.run(["git", *words.split()], cwd=folder, check=True)


def tried(book: Path, repository: Path) -> tuple[int, bool]:
    """Run the hook on a book; return the exit code, and whether nothing was found."""
    line = [str(PRE_COMMIT), "try-repo", str(repository), "leadctl-check", "--all-files"]
    environment = {**os.environ, "PRE_COMMIT_HOME": str(book.parent / "hooks")}
    done = subprocess.run(
        line, cwd=book, env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, "status: is not a text" not in done.stdout
