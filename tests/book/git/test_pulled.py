"""git's own pull, with the driver and without leadctl's sync: what it cannot carry goes later."""

from __future__ import annotations

import itertools
import json
import os

import pytest
from cli_runner import Cli
from clones import Clone, make_clones
from machine import needs_git
from test_burials import (
    ALL,
    DEEDS,
    ELEVEN,
    SETUP,
    TEN,
    assert_nothing_lost,
    living,
    met,
    settled,
    told_of,
)

pytestmark = needs_git
WAYS = ("--no-rebase", "--rebase", "stash")

EVERY = list(itertools.product(ALL, WAYS))
SHORT = [
    (("note", "into ana"), "stash"),
    (("set", "into ana"), "--rebase"),
    (("into ana", "ana into it"), "--no-rebase"),
]
MET = EVERY if os.environ.get("LEADCTL_SOAK") else SHORT


@pytest.fixture
def two(cli: Cli) -> tuple[Clone, Clone]:
    """Sam's and Kim's clones of a book with two leads, in which git knows the driver."""
    sam, kim = make_clones(cli, pipeline="wholesale", setup=SETUP)
    for one in (sam, kim):
        one.cli.noting().fast("sync")
    return sam.at(TEN), kim.at(ELEVEN)


def pulled(one: Clone, way: str) -> str:
    """Commit what one did, or stash it, and pull with git; return what is said where that stops."""
    one.git("add", "--all")
    if way == "stash":
        one.git("stash", "--quiet")
        one.git("pull", "--quiet", "--ff-only")
        one.git("stash", "pop", "--quiet", check=False)
    else:
        one.git("commit", "--quiet", "--allow-empty", "-m", "work")
        one.git("pull", "--quiet", "--no-edit", way, check=False)
    ran = one.cli.ending_somehow().fast("merge")
    return settled(one, ran.out + ran.err)


@pytest.mark.parametrize("way", WAYS[:2])
def test_what_was_added_to_a_merged_lead_goes_along_after_a_pull(
    two: tuple[Clone, Clone], way: str
) -> None:
    """check tells what waits; `leadctl merge` carries it, commits that, and says so."""
    sam, kim = two
    sam.cli.noting().fast("merge-leads ana bo")
    sam.cli.noting().fast("sync")
    kim.cli.noting().fast("note bo 'kim on bo'")
    kim.git("commit", "--quiet", "--all", "-m", "work")
    kim.git("pull", "--quiet", "--no-edit", way)
    assert "leadctl merge" in kim.cli.exits(5).fast("check").out
    (fate,) = json.loads(kim.cli.fast("merge --format json").out)["merge"]["fates"]
    assert (fate["into"], fate["lives"]) == (sam.cli.file_of("ana-one").stem[-8:], False)
    assert "went along (note)" in fate["said"]
    assert "sound" in kim.cli.fast("check").out
    met(kim, sam)
    assert kim.lead("ana-one").count("kim on bo") == 1


def test_a_merge_that_was_given_up_carries_nothing(two: tuple[Clone, Clone]) -> None:
    """What the driver kept for it is gone with the next sync, and the lead lives."""
    sam, kim = two
    sam.cli.noting().fast("merge-leads ana bo")
    sam.cli.noting().fast("set ana zip=10001")
    sam.cli.noting().fast("sync")
    kim.cli.noting().fast("note bo 'kim on bo'")
    kim.cli.noting().fast("set ana zip=10002")
    kim.git("commit", "--quiet", "--all", "-m", "work")
    kim.git("pull", "--quiet", "--no-edit", "--no-rebase", check=False)
    waits = list((kim.root / ".leadctl" / "to-carry").iterdir())
    assert waits
    kim.git("merge", "--abort")
    assert "sound" in kim.cli.fast("check").out
    assert "bo-two" in "".join(living(kim))
    kim.git("reset", "--quiet", "--hard", "origin/main~1")
    kim.cli.noting().fast("merge")
    assert not waits[0].exists()
    assert "kim on bo" not in kim.lead("ana-one")


def test_nothing_that_waits_outlives_an_erasure(two: tuple[Clone, Clone]) -> None:
    """What the driver kept of a person goes with the person."""
    sam, kim = two
    sam.cli.noting().fast("merge-leads ana bo")
    sam.cli.noting().fast("sync")
    kim.cli.noting().fast("note bo 'kim on bo'")
    kim.git("commit", "--quiet", "--all", "-m", "work")
    kim.git("pull", "--quiet", "--no-edit", "--no-rebase")
    assert any("to-carry" in path for path in told_of(kim, "kim on bo"))
    kim.cli.noting().fast("erase ana --yes")
    assert not told_of(kim, "kim on bo", "Bo Two", "bo-two", "Ana One", "ana-one")


@pytest.mark.parametrize(("pair", "way"), MET, ids=str)
def test_whatever_two_do_to_one_pair_survives_a_pull(
    two: tuple[Clone, Clone], pair: tuple[str, str], way: str
) -> None:
    """As with sync: the clones end alike, and all is in the book or named."""
    for one, deed in zip(two, pair, strict=True):
        who = one.cli.actor
        one.cli.noting().fast(f"note bo 'first of {who}'")
        one.cli.noting().fast(DEEDS[deed][0].format(who=who))
    two[0].cli.noting().fast("sync")
    assert_nothing_lost(two, pair, pulled(two[1], way))
