"""Saved maps: drafted from a file, read back, and refused where they say what no map says."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from cli_runner import Cli
from test_import_cases import FILES

from leadctl.errors import Usage
from leadctl.rules.importing.columns import make_plan
from leadctl.rules.importing.drafting import draft_layout
from leadctl.rules.importing.layouts import Layout, read_layout
from leadctl.rules.importing.plan import Plan

HEADER = ["Stage", "Name", "Email 1", "Phone 1", "Phone 2", "Street", "City", "Do Not Call", "Pets"]


def in_a_book(cli: Cli, text: str) -> Cli:
    """Make a book with a file w.csv in it, and return a command line inside."""
    cli.noting().fast("init book -p wholesale --timezone America/New_York --no-input")
    (cli.cwd / "book" / "w.csv").write_text(text, encoding="utf-8")
    return cli.inside("book")


def draft(plan: Plan, seen: Mapping[str, int], ours: Sequence[str] = ()) -> str:
    return draft_layout("mine", plan, [], seen, {name.lower(): name for name in ours})


def layout(text: str) -> Layout:
    return read_layout(tomllib.loads(text), "mine", "layouts/mine.toml")


def uses(plan: Plan) -> dict[str, str]:
    return {column.name: column.use for column in plan.columns}


def test_a_draft_read_back_maps_every_column_as_before() -> None:
    """What --save-map writes is recognised by the header, and gives the same plan."""
    plan = make_plan(HEADER)
    saved = layout(draft(plan, {"Hot": 3}))
    again = make_plan(HEADER, layouts=[saved])
    assert again.layout == saved
    assert uses(again) == uses(plan)
    assert saved.statuses == {}


def test_a_draft_fills_in_exact_statuses_and_suggests_others_as_comments() -> None:
    """Their statuses stand in the draft, the most frequent first; only exact ones map already."""
    text = draft(make_plan(HEADER), {"nurture": 1, 'Say "hi"': 2}, ["New", "Nurture"])
    assert '\n# "Say \\"hi\\"" = ""  # 2 times\n"nurture" = "Nurture"  # once\n' in text
    assert layout(text).statuses == {"nurture": "Nurture"}


@pytest.mark.parametrize(
    ("theirs", "suggested"),
    [
        ("appointment-set", "Appointment Set"),
        ("AppointmentSet", "Appointment Set"),
        ("A+", "A+"),
        ("a-", "A-"),
        ("Nurture: long term", "Nurture"),
        ("Sale", "Sale Closed"),
        ("In", ""),
        ("Lead", ""),
        ("Hot Prospect", ""),
        ("Nouveau", ""),
        ("Nurtured", ""),
        ("?!", ""),
    ],
)
def test_a_draft_suggests_the_same_words_or_nothing(theirs: str, suggested: str) -> None:
    """Case and punctuation aside the words are the same, or one begins the other, and no third."""
    ours = ["Nurture", "Appointment Set", "Sale Closed", "In Contract", "In Contact", "A+", "A-"]
    lines = draft(make_plan(HEADER), {theirs: 1}, ours).splitlines()
    mark = "" if theirs.lower() in map(str.lower, ours) else "# "
    assert f'{mark}"{theirs}" = "{suggested}"  # once' in lines


def test_a_drafted_layout_is_found_the_next_night(cli: Cli) -> None:
    """--save-map writes the book's layout; finished, it is recognised without any option."""
    book = in_a_book(cli, "Name,Stage,Phone 1\nAna López,Lead,4155550132\n")
    told = book.noting().fast("import w.csv --save-map mine").out
    assert "Phone 1: phone; 100% filled, “4155550132”, looks like phones" in told
    assert "Wrote layouts/mine.toml" in told
    path = book.cwd / "layouts" / "mine.toml"
    text = path.read_text()
    assert '\n[status]\n# Ours: "New Lead", "' in text
    assert '\n# "Lead" = ""  # once\n' in text
    path.write_text(text.replace('# "Lead" = ""', '"Lead" = "Dead Deal"'))
    assert "is an export of mine" in book.noting().fast("import w.csv").err
    assert [lead["status"] for lead in book.fast("list -f json").json] == ["Dead Deal"]
    book.exits(2, "is there already").fast("import w.csv --save-map mine")
    book.exits(2, "is no name of a layout").fast("import w.csv --save-map ../mine")


