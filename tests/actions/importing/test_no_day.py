"""Who came in in a status of appointments without a day is asked about, in one line for all."""

from __future__ import annotations

import pytest
from cli_runner import Cli

NOW = "2026-03-02T12:00:00Z"
ROWS = "Name,Phone,Stage,Created\n" + "".join(
    f"Person {'ABCDEFGHIJ'[n]},415-555-01{n:02},Appointment Set,{day}\n"
    for n, day in enumerate(["2026-01-05", "2026-01-06", ""])
)


def in_a_book(cli: Cli, pipeline: str, rows: str) -> Cli:
    zone = "--timezone America/New_York --agent Sam --no-input"
    cli.at(NOW).noting().fast(f"init book -p {pipeline} {zone}")
    book = cli.inside("book").at(NOW).noting()
    (book.cwd / "people.csv").write_text(rows)
    book.fast("import people.csv")
    return book


@pytest.mark.parametrize("pipeline", ["streeteasy-buyer", "streeteasy-seller"])
def test_a_status_of_appointments_without_a_day_is_asked_about(cli: Cli, pipeline: str) -> None:
    """One line for all of them; the day, another status or `done` settles it; check is still."""
    book = in_a_book(cli, pipeline, ROWS)
    assert "3 people with an appointment, and no day noted" in book.fast("due").out
    named = book.fast("due --kind undated").out
    assert named.count("no day is noted for") == 3
    assert book.fast("check").code == 0
    book.later(minutes=5).fast('set "Person A" appointment="mar 3 14:00"')
    book.later(minutes=5).fast('status set "Person B" Nurture --reason "later"')
    named = book.later(minutes=9).fast("due --kind undated").out
    assert "Person C" in named
    assert "Person A" not in named
    assert "Person B" not in named
    book.later(minutes=10).fast('done "Person C" "no day"')
    assert book.later(minutes=11).fast("due --kind undated").out == ""


def test_of_whom_no_day_of_arrival_is_known_did_not_come_in_on_the_day_of_the_import(
    cli: Cli,
) -> None:
    """The history says so; of the others it says when they came in."""
    book = in_a_book(cli, "streeteasy-buyer", ROWS)
    unknown, known = (book.fast("show", f"Person {who}").out for who in "CA")
    assert "and came in before: nobody knows when" in " ".join(unknown.split())
    assert "2026-01-05        came in" in known
    assert "nobody knows when" not in known
