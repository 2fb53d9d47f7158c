"""export: what is barred or masked stays in the book; a back-up makes the identical book."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from cli_runner import Cli
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadctl.rules.importing.cell_words import EMPTY
from leadctl.rules.importing.values import clean
from leadctl.rules.leads.formula_guard import guarded


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book in a pipeline that masks nothing, with two leads."""
    cli.noting().fast("init book -p wholesale --timezone America/New_York --no-input")
    book = cli.inside("book")
    book.noting().fast(
        "add 'Ana Lopez' phone=4155550132 email=ana@example.com tags=one,two "
        "'mailing_address=1 Elm St, Albany' zip=12207"
    )
    book.noting().fast("add 'name==HYPERLINK(1)' email=evil@example.com do_not_contact=email,text")
    return book


def looked_at_by_another(cli: Cli, pipeline: str) -> tuple[Cli, Cli]:
    """Make a book of two agents; return Sam, who types its leads, and Kim, who manages."""
    cli.noting().fast(f"init book -p {pipeline} --timezone America/New_York --no-input --agent Sam")
    book = cli.inside("book")
    with (book.cwd / "leadctl.toml").open("a") as settings_file:
        settings_file.write('\n[agents.kim]\nname = "Kim"\nroles = ["manager"]\n')
    return book.acting("sam"), book.acting("kim")


def rows(text: str) -> list[dict[str, str]]:
    """Return the rows of a CSV text."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


def files(book: Cli) -> dict[str, bytes]:
    """Return every lead's file by its path in the book."""
    return {str(p.relative_to(book.cwd)): p.read_bytes() for p in book.cwd.rglob("leads/**/*.toml")}


def empty(cli: Cli, name: str) -> Cli:
    """Make another book, and return a command line inside it."""
    cli.noting().fast(f"init {name} -p wholesale --timezone America/New_York --no-input")
    return cli.inside(name)


def test_a_spreadsheet_has_what_a_mail_merge_wants(book: Cli) -> None:
    """First and last name, one line to send to, what is barred, all under plain names."""
    ana = next(row for row in rows(book.fast("export").out) if row["name"] == "Ana Lopez")
    assert (ana["first_name"], ana["last_name"]) == ("Ana", "Lopez")
    assert ana["letter_to"] == "1 Elm St, Albany"
    assert ana["phone"] == "+14155550132"
    assert ana["tags"] == "one, two"
    assert ana["do_not_contact"] == ""
    assert "advice" not in ana


def test_formulas_are_guarded_and_with_raw_they_are_not(book: Cli) -> None:
    """No cell starts as a formula does; --raw gives the very text."""
    assert {row["name"] for row in rows(book.fast("export").out)} == {
        "Ana Lopez", "'=HYPERLINK(1)",
    }  # fmt: skip
    assert "=HYPERLINK(1)" in {row["name"] for row in rows(book.fast("export --raw").out)}


def test_columns_can_be_chosen(book: Cli) -> None:
    """--fields gives those in that order; an unknown one is exit 2 with the list of them."""
    assert (
        book.fast("export Ana --fields email,name").out == "email,name\nana@example.com,Ana Lopez\n"
    )
    assert "There are: id, name" in book.exits(2).fast("export --fields emial").err


@pytest.mark.parametrize(
    ("channel", "left"), [("email", 1), ("text", 1), ("call", 2), ("letter", 2)]
)
def test_who_is_barred_from_a_channel_is_left_out_and_counted(
    book: Cli, channel: str, left: int
) -> None:
    """--for leaves out who said no to it, and says on stderr how many."""
    said = "1 lead is left out" if left == 1 else ""
    ran = book.noting(said).fast(f"export --for {channel}")
    assert len(rows(ran.out)) == left


def test_a_masked_field_is_in_no_format(cli: Cli) -> None:
    """StreetEasy shows contact details after the first message: until then none is exported."""
    sam, kim = looked_at_by_another(cli, "streeteasy-buyer")
    sam.noting().fast("add 'Ana Lopez' phone=4155550132 email=ana@example.com")
    for name in ("csv", "tsv", "json", "vcf", "ics"):
        out = kim.noting().fast(f"export --format {name}").out
        assert "4155550132" not in out
        assert "ana@example.com" not in out
    assert "masked" in kim.exits(3).fast("export --format jsonl").err
    assert "ana@example.com" in kim.fast("export --format jsonl --raw").out