def test_a_layout_may_be_named(cli: Cli) -> None:
    """--layout takes one that the header alone would not find; one that is not there is told."""
    book = in_a_book(cli, "A,B\nAna López,4155550132\n")
    (book.cwd / "layouts").mkdir()
    (book.cwd / "layouts" / "odd.toml").write_text('[columns]\nname = "A"\nphone = "B"\n')
    book.noting().fast("import w.csv --layout odd")
    assert book.fast("list -f json").json[0]["phone"] == "+14155550132"
    book.exits(4, "There is no layout “old”.").fast("import w.csv --layout old")


def test_a_status_that_no_row_has_is_refused(cli: Cli) -> None:
    """--status with a word that no row has is a slip: the words that there are are named."""
    book = in_a_book(cli, "Name,Stage\nAna López,Lead\n")
    said = book.exits(2, "No row has the status “Laed”.")
    assert "“Lead”" in said.fast("import", "w.csv", "--status", "Laed=Dead Deal").err


def test_a_status_that_nobody_has_tonight_is_no_slip(cli: Cli) -> None:
    """A feed's own line holds on the night on which every other word is understood."""
    book = in_a_book(cli, "Name,Stage\nAna López,Lead\nBen Okafor,\n").noting()
    typed = ("import", "w.csv", "--status", "Hot=Dead Deal", "--status", "Lead=Dead Deal")
    told = book.fast(*typed).err
    assert "No row has the status “Hot”: every status there is is understood." in told
    (book.cwd / "w.csv").write_text("Name,Stage\nCora Dunn,\n")
    assert "No row has the status “Hot”: no row names one." in book.fast(*typed).err


def test_an_unknown_file_is_helped_with(cli: Cli) -> None:
    """Columns that plainly hold phones or e-mails are proposed, and nothing is dropped quietly."""
    book = in_a_book(cli, "Caller,Rung,Weight\n(212) 555-0144,x,5\n(212) 555-0145,,6\n")
    told = book.noting().fast("import w.csv --columns").out
    assert "Caller: kept as it is; 100% filled, “(212) 555-0144”, looks like phones" in told
    assert "--map phone=Caller" in told
    assert "Rung: kept as it is; 50% filled" in told
    ran = book.exits(2, "No column of w.csv is known").fast("import w.csv")
    assert "Caller looks like phones: --map phone=Caller" in ran.err
    assert "2 new" in book.noting().fast("import w.csv --map phone=Caller").out


def test_a_phone_under_an_unknown_header_is_proposed(cli: Cli) -> None:
    """Also where the people have names: what plainly is a phone or an e-mail is told, with how."""
    book = in_a_book(cli, "Name,PIC No.,Order Id\nAna,212-555-0140,2125550141\n")
    told = book.noting().fast("import w.csv").err
    assert 'PIC No. looks like phones and is kept as it is: --map phone="PIC No."' in told
    assert "Order Id" not in told


def test_columns_always_answer(cli: Cli) -> None:
    """--columns has an answer also where nobody can say in which order the dates stand."""
    book = in_a_book(cli, "Name,Created\nAna,03.04.2026\nBen,05.06.2026\n")
    book.exits(2, "day or month first").fast("import w.csv")
    assert "Created: received; 100% filled" in book.noting().fast("import w.csv --columns").out


@pytest.mark.parametrize(
    ("region", "said", "month"),
    [("US", "3/4 is read as 4 March", 3), ("DE", "3/4 is read as 3 April", 4)],
)
def test_dates_are_read_as_the_books_country_writes_them(
    cli: Cli, region: str, said: str, month: int
) -> None:
    """Where no cell tells day from month the book's country does, and it is said, with how to say
    otherwise; where another cell tells, the country does not count.
    """
    book = in_a_book(cli, "Name,Created\nAna,3/4/2026\nBen,5/6/2026\n").noting()
    book.fast(f"config set region {region}")
    told = book.fast("import w.csv").err
    assert f"“Created”: {said}, as dates are written in {region}." in told
    assert "--date-order" in told
    assert book.fast("list --format json").json[0]["received"].startswith(f"2026-{month:02}-")
    (book.cwd / "w.csv").write_text("Name,Created\nCy,13/4/2026\nDo,5/6/2026\n")
    assert "is read as" not in book.fast("import w.csv").err


