"""merge-leads: two leads of one person become one, and nothing of either is lost."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from cli_runner import Cli

FIRST = """id,First Name,Last Name,Email 1,Phone 1,Tags,Notes
7,Ana,Lopez,ana@example.com,4155550132,brooklyn,Likes light
"""
SECOND = """id,First Name,Last Name,Email 1,Do Not Call,Address,Tags
9,Anna,Lopez,lopez@example.net,yes,1 Elm St,garden
"""


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book in which one person is two leads, from two systems."""
    cli.noting().fast("init book -p streeteasy-buyer --timezone America/New_York --no-input")
    book = cli.inside("book")
    for name, text in (("one", FIRST), ("two", SECOND)):
        (cli.cwd / f"{name}.csv").write_text(text)
        book.noting().fast(f"import ../{name}.csv --source {name}")
    assert len(book.fast("list --format ids").lines) == 2
    return book


def ids(book: Cli) -> tuple[str, str]:
    """Return the ids of the two leads, Ana's and Anna's."""
    return book.file_of("ana").stem[-8:], book.file_of("anna").stem[-8:]


def data(book: Cli, name: str) -> dict[str, Any]:
    """Return what a lead's file says."""
    return tomllib.loads(book.file_of(name).read_text())


def files(book: Cli) -> dict[Path, bytes]:
    """Return every lead's file."""
    return {path: path.read_bytes() for path in (book.cwd / "leads").rglob("*.toml")}


def test_one_lead_has_everything_of_both(book: Cli) -> None:
    """Lists are united, empty fields filled, differing ones kept under [extra], bars are kept."""
    ana, anna = ids(book)
    ran = book.noting(f"name: Ana Lopez; {anna} said Anna Lopez").fast("merge-leads", ana, anna)
    assert "has everything of" in ran.out
    lead = data(book, "ana")
    assert (lead["name"], lead["email"], lead["emails"]) == (
        "Ana Lopez", "ana@example.com", ["lopez@example.net"],
    )  # fmt: skip
    assert lead["do_not_contact"] == ["call", "text"]
    assert lead["tags"] == ["brooklyn", "garden"]
    assert lead["address"] == "1 Elm St"
    assert lead["extra"][f"{anna}.name"] == "Anna Lopez"
    assert lead["extra"][f"{anna}.source"] == "two"
    names = [e["event"] for e in lead["history"]]
    assert names == ["received", "note", "taken-over", "received", "merge"]
    assert "all sound" in book.fast("check").out


def test_the_other_one_leaves_a_tombstone_that_points_to_it(book: Cli) -> None:
    """Nothing personal stays in the second file, and its id leads to the first."""
    ana, anna = ids(book)
    book.noting().fast("merge-leads", ana, anna)
    grave = data(book, "anna")
    assert grave["merged_into"] == ana
    assert not {"email", "address", "source_key", "extra"} & set(grave)
    assert f"merged into {ana}" in book.exits(4).fast("show", anna).err
    assert book.fast("list --format ids").lines == [ana]


@pytest.mark.parametrize("changed", [False, True])
def test_an_import_that_knows_the_other_one_lands_in_the_first(book: Cli, changed: bool) -> None:
    """Each system's next export finds the merged lead by its key: no second lead is made."""
    ana, anna = ids(book)
    book.noting().fast("merge-leads", ana, anna)
    if changed:
        text = SECOND.replace("lopez@example.net", "new@example.org")
        (book.cwd / "../two.csv").write_text(text)
    before = files(book)
    book.noting().fast("import ../two.csv --source two")
    book.noting().fast("import ../one.csv --source one")
    assert book.fast("list --format ids").lines == [ana]
    assert (files(book) == before) is not changed
    assert ("new@example.org" in data(book, "ana")["emails"]) is changed


def test_the_status_is_the_first_ones_and_the_history_says_so(book: Cli) -> None:
    """The second's moves stay readable under another name; replay gives the first's status."""
    ana, anna = ids(book)
    book.at("2026-11-21T15:00:00Z").noting().fast(
        "status", "set", ana, "Attempted Contact", "--force", "--reason", "x"
    )
    book.at("2026-11-22T15:00:00Z").noting().fast(
        "status", "set", anna, "Nurture", "--force", "--reason", "x"
    )
    moves = book.at("2026-11-23").fast("report status --format json").json
    assert moves
    book.at("2026-11-23").noting("status: Attempted Contact").fast("merge-leads", ana, anna)
    lead = data(book, "ana")
    assert lead["status"] == "Attempted Contact"
    assert [e["event"] for e in lead["history"] if "status" in e["event"]] == [
        "status",
        "merged-status",
    ]
    assert "all sound" in book.at("2026-11-23").fast("check").out


