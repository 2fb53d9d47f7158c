"""A change is of whoever was plainly said: two letters of a surname are a guess."""

from __future__ import annotations

import pytest
from cli_runner import Cli
from hypothesis import given
from hypothesis import strategies as st

from leadctl.book.said_enough import CHANGING, FOR_GOOD, refuse_scrap
from leadctl.errors import NotFound
from leadctl.rules.leads.lead import Lead

MOREAU = Lead("zbhq7ghy", "J. P. Moreau", "p", "s", {"email": "jp@moreau.example"})
CHANGES = (
    *("log mo call", "set mo do_not_contact=all", "note mo x", "status set mo Nurture"),
    *("status confirm mo", "status next mo --dry-run", "snooze mo 2d", "done mo", "claim mo"),
    *("delete mo --yes", "edit mo", "merge-leads mo ann", "merge-leads ann mo", "remind mo fri x"),
    *("pass mo", "release mo", "erase mo --yes", "erase mo --dry-run", "log mo email --dry-run"),
)


@pytest.fixture
def book(cli: Cli) -> Cli:
    """J. P. Moreau, Ann and Bo."""
    return cli.buyers(
        "2026-03-02T09:00", "add 'J. P. Moreau' phone=9175550101", "add Ann phone=9175550102",
        "add Bo phone=9175550103",
    )  # fmt: skip


@pytest.mark.parametrize("words", CHANGES)
def test_no_change_guesses_at_two_letters(book: Cli, words: str) -> None:
    """It names whom it could be, and changes nobody; what only looks may guess."""
    before = {path: path.read_bytes() for path in (book.cwd / "leads").rglob("*.toml")}
    said = book.exits(4).given(EDITOR="true").fast(words).err
    assert '"mo" is only a piece of what is known of: J. P. Moreau (' in said
    assert {p: p.read_bytes() for p in (book.cwd / "leads").rglob("*.toml")} == before
    assert "J. P. Moreau" in book.fast("show mo").out


def test_a_line_of_json_is_a_change_too(book: Cli) -> None:
    """`log -` takes what a program says; it is no better at guessing."""
    typed = '{"lead": "mo", "event": "call"}\n'
    assert "J. P. Moreau" in book.typing(typed).exits(4).fast("log -").err


@pytest.mark.parametrize("typed", ["bo", "moreau", "mor", "j. p.", "J"])
def test_whole_words_and_three_letters_do(book: Cli, typed: str) -> None:
    """A short name is a whole word, and so is an initial."""
    book.fast("note", typed, "x")


def test_whoever_is_erased_is_named(book: Cli) -> None:
    """The dry run, the refusal and the answer say whom; a piece of a name is not enough."""
    lead = book.file_of("j").stem[-8:]
    for words, code in (("erase moreau --dry-run", 0), ("erase moreau", 2), ("delete moreau", 2)):
        ran = book.exits(code).fast(words)
        assert f"J. P. Moreau ({lead})" in ran.out + ran.err
    for piece in ("more", "555", "0101"):
        said = book.exits(4).fast("erase", piece, "--yes").err
        assert "What cannot be undone wants their name" in said or "match" in said
    assert (
        f"Erased: J. P. Moreau ({lead}); the id alone stays"
        in book.fast("erase", lead, "--yes").out
    )
    kept = [p for p in book.cwd.rglob("*") if p.is_file() and b"Moreau" in p.read_bytes()]
    assert kept == []


@given(st.text(min_size=1, max_size=12))
def test_a_piece_never_names_anybody_for_good(typed: str) -> None:
    """Whatever passes for good passes for a change, and is no mere piece of the name."""
    try:
        refuse_scrap(typed, [MOREAU], FOR_GOOD)
    except NotFound:
        return
    refuse_scrap(typed, [MOREAU], CHANGING)


@pytest.mark.parametrize("length", range(1, 6))
def test_the_starts_of_a_surname_are_pieces(length: int) -> None:
    """Every start of the name is refused for good, and the short ones for a change."""
    piece = "moreau"[:length]
    with pytest.raises(NotFound, match=r"J\. P\. Moreau"):
        refuse_scrap(piece, [MOREAU], FOR_GOOD)
    if length < 3:
        with pytest.raises(NotFound, match=r"J\. P\. Moreau"):
            refuse_scrap(piece, [MOREAU], CHANGING)
    else:
        refuse_scrap(piece, [MOREAU], CHANGING)


@pytest.mark.parametrize(
    "typed",
    ["9175550101", "917", "(917) 555-0101", "+1 917 555 0101", "917-555", "0101", "+19175550101"],
)
def test_a_number_is_found_as_people_write_it(book: Cli, typed: str) -> None:
    """Digits tell a telephone number, whatever stands between them, with the country or without."""
    assert "J. P. Moreau" in book.fast("list", f"phone:{typed}").out
    assert "J. P. Moreau" not in book.fast("list", "phone:718").out


def test_who_adds_a_colleague_is_told_how_to_go_on(cli: Cli) -> None:
    """The only agent of a book keeps writing by one line, which both answers name."""
    cli.noting().fast("init book --no-input --pipeline streeteasy-buyer --agent Priya")
    book = cli.inside("book").noting()
    line = "leadctl config set agent priya"
    assert line in book.fast("config set agents.tom.name Tom").err
    assert line in book.exits(2).fast("add Ana").err
    assert line not in book.acting("tom").fast("config set agents.kim.name Kim").err


def test_a_call_is_offered_only_of_whom_one_can_call(cli: Cli) -> None:
    """Below the list of somebody without a number no call is offered to be logged."""
    book = cli.buyers("2026-03-02T09:00", "add Rosa email=rosa@example.com")
    assert "log rosa call -o spoke" not in book.fast("").out
    book.fast("set rosa phone=9175550104")
    assert "leadctl log rosa call -o spoke" in book.fast("").out
