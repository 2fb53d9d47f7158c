"""Claims in a book that is shared: the remote decides, and everybody is told the truth."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from cli_runner import ENV, Cli
from clones import Clone, clone, identity, killed_at, make_clones
from machine import needs_git

pytestmark = needs_git
SOAK = bool(os.environ.get("LEADCTL_SOAK"))
TEN = "2026-11-21T10:00:00Z"


def away(one: Clone) -> Path:
    """Take the remote away; return where it was."""
    remote = Path(one.git("remote", "get-url", "origin"))
    remote.rename(remote.with_name("away.git"))
    return remote


def back(remote: Path) -> None:
    """Bring the remote back."""
    remote.with_name("away.git").rename(remote)


@pytest.fixture
def two(cli: Cli) -> tuple[Clone, Clone]:
    """Sam's and Kim's clones of a wholesaler's book, where a claimed lead is its owner's alone."""
    sam, kim = make_clones(cli, pipeline="wholesale", setup=("add Ana", "add Ben"))
    return sam.at(TEN), kim.at("2026-11-21T10:00:30Z")


def test_of_two_who_claim_one_wins_and_the_other_is_told_who(two: tuple[Clone, Clone]) -> None:
    """The later one exits 3 and learns who has it, though the lead is hidden from them now."""
    sam, kim = two
    sam.cli.noting().fast("claim ana")
    told = kim.cli.exits(3).fast("claim ana").err
    assert "Sam" in told
    assert "pushed first" in told
    assert 'owner = "sam"' in kim.lead()
    assert "No lead matches" in kim.cli.exits(4).fast("show ana").err
    assert "Sam has" in kim.cli.exits(3).fast("claim ana").err
    assert kim.git("log", "origin/main", "--format=%s", "-1") == "claim: Ana, claimed"
    assert not sam.git("status", "--porcelain")


@pytest.mark.parametrize("away_from_main", ["switch --detach", "switch -c side"])
def test_a_claim_that_nobody_else_would_see_is_refused(
    two: tuple[Clone, Clone], away_from_main: str
) -> None:
    """Of two who claim one, one would else be told yes on a branch that is shared with nobody."""
    sam, kim = two
    sam.git(*away_from_main.split())
    told = sam.cli.exits(6, "Nobody else would see it").fast("claim ana").err
    assert "git switch main" in told
    assert "owner" not in sam.lead()
    assert "holds in this clone" in sam.cli.noting().fast("claim ben --local").err
    kim.cli.noting().fast("claim ana")
    sam.git("stash")
    sam.git("switch", "main")
    assert "Kim" in sam.cli.exits(3).fast("claim ana").err


def test_what_else_was_changed_here_meets_what_came_in(two: tuple[Clone, Clone]) -> None:
    """A claim that had to take in others' work first keeps what this clone had not committed."""
    sam, kim = two
    sam.cli.noting().fast("note ben 'from sam'")
    sam.cli.noting().fast("sync")
    kim.cli.noting().fast("note ben 'from kim'")
    kim.cli.noting().fast("claim ben")
    sam.cli.noting().fast("sync")
    for piece in ("from sam", "from kim", 'owner = "kim"'):
        assert piece in sam.lead("ben")


def test_offline_nothing_is_written_unless_local(two: tuple[Clone, Clone]) -> None:
    """Exit 6 and the book as it was; --local writes, says so, and the next sync sends it."""
    sam, kim = two
    remote = away(sam)
    before, head = sam.leads(), sam.git("rev-parse", "HEAD")
    assert "Nothing was written" in sam.cli.exits(6).fast("claim ana").err
    assert (sam.leads(), sam.git("rev-parse", "HEAD")) == (before, head)
    assert "Not published" in sam.cli.noting().fast("claim ana --local").err
    back(remote)
    sam.cli.noting().fast("sync")
    assert "Sam has" in kim.cli.exits(3).fast("claim ana").err