def test_a_table_of_another_language_has_its_dates(cli: Cli) -> None:
    """French headers: the day comes first, in an American book too, unless its country is typed."""
    rows = "Nom,Prénom,Téléphone,Date de création\nMüller,Zoé,06 12 34 56 78,03/11/2026\n"
    book = in_a_book(cli, rows).noting()
    told = book.fast("import w.csv").err
    assert "03/11 is read as 3 November, as dates are written in French" in told
    book.fast("undo")
    told = book.fast("import w.csv --region FR").err
    assert "as dates are written in FR" in told
    assert book.fast("list --format json").json[0]["phone"] == "+33612345678"


def test_a_list_of_barred_numbers_is_read_as_one(cli: Cli) -> None:
    """Under a header that says no more than that nobody is to be called stand the numbers."""
    book = in_a_book(cli, "DNC List\n212-555-0140\n212-555-0141\n").noting()
    assert (
        "DNC List: phone, do not call or text; 100% filled"
        in book.fast("import w.csv --columns").out
    )
    book.fast("import w.csv")
    rows = book.fast("list --format json").json
    assert {row["phone"] for row in rows} == {"+12125550140", "+12125550141"}
    assert all(row["do_not_contact"] == ["call", "text"] for row in rows)


def test_a_draft_says_which_columns_it_leaves_as_they_are() -> None:
    """A column that is no field is named in a comment, so that a person sees it."""
    assert '# extra: "Pets"' in draft(make_plan(HEADER), {})


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"column": {}}, "table [column]"),
        ({"columns": []}, "columns is not a table"),
        ({"columns": {"name": 3}}, "columns.name is not the name of a column"),
        ({"columns": {"name": [3]}}, "columns.name is not the name of a column"),
        ({"columns": {"Ïd": "x"}}, "no field that a column can fill"),
        ({"columns": {"history": "x"}}, "no field that a column can fill"),
        ({"status": {"Hot": 1}}, "not “theirs” = “ours”"),
        ({"options": {"colour": "red"}}, "options.colour is none of"),
        ({"skip": {"A": 1}}, "skip.A is not a text"),
        ({"set": {"phone": "1"}}, "set.phone is none of"),
        ({"recognise": {"columns": ["A"], "needed": 2}}, "no number from 1 to 1"),
    ],
)
def test_a_map_that_says_something_else_is_refused(document: dict[str, Any], said: str) -> None:
    """A wrong table, field or value of a map is named in one sentence."""
    with pytest.raises(Usage) as caught:
        read_layout(document, "map", "map.toml")
    assert said in caught.value.sentence


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.suffix == ".csv"], ids=lambda path: path.stem
)
def test_every_column_of_every_case_is_accounted_for(path: Path) -> None:
    """No column of any header is dropped: each has a use, and one-valued uses are taken once."""
    header = path.read_bytes().split(b"\n", 1)[0].decode("cp1252").split(",")
    plan = make_plan(header)
    assert [column.index for column in plan.columns] == list(range(len(header)))
    assert all(column.use for column in plan.columns)
    single = [c.use for c in plan.columns if ":" not in c.use]
    many = {"email", "phone", "note", "tags", "extra", "ignored"}
    assert all(single.count(use) == 1 for use in single if use not in many)


def test_a_file_that_nobody_knows_is_answered(cli: Cli) -> None:
    """--columns and --save-map say what stands in any text at all, and what could be mapped."""
    book = in_a_book(cli, "Wer,Ruf\nAna Lopez,415-555-0132\nBen Ode,415-555-0133\n")
    ran = book.fast("import w.csv --columns")
    assert (
        "Wer: kept as it is; 100% filled, “Ana Lopez”, looks like names: --map name=Wer" in ran.out
    )
    assert "looks like phones: --map phone=Ruf" in ran.out
    assert "--map name=Wer" in book.exits(2, "No column of w.csv is known").fast("import w.csv").err
    (book.cwd / "w.csv").write_text("just a line\nand one more\n")
    assert "just a line: kept as it is" in book.fast("import w.csv --columns").out


