"""What an older file says of a status sets nobody back whom the book has moved by hand."""

from __future__ import annotations

import pytest
from cli_runner import Cli

FILE = "Name,Phone,Status,Date Added{more}\nAna Lopez,415-555-0132,{status},2020-01-01{day}\n"


@pytest.fixture
def book(cli: Cli) -> Cli:
    """Ana, who was added by hand, spoken to, and moved."""
    book = cli.buyers(
        "2026-12-01T15:00:00Z",
        "add 'Ana López' phone=4155550132",
        "log ana call -o spoke",
        "status set ana nurture",
    )
    return book.later(days=4)


def taken(book: Cli, more: str = "", day: str = "", status: str = "Hot") -> str:
    """Import the file with --update, and return where Ana stands then."""
    text = FILE.format(more=more, day=day, status=status)
    (book.cwd / "old.csv").write_text(text)
    ours = {"Hot": "In Communication", "Won": "Unresponsive"}[status]
    book.fast(f"import old.csv --update --status {status}='{ours}'")
    return str(book.fast("show ana -f json").json["status"])


@pytest.mark.parametrize("seen_before", [False, True])
@pytest.mark.parametrize(
    ("more", "day", "stands"),
    [
        ("", "", "Nurture"),
        (",Status Date", ",2020-02-01", "Nurture"),
        (",Status Date", ",2026-12-04", "In Communication"),
    ],
)
def test_a_move_by_hand_is_older_only_than_a_later_status(
    book: Cli, more: str, day: str, stands: str, seen_before: bool
) -> None:
    """Also where the row has been taken once without its status; the day of arrival is none."""
    if seen_before:
        (book.cwd / "old.csv").write_text(FILE.format(more=more, day=day, status="Hot"))
        book.fast("import old.csv")
    assert taken(book, more, day) == stands


def test_a_status_that_is_new_in_a_file_without_its_day_is_taken_once(book: Cli) -> None:
    """After a row that was taken in full, a changed one is news, until she is moved by hand."""
    dated = taken(book, ",Status Date", ",2026-12-04")
    assert dated == "In Communication"
    later = book.later(days=1)
    assert taken(later, status="Won") == "Unresponsive"
    later.fast("status set ana nurture --force --reason 'asked again'")
    assert taken(later.later(days=1), status="Hot") == "Nurture"