def test_two_local_claims_of_one_lead_are_a_conflict_and_not_two_owners(
    two: tuple[Clone, Clone],
) -> None:
    """Whoever syncs second is asked: one field, two values."""
    sam, kim = two
    for one in two:
        one.cli.noting().fast("claim ana --local")
    sam.cli.noting().fast("sync")
    told = kim.cli.exits(3).fast("sync").err
    assert "two values for owner" in told
    assert "owner=ours" not in told
    for mine in ("owner=ours", "--take ours"):
        assert "in Sam's name" in kim.cli.exits(3).fast(f"merge ana {mine}").err
    kim.cli.noting().fast("merge ana owner=theirs")
    kim.cli.noting().fast("sync")
    sam.cli.noting().fast("sync")
    assert 'owner = "sam"' in sam.lead()
    assert sam.leads() == kim.leads()


def test_a_dry_run_and_a_book_without_a_remote_send_nothing(cli: Cli) -> None:
    """Neither asks the network for anything."""
    sam = make_clones(cli, ("sam",), pipeline="wholesale", setup=("add Ana",))[0].at(TEN)
    away(sam)
    sam.cli.noting().fast("claim ana --dry-run")
    sam.git("branch", "--unset-upstream")
    sam.cli.noting().fast("claim ana")


def test_a_remote_that_refuses_is_heard(two: tuple[Clone, Clone]) -> None:
    """A hook of the remote that says no: its words, exit 3, nothing written."""
    sam, _ = two
    hook = Path(sam.git("remote", "get-url", "origin")) / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho 'the office is closed' >&2\nexit 1\n")
    hook.chmod(0o755)
    before = sam.leads()
    assert "the office is closed" in sam.cli.exits(3).fast("claim ana").err
    assert sam.leads() == before


def test_pass_assign_and_approve_are_published_too(cli: Cli) -> None:
    """Each goes to the remote at once, as one commit of one lead."""
    sam, boss = make_clones(cli, ("sam", "boss"), setup=("add Ana",))
    sam, boss = sam.at(TEN), boss.at(TEN)
    boss.cli.noting().fast("assign ana sam")
    sam.cli.noting().fast("sync")
    sam.cli.noting().fast("pass ana")
    boss.cli.noting().fast("sync")
    assert boss.git("log", "-2", "--format=%s").split("\n") == [
        "pass: Ana, pass", "assign: Ana, assigned to sam",
    ]  # fmt: skip
    assert "owner" not in boss.lead()


def test_a_ranked_window_is_one_agents_in_every_clone(cli: Cli) -> None:
    """In the first half hour the first in rank alone may claim, wherever it is asked."""
    sam, kim = make_clones(
        cli, pipeline="sold-appointment", more='rank = ["sam", "kim"]', setup=("add Ana",)
    )
    assert "Sam's turn" in kim.at("2026-11-20T15:10:00Z").cli.exits(3).fast("claim ana").err
    sam.at("2026-11-20T15:20:00Z").cli.noting().fast("claim ana")
    assert "Sam" in kim.at("2026-11-20T15:40:00Z").cli.exits(3).fast("claim ana").err


def test_a_claim_killed_before_its_push_claims_nothing(two: tuple[Clone, Clone]) -> None:
    """git killed in mid-push: nothing is written here, and the next claim goes through."""
    sam, kim = two
    hook = sam.root / ".git" / "hooks" / "pre-push"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nkill -9 $PPID\n")
    hook.chmod(0o755)
    before = sam.leads()
    sam.cli.exits(6).fast("claim ana")
    assert sam.leads() == before
    hook.unlink()
    kim.cli.noting().fast("claim ana")
    assert "Kim has" in sam.cli.exits(3).fast("claim ana").err


RACER = """
import sys
from leadctl.cli import main
for number in sys.argv[2:]:
    code = main(["--now", "2026-11-21T10:00:00Z", "--as", sys.argv[1], "claim", number])
    print(f"#{number} {code}", flush=True)
"""


