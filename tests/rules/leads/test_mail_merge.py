"""Names as a round of mail wants them."""

from __future__ import annotations

import pytest

from leadctl.rules.leads.lead import Lead
from leadctl.rules.leads.mail_merge import letter_line, name_parts


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ana Lopez", ("Ana", "Lopez")),
        ("Mary Ann Smith", ("Mary Ann", "Smith")),
        ("Diego de la Cruz", ("Diego", "de la Cruz")),
        ("Amir St. John Jr.", ("Amir", "St. John Jr.")),
        ("Anna van den Berg", ("Anna", "van den Berg")),
        ("Van Morrison", ("Van", "Morrison")),
        ("La Toya", ("La", "Toya")),
        ("Cher", ("Cher", "")),
        ("ana@example.com", ("", "")),
        ("+14155550132", ("", "")),
        ("Ana Jr.", ("Ana", "Jr.")),
        ("Ana de", ("Ana", "de")),
        ("van Berg", ("van", "Berg")),
    ],
)
def test_a_name_is_parted(name: str, parts: tuple[str, str]) -> None:
    """The last word is the last name, with what belongs before and after it."""
    assert name_parts(Lead("k7f3q9m2", name, "p", "New")) == parts


def test_fields_that_say_so_come_first() -> None:
    """Whoever knows better says it: first_name and last_name."""
    lead = Lead("k7f3q9m2", "Mary Ann Smith Jones", "p", "New", {"last_name": "Smith Jones"})
    assert name_parts(lead) == ("", "Smith Jones")


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"address": "1 Main St, Town"}, "1 Main St, Town"),
        ({"address": "1 Main St, Town", "zip": "10001"}, "1 Main St, Town 10001"),
        ({"address": "1 Main St, Town 10001", "zip": "10001"}, "1 Main St, Town 10001"),
        ({"mailing_address": "Box 5", "address": "1 Main St", "zip": "10001"}, "Box 5"),
        ({"zip": "10001"}, ""),
        ({}, ""),
    ],
)
def test_a_letter_goes_to_one_line(fields: dict[str, str], line: str) -> None:
    """The mailing address as it is, else the address with its zip once."""
    assert letter_line(Lead("k7f3q9m2", "Ana", "p", "New", fields)) == line
