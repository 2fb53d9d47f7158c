"""Weeks of five agents in their own clones: in the end one book, nothing lost, nothing made up."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from cli_runner import ENV, Cli, Ran
from clones import Clone, clone, make_clones
from machine import needs_git

from leadctl.book.git.place import in_middle_of

pytestmark = needs_git
SOAK = bool(os.environ.get("LEADCTL_SOAK"))
CLONES, LEADS, OPERATIONS = (5, 20, 2000) if SOAK else (3, 4, 60)
START = datetime(2026, 11, 20, 15, tzinfo=UTC)
STATUSES = ("Not Contacted", "Needs Offer", "Offer Made", "Offer Rejected", "General Follow-Up")
FIELDS = ("source=fair", "source=web", "phone=4155550101", "phone=4155550102", "tags+=vip",
          "tags+=hot", "tags-=vip", "zip=10001", "zip=10002", "email=a@example.com")  # fmt: skip


@dataclass
class Week:
    """What happened so far: every line that a command said it had stored, and every stop."""

    rng: random.Random
    clones: list[Clone]
    leads: list[str]
    now: datetime = START
    notes: set[str] = field(default_factory=set)
    moves: set[str] = field(default_factory=set)
    syncs: int = 0
    kills: int = 0
    stops: list[str] = field(default_factory=list)

    def run(self, one: Clone, *words: str) -> Ran:
        """Run a command a few minutes after the last one."""
        self.now += timedelta(minutes=self.rng.randint(1, 30))
        skew = timedelta(minutes=len(one.cli.actor) % 7)
        at = one.at((self.now + skew).strftime("%Y-%m-%dT%H:%M:%SZ"))
        ran = at.cli.ending_somehow().fast(*words)
        assert ran.code in {0, 3, 4, 5, 6, 10}, ran
        return ran

    def work(self, one: Clone, number: int) -> None:
        """Do one thing to one lead, or let the clock do what is due."""
        lead = self.rng.choice(self.leads)
        kind = self.rng.choices(("note", "move", "set", "tick", "undo"), (5, 3, 3, 1, 1))[0]
        if kind == "note":
            self.keep(self.notes, f"n{number}", self.run(one, "note", lead, f"n{number}"))
        elif kind == "move":
            status, why = self.rng.choice(STATUSES), f"m{number}"
            words = ("status", "set", lead, status, "--force", "--reason", why)
            self.keep(self.moves, why, self.run(one, *words))
        elif kind == "set":
            self.run(one, "set", lead, self.rng.choice(FIELDS))
        elif kind == "tick":
            self.run(one, "tick")
        elif self.run(one, "note", lead, f"gone{number}").code == 0:
            assert self.run(one, "undo").code == 0

    @staticmethod
    def keep(kept: set[str], name: str, ran: Ran) -> None:
        """Note what a command said it had stored."""
        if ran.code == 0:
            kept.add(name)

    def sync(self, one: Clone) -> None:
        """Sync a clone; settle what is asked, after seeing that it is a true conflict."""
        self.syncs += 1
        ran = self.run(one, "sync")
        stopped = False
        while ran.code == 3:
            stopped = True
            assert_true_conflict(ran.err)
            lead = re.search(r"leadctl merge (\w{8}) ", ran.err)
            assert lead, ran.err
            side = self.rng.choice(("ours", "theirs"))
            ran = self.run(one, "merge", lead[1], "--take", side)
            if ran.code == 0:
                ran = self.run(one, "sync")
        if stopped:
            self.stops.append(one.cli.actor)
        assert ran.code == 0, ran

    def kill_in_sync(self, one: Clone) -> None:
        """Start a sync, and kill it and all that it started after a moment."""
        self.kills += 1
        words = [sys.executable, "-m", "leadctl", *one.at(f"{self.now:%FT%TZ}").cli.words("sync")]
        with subprocess.Popen(
            words, cwd=one.root, env={**ENV, **one.cli.env}, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        ) as running:  # fmt: skip
            time.sleep(self.rng.random() * 0.9)
            try:
                os.killpg(running.pid, signal.SIGKILL)
            except ProcessLookupError:
                return


def assert_true_conflict(said: str) -> None:
    """See that each field that is asked about has two different values."""
    asked = re.findall(r": two values for \S+\n +yours: +(.*?)(?:, by .*)?\n +theirs: +(.*)", said)
    assert asked, said
    for ours, theirs in asked:
        assert ours.split(", by ")[0] != theirs.split(", by ")[0].split("    ")[0], said


def lines(one: Clone) -> Counter[str]:
    """Return how often each note and each move is in a clone's files."""
    found: Counter[str] = Counter()
    for text in one.leads().values():
        for event in tomllib.loads(text)["history"]:
            found[str(event.get("text") or event.get("reason") or "")] += 1
    return found


@pytest.mark.parametrize("seed", [1, 2, 3] if SOAK else [1])
def test_weeks_of_several_clones_end_in_one_book(cli: Cli, seed: int) -> None:
    """All clones end identical; every line stored is there once; whoever was asked had cause."""
    names = [f"agent{'x' * i}" for i in range(CLONES)]
    tables = "".join(f'[agents.{n}]\nname = "{n}"\nroles = ["manager"]\n' for n in names)
    leads = tuple(f"add Lead{i} phone=41555502{i:02}" for i in range(LEADS))
    make_clones(cli, (), pipeline="wholesale", more=tables, setup=leads)
    clones = [clone(cli, name) for name in names]
    ids = sorted(path[-13:-5] for path in clones[0].leads())
    week = Week(random.Random(seed), clones, ids)
    for number in range(OPERATIONS):
        one = week.rng.choice(clones)
        week.work(one, number)
        chance = week.rng.random()
        if chance < 0.14:
            week.sync(one)
        elif chance < (0.15 if SOAK else 0.2):
            week.kill_in_sync(one)
            week.sync(one)
    for _ in range(2):
        for one in clones:
            week.sync(one)
    assert all(one.leads() == clones[0].leads() for one in clones)
    found = lines(clones[0])
    wanted = week.notes | week.moves
    assert {name: found[name] for name in wanted} == dict.fromkeys(wanted, 1)
    assert {name for name in found if re.fullmatch(r"[nm]\d+|gone\d+", name)} == wanted
    assert not any(in_middle_of(one.root) for one in clones)
    assert not any(one.git("status", "--porcelain") for one in clones)
    if SOAK:
        print(f"seed {seed}: {len(week.stops)} of {week.syncs} syncs asked; {week.kills} kills")  # noqa: T201 - figures of the soak
