"""Files that are no tables of leads: refused soon, in a sentence, with little memory."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli_runner import ENV, NOW, Cli

MEMORY = 400 << 20


@pytest.fixture
def book(cli: Cli) -> Cli:
    """An empty book, in which notes may be printed."""
    cli.noting().fast("init book --no-input --pipeline streeteasy-buyer --agent Sam --timezone UTC")
    return cli.inside("book").noting()


def limited() -> None:
    """Allow a process no more memory and time than an import may want."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (10, 10))


def imported(book: Cli, path: Path) -> subprocess.CompletedProcess[str]:
    """Import a file in a process that may use little memory and little time."""
    words = [sys.executable, "-m", "leadctl", "--now", NOW, "import", str(path)]
    return subprocess.run(words, cwd=book.cwd, env=ENV, text=True, capture_output=True,
                          check=False, timeout=120, preexec_fn=limited)  # fmt: skip


def test_a_million_columns_are_refused(book: Cli) -> None:
    """A header of far too many columns is told with its line."""
    path = book.cwd / "wide.csv"
    path.write_text("name," + ",".join(f"c{i}" for i in range(1_000_000)) + "\nAna\n")
    ran = imported(book, path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "Line 1 of" in ran.stderr
    assert "has more than 2,000 columns" in ran.stderr


def test_two_thousand_columns_are_read(book: Cli) -> None:
    """The most columns that are allowed come in."""
    path = book.cwd / "wide.csv"
    path.write_text("name," + ",".join(f"c{i}" for i in range(1_999)) + "\nAna\n")
    assert "1 new" in book.fast("import", str(path)).out


def test_a_row_of_a_million_cells_is_refused_alone(book: Cli) -> None:
    """A row that is far too wide is a refused row; the others come in."""
    path = book.cwd / "row.csv"
    path.write_text("name,email\nAna,ana@example.com\nBen" + "," * 1_000_000 + "x\nCy,\n")
    ran = book.exits(3, "line 3: ").fast("import", str(path))
    assert "2 new people, 1 refused" in ran.out


def test_blank_lines_cost_little(book: Cli) -> None:
    """Two million blank lines are stepped over, and the line after them keeps its number."""
    path = book.cwd / "blank.csv"
    path.write_text("name,email\n" + "\n" * 2_000_000 + "Ana,ana@example.com\nB,,,x\n")
    began = time.process_time()
    book.exits(3, "line 2000003: ").fast("import", str(path))
    assert time.process_time() - began < 15


@pytest.mark.parametrize("start", ["", "name,email\nAna,"])
def test_a_line_without_end_is_refused_at_once(book: Cli, start: str) -> None:
    """A file of one huge line is told by its number, however large, in little memory."""
    path = book.cwd / "long.csv"
    path.write_text(start)
    os.truncate(path, 1 << 30)
    ran = imported(book, path)
    assert ran.returncode == 2, ran.stderr
    assert f"Line {1 + start.count(chr(10))} of" in ran.stderr
    assert "is longer than" in ran.stderr


@pytest.mark.parametrize("what", ["pipe", "device", "link to a device", "folder"])
def test_only_a_regular_file_is_read(book: Cli, what: str) -> None:
    """A pipe, a device or a folder given as the file is refused, and nothing waits for it."""
    path = book.cwd / "file.csv"
    if what == "pipe":
        os.mkfifo(path)
    elif what == "link to a device":
        path.symlink_to("/dev/zero")
    elif what == "folder":
        path.mkdir()
    ran = imported(book, Path("/dev/zero") if what == "device" else path)
    assert ran.returncode == 2
    assert "is not a regular file" in ran.stderr


def test_a_link_to_a_file_and_a_stream_are_read(book: Cli) -> None:
    """A link to an export is followed, and - reads standard input."""
    (book.cwd / "real.csv").write_text("name\nAna\n")
    (book.cwd / "link.csv").symlink_to("real.csv")
    assert "1 new" in book.fast("import link.csv").out
    assert "1 new" in book.typing("name\nBen\n").fast("import -").out
