"""Layouts as data: every shipped one is read, recognised by its own header, and can be tested."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from cli_runner import ROOT, Cli

from leadctl.book.own_files.layouts import layouts
from leadctl.rules.importing.columns import make_plan
from leadctl.rules.importing.layouts import Layout

SHIPPED = layouts(None, None)


@pytest.mark.parametrize("layout", SHIPPED, ids=lambda one: one.slug)
def test_a_layout_is_recognised_by_all_its_signs(layout: Layout) -> None:
    """A header of a layout's own signs is taken for it, and for no other one."""
    plan = make_plan(sorted(layout.signs), layouts=SHIPPED)
    assert plan.layout is not None
    assert plan.layout.slug == layout.slug


@pytest.mark.parametrize("layout", SHIPPED, ids=lambda one: one.slug)
def test_a_layout_does_what_it_says(layout: Layout) -> None:
    """Every column that it names is used for the field that it names it for, or joined to it."""
    columns = list(dict.fromkeys(column for _, column in layout.columns))
    plan = make_plan(columns, named=layout)
    assert {one.why for one in plan.columns} <= {layout.name, ""}
    ids = [one for one in plan.columns if one.use == "id"]
    assert len(ids) <= 1


def test_every_layout_has_a_case_beside_it() -> None:
    """Of each shipped layout a file and what must come of it lie in layouts/cases."""
    files = (ROOT / "layouts" / "cases").glob("*.toml")
    shown = {tomllib.loads(path.read_text()).get("system") for path in files}
    assert [one.name for one in SHIPPED if one.name not in shown] == []


def in_a_book(cli: Cli) -> Cli:
    cli.noting().fast("init book --no-input -p wholesale --timezone America/New_York")
    return cli.inside("book")


def test_layouts_are_listed_and_shown(cli: Cli) -> None:
    """list names each with whose it is, show prints its file; one that is not there is told."""
    book = in_a_book(cli)
    assert len(book.fast("layout list --format jsonl").lines) == len(SHIPPED)
    assert book.fast("layout show trello").out == (ROOT / "layouts" / "trello.toml").read_text()
    assert "Closest: trello" in book.exits(4, "There is no layout").fast("layout show trelo").err


def test_the_books_own_comes_first(cli: Cli) -> None:
    """A layout of the book's takes the place of a shipped one, also where both fit."""
    book = in_a_book(cli)
    folder = book.cwd / "layouts"
    folder.mkdir()
    (folder / "mine.toml").write_text(
        'name = "Mine"\n[recognise]\ncolumns = ["Card ID", "Card Name"]\n'
        '[columns]\nname = "Card Name"\n[set]\nsource = "a board"\ntags = ["board"]\n'
    )
    head = (ROOT / "layouts/cases/trello_board.csv").read_text()
    (book.cwd / "x.csv").write_text(head)
    assert "an export of Mine" in book.noting().fast("import x.csv").err
    found = book.fast("list -f json").json
    assert {row["source"] for row in found} == {"a board"}
    assert any(line.startswith("mine ") and line.endswith("book")
               for line in book.fast("layout list").lines)  # fmt: skip


def test_case_pairs_are_played(cli: Cli) -> None:
    """test says of each pair whether it holds, and what came of it otherwise; exit 3 if so."""
    book = in_a_book(cli)
    cases = book.cwd / "layouts" / "cases"
    cases.mkdir(parents=True)
    book.exits(4, "There is no case").fast("layout test")
    (cases / "a.csv").write_text("Name,Phone\nAna,415-555-0132\n")
    (cases / "a.toml").write_text('leads = [{ name = "Ana", phone = "+14155550132" }]\n')
    assert book.noting("1 case holds.").fast("layout test").out == "ok   a.csv\n"
    (cases / "a.toml").write_text('leads = [{ name = "Ana", phone = "+14155550199" }]\n')
    ran = book.exits(3, "1 of 1 case failed.").fast("layout test")
    assert "FAIL a.csv\n    Ana: phone is '+14155550132'; wanted: '+14155550199'\n" in ran.out


def test_a_broken_layout_is_named(cli: Cli, tmp_path: Path) -> None:
    """A layout with a field that no column can fill stops the import with its file's name."""
    book = in_a_book(cli)
    (book.cwd / "layouts").mkdir()
    (book.cwd / "layouts" / "odd.toml").write_text("[colums]\n")
    (book.cwd / "x.csv").write_text("Name\nAna\n")
    book.exits(2, "layouts/odd.toml has a table [colums]").fast("import x.csv")


def test_the_page_on_layouts_shows_one_that_is_read(cli: Cli) -> None:
    """The example of docs/layouts.md is a layout, and does what its comments say."""
    book = in_a_book(cli)
    page = (ROOT / "docs" / "layouts.md").read_text()
    (book.cwd / "layouts").mkdir()
    example = page.split("```toml\n")[1].split("```")[0].replace('"Warm" = "Nurture"\n', "")
    (book.cwd / "layouts" / "old.toml").write_text(example)
    (book.cwd / "x.csv").write_text(
        "Client No,Client,Ring,Ring 2,Since,Time,Where They Are,No Calls,Archived\n"
        ",Warm ones,,,,,,,\n"
        "7,Ana Lopez,020 7946 0018,,03/04/2026,14:30,Warm,ja,\n"
        "8,Ben Ode,,07400 123456,04/04/2026,,,,yes\n"
    )
    ran = book.noting().fast("import x.csv")
    assert ran.out == "3 lines: 1 new person, 2 left out.\n", ran.err
    [lead] = book.fast("list -f json").json
    assert (lead["phone"], lead["source"]) == ("+442079460018", "Old CRM")
    assert "2026-04-03T13:30:00Z" in next(book.cwd.glob("leads/*/ana*.toml")).read_text()
