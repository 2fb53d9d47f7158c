"""duplicates: who may be one person, and why; a shared household phone is no reason."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from time import perf_counter

import pytest
from cli_runner import Cli
from hypothesis import given
from hypothesis import strategies as st

from leadctl.rules.joining.duplicates import Person, find_duplicates, person
from leadctl.rules.leads.lead import Event, Lead

START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book of seven leads, some of them twice."""
    cli.noting().fast("init book -p streeteasy-buyer --timezone America/New_York --no-input")
    book = cli.inside("book")
    for day, words in enumerate(
        (
            "'Ana Lopez' email=ana@example.com phone=4155550132",
            "'A. L.' email=ANA@example.com",
            "'Ana Maria Lopez' phone=4155550132",
            "'Ben Lopez' phone=4155550132",
            "'Carl Field' 'address=1 Elm St, Albany'",
            "'carl field' 'property_address=1 Elm St., Albany'",
            "'Dora Field' 'address=1 Elm St, Albany'",
        )
    ):
        book.at(f"2026-11-1{day}").noting().fast(f"add {words}")
    return book


def test_each_pair_says_why(book: Cli) -> None:
    """E-mail without case, a phone with a similar name, a name with an address; no household."""
    rows = book.fast("duplicates --format json").json
    found = {tuple(sorted((row["name"], row["other_name"]))): row["reasons"] for row in rows}
    assert found == {
        ("A. L.", "Ana Lopez"): ["same e-mail"],
        ("Ana Lopez", "Ana Maria Lopez"): ["same phone, similar name"],
        ("Carl Field", "carl field"): ["same name and address"],
    }


def test_a_household_is_listed_with_all_and_last(book: Cli) -> None:
    """Two names on one phone are two people; --all lists them, marked."""
    rows = book.fast("duplicates --all --format json").json
    assert len(rows) == 4
    assert [row["household"] for row in rows] == [False, False, False, True]
    assert rows[-1]["reasons"] == ["shared phone, other name"]


def test_the_command_of_a_row_merges_the_two(book: Cli) -> None:
    """Running every row's command leaves no duplicate."""
    while rows := book.fast("duplicates --format json").json:
        book.noting().fast(rows[0]["merge"].removeprefix("leadctl "))
    assert "No two leads" in book.noting().fast("duplicates").err
    assert len(book.fast("list --format ids").lines) == 4
    assert "all sound" in book.fast("check").out


def one(number: int, name: str, **fields: object) -> Person:
    """Return a person; the lower the number, the older the lead."""
    event = Event(START + timedelta(days=number), "received")
    return person(Lead(f"{number:08d}", name, "p", "New", fields, (event,)))


def test_a_source_key_that_two_leads_have_is_a_reason() -> None:
    """Also where the key is known only from an import that landed in the lead."""
    event = Event(START, "import", "import", {"key": "fub:7"})
    first = person(Lead("00000001", "Ana", "p", "New", {}, (event,)))
    found = find_duplicates([one(2, "Somebody", source_key="fub:7"), first])
    assert [(p.first.id, p.second.id, p.reasons) for p in found] == [
        ("00000001", "00000002", ["same source key"])
    ]


@given(
    st.lists(
        st.tuples(st.sampled_from(["Ana", "Ana Lopez", "Ben"]), st.sampled_from("123"),
                  st.sampled_from("abc")), max_size=12,
    )
)  # fmt: skip
def test_whoever_shares_an_email_is_in_a_pair_and_order_does_not_matter(
    drawn: list[tuple[str, str, str]],
) -> None:
    """Every lead but the oldest of a shared e-mail is paired; the pairs are those of any order."""
    people = [
        one(i, name, phone=f"+1415555013{phone}", email=f"{mail}@example.com")
        for i, (name, phone, mail) in enumerate(drawn)
    ]
    found = {(p.first.id, p.second.id, tuple(p.reasons)) for p in find_duplicates(people)}
    again = find_duplicates(reversed(people))
    assert found == {(p.first.id, p.second.id, tuple(p.reasons)) for p in again}
    mails = [mail for _, _, mail in drawn]
    paired = {second for _, second, reasons in found if "same e-mail" in reasons}
    assert paired == {f"{i:08d}" for i, mail in enumerate(mails) if mail in mails[:i]}


