"""A lead that one clone deletes, erases or merges while another works on it: all is said."""

from __future__ import annotations

import itertools
import os
import re
from datetime import UTC, datetime

import pytest
from cli_runner import Cli
from clones import Clone, make_clones
from machine import needs_git

from leadctl.actions.desk import Desk
from leadctl.actions.sharing.fates import fate_words
from leadctl.book.book import Book
from leadctl.book.git.burials import Fate
from leadctl.rules.joining.buried import Buried
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.leads.tombstone import tombstone

pytestmark = needs_git
TEN = "2026-11-21T10:00:00Z"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ELEVEN = "2026-11-21T11:00:00Z"
SETUP = (
    "add 'Ana One' phone=4155550101 tags=first",
    "note 'Ana One' 'old of one'",
    "add 'Bo Two' phone=4155550102 tags=second",
    "note 'Bo Two' 'old of two'",
)


@pytest.fixture
def two(cli: Cli) -> tuple[Clone, Clone]:
    """Sam's and Kim's clones of a book with two leads."""
    sam, kim = make_clones(cli, pipeline="wholesale", setup=SETUP)
    return sam.at(TEN), kim.at(ELEVEN)


def synced(*clones: Clone) -> str:
    """Sync clones twice in turn, and return all that was said."""
    said = [one.cli.ending_somehow().fast("sync") for one in (*clones, *clones)]
    return "".join(ran.out + ran.err for ran in said)


def met(sam: Clone, kim: Clone) -> str:
    """Sync until both have the same, and return all that was said."""
    said = synced(sam, kim)
    assert sam.leads() == kim.leads()
    assert not sam.git("status", "--porcelain")
    return said


def living(clone: Clone) -> dict[str, str]:
    """Return the files of the leads that live."""
    return {path: text for path, text in clone.leads().items() if "\ndeleted = " not in text}


def test_of_two_merged_into_each_other_one_lives_with_all_of_both(two: tuple[Clone, Clone]) -> None:
    """The earlier merge stands, whoever syncs first; nothing of either comes twice."""
    sam, kim = two
    kim.cli.noting().fast("note bo 'kim before'")
    kim.cli.noting().fast("merge-leads bo ana")
    kim.cli.noting().fast("note bo 'kim after'")
    sam.cli.noting().fast("merge-leads ana bo")
    sam.cli.noting().fast("note ana 'sam after'")
    said = met(kim, sam)
    assert "Ana One has all of both" in said
    ((path, text),) = living(sam).items()
    assert "ana-one" in path
    words = ("old of one", "old of two", "kim before", "kim after", "sam after", "first", "second")
    for word in (*words, "+14155550101", "+14155550102"):
        assert text.count(f'"{word}"') == 1, (word, text)
    assert "sound" in sam.cli.fast("check").out


def test_what_was_set_and_claimed_elsewhere_goes_along(two: tuple[Clone, Clone]) -> None:
    """Fields fill what is empty, lists are sets, the owner holds; what differs is named."""
    sam, kim = two
    sam.cli.noting().fast("set ana source=fair")
    sam.cli.noting().fast("merge-leads ana bo")
    kim.cli.noting().fast("set bo email=bo@two.com tags+=hot zip=10001 source=web")
    kim.cli.noting().fast("claim bo --local")
    said = met(sam, kim)
    text = sam.lead("ana-one")
    for piece in ('"bo@two.com"', '"hot"', 'zip = "10001"', 'owner = "kim"', 'source = "fair"'):
        assert piece in text, (piece, text)
    assert re.search(r'\.source" = "web"', text), text
    assert "email" in said
    assert "claimed" in said
    assert "keeps its own source" in said


@pytest.mark.parametrize("kim_first", [True, False])
def test_erased_and_merged_elsewhere_is_said_until_it_is_settled(
    two: tuple[Clone, Clone], kim_first: bool
) -> None:
    """sync and check say where the erased person's data are; `erase` again ends that.

    The journal of the clone in which they were merged forgets them with the sync.
    """
    sam, kim = two
    sam.cli.noting().fast("merge-leads ana bo")
    kim.cli.noting().fast("erase bo --yes")
    said = met(*((kim, sam) if kim_first else (sam, kim)))
    assert "was erased, and merged into Ana One elsewhere" in said
    assert "1 person was erased elsewhere" in said
    assert not told_of(sam, "Bo Two", "bo-two", "5550102", but=sam.lead("ana-one"))
    told = sam.cli.exits(5).fast("check")
    assert "a person that was erased" in told.out + told.err
    grave = next((sam.root / "leads").rglob("erased-*.toml")).stem[-8:]
    sam.cli.noting().fast(f"erase {grave} --yes")
    assert "sound" in sam.cli.fast("check").out
    met(sam, kim)
    words = ("Bo Two", "bo-two", "5550102", "Ana One", "ana-one", "5550101")
    assert not [told_of(one, *words) for one in two if told_of(one, *words)]


