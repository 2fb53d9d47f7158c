"""Saved maps: drafted from a file, read back, and refused where they say what no map says."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from cli_runner import Cli

from leadctl.errors import Usage
from leadctl.rules.importing.columns import Plan, make_plan
from leadctl.rules.importing.mapping import draft_map, read_map

CASES = Path(__file__).parent / "cases"
HEADER = ["Stage", "Name", "Email 1", "Phone 1", "Phone 2", "Street", "City", "Do Not Call", "Pets"]


def in_a_book(cli: Cli, text: str) -> Cli:
    """Make a book with a file w.csv in it, and return a command line inside."""
    cli.noting().fast("init book -p wholesale --timezone America/New_York --no-input")
    (cli.cwd / "book" / "w.csv").write_text(text, encoding="utf-8")
    return cli.inside("book")


def uses(plan: Plan) -> dict[str, str]:
    return {column.name: column.use for column in plan.columns}


def test_a_draft_read_back_maps_every_column_as_before() -> None:
    """What --save-map writes gives, as a preset, the plan that it was written from."""
    plan = make_plan(HEADER)
    saved = read_map(tomllib.loads(draft_map(plan, {"Hot": 3})), "map.toml")
    assert uses(make_plan(HEADER, saved.columns)) == uses(plan)
    assert saved.statuses == {}


def test_a_draft_suggests_statuses_as_comments_only() -> None:
    """Their statuses stand in the draft, the most frequent first, and map nothing yet."""
    text = draft_map(make_plan(HEADER), {"nurture": 1, 'Say "hi"': 2}, ["New", "Nurture"])
    lines = [line for line in text.splitlines() if line.startswith("# ") and "row(s)" in line]
    assert lines[1] == '# "nurture" = "Nurture"  # 1 row(s)'
    assert lines[0].startswith(r'# "Say \"hi\"" = ')
    enabled = text.replace("# " + lines[1][2:], lines[1][2:])
    assert read_map(tomllib.loads(enabled), "map.toml").statuses == {"nurture": "Nurture"}


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
    text = draft_map(make_plan(HEADER), {theirs: 1}, ours)
    assert f'# "{theirs}" = "{suggested}"  # 1 row(s)' in text.splitlines()


def test_a_draft_lists_the_statuses_to_choose_from(cli: Cli) -> None:
    """All of the pipeline's stand in one comment; a draft that is finished is taken by --preset."""
    book = in_a_book(cli, "Name,Stage,Phone 1\nAna López,Lead,4155550132\n")
    book.noting().fast("import w.csv --save-map map.toml")
    text = (book.cwd / "map.toml").read_text()
    assert '\n[status]\n# Ours: "New Lead", "' in text
    assert '\n# "Lead" = ""  # 1 row(s)\n' in text
    (book.cwd / "map.toml").write_text(text.replace('# "Lead" = ""', '"Lead" = "Dead Deal"'))
    book.noting().fast("import w.csv --preset map.toml")
    assert [lead["status"] for lead in book.fast("list -f json").json] == ["Dead Deal"]


def test_a_draft_says_which_columns_it_leaves_in_extra() -> None:
    """A column that is no field is named in a comment, so that a person sees it."""
    assert '# extra: "Pets"' in draft_map(make_plan(HEADER), {})


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
    ],
)
def test_a_map_that_says_something_else_is_refused(document: dict[str, Any], said: str) -> None:
    """A wrong table, field or value of a map is named in one sentence."""
    with pytest.raises(Usage) as caught:
        read_map(document, "map.toml")
    assert said in caught.value.sentence


@pytest.mark.parametrize("path", sorted(CASES.glob("*.csv")), ids=lambda path: path.stem)
def test_every_column_of_every_case_is_accounted_for(path: Path) -> None:
    """No column of any header is dropped: each has a use, and one-valued uses are taken once."""
    header = path.read_bytes().split(b"\n", 1)[0].decode("cp1252").split(",")
    plan = make_plan(header)
    assert [column.index for column in plan.columns] == list(range(len(header)))
    assert all(column.use for column in plan.columns)
    single = [c.use for c in plan.columns if ":" not in c.use]
    many = {"email", "phone", "note", "tags", "extra", "ignored"}
    assert all(single.count(use) == 1 for use in single if use not in many)


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
    for words in (["--map", mapped], ["--preset", "map.toml"]):
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