@pytest.mark.parametrize(
    ("mapped", "meant"),
    [
        ("emial=Email", "email"),
        ("phnoe=Phone 1", "phone"),
        ("appointmet=Phone 1", "appointment"),
        ("vlaue=Phone 1", "value"),
    ],
)
def test_a_mistyped_field_is_refused_as_set_refuses_it(cli: Cli, mapped: str, meant: str) -> None:
    """--map and a saved map: exit 2 with the field that was meant, and nothing is imported."""
    book = in_a_book(cli, "Name,Email,Phone 1\nAna López,ana@example.com,4155550132\n")
    field, _, column = mapped.partition("=")
    (book.cwd / "map.toml").write_text(f'[columns]\n{field} = "{column}"\n')
    for words in (["--map", mapped], ["--layout", "map.toml"]):
        ran = book.exits(2, f"There is no field “{field}”.").fast("import", "w.csv", *words)
        assert f'Did you mean "{meant}"?' in ran.err
    assert book.fast("list -f json").json == []


def test_a_field_of_ones_own_may_be_mapped(cli: Cli) -> None:
    """A declared field is taken, and so is one that is near to none."""
    book = in_a_book(cli, "Name,When,Dog\nAna López,2026-12-01,Rex\n")
    book.noting().fast("import w.csv --map appointment=When --map pet_name=Dog")
    lead = book.fast("list -f json").json[0]
    assert lead["fields"]["pet_name"] == "Rex"
    assert lead["fields"]["appointment"].startswith("2026-12-01")


@pytest.mark.parametrize(
    ("wanted", "hint"),
    [
        ("Bar", f"Its columns: {', '.join(HEADER)}"),
        ("e-mial 1", "Did you mean “Email 1”?"),
        ("PHONE", "Did you mean “Phone 2” or “Phone 1”?"),
    ],
)
def test_a_column_that_is_not_there(wanted: str, hint: str) -> None:
    """The hint gives the nearest names as a guess; where there is none, every column."""
    with pytest.raises(Usage) as caught:
        make_plan(HEADER, [("name", wanted)])
    assert caught.value.sentence == f"The file has no column “{wanted}”."
    assert caught.value.hint == hint


def test_names_that_nobody_knows_are_proposed(cli: Cli) -> None:
    """Nobody is named after their e-mail in silence: cells that are plainly names are proposed."""
    book = in_a_book(
        cli,
        "Skipper,Deckhand First,Home Port,E-mail\n"
        "Ana Lopez,Bo,Port Elm,ana@example.com\nBen Ode,Cy,Port Elm,ben@example.com\n"
        "Eve Fox,Di,Port Elm,eve@example.com\n",
    )
    told = book.noting().fast("import w.csv --dry-run").err
    assert "Skipper looks like names and is kept as it is: --map name=Skipper" in told
    assert '--map first_name="Deckhand First"' in told
    assert "No column is known to be a name: people are named after their e-mail" in told
    assert "Home Port looks" not in told
    mapped = book.noting().fast("import w.csv --dry-run --map name=Skipper").err
    assert "No column is known" not in mapped


def test_days_that_may_be_arrivals_are_proposed(cli: Cli) -> None:
    """Where no column is known as the day of arrival, one whose header may say it is proposed."""
    text = "Name,E-mail,Came On,Move Start,Start of lease\n"
    text += "".join(f"P {n},p{n}@example.com,11/2{n}/26,1/1{n}/27,1/1{n}/27\n" for n in range(4, 8))
    told = in_a_book(cli, text).noting().fast("import w.csv --dry-run").err
    assert 'Came On looks like dates and is kept as it is: --map received="Came On"' in told
    assert "Move Start looks" not in told
    assert "lease looks" not in told


def test_phones_of_a_call_log_are_proposed(cli: Cli) -> None:
    """Also where some callers hid their number, and some numbers have an extension."""
    cells = ["+1 (718) 555-0144", "Restricted", "6465550188 x12", "Anonymous", "646-555-0189"]
    text = "Dir,Seen,Remote Party,Remote No\n" + "".join(
        f"In,x,A{n} B,{c}\n" for n, c in enumerate(cells)
    )
    book = in_a_book(cli, text.replace("A0", "Ana").replace("A2", "Cy"))
    told = book.exits(2, "No column of w.csv is known").fast("import w.csv").err
    assert 'Remote No looks like phones: --map phone="Remote No"' in told


@pytest.mark.parametrize("cell", ["07700 900123", "1234567890", "0123 456"])
def test_what_may_be_a_phone_abroad_is_no_amount(cli: Cli, cell: str) -> None:
    """Figures that no phone of the book's country has are at least not said to be money."""
    told = in_a_book(cli, f"Name,Ring\nAna,{cell}\n").noting().fast("import w.csv --columns").out
    assert "Ring: kept as it is" in told
    assert "amounts" not in told