def told_of(clone: Clone, *words: str, but: str = "") -> list[str]:
    """Return the files of a clone, outside git's own, that still name somebody."""
    files = [p for p in clone.root.rglob("*") if p.is_file() and ".git" not in p.parts]
    texts = {str(p): f"{p} {p.read_bytes().decode('utf-8', 'replace')}" for p in files}
    return [p for p, text in texts.items() if any(w in text.replace(but, "") for w in words)]


@pytest.mark.parametrize("verb", ["delete", "erase"])
def test_who_was_merged_into_somebody_deleted_lives_on(two: tuple[Clone, Clone], verb: str) -> None:
    """Nobody deleted them; what was known of the deleted one goes."""
    sam, kim = two
    sam.cli.noting().fast("merge-leads ana bo")
    sam.cli.noting().fast("note ana 'sam after'")
    kim.cli.noting().fast(f"{verb} ana --yes")
    kim.cli.noting().fast("note bo 'kim on bo'")
    said = met(sam, kim)
    assert "Bo Two, merged into it elsewhere, lives on" in said
    ((path, text),) = living(sam).items()
    assert "bo-two" in path
    for word in ("old of two", "sam after", "kim on bo", "+14155550102"):
        assert text.count(f'"{word}"') == 1, (word, text)
    assert "old of one" not in text
    assert "+14155550101" not in text
    assert "sound" in sam.cli.fast("check").out


def test_one_merged_into_two_is_asked_by_name_and_told_until_they_are_one(cli: Cli) -> None:
    """Whichever stands, the other keeps what it got; merging the two ends it."""
    sam, kim = make_clones(cli, pipeline="wholesale", setup=(*SETUP, "add 'Cleo Three'"))
    sam, kim = sam.at(TEN), kim.at(ELEVEN)
    sam.cli.noting().fast("merge-leads ana bo")
    kim.cli.noting().fast("merge-leads cleo bo")
    said = synced(sam, kim)
    assert "Bo Two: merged into two different leads" in said
    assert re.search(r"yours: +Cleo Three \w{8}, by Kim", said), said
    told = settled(kim, said)
    assert "was merged into Ana One here, into Cleo Three there: both have its data" in told
    met(kim, sam)
    mend = re.search(r"leadctl (merge-leads \w+ \w+) if", sam.cli.exits(5).fast("check").out)
    assert mend
    sam.cli.noting().fast(mend[1])
    met(sam, kim)
    assert "sound" in kim.cli.fast("check").out


@pytest.mark.parametrize(
    ("took", "said"),
    [
        ("delete ana --yes", "Ana One, who was yours, was deleted elsewhere."),
        ("erase ana --yes", "Ana One, who was yours, was deleted elsewhere."),
        ("merge-leads bo ana", "Ana One, who was yours, was merged into Bo Two elsewhere."),
        ("assign ana kim", "Ana One, who was yours, is Kim's now."),
    ],
)
def test_whose_lead_was_taken_elsewhere_is_told_by_name(
    two: tuple[Clone, Clone], took: str, said: str
) -> None:
    """A clone that has not heard of the claim may do so; whoever had the lead is not left to find
    out by its absence.
    """
    sam, kim = two
    sam.cli.noting().fast("claim ana")
    synced(sam)
    kim.cli.noting().fast(f"--as boss {took}")
    synced(kim)
    came = sam.cli.noting().fast("sync").err
    assert said in came
    assert said not in sam.cli.noting().fast("sync").err


def test_a_circle_of_three_ends_in_one_lead_with_all_of_all(cli: Cli) -> None:
    """Ana into Bo, Bo into Cleo, Cleo into Ana, each in another clone."""
    setup = (*SETUP, "add 'Cleo Three' phone=4155550103", "note cleo 'old of three'")
    clones = make_clones(cli, ("sam", "kim", "boss"), pipeline="wholesale", setup=setup)
    clones = [one.at(f"2026-11-21T1{hour}:00:00Z") for hour, one in enumerate(clones)]
    for one, into, gone in zip(clones, ("bo", "cleo", "ana"), ("ana", "bo", "cleo"), strict=True):
        one.cli.noting().fast(f"note {gone} 'from {one.cli.actor}'")
        one.cli.noting().fast(f"merge-leads {into} {gone}")
    synced(*clones)
    synced(*clones)
    assert clones[0].leads() == clones[1].leads() == clones[2].leads()
    ((_, text),) = living(clones[0]).items()
    words = ["old of one", "old of two", "old of three", "from sam", "from kim", "from boss"]
    words += ["first", "second", *(f"+1415555010{n}" for n in (1, 2, 3))]
    assert {word: text.count(f'"{word}"') for word in words} == dict.fromkeys(words, 1)
    assert "sound" in clones[2].cli.fast("check").out


