"""A real spreadsheet in the loop: opened and saved with its defaults, an export changes nothing."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from cli_runner import Cli

OFFICE = shutil.which("soffice")
PEOPLE = (
    "Name,Email,Phone,Address,Zip,Tags,Birthday,Notes,Price,Appointment\n"
    '"O\'Neil, Ana",ana@example.com,415-555-0101,"1 Elm St, Saco",04072,a; b,1980-02-29,hi,'
    "475000,\n"
    "Élodie Brandt,el@example.com,+33 6 99 00 12 34,,,,5/17,=1+1,$450K,2026-12-01 14:00\n"
    "12345,n@example.com,415-555-0103,,00501,,,,1e5,\n"
    "José López,j@example.com,415-555-0104,,,,,,0.1,2026-12-02\n"
)


def in_a_book(cli: Cli) -> Cli:
    cli.noting().fast("init book -p realvolve --agent Sam --timezone America/New_York"
                      " --no-input")  # fmt: skip
    (cli.cwd / "people.csv").write_text(PEOPLE, encoding="utf-8")
    book = cli.inside("book").noting()
    book.fast("import ../people.csv --date-order mdy --map value=Price")
    book.fast("add", "Baker, Tom", "--email", "tom@example.com")
    return book


def files(book: Cli) -> dict[str, str]:
    found = (book.cwd / "leads").rglob("*.toml")
    return {str(path.relative_to(book.cwd)): path.read_text() for path in found}


def saved_by_the_office(path: Path, kind: str = "csv") -> Path:
    """Open a file as a double click does, and save it under the same format."""
    out = path.parent / "saved"
    words = [str(OFFICE), "--headless", "--norestore", f"-env:UserInstallation=file://{out}/home"]
    subprocess.run(
        [*words, "--convert-to", kind, "--outdir", str(out), str(path)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return out / path.name


def as_excel_shows_it(path: Path) -> Path:
    """Write what another spreadsheet makes of an export: dates, zips and yes in its own way."""
    rows = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    shown = []
    for row in rows:
        cells = [re.sub(r"^(\d{4})-0?(\d+)-0?(\d+)$", r"\2/\3/\1", cell) for cell in row]
        cells = [re.sub(r"^0+(?=\d+$)", "", cell) for cell in cells]
        shown.append([{"no": "FALSE", "yes": "TRUE"}.get(cell, cell) for cell in cells])
    out = path.with_name("excel.csv")
    with out.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=";").writerows(shown)
    return out


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed: no round trip with it")
def test_libreoffice_opens_and_saves_and_nothing_changes(cli: Cli) -> None:
    """Opened and saved with the defaults, an export comes back as it went: no lead is changed."""
    book = in_a_book(cli)
    book.fast("export -o ../back.csv")
    before = files(book)
    path = saved_by_the_office(cli.cwd / "back.csv")
    ran = book.fast("import", str(path), "--update")
    assert ran.out == "5 lines: 5 already here.\n", ran.err
    assert files(book) == before


def test_what_another_spreadsheet_makes_of_it_is_no_difference(cli: Cli) -> None:
    """Short dates, zips without zeros, FALSE for no and semicolons change nothing."""
    book = in_a_book(cli)
    book.fast("export -o ../back.csv")
    before = files(book)
    ran = book.fast("import", str(as_excel_shows_it(cli.cwd / "back.csv")), "--update")
    assert ran.out == "5 lines: 5 already here.\n", ran.err
    assert files(book) == before


def test_a_file_for_a_spreadsheet_begins_with_its_mark(cli: Cli) -> None:
    """With -o x.csv the byte order mark stands first; a pipe, and other files, have none."""
    book = in_a_book(cli)
    book.fast("export -o ../back.csv")
    assert (cli.cwd / "back.csv").read_bytes().startswith(b"\xef\xbb\xbfid,")
    book.fast("export -f tsv -o ../back.tsv")
    assert (cli.cwd / "back.tsv").read_bytes().startswith(b"id\t")
    assert book.fast("export").out.startswith("id,")


@pytest.mark.parametrize("left", ["id,value", "value,id,name", "id,email,tags,zip"])
def test_whatever_columns_are_left_the_ids_are_known(cli: Cli, left: str) -> None:
    """An export of few columns changes the very leads that it names, and makes no second one."""
    book = in_a_book(cli)
    book.fast("export", "--fields", left, "-o", "../back.csv")
    path = cli.cwd / "back.csv"
    ran = book.fast("import ../back.csv --update")
    assert ran.out == "5 lines: 5 already here.\n", ran.err
    if "value" in left:
        path.write_text(path.read_text("utf-8-sig").replace("475000", "500000"))
        assert "1 updated" in book.fast("import ../back.csv --update").out
        assert "value = 500000" in "".join(files(book).values())
    assert len(files(book)) == 5


def test_an_own_name_is_not_turned_round(cli: Cli) -> None:
    """No guess is applied to our own table: "Baker, Tom" stays, cards of 3.0 come back too."""
    book = in_a_book(cli)
    before = files(book)
    for words in ("-f csv", "-f tsv", "-f vcf", "-f vcf --vcard 3", "-f jsonl"):
        book.fast(f"export {words} -o ../back.file")
        ran = book.fast("import ../back.file --update")
        assert "5 already here" in ran.out, (words, ran.out, ran.err)
        assert files(book) == before
    assert any("Baker, Tom" in text for text in before.values())


def test_each_lead_is_moved_in_its_own_pipeline(cli: Cli) -> None:
    """A candidate in a book of buyers is moved, by our own table, to a status of recruiting."""
    book = in_a_book(cli)
    book.fast("add 'Kim Cole' --pipeline recruiting --email kim@example.com")
    status = next(row["status"] for row in book.fast("list -f json").json
                  if row["name"] == "Kim Cole")  # fmt: skip
    book.fast("log kim email --out")
    book.fast("export -o ../back.csv")
    path = cli.cwd / "back.csv"
    lines = path.read_text("utf-8-sig").splitlines()
    now = next(row["status"] for row in book.fast("list -f json").json if row["name"] == "Kim Cole")
    moved = [line.replace(f",{now},", ",Nobody's status,") if "Kim" in line else line
             for line in lines]  # fmt: skip
    path.write_text("\n".join(moved) + "\n")
    assert "Nobody" in book.fast("import ../back.csv --update").err
    path.write_text("\n".join(lines) + "\n")
    ran = book.fast("import ../back.csv --update")
    assert "refused" not in ran.out, (status, ran.out, ran.err)


EXCEL = (
    "id,name,phone,email,birthday,received,value\n"
    '{id},Kit Po,+14155550132,kit@example.com,3/21/1980,3/1/2026 10:00,"$475,000"\n'
)
CARD = """BEGIN:VCARD
VERSION:4.0
UID:urn:leadctl:{id}
FN:Kit Po
N:Po;Kit;;;
TEL:+14155550132
TEL;TYPE=WORK:+1 415 555 0182
NOTE:Status: Suspect\\nProperty: corner lot\\, dog in yard
END:VCARD
"""


def kit(cli: Cli) -> tuple[Cli, str]:
    """Return a book with Kit in it, and Kit's id."""
    cli.noting().fast("init book -p realvolve --agent Sam --timezone America/New_York --no-input")
    book = cli.inside("book").noting()
    book.fast("add", "Kit Po", "--phone", "4155550132", "--email", "kit@example.com", "value=$475K")
    [lead] = book.fast("list --format ids").lines
    return book, lead