def test_what_is_masked_is_left_out_aloud(cli: Cli) -> None:
    """Stderr says of how many leads, and why; not where nothing is lost, nor with --quiet."""
    sam, kim = looked_at_by_another(cli, "streeteasy-buyer")
    sam.noting().fast("add 'Ana Lopez' phone=4155550132 email=ana@example.com")
    sam.noting().fast("add 'Ben Field' phone=4155550133")
    sam.noting().fast("add 'Carl Field' 'address=1 Elm St'")
    why = "contact details are shown once you have messaged them.\n"
    for name in ("csv", "tsv", "json", "vcf"):
        ran = kim.noting().fast(f"export -f {name}")
        assert ran.err == f"Details of 2 leads are left out: {why}"
    assert kim.noting().fast("export --fields name,email").err.startswith("Details of 1 lead are")
    for words in ("export --fields name", "--quiet export", "export -f ics", "export Carl"):
        kim.fast(words)
    kim.noting().fast("log Ana call")
    assert kim.noting().fast("export").err == f"Details of 1 lead are left out: {why}"


def test_a_card_tells_of_no_mask_for_what_it_has_no_place_for(cli: Cli) -> None:
    """A salary that is masked is missed in a spreadsheet, and was never on a card."""
    sam, kim = looked_at_by_another(cli, "recruiting")
    sam.noting().fast("add 'Ana Lopez' phone=4155550132 salary=90000")
    assert "salaries are for those who negotiate them" in kim.noting().fast("export").err
    assert "TEL:+14155550132" in kim.fast("export -f vcf").out


def test_only_a_manager_has_a_back_up_of_what_is_masked(cli: Cli) -> None:
    """In a team --raw is refused to an agent, and given to a manager."""
    cli.noting().fast(
        "init book -p streeteasy-buyer --timezone America/New_York --no-input --agent Sam"
    )
    book = cli.inside("book")
    with (book.cwd / "leadctl.toml").open("a") as settings_file:
        settings_file.write('\n[agents.kim]\nname = "Kim"\nroles = ["manager"]\n')
    book.acting("kim").noting().fast("add 'Ana Lopez' phone=4155550132")
    book.acting("sam").exits(3, "Only a manager").fast("export --format jsonl --raw")
    assert "4155550132" in book.acting("kim").fast("export --format jsonl --raw").out


def test_a_back_up_makes_the_identical_book(book: Cli, cli: Cli) -> None:
    """Every file again byte for byte: moved leads, odd files, tombstones, names since changed."""
    book.noting().fast("set Ana name='Ana Field' 'appointment=2026-12-01 14:00' price=350000")
    book.noting().fast("add 'Ben Field'")
    path = next(book.cwd.rglob("ben*.toml"))
    path.write_bytes(b"# by hand\r\n" + path.read_bytes().replace(b"\n", b"\r\n"))
    book.noting().fast("add 'Carl Field'")
    book.noting().fast("delete Carl --yes")
    book.noting().fast("set Ana archived=true")
    book.noting().fast("export --format jsonl --raw -o ../backup.jsonl")
    other = empty(cli, "other")
    assert "4 new" in other.noting().fast("import ../backup.jsonl").out
    assert files(other) == files(book)
    assert "4 already here" in other.fast("import ../backup.jsonl").out
    other.noting().fast("undo")
    assert files(other) == {}


def test_a_back_up_comes_in_by_stdin_and_the_same_text_goes_out(book: Cli, cli: Cli) -> None:
    """export | import, and the second book's export is the first one's."""
    text = book.fast("export --format jsonl --raw").out
    other = empty(cli, "other")
    other.typing(text).noting().run("import -")
    assert files(other) == files(book)
    assert other.fast("export --format jsonl --raw").out == text


def test_a_lead_that_differs_is_kept_unless_update(book: Cli) -> None:
    """The book's word stands and is reported; --update takes the back-up's."""
    book.noting().fast("export --format jsonl --raw -o ../backup.jsonl")
    before = files(book)
    book.noting().fast("note Ana hello")
    after = files(book)
    assert "1 kept though different" in book.noting("--update").fast("import ../backup.jsonl").out
    assert files(book) == after
    assert "1 overwritten" in book.noting().fast("import ../backup.jsonl --update").out
    assert files(book) == before


def test_bad_lines_are_told_and_kept_and_the_others_come_in(book: Cli, cli: Cli) -> None:
    """No JSON, no lead, a path out of the book: each with its line, in a file to mend; exit 3."""
    good = book.fast("export --format jsonl --raw").out.splitlines()
    strange = {**json.loads(good[1]), "$path": "../../evil.toml"}
    empty_id = {**json.loads(good[1]), "id": "x", "$path": "leads/2026/x.toml"}
    (cli.cwd / "bad.jsonl").write_text(
        "\n".join([good[0], "{", json.dumps(strange), json.dumps(empty_id)])
    )
    other = empty(cli, "other")
    ran = other.exits(3).fast("import ../bad.jsonl")
    assert "1 new, 3 refused" in ran.out
    for line in ("line 2: It is not a lead", "line 3: ", "line 4: id is not 8 characters"):
        assert line in ran.err
    assert len((cli.cwd / "bad.rejected.jsonl").read_text().splitlines()) == 3
    assert len(files(other)) == 1
    assert not (cli.cwd / "evil.toml").exists()


