"""What an import refuses goes into files that overwrite none; what is wrong is told with -q too."""

from __future__ import annotations

import json

import pytest
from cli_runner import Cli

BAD = "name,email\nAna,ana@example.com\nBen,b@example.com,x\n"


@pytest.fixture
def book(cli: Cli) -> Cli:
    """An empty book, in which notes may be printed."""
    cli.noting().fast("init book --no-input --pipeline streeteasy-buyer --agent Sam --timezone UTC")
    return cli.inside("book").noting()


def text(book: Cli, name: str) -> str:
    """Return what a file beside the book's own says."""
    return (book.cwd / name).read_text()


def write(book: Cli, name: str, said: str) -> None:
    """Write a file beside the book's own."""
    (book.cwd / name).write_text(said)


def rejects(book: Cli) -> list[str]:
    """Return the names of the files of refused rows."""
    return sorted(path.name for path in book.cwd.iterdir() if ".rejected" in path.name)


def test_a_half_mended_file_is_not_overwritten(book: Cli) -> None:
    """Other content takes the next free name; the same content is there already."""
    write(book, "new.csv", BAD)
    for _ in range(2):
        book.exits(3, "in new.rejected.csv: mend").fast("import new.csv")
    assert rejects(book) == ["new.rejected.csv"]
    refused = text(book, "new.rejected.csv")
    write(book, "new.rejected.csv", "half mended")
    for _ in range(2):
        book.exits(3, "in new.rejected-2.csv: mend").fast("import new.csv")
    write(book, "new.csv", BAD.replace("Ben", "Bob"))
    book.exits(3, "in new.rejected-3.csv: mend").fast("import new.csv")
    assert text(book, "new.rejected.csv") == "half mended"
    assert text(book, "new.rejected-2.csv") == refused
    assert "Bob" in text(book, "new.rejected-3.csv")


def test_a_folder_or_a_link_of_that_name_stays(book: Cli) -> None:
    """What is no plain file is neither replaced nor followed."""
    write(book, "new.csv", BAD)
    (book.cwd / "new.rejected.csv").mkdir()
    (book.cwd / "new.rejected-2.csv").symlink_to("nowhere")
    book.exits(3, "in new.rejected-3.csv: mend").fast("import new.csv")
    assert not (book.cwd / "nowhere").exists()


def test_the_rows_of_one_night_survive_the_next(book: Cli) -> None:
    """Two imports from standard input leave two files."""
    book.typing(BAD).exits(3, "in stdin.rejected.csv: mend").fast("import -")
    book.typing(BAD.replace("Ben", "Bob")).exits(3, "-2.csv: mend").fast("import -")
    assert "Ben" in text(book, "stdin.rejected.csv")
    assert "Bob" in text(book, "stdin.rejected-2.csv")


@pytest.mark.parametrize("words", ["import new.csv", "import -"])
def test_a_named_file_with_other_content_stops_the_import(book: Cli, words: str) -> None:
    """Exit 2 before anything is imported; a file with the same refused rows is as it should be."""
    write(book, "new.csv", BAD)
    import_ = book.typing(BAD)
    write(book, "x.csv", "half mended")
    ran = import_.exits(2, "x.csv is there already; ").fast(f"{words} --rejects x.csv")
    assert (ran.out, book.fast("list --format ids").out) == ("", "")
    assert text(book, "x.csv") == "half mended"
    (book.cwd / "x.csv").unlink()
    assert "1 new" in import_.exits(3).fast(f"{words} --rejects x.csv").out
    assert "1 already here, 1 refused" in import_.exits(3).fast(f"{words} --rejects x.csv").out
    good = "name,email\nZed,zed@example.com\n"
    write(book, "new.csv", good)
    assert "1 new" in book.typing(good).fast(f"{words} --rejects x.csv").out
    assert rejects(book) == []


@pytest.mark.parametrize("name", ["no-dir/x.csv", "folder", "link", "-", "/dev/null", "new.csv/x"])
@pytest.mark.parametrize("source", ["new.csv", "new.jsonl"])
def test_what_can_be_no_file_of_refused_rows_stops_the_import(
    book: Cli, name: str, source: str
) -> None:
    """Exit 2 before anything is imported, whatever the file to import is."""
    write(book, "new.csv", BAD)
    write(book, "new.jsonl", "{\n")
    (book.cwd / "folder").mkdir()
    (book.cwd / "link").symlink_to("nowhere")
    ran = book.exits(2).fast("import", source, "--rejects", name)
    assert (ran.out, book.fast("list --format ids").out) == ("", "")
    assert "failed" not in ran.err


def test_a_failed_write_does_not_say_that_nothing_was_imported(book: Cli) -> None:
    """The rows that were taken are in the book, and the message says so."""
    name = "n" * 248 + ".csv"  # with .rejected it is too long for the disk
    write(book, name, BAD)
    ran = book.exits(7, "is too long").fast("import", name)
    assert "Nothing was changed" not in ran.err
    assert "It is stored" in ran.err
    assert len(book.fast("list --format ids").lines) == 1


