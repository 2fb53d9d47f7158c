"""khal and calcurse take the calendar of the morning list; an appointment that is moved moves."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from cli_runner import Cli

KHAL = """[calendars]
[[work]]
path = {folder}/work
[locale]
local_timezone = America/New_York
default_timezone = America/New_York
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/khal.db
"""


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book in which Ana has an appointment, on Saturday at 14:00."""
    cli.noting().fast("init book --pipeline streeteasy-buyer --timezone Eastern --no-input")
    book = cli.inside("book").noting()
    book.fast("add Ana phone='(212) 555-0143'")
    book.fast("log Ana call -o spoke")
    book.fast("set Ana appointment='2026-11-28 14:00'")
    book.fast("status set Ana 'Appointment Set'")
    return book


def exported(book: Cli, name: str) -> Path:
    """Return the file of the calendar as it is now."""
    path = book.cwd / name
    path.write_text(book.fast("due --all --format ics").out)
    return path


def tool(name: str) -> str:
    """Return where a calendar program is; without it there is nothing to try."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def run(folder: Path, *words: str) -> str:
    """Run a program that keeps all of its own below a folder; return what it prints."""
    env = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "TZ": "America/New_York",
    }
    done = subprocess.run(
        words,
        env=env,
        capture_output=True,
        text=True,
        check=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )
    return done.stdout


def test_an_appointment_that_is_moved_moves_in_khal(book: Cli, tmp_path: Path) -> None:
    """One entry before and after, at the new time."""
    khal = tool("khal")
    (tmp_path / "work").mkdir()
    config = tmp_path / "khal.conf"
    config.write_text(KHAL.format(folder=tmp_path))

    def listed() -> list[str]:
        lines = run(tmp_path, khal, "-c", str(config), "list", "--format",
                    "{start-date} {start-time} {title}", "2026-11-01", "60d")  # fmt: skip
        return [line for line in lines.splitlines() if "Showing" in line]

    for words in ("", "set Ana appointment='2026-11-29 16:00'"):
        if words:
            book.fast(words)
        run(tmp_path, khal, "-c", str(config), "import", "--batch", "-a", "work",
            str(exported(book, "day.ics")))  # fmt: skip
        found = listed()
        when = "2026-11-29 16:00" if words else "2026-11-28 14:00"
        assert [line for line in found if line.startswith(when)] == found, found
        assert len(found) == 1


def test_an_appointment_that_is_moved_moves_in_calcurse(book: Cli, tmp_path: Path) -> None:
    """calcurse knows no updates: its folder of the morning list is emptied, and read again."""
    calcurse, folder = tool("calcurse"), tmp_path / "calcurse"
    folder.mkdir()
    ours = (calcurse, "-q", "-D", str(folder))
    for words, day, time in (
        ("", "11/28/26", "14:00"),
        ("set Ana appointment='2026-11-29 16:00'", "11/29/26", "16:00"),
    ):
        if words:
            book.fast(words)
        run(tmp_path, *ours, "-P", "--filter-pattern", ".")
        run(tmp_path, *ours, "-i", str(exported(book, "day.ics")))
        said = run(tmp_path, *ours, "-Q", "--from", "11/01/2026", "--to", "12/31/2026",
                   "--filter-pattern", "Showing")  # fmt: skip
        lines = said.splitlines()
        assert [line.rstrip(":") for line in lines if line[:1].isdigit()] == [day], said
        assert said.count("Showing") == 1
        assert time in said
