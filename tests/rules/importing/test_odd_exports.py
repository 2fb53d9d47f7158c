"""Odd exports: cells that say more than their header, lines that are nobody, two encodings."""

from __future__ import annotations

import pytest
from cli_runner import Cli
from hypothesis import given
from hypothesis import strategies as st

from leadctl.rules.importing.phones import read_phones


@given(st.sampled_from(["0171", "030", "089", "0221"]), st.integers(2_000_000, 9_999_999))
def test_a_slash_behind_an_area_parts_no_number(area: str, digits: int) -> None:
    """However a German number is spaced about its slash, it is the one without; what stands behind
    a whole number is another one.
    """
    plain = read_phones(f"{area}{digits}", "DE").values
    for written in (f"{area}/{digits}", f"{area} / {digits}", f"{area} /{digits}"):
        assert read_phones(written, "DE").values == plain
    two = read_phones(f"+4917112345{area[-1]}7 / +4917198765{area[-1]}3", "DE").values
    assert len(two) == 2


@pytest.fixture
def book(cli: Cli) -> Cli:
    """An empty book."""
    cli.noting().fast("init book --no-input --pipeline streeteasy-buyer --agent Sam --timezone UTC")
    return cli.inside("book").noting()


def leads(book: Cli, data: bytes) -> list[dict[str, object]]:
    (book.cwd / "odd.csv").write_bytes(data)
    book.fast("import odd.csv --region US")
    found: list[dict[str, object]] = book.fast("list --format json").json
    return sorted(found, key=lambda lead: str(lead["name"]))


@pytest.mark.parametrize(
    ("cell", "name", "email", "phone"),
    [
        (
            "Jane Doe <jane@example.com> +44 7700 900123",
            *("Jane Doe", "jane@example.com", "+447700900123"),
        ),
        ("Jane Doe (jane@example.com)", "Jane Doe", "jane@example.com", None),
        ("mailto:tom@example.com", "tom@example.com", "tom@example.com", None),
        ("Bo @ Elm Street", "Bo @ Elm Street", None, None),
    ],
)
def test_a_name_is_apart_from_what_stands_beside_it(
    book: Cli, cell: str, name: str, email: str | None, phone: str | None
) -> None:
    """A portal writes in one cell who asks and how they are reached."""
    (lead,) = leads(book, f'Listing,Contact\n12 Elm St,"{cell}"\n'.encode())
    assert (lead["name"], lead["email"], lead["phone"]) == (name, email, phone)


def test_totals_and_pages_are_nobody(book: Cli) -> None:
    """Lines that add up, or number a page, are counted and named; a person of such a name stays."""
    text = "Name,Phone,Price\nAna Lopez,415-555-0104,9\nPage 1 of 2,,\nTotal (2),,9\nSumme,,9\n"
    told = leads(book, f"{text}Suma,415-555-0105,\n".encode())
    assert [lead["name"] for lead in told] == ["Ana Lopez", "Suma"]
    again = book.fast("import odd.csv --region US")
    assert "3 of totals and pages, not of people: left out" in again.err


def test_a_file_of_two_encodings_is_read_in_both(book: Cli) -> None:
    """Lines of two sources, pasted together, each say what they said."""
    data = "Name,Email\nJosé García,j@example.com\n".encode()
    data += "Renée Côté,r@example.com\nZoë Ng,z@example.com\n".encode("cp1252")
    assert [lead["name"] for lead in leads(book, data)] == ["José García", "Renée Côté", "Zoë Ng"]