def test_twenty_thousand_leads_on_one_phone_take_no_time() -> None:
    """An office's phone, every name different: no comparison of all pairs."""
    people = [one(i, f"Name{i} Family{i}", phone="+14155550132") for i in range(20_000)]
    start = perf_counter()
    assert len(find_duplicates(people)) == 19_999
    assert perf_counter() - start < 5


def test_what_add_calls_alike_is_found_by_duplicates(cli: Cli) -> None:
    """A name alone is no reason, and is said to be there; neither command denies the other."""
    book = cli.noting()
    book.fast("init book -p streeteasy-buyer --timezone America/New_York --no-input")
    book = book.inside("book")
    book.fast("add 'Ana Lopez' phone=4155550132")
    said = book.fast("add 'Ana Lopez' phone=4155550133").err
    assert re.search(r"is here already: Ana Lopez \(\w{8}, same name\)", said)
    ran = book.fast("duplicates")
    assert ran.err.splitlines() == [
        "No two leads look like one person.",
        "1 pair shares only a name or a phone: leadctl duplicates --all",
    ]
    (row,) = book.fast("duplicates --all --format json").json
    assert (row["reasons"], row["household"]) == (["same name"], False)
    assert "like that is here" in book.fast("add Bo phone=4155550132").err


def test_one_phone_and_a_family_name_spelt_nearly_alike_is_one_person(cli: Cli) -> None:
    """Sam O'Neil and Sam O'Neill are listed; people of one household are only counted."""
    book = cli.buyers("2026-03-03T10:00-05:00")
    for name, phone in (
        ("Sam O'Neil", "2125550102"),
        ("Sam O'Neill", "2125550102"),
        ("Maria Gonzalez", "2125550103"),
        ("Mario Gonzalez", "2125550103"),
    ):
        book.fast("add", name, f"phone={phone}")
    pairs = book.fast("duplicates --format json").json
    assert [{one["name"], one["other_name"]} for one in pairs] == [{"Sam O'Neil", "Sam O'Neill"}]


def test_who_shares_most_is_named_first_with_what_that_is(cli: Cli) -> None:
    """An older lead of the same name alone comes behind one that has the phone as well."""
    book = cli.buyers("2026-12-01T10:10:00-05:00", "add 'Ned Poe' email=ned@example.com")
    for words in ("'Ned Poe' phone=9175550101", "Bo email=bo@example.com", "Cy phone=9175550101"):
        book.fast(f"add {words}")
    rows = book.fast("list -f json").json
    nearest = next(row["id"] for row in rows if row["name"] == "Ned Poe" and row["phone"])
    said = book.fast("add 'Ned Poe' phone=9175550101 email=bo@example.com").err
    told = re.findall(r"(\w[\w ]*) \(\w{8}, same ([\w ]+)\)", said)
    assert told == [("Ned Poe", "phone and name"), ("Bo", "email"), ("Cy", "phone")]
    assert f"merge-leads {nearest} " in said


def test_an_import_names_whom_a_row_may_be_by_the_nearest_name(cli: Cli) -> None:
    """Of several who share its phone the one who is called nearly so, whoever was first."""
    book = cli.buyers("2026-12-01T10:10:00-05:00", "add Zed phone=9175550101")
    book.fast("add 'Nedd Poe' phone=9175550101")
    (book.cwd / "a.csv").write_text("Name,Phone\nNedd Poes,9175550101\n")
    said = book.fast("import a.csv").err
    assert "share a phone: Nedd Poes (line 2) and Nedd Poe (" in said
