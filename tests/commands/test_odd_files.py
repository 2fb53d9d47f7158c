"""Leads' files that are odd or damaged: each is named, none hides the others, nothing is lost."""

from __future__ import annotations

import subprocess
import sys

import pytest
from cli_runner import ENV, Cli

from leadctl.book.journal.journal import Journal

READERS = ("list", "due --all", "report", "export", "duplicates")


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book in New York of Ana and Ben, in which notes may be printed."""
    made = "init book --no-input --pipeline streeteasy-buyer --agent Sam --timezone"
    cli.noting().fast(f"{made} America/New_York")
    book = cli.inside("book").noting()
    book.fast("add Ana email=ana@example.com")
    book.fast("add Ben phone=4155550132")
    return book


@pytest.mark.parametrize("year", ["0001", "0999", "9000", "9999"])
@pytest.mark.parametrize("reader", READERS)
def test_a_moment_at_the_ends_of_time_is_a_problem_of_its_file(
    book: Cli, year: str, reader: str
) -> None:
    """No clock can be moved to it, so the file is named with its line; the others are shown."""
    path = book.file_of("ana")
    path.write_text(path.read_text().replace("at = 2026", f"at = {year}").replace("Z,", "+23:59,"))
    ran = book.exits(5, f"history[0].at: the year {int(year)} is outside 1000 to 8999").fast(reader)
    assert "Ben" in ran.out or reader in {"report", "duplicates"}


def test_a_field_at_the_ends_of_time_is_a_problem_too(book: Cli) -> None:
    """A moment in a field, or deep in a list of an event, is refused as one of an event is."""
    path = book.file_of("ana")
    text = path.read_text()
    for odd in ("appointment = 0001-01-01T00:00:00Z", "x = [{ y = 9999-12-31T23:00:00-23:00 }]"):
        path.write_text(text.replace('role = "Buyer"', f'role = "Buyer"\n{odd}'))
        book.exits(5, "is outside 1000 to 8999").fast(f"show {path.name}")


def test_a_date_at_the_ends_of_time_hides_nothing(book: Cli) -> None:
    """A plain day of the year 1 or 9999 gives no deadline, and every command still works."""
    for day in ("0001-01-01", "9999-12-31"):
        path = book.file_of("ana")
        path.write_text(
            path.read_text().replace(
                'role = "Buyer"', f'role = "Buyer"\nbirthday = {day}\nappointment = {day}'
            )
        )
        for reader in (*READERS, "show ana", "due --all -f ics", "export -f ics", "tick"):
            book.fast(reader)
        path.write_text("\n".join(x for x in path.read_text().split("\n") if day not in x))


@pytest.mark.parametrize("typed", ["0500-01-01 10:00", "9000-06-01T00:00:00Z"])
def test_a_moment_at_the_ends_of_time_is_not_taken(book: Cli, typed: str) -> None:
    """What could not be read back is refused as it is typed, wherever a moment is."""
    book.exits(2, "is outside 1000 to 8999").fast("set", "ana", f"appointment={typed}")
    book.exits(2, "is outside 1000 to 8999").fast("log", "ana", "call", "--at", typed)
    book.exits(2, "is outside 1000 to 8999").at(typed).fast("add Zoe")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2026-11-01 01:30", "2026-11-01T01:30:00-04:00"),
        ("2026-11-01T01:30:00-05:00", "2026-11-01T01:30:00-05:00"),
        ("2026-11-01T06:30:00Z", "2026-11-01T01:30:00-05:00"),
    ],
)
def test_an_hour_that_clocks_show_twice_can_be_stored(book: Cli, typed: str, stored: str) -> None:
    """In the night the clocks change either hour is stored with its own offset, in any layout."""
    book.fast("set", "ana", f"appointment={typed}")
    assert f"appointment = {stored}\n" in book.file_of("ana").read_text()
    path = book.file_of("ben")
    path.write_text("# mine\n" + path.read_text())
    book.fast("set", "ben", f"appointment={typed}")
    assert path.read_text().startswith("# mine\n")
    assert f"appointment = {stored}\n" in path.read_text()


@pytest.mark.parametrize("words", ["note - x", "import -", "log - call"])
def test_a_closed_standard_input_is_said(book: Cli, words: str) -> None:
    """Where "-" has nothing to read from, one sentence says so; a file needs no stdin at all."""
    shell = f"exec {sys.executable} -m leadctl {words} <&-"
    ran = subprocess.run(
        ["sh", "-c", shell], cwd=book.cwd, env=ENV, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "leadctl: Standard input is closed, and - reads from it.\n"


def test_ids_on_stdin_may_begin_with_a_byte_order_mark(book: Cli) -> None:
    """What some programs put before the first id is read past; a damaged id is not found."""
    found = book.file_of("ana").stem[-8:]
    ran = book.typing(f"\ufeff{found} Ana\n").fast("note - hello")
    assert ran.out.startswith("Ana: noted")
    assert "hello" in book.file_of("ana").read_text()
    book.exits(4).typing("\ufffdzzzzzzzz\n").fast("note - hello")


def test_a_file_edited_after_a_crash_is_left_and_named(book: Cli) -> None:
    """What a command that never ended had written is taken back, but for what was edited since."""
    book.fast("set Ana zip=10001")
    journal = Journal(book.cwd / ".leadctl")
    journal.path(3).rename(journal.path(3, is_open=True))
    path = book.file_of("ana")
    path.write_text(path.read_text() + "# by hand\n")
    ran = book.noting("was edited after a command that was taken back").fast(
        "add Cy phone=2125550101"
    )
    assert path.name in ran.err
    assert path.read_text().endswith("# by hand\n")
    assert "was edited" not in book.fast("add Di phone=2125550102").err