def test_options_for_tables_do_not_go_with_a_back_up(book: Cli) -> None:
    """A map has no meaning for a back-up: exit 2."""
    book.noting().fast("export --format jsonl --raw -o ../backup.jsonl")
    book.exits(2, "is for tables").fast("import ../backup.jsonl --map name=X")


def test_cards_come_back_as_the_same_people(book: Cli, cli: Cli) -> None:
    """Names, phones, e-mails, labels and bars survive the way through an address book."""
    book.noting().fast("export --format vcf -o ../cards.vcf")
    other = empty(cli, "other")
    other.noting().fast("import ../cards.vcf")
    keys = ("name", "phone", "email", "tags", "do_not_contact")

    def people(book: Cli) -> list[list[str]]:
        return [[str(sorted(row[k] or "")) for k in keys] for row in book.fast("list -f json").json]

    assert people(other) == people(book)


@pytest.mark.parametrize(
    ("address", "zip_code"),
    [
        ("12 Elm St, Oakland, CA 04601, US", "04601"),
        ("12 Elm St; Albany", "12207"),
        ("12 Elm St", ""),
    ],
)
def test_an_address_comes_back_from_a_card_as_it_was(cli: Cli, address: str, zip_code: str) -> None:
    """The zip code stays a field of its own, and is not put behind the address once more."""
    one, other = empty(cli, "one"), empty(cli, "other")
    one.noting().fast("add", "name=Ana Lopez", f"address={address}", f"zip={zip_code}")
    one.noting().fast("export -f vcf -o ../cards.vcf")
    other.noting().fast("import ../cards.vcf")
    lead = other.fast("list -f json").json[0]
    assert (lead["name"], lead["address"], lead["zip"] or "") == ("Ana Lopez", address, zip_code)


def test_an_address_in_pieces_is_still_put_together(cli: Cli) -> None:
    """A card from elsewhere has its town apart, and the zip code goes before the country."""
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Ana\nADR:;;12 Elm St;Oakland;CA;04601;US\nEND:VCARD\n"
    (cli.cwd / "cards.vcf").write_text(card)
    book = empty(cli, "book")
    book.noting().fast("import ../cards.vcf")
    assert book.fast("list -f json").json[0]["address"] == "12 Elm St, Oakland, CA 04601, US"


def test_a_calendar_has_appointments_and_deadlines_with_lasting_uids(book: Cli) -> None:
    """Twice the same text; an appointment that moves keeps its uid; icalendar reads it."""
    from icalendar import Calendar

    book.noting().fast("status set Ana 'Appointment Booked' --force --reason x")
    book.noting().fast("set Ana 'appointment=2026-12-01 14:00'")
    first = book.fast("export --format ics").out
    assert first == book.fast("export --format ics").out
    entries = {str(e["UID"]): e["DTSTART"].dt for e in Calendar.from_ical(first).walk("VEVENT")}
    uid = next(key for key in entries if key.endswith("-appointment@leadctl"))
    book.noting().fast("set Ana 'appointment=2026-12-02 15:00'")
    again = Calendar.from_ical(book.fast("export --format ics").out).walk("VEVENT")
    moved = {str(e["UID"]): e["DTSTART"].dt for e in again}
    assert moved[uid].isoformat() == "2026-12-02T20:00:00+00:00"


@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp", "Cf"]),
        min_size=1,
    )
)
def test_the_importer_takes_off_every_guard(text: str) -> None:
    """What an export guarded is read back as it was."""
    for cell in (text, f"={text}", f"'={text}", f"-{text}", f"@{text}"):
        assert clean(guarded(cell)) == ("" if cell in EMPTY else cell)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=st.from_regex(r"[=+@-][A-Za-z(][A-Za-z0-9()+*-]{1,8} [A-Z][a-z]{1,6}", fullmatch=True))
def test_a_spreadsheet_comes_back_with_its_formulas_as_text(
    name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """export, then import into another book: the name is what it was, the file held it guarded."""
    start = Cli(tmp_path_factory.mktemp("round"))
    one, other = empty(start, "one"), empty(start, "other")
    one.noting().fast("add", "email=ana@example.com", f"name={name}")
    one.noting().fast("export --fields name,email -o ../sheet.csv")
    assert f"'{name}" in Path(start.cwd / "sheet.csv").read_text()
    other.noting().fast("import ../sheet.csv")
    assert [row["name"] for row in other.fast("list --format json").json] == [name]