def test_the_status_can_be_the_second_ones(book: Cli) -> None:
    """--status-from takes the other's status, and check finds the history in accord."""
    ana, anna = ids(book)
    book.at("2026-11-21T15:00:00Z").noting().fast(
        "status", "set", anna, "Nurture", "--force", "--reason", "x"
    )
    book.at("2026-11-22T15:00:00Z").noting().fast(
        "status", "set", ana, "Attempted Contact", "--force", "--reason", "x"
    )
    book.at("2026-11-23").noting().fast("merge-leads", ana, anna, "--status-from", anna)
    assert data(book, "ana")["status"] == "Nurture"
    assert "all sound" in book.at("2026-11-23").fast("check").out


def test_undo_parts_the_two_again_and_a_dry_run_changes_nothing(book: Cli) -> None:
    """Both files come back byte for byte; --dry-run prints the same and writes nothing."""
    ana, anna = ids(book)
    before = files(book)
    book.noting("Nothing was written").fast("merge-leads", ana, anna, "--dry-run")
    assert files(book) == before
    book.noting().fast("merge-leads", ana, anna)
    book.noting().fast("undo")
    assert files(book) == before


def test_a_lead_is_not_merged_with_itself(book: Cli) -> None:
    """The same lead twice is a slip of the hand: exit 2."""
    book.exits(2, "with itself").fast("merge-leads", *ids(book)[:1] * 2)


@pytest.fixture
def back(cli: Cli) -> Cli:
    """A book in which somebody put aside in the spring asked again on a portal, at 9:30."""
    cli.noting().fast("init book -p streeteasy-buyer --timezone America/New_York --no-input")
    old = cli.inside("book").at("2026-03-02T10:00")
    old.noting().fast("add", "Old Nurse", "phone=917 555 0102", "status=Nurture")
    new = old.at("2026-03-12T09:30")
    new.noting().fast("add", "Old Nurse", "phone=917 555 0102", "source=Zillow")
    return new.at("2026-03-12T09:40")


@pytest.mark.parametrize("archived", [False, True])
def test_whoever_asked_again_waits_for_an_answer_after_the_merge(back: Cli, archived: bool) -> None:
    """Merged into the old contact, in the archive or not, the fresh inquiry is answered still."""
    fresh, old = back.fast("list --format ids --sort -received").lines
    if archived:
        back.noting().fast("set", old, "archived=true")
    ran = back.noting().fast("merge-leads", old, fresh)
    assert "stands in Nurture" in ran.out
    assert ran.out.rstrip().endswith("Next: answer them, now.")
    assert "asked again 9:30" in back.fast("due").out
    assert "all sound" in back.fast("check").out
    back.noting().fast("log", old, "call", "-o", "spoke")
    assert "asked again" not in back.fast("due").out


@pytest.fixture
def promised(cli: Cli) -> Cli:
    """A book in which two leads of one person have each queued a text that promises a call."""
    book = cli.noting().at("2026-03-09T10:00:00-04:00")
    book.fast("init . -p realvolve --timezone 'New York' --region US --no-input")
    book.fast("add 'Ned Poe' phone=2125550122")
    book.fast("add Nedward phone=2125550123")
    return book


def outbox(book: Cli, *more: str) -> list[tuple[str, str | None]]:
    """Return the messages listed: which, and why it is withdrawn."""
    rows = book.fast("outbox", "list", *more, "-f", "json").json
    return [(row["message"], row["withdrawn"]) for row in rows]


@pytest.mark.parametrize("other_status", [False, True])
@pytest.mark.parametrize("order", [("Ned Poe", "Nedward"), ("Nedward", "Ned Poe")])
@pytest.mark.parametrize(
    ("before", "left"),
    [
        ("", 1),
        ("status set 'Ned Poe' Prospect --force --reason met", None),
        ("log 'Ned Poe' call -o spoke", None),
    ],
)
def test_what_a_merge_says_of_messages_is_what_the_outbox_does(
    promised: Cli, order: tuple[str, str], other_status: bool, before: str, left: int | None
) -> None:
    """All that wait no more are told, each once, and none that was withdrawn comes back."""
    if before:
        promised.fast(before)
    late = promised.at("2026-03-09T10:05:00-04:00")
    waited, ended = len(outbox(late)), len(outbox(late, "--withdrawn"))
    status = ("--status-from", order[1]) if other_status else ()
    ran = late.exits(None, None).fast("merge-leads", *order, *status)  # guards may refuse it
    said = ran.err.count("is not sent any more")
    assert len(outbox(late)) == waited - said <= 1
    assert len(outbox(late, "--withdrawn")) == ended + said
    assert left in {None, len(outbox(late))}
    assert "all sound" in late.fast("check").out


def test_a_call_made_meanwhile_was_the_answer(back: Cli) -> None:
    """Whoever was called under the old contact after the inquiry is not to be answered again."""
    fresh, old = back.fast("list --format ids --sort -received").lines
    back.noting().fast("log", old, "call", "-o", "spoke")
    back.at("2026-03-12T09:50").noting().fast("merge-leads", old, fresh)
    assert "asked again" not in back.at("2026-03-12T09:50").fast("due").out
