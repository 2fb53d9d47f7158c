"""What `report duties` calls missed is what the day's list has asked for, and no more."""

from __future__ import annotations

import pytest
from cli_runner import Cli

NOW = "2026-03-02T12:00:00-05:00"


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book of old contacts, taken over on the second of March."""
    book = cli.buyers(NOW)
    rows = [f"Person {n},212555{n:04},2025-09-0{n % 9 + 1},{role}" for n, role in enumerate(ROLES)]
    (book.cwd / "old.csv").write_text("\n".join(["Name,Phone,Date Added,Role", *rows]) + "\n")
    book.fast("import old.csv")
    return book


ROLES = ["Buyer", "Seller"] * 12


def missed(book: Cli) -> int:
    """Return how many duties the report calls missed."""
    rows = book.fast("report duties -f json").json
    return sum(row["missed"] for row in rows)


def late(book: Cli) -> int:
    """Return how many duties the list has whose time is over."""
    rows = book.fast("due --all --kind duty -f json").json
    return sum(row["overdue"] for row in rows)


def test_a_report_blames_nobody_for_what_the_list_has_not_asked_for(book: Cli) -> None:
    """Statuses of one import are to be confirmed a week after each one's day, not all at once."""
    for days in (1, 6, 8, 10, 13):
        then = book.later(days=days, hours=9)
        assert missed(then) == late(then), f"{days} days after the import"
    assert late(book.later(days=13, hours=9)) > 0
