"""show, list, set: one lead whole, lists that filter, fields that take what they say."""

from __future__ import annotations

import pytest
from cli_runner import Cli


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """Ana has not been messaged yet; Ben has, and is In Communication."""
    cli = Cli(tmp_path_factory.mktemp("show"))
    cli.noting().fast(
        "init book --no-input --pipeline streeteasy-buyer --timezone America/New_York --agent Sam"
    )
    book = cli.inside("book").at("2026-11-19T15:00:00Z")
    for words in (
        "add 'Ana López' phone=4155550132 email=ana@example.com tags=brooklyn,vip",
        "add 'Ben Ode' email=ben@example.com owner=sam source=Zillow value=450k",
        "log ben email --out",
        "log ben email --in -m 'wants two bedrooms'",
        "status set ben 'In Communication'",
    ):
        book.noting().fast(words)
    return book.at("2026-11-19T15:20:00Z")


def test_show_says_where_a_lead_stands_what_is_due_and_what_is_possible(book: Cli) -> None:
    """Fields, definition, advice, deadlines with their rule's place, moves and history."""
    out = book.fast("show ben").out
    for words in (
        "Ben Ode",
        "In Communication",
        "ben@example.com",
        "450000",
        "ALM",
        "Possible now",
        "they e-mailed: wants two bedrooms",
    ):
        assert words in out


def test_masked_fields_are_hidden_in_every_format(book: Cli) -> None:
    """Until the first message no format shows phone or e-mail but to who typed them (S1.9)."""
    settings = book.cwd / "leadctl.toml"
    before = settings.read_text()
    settings.write_text(before + '\n[agents.dana]\nname = "Dana"\n')
    other, typist = book.acting("dana"), book.acting("sam")
    for words in (
        "show ana",
        "show ana --format json",
        "list ana",
        *(f"list ana --format {name}" for name in ("json", "jsonl", "csv", "tsv", "html")),
        *(f"due --all --format {name}" for name in ("json", "csv", "html", "markdown", "ics")),
    ):
        out = other.fast(words).out
        assert "4155550132" not in out.replace(" ", "")
        assert "ana@example.com" not in out
    values = other.fast("show ana --format json").json
    shown = typist.fast("show ana --format json").json
    settings.write_text(before)
    assert (values["phone"], values["email"]) == (None, None)
    assert set(values["masked"]) >= {"phone", "email"}
    assert (shown["phone"], shown["masked"]) == ("+14155550132", [])


def test_json_of_a_list_has_the_same_fields_for_every_lead(book: Cli) -> None:
    """A field a lead lacks is null or empty, never absent: scripts can rely on it."""
    rows = book.fast("list --format json").json
    assert [row["name"] for row in rows] == ["Ana López", "Ben Ode"]
    assert set(rows[0]) == set(rows[1])
    assert rows[1]["value"] == 450000
    assert rows[1]["fields"] == {}


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("--owner sam", ["Ben Ode"]),
        ("--owner me", ["Ben Ode"]),
        ("--owner nobody", ["Ana López"]),
        ("--tag vip", ["Ana López"]),
        ("--source zillow", ["Ben Ode"]),
        ("--status 'new connection'", ["Ana López"]),
        ("--pipeline realvolve", []),
        ("lopez", ["Ana López"]),
        ("0132", ["Ana López"]),
    ],
)
def test_a_list_filters(book: Cli, words: str, names: list[str]) -> None:
    """Each filter keeps the leads it names and no others; case and accents do not matter."""
    assert [row["name"] for row in book.fast(f"list {words} --format json").json] == names


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("set ben appointment=someday", "is not a time"),
        ("set ben email=nobody", "is no e-mail address"),
        ("set ben phone=12", "is no telephone number"),
        ("set ben appointment_for=dinner", "is not one of showing, call, other"),
        ("set ben timeframe_months=soon", "is no number"),
        ("set ben status=Nurture", "leadctl status set"),
        ("set ben owner=sam", "leadctl claim"),
        ("set ben phon=4155550132", "phone"),
        ("set ben source+=x", "is no list"),
        ("set ben name=", "wants a name"),
        ("set ben", "what to set"),
        ("set ben tags=a tags=b", "given twice"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_what_would(
    book: Cli, words: str, said: str
) -> None:
    """Usage errors name the field and what it takes; the file stays as it is."""
    lead = next((book.cwd / "leads").rglob("ben*"))
    before = lead.read_bytes()
    assert said in book.exits(2).fast(words).err
    assert lead.read_bytes() == before


def test_lists_are_added_to_and_taken_from(book: Cli) -> None:
    """tags+= adds what is new, tags-= takes away, and an empty value takes the field away."""
    book.noting().fast("set ben tags+=a,b")
    book.noting().fast("set ben tags+=b,c")
    book.noting().fast("set ben tags-=a")
    assert book.fast("show ben --format json").json["tags"] == ["b", "c"]
    book.noting().fast("set ben tags=")
    assert book.fast("show ben --format json").json["tags"] == []


def test_a_role_switch_carries_the_status_over_or_asks_for_one(book: Cli) -> None:
    """Seller has In Communication too; Showing Homes exists for buyers alone (decision 14)."""
    book.noting().fast("set ben role=seller")
    values = book.fast("show ben --format json").json
    assert (values["pipeline"], values["status"]) == ("streeteasy-seller", "In Communication")
    book.noting().fast("undo")
    book.noting().fast("status set ben 'Showing Homes' --force --reason 'met by chance'")
    assert "--status" in book.exits(2).fast("set ben role=Seller").err
    asked = "set ben role=Seller --status 'Exclusive Agreement'"
    assert "exclusive agreement" in book.exits(3).fast(asked).err  # its guards hold here too
    book.noting().fast("set ben role=Seller --status Nurture")
    assert book.fast("show ben --format json").json["status"] == "Nurture"
    book.noting().fast("set ben role=Renter")
    due = {row["name"] for row in book.fast("due --all --format json").json}
    assert due == {"Ana López"}  # a parked role has no deadlines