def test_refused_rows_that_are_still_wrong_stay_a_file_of_the_same_kind(book: Cli) -> None:
    """Imported again they get no second pair of our columns, no second ".rejected", a new file."""
    write(book, "new.csv", "name,email,zip\nBen,b@example.com,,x\n,,10001\n")
    book.exits(3).fast("import new.csv")
    mended = text(book, "new.rejected.csv").replace(",x,", ",y,")
    write(book, "new.rejected.csv", mended)
    book.exits(3, "in new.rejected-2.csv: mend").fast("import new.rejected.csv")
    assert text(book, "new.rejected.csv") == mended
    header, wide, empty = text(book, "new.rejected-2.csv").splitlines()
    assert header == "name,email,zip,leadctl_reason,leadctl_line"
    assert wide == "Ben,b@example.com,,y,has 6 cells where the header has 5,2"
    assert empty == ',,10001,"says no name, e-mail, phone or address",3'
    book.exits(3, "in new.rejected-2.csv: mend").fast("import new.rejected-2.csv")
    assert text(book, "new.rejected-2.csv").splitlines() == [header, wide, empty]


def test_refused_lines_of_a_back_up_are_not_overwritten_either(book: Cli) -> None:
    """The same names, and the same refusals, for the lines of a back-up."""
    write(book, "old.jsonl", "{\n")
    for _ in range(2):
        book.exits(3, "in old.rejected.jsonl: mend").fast("import old.jsonl")
    write(book, "old.rejected.jsonl", json.dumps({"half": "mended"}))
    book.exits(3, "in old.rejected-2.jsonl: mend").fast("import old.jsonl")
    book.exits(3, "in old.rejected-3.jsonl: mend").fast("import old.rejected.jsonl")
    book.exits(2, "is there already").fast("import old.jsonl --rejects old.rejected.jsonl")
    stdin = book.typing("{\n")
    stdin.exits(2, "is there already").fast("import - --rejects old.rejected.jsonl")
    stdin.exits(3, "in old.rejected-2.jsonl").fast("import - --rejects old.rejected-2.jsonl")
    assert "half" in text(book, "old.rejected.jsonl")


def test_quiet_prints_nothing_where_nothing_was_refused(book: Cli) -> None:
    """With -q cron mails only when a row was refused; what could not be read is kept as it is."""
    write(book, "new.csv", "Name,Phone,Created\nAna,call me,someday\nBen,212-555-0143,2026-01-02\n")
    for _ in range(2):
        ran = book.fast("-q import new.csv")
        assert (ran.out, ran.err) == ("", "")
    write(book, "bad.csv", "Name,Phone\nCy,212-555-0144,x,y\nDi,212-555-0145\n")
    ran = book.exits(3, "line 2: ").fast("-q import bad.csv")
    assert "1 new person, 1 refused" in ran.out


def test_what_could_not_be_read_is_told_once(book: Cli) -> None:
    """A row of a person known by another row is told when it comes in, and not every night."""
    book.noting().fast("add 'Ana Park' --email ana@example.com")
    write(book, "new.csv", "Name,Email,Phone\nAna Park,ana@example.com,call me\n")
    assert "Phone: not all of it is a phone" in book.fast("import new.csv").err
    assert "Phone" not in book.fast("import new.csv").err
    write(book, "new.csv", "Name,Email,Phone\nZoe Lee,zoe@example.com,call me\n")
    assert "Phone: not all of it is a phone" in book.fast("import new.csv").err
    book.fast("delete zoe --yes")
    assert "Phone" not in book.fast("import new.csv").err


def test_an_encoding_that_was_guessed_is_told(book: Cli) -> None:
    """A file that is not UTF-8 is read all the same, and that is said."""
    (book.cwd / "new.csv").write_bytes("Name,Email\nAnaïs,a@example.com\n".encode("cp1252"))
    assert "read as cp1252" in book.fast("import new.csv").err


def test_a_header_without_rows_is_told(book: Cli) -> None:
    """A file that holds nobody is imported as nothing, and that is said."""
    write(book, "new.csv", "Name,Email\n")
    ran = book.fast("import new.csv")
    assert ran.out == "0 lines: nothing.\n"
    assert "new.csv has a header and nothing below it.\n" in ran.err
    assert book.fast("-q import new.csv").err == ""


def test_a_map_of_statuses_for_a_file_without_any_is_told(book: Cli) -> None:
    """--status does nothing where no column holds statuses; where one does, nothing is said."""
    write(book, "new.csv", "Name,Email\nAna,ana@example.com\n")
    assert "--status does nothing" in book.fast("import new.csv --status Foo=Nurture").err
    write(book, "new.csv", "Name,Email,Status\nBen,ben@example.com,Foo\n")
    assert "does nothing" not in book.fast("import new.csv --status Foo=Nurture").err


def test_a_dry_run_says_how_many_leads_there_are(book: Cli) -> None:
    """Three people are shown in words, with what would be kept of them, and how many more come."""
    rows = "".join(f"Person {n},p{n}@example.com\n" for n in range(50))
    write(book, "new.csv", f"Name,Email\n{rows}")
    said = book.fast("import new.csv --dry-run").err
    assert "  Name: name; 100% filled" in said
    assert "  Person 2: New Connection, Buyer\n    email p2@example.com\n  and 47 more\n" in said
    assert not {"[", "]", "=", "->"} & set(said.split())
