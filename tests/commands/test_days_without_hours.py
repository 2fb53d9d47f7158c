"""A day is a day: what came in on one, at no known hour, is told and counted without an hour."""

from __future__ import annotations

import json
import re

import pytest
from cli_runner import Cli

MORNING = "2026-03-16T08:00:00-04:00"
_HOUR = re.compile(r"\b\d{1,2}:\d\d\b")


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book for New York with somebody who came in on Saturday, typed, and on Sunday, out of a
    file; and one who came in at an hour.
    """
    book = cli.buyers(
        MORNING,
        "add Sat phone=6465550101 --received 2026-03-14",
        "add Hal phone=6465550103 --received '2026-03-16 07:30'",
    )
    (book.cwd / "new.csv").write_text("Name,Phone,Received\nSun Lee,6465550102,2026-03-15\n")
    book.fast("import new.csv --as-new")
    return book


def test_a_day_is_told_without_an_hour(book: Cli) -> None:
    """The list says on which day they came in, and when an answer was due."""
    told = {
        line.split()[0]: line for line in book.fast("due").out.splitlines() if "came in" in line
    }
    assert "came in Sat; answer, or pass it on: was due Sat" in told["Sat"]
    assert "came in yesterday; answer" in told["Sun"]
    assert not _HOUR.search(told["Sat"] + told["Sun"])
    assert "came in 7:30" in told["Hal"]


def test_an_answer_is_counted_in_days_from_a_day(book: Cli) -> None:
    """What an answer took is told in days; in hours only where the hour of arrival is known."""
    later = book.at("2026-03-16T09:00:00-04:00")
    assert "Answered 2 days after they came in" in later.fast("log sat text").err
    assert "Answered 1 day after they came in" in later.fast("log sun text").err
    assert "Answered 1 hour after they came in" in later.fast("log hal text").err
    assert re.search(r"2026-03-14 +came in", later.fast("show sat").out)


def test_what_a_file_dates_by_the_day_has_no_hour_in_the_history(book: Cli) -> None:
    """A note stands on the day of arrival, a status on the day that the file says it changed."""
    rows = "Name,Phone,Created,Stage,Stage Changed On,Notes\n"
    rows += "Old Ann,6465550109,2025-11-03,Nurture,2025-12-04,likes light\n"
    (book.cwd / "old.csv").write_text(rows)
    book.fast("import old.csv")
    told = book.fast("show 'old ann'").out
    assert re.search(r"2025-11-03 +noted: likes light", told)
    assert re.search(r"2025-12-04 +stood in Nurture", told)


def test_somebody_of_today_is_to_be_answered_today(book: Cli) -> None:
    """A day of arrival that is today is no moment of the future, and owes its answer today."""
    book.fast("add New phone=6465550104 --received 2026-03-16")
    assert "came in today; answer, or pass it on today" in book.fast("due").out
    later = book.at("2026-03-16T15:00:00-04:00")
    assert "Answered on the day they came in" in later.fast("log new text").err


def test_the_report_counts_no_hours_from_a_day(book: Cli) -> None:
    """Whoever came in on a day is counted apart: how fast they were answered nobody knows."""
    later = book.at("2026-03-16T09:00:00-04:00")
    for who in ("sat", "sun", "hal"):
        later.fast(f"log {who} text")
    (row,) = json.loads(later.fast("report response --format json").out)
    assert (row["leads"], row["answered"], row["by_day"]) == (1, 1, 2)
    hours = json.loads(later.fast("report response --by hour --format json").out)
    assert [row["hour"] for row in hours if row["leads"]] == ["07:00"]
