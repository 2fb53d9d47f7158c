"""Dates and telephones at their borders: what is plainly one is read, nothing is guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from leadctl.rules.importing.dates import Order, OrderEvidence, parse_birthday, parse_date
from leadctl.rules.importing.phones import e164, read_phones

AFTERNOON = datetime(2026, 3, 4, 17, 6, tzinfo=UTC)


@pytest.mark.parametrize("order", ["dmy", "mdy"])
@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("2026-03-04", date(2026, 3, 4)),
        ("2026-3-4", date(2026, 3, 4)),
        ("2026/3/4", date(2026, 3, 4)),
        ("2026-W10-3", date(2026, 3, 4)),
        ("2026-03-04 17:06", AFTERNOON),
        ("2026-3-4 5:06 PM", AFTERNOON),
        ("2026-03-04T17:06:00Z", AFTERNOON),
        ("2026-03-04 12:06:00 EST", AFTERNOON),
        ("2026-3-4 19:06 +02:00", AFTERNOON),
        ("2026-13-04", None),
        ("2026-13-04 10:00", None),
        ("2026-02-30", None),
        ("2026-03", None),
    ],
)
def test_a_date_with_its_year_first(order: str, cell: str, read: date | None) -> None:
    """It is read the same in a column of either order, zeros or none; a month 13 is not turned."""
    assert parse_date(cell, "dmy" if order == "dmy" else "mdy", UTC) == read


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("46085", date(2026, 3, 4)),
        ("46085.0", date(2026, 3, 4)),
        ("46085.7125", AFTERNOON),
        ("46085.99999999", datetime(2026, 3, 5, tzinfo=UTC)),
        ("20260304", date(2026, 3, 4)),
        ("1772643960", AFTERNOON),
        ("1772643960123", AFTERNOON),
        ("20261304", None),
        ("202603", None),
        ("2026", None),
        ("99999", None),
        ("123456789", None),
    ],
)
def test_a_number_that_a_spreadsheet_or_a_database_made_of_a_date(
    cell: str, read: date | None
) -> None:
    """A day's number, its part of a day, a day without signs, a count since 1970; nothing else."""
    assert parse_date(cell, "dmy", UTC) == read


@pytest.mark.parametrize(
    "cell",
    ["Jan 5 26", "03 04 2026", "2026 03 04", f"January{' ' * 60}5 2026", "5 Jan", "Jan 2026"],
)
def test_what_may_be_several_days_is_no_date(cell: str) -> None:
    """Two digits for a year among words, figures without a sign, a day or year that is missing."""
    assert parse_date(cell, "mdy", timezone(timedelta(hours=1))) is None


@pytest.mark.parametrize(("yearless", "is_open"), [(True, True), (False, False)])
def test_a_day_without_its_year_is_asked_about_among_birthdays(
    yearless: bool, is_open: bool
) -> None:
    """Elsewhere 5/4 is no date at all, and the import asks nothing about it."""
    evidence = OrderEvidence(yearless=yearless) if yearless else OrderEvidence()
    evidence.add("5/4")
    assert evidence.is_open is is_open


@pytest.mark.parametrize(
    ("cell", "region", "number"),
    [
        ("89618", "DE", ""),  # a number in some town, but which
        ("896181", "DE", "+49896181"),
        ("6.72561411E7", "US", ""),  # rounded by a spreadsheet
        ("3.747273452e04", "DE", ""),
        (f"(415){' ' * 60}555-0132", "US", ""),
        ("0044 11 1111 1111", "DE", "+441111111111"),  # with its country, it is long enough
        ("+44 11 1111 1111", "DE", "+441111111111"),
        ("011 1111 1111", "GB", ""),
        ("1-800-55-HELP5", "US", "+18005543575"),
    ],
)
def test_what_is_a_number_that_can_be_dialled(cell: str, region: str, number: str) -> None:
    """Of few digits, rounded ones, or a whole page it is none; letters on the keys are digits."""
    assert e164(cell, region) == number


@pytest.mark.parametrize(
    ("cell", "values", "junk"),
    [
        ("+442079460958;;0", ("+442079460958",), False),
        ("+442079460958, 0, ", ("+442079460958",), False),
        ("+442079460958; none", ("+442079460958",), True),
        ("work 1-800-55-HELP5", (), True),
    ],
)
def test_an_empty_place_in_a_list_is_no_number(
    cell: str, values: tuple[str, ...], junk: bool
) -> None:
    """Nothing and "0" are left out without a word; whatever else is no number is kept as it is."""
    found = read_phones(cell, "US")
    assert (found.values, found.junk) == (values, junk)


@pytest.mark.parametrize("order", ["dmy", "mdy"])
def test_what_can_be_only_one_day_is_that_day_in_either_order(order: Order) -> None:
    """The thirty-first of no month is a month, whatever the rest of the column says."""
    for text in ("31/01/2026", "01/31/2026", "31.01.2026"):
        assert parse_date(text, order, UTC) == date(2026, 1, 31)
    assert parse_birthday("12/30/1979", order) == date(1979, 12, 30)
    assert parse_birthday("30/12", order) == "--12-30"
    assert parse_date("13/13/2026", order, UTC) is None