def test_clones_that_race_for_claims_have_one_owner_each_and_the_truth(cli: Cli) -> None:
    """Each lead has one owner in all clones: who was told yes has it, who was told no has not."""
    racers, leads = (8, 200) if SOAK else (3, 4)
    names = [f"agent{i}" for i in range(racers)]
    tables = "".join(f'[agents.{name}]\nname = "{name.title()}"\n' for name in names)
    setup = tuple(f"add Lead{i}" for i in range(leads))
    make_clones(cli, (), pipeline="wholesale", more=tables, setup=setup)
    clones = [clone(cli, name) for name in names]
    ids = sorted(path[-13:-5] for path in clones[0].leads())
    running = [
        subprocess.Popen(
            [sys.executable, "-c", RACER, name, *(ids[i * 25 :] + ids[: i * 25] if SOAK else ids)],
            cwd=one.root, env={**ENV, **one.cli.env, **identity(name)},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for i, (name, one) in enumerate(zip(names, clones, strict=True))
    ]  # fmt: skip
    told: dict[str, list[str]] = {lead: [] for lead in ids}
    for name, one in zip(names, running, strict=True):
        out, err = one.communicate(timeout=3000)
        assert one.returncode == 0, err[-1000:]
        answers = [line[1:].split() for line in out.split("\n") if line.startswith("#")]
        assert {code for _, code in answers} <= {"0", "3"}, err[-1000:]
        assert len(answers) == leads
        for lead, code in answers:
            told[lead] += [name] * (code == "0")
    for one in clones:
        one.at("2026-11-21T11:00:00Z").cli.noting().fast("sync")
    assert all(one.leads() == clones[0].leads() for one in clones)
    for path, text in clones[0].leads().items():
        owner = text.split('owner = "')[1].split('"')[0]
        assert told[path[-13:-5]] == [owner]
        assert text.count('event = "claim"') == 1


def test_a_claim_killed_at_any_of_its_calls_of_git_is_made_once_by_the_next(cli: Cli) -> None:
    """Killed before or in each git command, the claim run again succeeds, and there is one."""
    sam, kim = make_clones(cli, pipeline="wholesale", setup=("add Ana",))
    ended, when = False, 0
    while not ended:
        half = when % 2
        place = cli.cwd.parent / f"{cli.cwd.name}-{when}"
        shutil.copytree(cli.cwd, place)
        one, other = (Clone(replace(c.cli, cwd=place / c.root.name)).at(TEN) for c in (sam, kim))
        for each in (one, other):
            each.git("remote", "set-url", "origin", str(place / "remote.git"))
        ended = killed_at(one, place, when, half, "claim", "ana")
        one.cli.noting().fast("claim ana")
        assert "Sam has" in other.cli.exits(3).fast("claim ana").err, when
        for each in (one, other):
            each.cli.noting().fast("sync")
            assert each.lead().count('event = "claim"') == 1, when
            assert 'owner = "sam"' in each.lead(), when
        assert not one.git("status", "--porcelain"), when
        shutil.rmtree(place)
        when += 1 if SOAK else 5
    assert when > 10


def test_a_lead_released_elsewhere_is_not_refused_from_what_was_seen_last(cli: Cli) -> None:
    """The remote is asked before the no; offline the no says as of when it is."""
    sam, kim = make_clones(cli, setup=("add Ana",))
    sam, kim = sam.at(TEN), kim.at("2026-11-21T10:05:00Z")
    sam.cli.noting().fast("claim ana")
    kim.cli.noting().fast("sync")
    remote = away(sam)
    assert "last leadctl sync" in kim.cli.exits(3).fast("claim ana").err
    back(remote)
    assert "Sam has" in kim.cli.exits(3).fast("claim ana").err
    sam.at("2026-11-21T10:01:00Z").cli.noting().fast("release ana")
    sam.cli.noting().fast("sync")
    kim.cli.noting("pushed first").fast("claim ana")
    sam.at("2026-11-21T10:10:00Z").cli.noting().fast("sync")
    assert 'owner = "kim"' in sam.lead()


def test_a_claim_passes_the_pre_commit_hook_like_every_commit(two: tuple[Clone, Clone]) -> None:
    """What the hook refuses is neither committed nor sent, and nothing is claimed."""
    sam, _ = two
    hook = sam.root / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(
        "#!/bin/sh\nif git diff --cached | grep -q x-secret; then echo no secrets >&2; exit 1; fi\n"
    )
    hook.chmod(0o755)
    sam.cli.noting().fast("note ana x-secret-3")
    before = sam.leads()
    assert "no secrets" in sam.cli.exits(6).fast("claim ana").err
    assert sam.leads() == before
    assert "x-secret" not in sam.git("log", "-p", "--all")
    sam.cli.noting().fast("claim ben")
    assert "x-secret" not in sam.git("log", "-p", "--all")
