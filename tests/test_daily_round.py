"""The daily round on real input: the story that this tool exists for, command by command."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli_runner import ENV, ROOT, Cli

EXPORT = Path(__file__).parent / "actions" / "importing" / "follow_up_boss.csv"
MORNING = "2026-03-04T15:00:00Z"  # a Wednesday, 10:00 in New York


@pytest.fixture
def book(tmp_path: Path) -> Cli:
    """A book with the imported leads in it."""
    start = Cli(tmp_path).at(MORNING)
    start.noting().run(
        "init book --pipeline streeteasy-buyer --timezone America/New_York --no-input"
    )
    cli = start.inside("book")
    cli.noting().run(f"import {EXPORT}")
    return cli


def test_an_imported_lead_is_moved_along_the_pipeline_and_one_step_is_refused(book: Cli) -> None:
    """Import, first touch, a refused appointment, the appointment, and what is due then."""
    refused = book.exits(3).run("status set Alvarez 'Appointment Set'")
    for words in (
        "Maria Alvarez",
        "Not moved to Appointment Set",
        "stays in New Connection",
        "An appointment needs a day and a time",
        "leadctl set",
        "Possible now:",
        "--force --reason",
    ):
        assert words in refused.err
    assert refused.out == ""

    assert "(you reached out)" in book.noting().run("log Alvarez text --out").out
    book.at("2026-03-04T15:30:00Z").noting().run("log Alvarez text --in")
    book.noting().run("status set Alvarez 'in communication'")
    book.noting().run("set Alvarez 'appointment=2026-03-10 14:00'")
    book.noting().run("status set Alvarez 'Appointment Set'")

    rows = book.run("due --all --format json").json
    text = next(row for row in rows if row["name"] == "Maria Alvarez" and row["by"] == ["text"])
    assert text["due"] == "2026-03-08T14:00:00-04:00"  # two days before, across the clock change
    assert text["phone"] == "+14155550132"


def test_due_is_the_same_list_for_cron_as_in_the_shell(book: Cli) -> None:
    """`env -i PATH=/usr/bin:/bin`, no home, no terminal: the same bytes as in a shell."""
    words = [sys.executable, "-m", "leadctl", "-C", str(book.cwd), "--now", MORNING, "due"]
    shell = book.run("due --format json")
    cron = subprocess.run(
        [*words, "--format", "json"],
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )
    assert cron.stdout == shell.out
    assert cron.stderr == ""
    assert len(shell.json) >= 1
    assert {row["name"] for row in shell.json} <= {"Maria Alvarez", "Zhang Wei"}


def test_report_counts_and_undo_takes_back_the_last_command(book: Cli) -> None:
    """The report sees a move, undo takes it back, and the report is as it was."""
    before = book.run("report status --format json").json
    book.noting().run("status set Alvarez Nurture")
    after = book.run("report status --format json").json
    assert before != after
    book.noting().run("undo")
    assert book.run("report status --format json").json == before


def test_a_second_import_of_the_same_file_changes_nothing(book: Cli) -> None:
    """Importing the same export twice leaves every file as it is."""
    leads = {p: p.read_bytes() for p in (book.cwd / "leads").rglob("*.toml")}
    assert len(leads) == 2
    assert "already here" in book.noting().run(f"import {EXPORT}").out
    assert {p: p.read_bytes() for p in (book.cwd / "leads").rglob("*.toml")} == leads


def test_one_broken_lead_is_named_and_the_others_are_listed(book: Cli) -> None:
    """A torn file is named with file, line and cause on stderr; exit 5; the rest still prints."""
    broken = next((book.cwd / "leads").rglob("maria*.toml"))
    broken.write_text(broken.read_text().replace('status = "', "status = ", 1))
    for command in ("list --format json", "due --format json", "report status --format json"):
        ran = book.exits(5).run(command)
        assert broken.name in ran.err
        assert "Alvarez" not in ran.err.replace(broken.name, "")
        assert ran.out not in ("", "[]\n")
    assert [row["name"] for row in book.exits(5).run("list --format json").json] == ["Zhang Wei"]


def test_a_misspelt_status_or_lead_gets_the_closest_names(book: Cli) -> None:
    """Typing errors end with exit 4 and a suggestion."""
    assert '"Nurture"' in book.exits(4).run("status set Alvarez Nuture").err
    misspelt = book.exits(4).run("status set Alvares Nurture").err
    assert "No lead matches" in misspelt
    assert "Did you mean Maria Alvarez (" in misspelt


def test_the_environment_of_the_tests_names_no_home() -> None:
    """The runner's own environment is as bare as cron's: nothing of this machine leaks in."""
    assert "HOME" not in ENV
    assert os.environ.get("LEADCTL_DIR") is None