@pytest.mark.parametrize("swap", [True, False])
def test_check_tells_a_circle_and_a_merge_into_nobody(two: tuple[Clone, Clone], swap: bool) -> None:
    """Written by hand, say, or joined by a git that knew nothing of leads."""
    sam, _ = two
    sam.cli.noting().fast("merge-leads ana bo")
    ana, bo = sam.cli.file_of("ana-one"), sam.cli.file_of("bo-two")
    if swap:
        text = bo.read_text().replace(ana.stem[-8:], "x" * 8).replace(bo.stem[-8:], ana.stem[-8:])
        ana.write_text(text.replace("x" * 8, bo.stem[-8:]))
    else:
        ana.unlink()
    told = sam.cli.exits(5).fast("check")
    assert ("round in a circle" if swap else "who is not in this book") in told.out + told.err


def test_what_goes_with_a_deleted_lead_is_named_each_thing_once(two: tuple[Clone, Clone]) -> None:
    """Events and fields, and what was taken away."""
    base = Lead("aaaaaaaa", "Ana", "none", "New", {"zip": "10001"})
    living = base.set(email="a@b.com", zip=None).add(Event(NOW, "note", "sam", {"text": "x"}))
    living = living.add(Event(NOW, "note", "sam", {"text": "y"}))
    desk = Desk(Book.open(two[0].root, {}), NOW)
    fate = Fate(tombstone(base, NOW), Buried(base, living))
    assert fate_words(desk, fate) == (
        "Ana was deleted. Only git's past has what was added to it elsewhere: note, zip, email."
    )


DEEDS = {
    "note": ("note bo '{who} noted'", ('"{who} noted"',)),
    "set": ("set bo email={who}@two.com tags+={who}-tag", ("{who}@two.com", "{who}-tag")),
    "claim": ("claim bo --local", ('"claim", by = "{who}"',)),
    "status": ("status set bo 'Not Contacted'", ('to = "Not Contacted".* by = "{who}"',)),
    "delete": ("delete bo --yes", ()),
    "erase": ("erase bo --yes", ()),
    "into ana": ("merge-leads ana bo", ()),
    "ana into it": ("merge-leads bo ana", ()),
    "delete ana": ("delete ana --yes", ()),
}
"""What one does to Bo, or to Ana, and what the book then says of it."""
ALL = list(itertools.combinations_with_replacement(DEEDS, 2))
PAIRS = ALL if os.environ.get("LEADCTL_SOAK") else [p for p in ALL if "into" in " ".join(p)][::2]


@pytest.mark.parametrize("pair", PAIRS, ids=" + ".join)
def test_whatever_two_do_to_one_pair_is_in_the_book_or_named(
    two: tuple[Clone, Clone], pair: tuple[str, str]
) -> None:
    """The clones end alike, and nothing that somebody wrote is gone unless a deletion took it.

    Each writes a note first, whatever else is done, so that there is always something to lose.
    """
    for one, deed in zip(two, pair, strict=True):
        who = one.cli.actor
        one.cli.noting().fast(f"note bo 'first of {who}'")
        one.cli.noting().fast(DEEDS[deed][0].format(who=who))
    assert_nothing_lost(two, pair, settled(two[1], synced(*two)))


def settled(one: Clone, said: str) -> str:
    """Take theirs wherever somebody is asked; return all that was said."""
    for lead in re.findall(r"leadctl merge (\w+) --take theirs", said):
        ran = one.cli.ending_somehow().fast("merge", lead, "--take", "theirs")
        said += ran.out + ran.err
    return said


def assert_nothing_lost(two: tuple[Clone, Clone], pair: tuple[str, str], said: str) -> None:
    """See that the clones end alike, and that what each wrote is in the book, or was named."""
    said += met(*two)
    left = "".join(living(two[0]).values())
    gone = {"delete", "erase"} & {*pair} or ("delete ana" in pair and "into it" in " ".join(pair))
    for one, deed in zip(two, pair, strict=True):
        who = one.cli.actor
        for piece in ('"first of {who}"', *DEEDS[deed][1]):
            wrote = piece.format(who=who)
            is_said = wrote in said or (gone and _named(said, deed))
            assert len(re.findall(wrote, left)) == 1 or is_said, (wrote, said, left)
    told = two[0].cli.ending_somehow().fast("check")
    assert "sound" in told.out or "was erased" in told.err + told.out or "forked" in left, told


def _named(said: str, deed: str) -> bool:
    """Whether sync named a deletion; who deletes what they wrote themselves needs no telling."""
    return "was deleted" in said or "was erased" in said or deed in {"delete", "erase"}