def test_an_amount_that_a_spreadsheet_dressed_up_is_the_same(cli: Cli) -> None:
    """Known by the id alone: "$475,000" is 475000, and only what the cells add is filled in."""
    book, lead = kit(cli)
    (cli.cwd / "back.csv").write_text(EXCEL.format(id=lead))
    assert "1 filled in" in book.fast("import ../back.csv --update").out
    [text] = files(book).values()
    assert "value = 475000\n" in text
    assert "birthday = 1980-03-21\n" in text
    assert "1 already here" in book.fast("import ../back.csv --update").out
    changed = EXCEL.format(id=lead).replace("$475,000", "$480,000")
    (cli.cwd / "back.csv").write_text(changed)
    told = book.fast("import ../back.csv --update")
    assert "1 updated" in told.out
    assert "value: 475000 / 480000" in told.err


def test_what_was_written_into_a_card_is_a_note(cli: Cli) -> None:
    """Of a card's note only the very lines that we wrote are ours; a further number joins."""
    book, lead = kit(cli)
    (cli.cwd / "kit.vcf").write_text(CARD.format(id=lead))
    assert "1 filled in" in book.fast("import ../kit.vcf --update").out
    [text] = files(book).values()
    assert 'text = "Property: corner lot, dog in yard"' in text
    assert 'phones = ["+14155550182"]' in text
    assert text.count("Status: Suspect") == 0
