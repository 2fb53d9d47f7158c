"""Files of leads that people rename, at random, on both sides: no lead is ever without a file."""

from __future__ import annotations

import os
import random
import re
from pathlib import Path

import pytest
from cli_runner import Cli
from clones import Clone
from machine import needs_git
from scenarios import START
from test_battery import repository, settle

from leadctl.book.text.lead_file import dump_lead
from leadctl.rules.leads.lead import Event, Lead

pytestmark = needs_git
SEEDS = range(60) if os.environ.get("LEADCTL_SOAK") else range(2)
IDS = ("aaaaaaaa", "bbbbbbbb", "cccccccc", "dddddddd")
NAMES = [f"leads/{name}.toml" for name in ("2026/x", "2026/y", "2025/x", "2025/z-aaaaaaaa")]


def made(lead_id: str) -> str:
    """Return the file of a lead that looks like the others."""
    lead = Lead(lead_id, "Ana", "streeteasy-buyer", "New Connection", {"zip": "10001"})
    return dump_lead(lead.add(Event(START, "received", "import")))


def work(book: Clone, rng: random.Random, side: str) -> None:
    """Rename files, write into them, add a lead or move a whole folder, and commit."""
    for _ in range(rng.randint(1, 4)):
        files = sorted((book.root / "leads").rglob("*.toml"))
        file, place = rng.choice(files), book.root / rng.choice(NAMES)
        kind = rng.choice(["move", "move", "note", "add", "folder"])
        if kind == "move" and not place.exists():
            place.parent.mkdir(exist_ok=True)
            file.rename(place)
        elif kind == "note":
            file.write_text(file.read_text() + f"# {side} {rng.random()}\n")
        elif kind == "add":
            lead = f"{side[0]}{len(files):07d}"
            (book.root / f"leads/2026/ana-{lead}.toml").write_text(made(lead))
        elif kind == "folder" and not (book.root / "leads/2024").exists():
            file.parent.rename(book.root / "leads/2024")
            (book.root / "leads/2026").mkdir(exist_ok=True)
    book.git("add", "--all")
    book.git("commit", "--quiet", "--allow-empty", "-m", side)


def ids(root: Path) -> list[str]:
    """Return the ids that stand in the files of leads."""
    texts = (path.read_text() for path in sorted((root / "leads").rglob("*.toml")))
    return sorted(re.findall(r'(?m)^id = "(\w{8})"', "".join(texts)))


@pytest.mark.parametrize("seed", SEEDS)
def test_however_files_are_renamed_each_lead_has_one_file(cli: Cli, seed: int) -> None:
    """With git's following of renames and folders, by merge, rebase and cherry-pick."""
    rng = random.Random(seed)
    book = repository(cli, rng.choice(["driver", "no driver"])).at("2026-11-21T10:00:00Z")
    book.git("config", "merge.directoryRenames", rng.choice(["true", "conflict", "false"]))
    for lead in IDS:
        (book.root / f"leads/2026/ana-{lead}.toml").write_text(made(lead))
    book.git("add", "--all")
    book.git("commit", "--quiet", "-m", "base")
    book.git("branch", "theirs")
    work(book, rng, "ours")
    wanted = {*IDS, *ids(book.root)}
    book.git("checkout", "--quiet", "theirs")
    work(book, rng, "theirs")
    wanted |= {*ids(book.root)}
    book.git("checkout", "--quiet", "main")
    way = rng.choice([["merge", "--no-edit"], ["rebase"], ["cherry-pick"]])
    book.git(*way, "theirs", check=False)
    settle(book)
    assert not book.git("status", "--porcelain")
    assert ids(book.root) == sorted(wanted), (way, book.git("log", "--stat", "-4"))


def test_whom_a_join_left_without_a_file_gets_it_back(cli: Cli) -> None:
    """git may take a lead's file away with another's that looks like it: the end of a join sees."""
    book = repository(cli, "no driver").at("2026-11-21T10:00:00Z")
    files = {lead: book.root / f"leads/2026/ana-{lead}.toml" for lead in IDS}
    for lead, file in files.items():
        file.write_text(made(lead))
    book.git("add", "--all")
    book.git("commit", "--quiet", "-m", "base")
    for side in ("theirs", "ours"):
        book.git("checkout", "--quiet", "-b", side, "main")
        file = files[IDS[0]]
        file.write_text(file.read_text().replace("10001", "10001" if side == "ours" else "10002"))
        file.write_text(file.read_text() + f"# {side}\n")
        book.git("commit", "--quiet", "--all", "-m", side)
    book.git("merge", "--quiet", "theirs", check=False)
    book.git("rm", "--quiet", str(files[IDS[1]]))
    assert "Joined 2 leads" in book.cli.fast("merge").out
    assert ids(book.root) == sorted(IDS)
    assert not book.git("status", "--porcelain")
