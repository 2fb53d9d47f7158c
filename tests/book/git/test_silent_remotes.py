"""A remote that says nothing any more is given up, and what is said then is true."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_runner import Cli
from clones import Clone, make_clones
from machine import needs_git

from leadctl.book.git import watching

pytestmark = needs_git
NEVER_ANSWERS = "sh -c 'exec sleep 20' --"
NEVER_ENDS = "sh -c 'git-receive-pack \"$@\"; sleep 20' --"
DIES_WHEN_DONE = '#!/bin/sh\n[ "$1" != committed ] || kill -9 $PPID\n'


@pytest.fixture
def two(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> tuple[Clone, Clone]:
    """Sam's and Kim's clones; a remote that is silent for a second is given up."""
    monkeypatch.setattr(watching, "SILENCE", 1.0)
    sam, kim = make_clones(cli, pipeline="wholesale", setup=("add Ana", "add Ben"))
    return sam, kim


def test_a_sync_with_a_remote_that_hangs_says_so_and_finishes_later(
    two: tuple[Clone, Clone],
) -> None:
    """Exit 6, all committed here, and the next sync sends it."""
    sam, kim = two
    sam.cli.noting().fast("note ana 'from sam'")
    sam.git("config", "remote.origin.uploadpack", NEVER_ANSWERS)
    said = sam.cli.exits(6).fast("sync").err
    assert "origin was not reached: it has not answered" in said
    assert "All is committed here" in said
    assert not sam.git("status", "--porcelain")
    sam.git("config", "--unset", "remote.origin.uploadpack")
    sam.cli.noting().fast("sync")
    kim.cli.noting().fast("sync")
    assert "from sam" in kim.lead()


def test_a_claim_that_a_silent_remote_does_not_take_is_not_written(
    two: tuple[Clone, Clone],
) -> None:
    """Nothing here, nothing there: the other one can have the lead."""
    sam, kim = two
    sam.git("config", "remote.origin.receivepack", NEVER_ANSWERS)
    before = sam.leads()
    assert "Nothing was written here" in sam.cli.exits(6).fast("claim ana").err
    assert sam.leads() == before
    kim.cli.noting().fast("claim ana")


def hangs_when_done(sam: Clone) -> None:
    """The remote takes what it gets, and then says nothing."""
    sam.git("config", "remote.origin.receivepack", NEVER_ENDS)


def dies_when_done(sam: Clone) -> None:
    """The remote takes what it gets, and is gone before it can say so."""
    hook = Path(sam.git("remote", "get-url", "origin")) / "hooks" / "reference-transaction"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(DIES_WHEN_DONE)
    hook.chmod(0o755)


@pytest.mark.parametrize("ill", [hangs_when_done, dies_when_done])
def test_a_claim_whose_answer_was_lost_is_found_by_asking_again(
    two: tuple[Clone, Clone], ill: Callable[[Clone], None]
) -> None:
    """The remote took it and could not say so: claimed once more, it is ours, written once."""
    sam, kim = two
    ill(sam)
    assert "Nothing was written here" in sam.cli.exits(6).fast("claim ana").err
    sam.git("config", "remote.origin.receivepack", "git-receive-pack")
    shutil.rmtree(Path(sam.git("remote", "get-url", "origin")) / "hooks", ignore_errors=True)
    assert "Sam has" in kim.cli.exits(3).fast("claim ana").err
    sam.cli.noting().fast("claim ana")
    assert 'owner = "sam"' in sam.lead()
    assert sam.lead().count('event = "claim"') == 1


def test_a_network_that_swallows_what_is_sent_is_given_up(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine that takes the call and never says a word: sync and claim say so in the end."""
    (sam,) = make_clones(cli, ("sam",))
    monkeypatch.setattr(watching, "SILENCE", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        address = f"git://127.0.0.1:{nobody.getsockname()[1]}/x.git"
        sam.git("remote", "set-url", "origin", address)
        for words in ("sync", "claim ana"):
            sam.cli.exits(6, "origin was not reached: it has not answered").fast(words)
