"""A role with a pipeline of its own brings it along, at `add` as at `set`."""

from __future__ import annotations

import pytest
from cli_runner import Cli


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book of buyers, whose pipeline says that sellers use another one."""
    cli.noting().fast("init . --pipeline streeteasy-buyer --no-input")
    return cli.noting()


def pipeline_of(book: Cli, name: str) -> str:
    """Return the pipeline that somebody is in."""
    return str(book.fast(f"show {name} -f json").json["pipeline"])


def test_a_new_seller_is_in_the_sellers_pipeline(book: Cli) -> None:
    """A buyer stays in the book's own, whatever case the role is typed in."""
    book.fast("add Frank phone=6465550101 role=seller")
    book.fast("add Gus phone=6465550102 role=Buyer")
    assert pipeline_of(book, "frank") == "streeteasy-seller"
    assert pipeline_of(book, "gus") == "streeteasy-buyer"


def test_who_has_the_role_and_not_its_pipeline_is_brought_there(book: Cli) -> None:
    """As of an older book, or a file edited by hand; set once more nothing changes."""
    book.fast("add Frank phone=6465550101 role=Seller")
    path = book.file_of("frank")
    path.write_text(path.read_text().replace("streeteasy-seller", "streeteasy-buyer"))
    assert "is a Seller now, in New Connection" in book.fast("set frank role=Seller").out
    assert pipeline_of(book, "frank") == "streeteasy-seller"
    assert "is a Seller already" in book.fast("set frank role=Seller").out


def test_what_was_logged_in_the_pipeline_before_is_no_fault_in_the_new_one(book: Cli) -> None:
    """An offer is "made" by buyers and "received" by sellers: the history stays as it was."""
    book.fast("add Bo phone=6465550101")
    book.fast("log bo call -o spoke")
    book.fast("log bo offer outcome=made")
    book.fast("set bo role=Seller")
    assert "sound" in book.fast("check").out
    path = book.file_of("bo")
    path.write_text(path.read_text().replace('outcome = "made"', 'outcome = "wished"'))
    assert "history[3].outcome: is none of its choices" in book.exits(5).fast("check").out


ROWS = """Name,Email,Type,Status
Ann Buyer,ann@example.com,Buyer,New Connection
Sue Seller,sue@example.com,seller,Listing Advertised
Rex Rent,rex@example.com,Renter,
"""


def test_rows_are_in_the_pipeline_of_their_role(book: Cli) -> None:
    """A column of nothing but roles is known by its words; a status is one of that pipeline."""
    (book.cwd / "rows.csv").write_text(ROWS)
    said = book.fast("import rows.csv").err
    assert "Type: its words are roles here" in said
    assert "not mapped" not in said
    assert pipeline_of(book, "sue") == "streeteasy-seller"
    assert book.fast("list -f json").json[-1]["status"] == "Listing Advertised"
    assert [row["name"] for row in book.fast("list role:seller -f json").json] == ["Sue Seller"]
    assert book.fast("check").out == "3 leads, all sound\n"
    assert "3 already here" in book.fast("import rows.csv --update").out


def test_a_role_that_is_none_stays_a_word(book: Cli) -> None:
    """A column that is called so is told of, and no lead has a role that its pipeline lacks."""
    (book.cwd / "rows.csv").write_text(ROWS.replace("Renter", "Wizard"))
    said = book.fast("import rows.csv --map role=Type").err
    assert "Type: “Wizard” is no role here, and kept: who is new is a Buyer. Roles: Buyer" in said
    assert 'Type = "Wizard"' in book.file_of("rex").read_text()
    assert book.fast("check").out == "3 leads, all sound\n"


def test_a_row_gives_nobody_a_role_that_their_pipeline_lacks(book: Cli) -> None:
    """Wes is in a pipeline without roles; Sue, a seller, moves among the statuses of sellers."""
    book.fast("add Wes email=wes@example.com --pipeline wholesale")
    book.fast("add Sue email=sue@example.com role=Seller")
    rows = ROWS.replace("rex@", "wes@").replace("Rex Rent", "Wes")
    (book.cwd / "rows.csv").write_text(rows.replace("Listing Advertised", "Nurture"))
    book.fast("import rows.csv --update")
    assert book.fast("check").out == "3 leads, all sound\n"
    assert book.fast("show sue -f json").json["status"] == "Nurture"
    (book.cwd / "more.csv").write_text(rows)
    refused = book.exits(3).fast("import more.csv --update").err
    assert "status Listing Advertised is refused: only once" in refused


def test_an_export_of_several_pipelines_comes_back_as_it_was(book: Cli) -> None:
    """Nobody of another pipeline gets the first one's role, and a new lead is owed an answer."""
    book.fast("add Wes email=wes@example.com --pipeline wholesale")
    book.fast("add Ann email=ann@example.com")
    book.fast("export -f csv -o x.csv")
    (book.cwd / "other").mkdir()
    other = book.inside("other")
    other.fast("init . --pipeline streeteasy-buyer --no-input")
    other.fast("import ../x.csv")
    assert other.fast("check").out == "2 leads, all sound\n"
    rows = "due --all -f json"
    assert [(r["name"], r["do"]) for r in other.fast(rows).json] == [
        (r["name"], r["do"]) for r in book.fast(rows).json
    ]


@pytest.mark.parametrize("odd", ["Landlord", "Seller lead", "?", "both"])
@pytest.mark.parametrize("header", ["Type", "Kind of client", "Side"])
def test_one_odd_cell_makes_no_seller_a_buyer(book: Cli, header: str, odd: str) -> None:
    """A column of roles under any header is taken for them, and each word that is none is told."""
    (book.cwd / "rows.csv").write_text(ROWS.replace("Renter", odd).replace("Type", header))
    said = book.fast("import rows.csv").err
    assert f"{header}: its words are roles here" in said
    assert f"{header}: “{odd}” is no role here, and kept: who is new is a Buyer" in said
    assert "(line 4)" in said
    assert pipeline_of(book, "sue") == "streeteasy-seller"


def test_a_column_in_which_few_cells_are_roles_is_asked_about(book: Cli) -> None:
    """It stays as it is, and the option that takes it stands beside it."""
    rows = [f"P{n},p{n}@example.com,{word}" for n, word in enumerate(["Seller", "Hot", "Cold"])]
    (book.cwd / "rows.csv").write_text("Name,Email,Side\n" + "\n".join(rows) + "\n")
    said = book.fast("import rows.csv").err
    assert "Side: “Seller” is a role here, but “Hot”, “Cold” are no roles here" in said
    assert "--map role=Side" in said


@pytest.mark.parametrize("header", ["Role", "Lead type", "Tipo de cliente", "Kundentyp"])
def test_a_column_of_roles_has_some_that_are_none(book: Cli, header: str) -> None:
    """One whose header says roles is taken for them, though not every cell is one of ours."""
    (book.cwd / "rows.csv").write_text(ROWS.replace("Renter", "Wizard").replace("Type", header))
    said = book.fast("import rows.csv").err
    assert f"{header}: “Wizard” is no role here" in said
    assert "not mapped" not in said
    assert pipeline_of(book, "sue") == "streeteasy-seller"
