"""What leadctl exports it knows again: spreadsheets and cards that come back change nothing."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from cli_runner import Cli

PEOPLE = (
    "Name,Email,Home Phone,Mobile Phone,Email Opt Out,Address,Zip,Tags,Birthday,Notes,Price\n"
    "Ana Lopez,ana@example.com,415-555-0101,415-555-0102,Yes,1 Elm St,01960,a; b,5/17,hello,475\n"
    "Diego de la Cruz,d@example.com,,,,,10024,,1980-02-29,,\n"
    "Cher,,415-555-0103,,,,,,,,\n"
)


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book with people of another system, one of them in a later status."""
    return new_book(cli, "book", PEOPLE)


def new_book(cli: Cli, name: str, people: str = "") -> Cli:
    cli.noting().fast(
        f"init {name} --no-input --pipeline realvolve --agent Sam --timezone America/New_York"
    )
    book = cli.inside(name).noting()
    if people:
        (cli.cwd / "people.csv").write_text(people)
        book.fast("import ../people.csv --source crm --date-order mdy --map price=Price")
        book.fast("status", "set", "Cher", "Prospect", "--force", "--reason", "known")
        book.fast("assign", "Diego", "sam")
    return book


def files(book: Cli) -> dict[str, bytes]:
    found = (book.cwd / "leads").rglob("*.toml")
    return {str(path.relative_to(book.cwd)): path.read_bytes() for path in found}


@pytest.mark.parametrize("format_name", ["csv", "tsv", "vcf"])
def test_an_export_that_comes_back_changes_nothing(book: Cli, format_name: str) -> None:
    """Every lead is known by its id; bars, statuses and notes are what they were."""
    book.fast("export", "-f", format_name, "-o", "../back.file")
    before = files(book)
    for options in ("", " --update"):
        ran = book.fast(f"import ../back.file{options}")
        assert ran.out == "3 lines: 3 already here.\n", ran.err
        assert "not mapped" not in ran.err
        assert files(book) == before


def test_a_spreadsheet_that_was_worked_on_comes_back(book: Cli) -> None:
    """With --update a cell that was changed is the lead's, and a status is moved to, judged."""
    book.fast("export -o ../back.csv")
    table = book.cwd.parent / "back.csv"
    text = table.read_text()
    assert text.count("Suspect") == 2
    table.write_text(text.replace("1 Elm St", "9 Oak Ave").replace("Suspect", "Prospect"))
    told = book.exits(3, "status Prospect is refused").fast("import ../back.csv --update")
    assert "1 already here, 2 refused" in told.out
    for lead in ("Ana", "Diego"):
        book.fast("log", lead, "call", "--in")
        book.fast("log", lead, "call", "--out")
    assert "2 updated" in book.fast("import ../back.csv --update").out
    shown = book.fast("list --format csv").out
    assert "9 Oak Ave" in shown
    assert shown.count("Prospect") == 3


def test_a_spreadsheet_makes_the_same_leads_in_another_book(book: Cli, cli: Cli) -> None:
    """They have their ids, keys, statuses' words and bars there: nothing of it is lost."""
    book.fast("export -o ../back.csv")
    other = new_book(cli, "other")
    told = other.fast("import ../back.csv")
    assert "3 new" in told.out, told.err
    wanted = (
        "--fields=id,name,email,phone,phones,do_not_contact,zip,birthday,source_key,price,owner"
    )
    one, two = (each.fast("export", wanted).out for each in (book, other))
    assert one == two
    assert "call" not in one
    assert ",email," in one
    assert other.fast("check").code == 0


def test_a_row_that_says_less_of_an_address_takes_nothing_away(book: Cli) -> None:
    """An empty street says nothing; a town alone is no other address."""
    head = "Name,Email,Street,City,State,Zip\n"
    (book.cwd / "a.csv").write_text(f"{head}Eve,eve@example.com,1 Elm St,Brooklyn,NY,11201\n")
    (book.cwd / "b.csv").write_text(f"{head}Eve,eve@example.com,,Brooklyn,NY,11201\n")
    (book.cwd / "c.csv").write_text(f"{head}Eve,eve@example.com,2 Elm St,Brooklyn,NY,11201\n")
    book.fast("import a.csv")
    assert "1 already here" in book.fast("import b.csv --update").out
    assert re.search(
        r"line 2: Eve \(\w{8}\) address: 1 Elm St.*kept", book.fast("import c.csv").err
    )
    assert "1 updated" in book.fast("import c.csv --update").out
    assert "2 Elm St, Brooklyn, NY 11201" in book.file_of("eve").read_text()


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"])
def test_a_spreadsheets_own_file_is_named_as_such(book: Cli, start: bytes) -> None:
    """An xlsx or xls file is no table of text; what to do is said."""
    path = Path(book.cwd) / "people.xlsx"
    path.write_bytes(start + bytes(100))
    ran = book.exits(2, "people.xlsx is a spreadsheet, not a table.").fast("import people.xlsx")
    assert "Save it as CSV" in ran.err


BOATS = """
schema = 1
id = "boats"
title = "Boats"
version = "1"
initial = "Asked"
moves = "open"
[status.Asked]
definition = "They asked."
rank = 1
[status.Sold]
definition = "They bought."
rank = 4
closed = "won"
[field.budget]
type = "money"
[field.hot]
type = "flag"
[field.colours]
type = "list"
choices = ["red", "blue"]
[field.size]
type = "choice"
choices = ["S", "L"]
[field.line]
type = "phone"
[field.who]
type = "lead"
"""


def test_a_lead_of_another_pipeline_keeps_its_types(book: Cli) -> None:
    """Each row is read by its own lead's definition: money, flags, lists, choices, phones."""
    (book.cwd / "pipelines").mkdir(exist_ok=True)
    (book.cwd / "pipelines" / "boats.toml").write_text(BOATS)
    said = "budget=450K hot=yes colours=red,blue size=L line=415-555-0199 who=Ana"
    book.fast("add", "Bob Bay", "-p", "boats", *said.split())
    fields = "id,name,pipeline,status,budget,hot,colours,size,line,who"
    book.fast(f"export --fields {fields} -o ../back.csv")
    table = book.cwd.parent / "back.csv"
    before = book.file_of("bob").read_text()
    told = book.fast("import ../back.csv --update")
    assert "not mapped" not in told.err
    assert book.file_of("bob").read_text() == before
    changed = table.read_text().replace("450000", "475000").replace(",L,", ",s,")
    table.write_text(changed.replace('"red, blue"', "blue").replace(",yes,", ",FALSE,"))
    book.fast("import ../back.csv --update")
    after = tomllib.loads(book.file_of("bob").read_text())
    kept = {name: after[name] for name in ("budget", "hot", "colours", "size", "line")}
    assert kept == {
        "budget": 475000, "hot": False, "colours": ["blue"], "size": "S", "line": "+14155550199"
    }  # fmt: skip
    table.write_text(changed.replace('"red, blue"', "green"))
    assert "colours: is no list; kept as it is" in book.fast("import ../back.csv --update").err
