"""Whatever happens to a book, every list says the same with the index and without it."""

from __future__ import annotations

import contextlib
import os
import random
import re
import shutil
import subprocess
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cli_runner import Cli
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from leadctl.rules.reports.registry import KINDS

LISTS = (
    "due", "due --all --format json", "due --within 30d --format csv", "due --why",
    "due --format ics", "due --next", "due --limit 1", "due --limit 2 --format markdown", "today",
    "find person", "find x", "find person 2", "list", "list --format json",
    "list --archived --format ids",
    "report", "report status", "report status --format json",
    "report status --by owner --format json", "report --format jsonl", "report --format html",
    *(f"report {kind} --format json" for kind in KINDS), "report activity --by week --last 9d",
    "report duties --by owner --format json", "report velocity --by lead --format json",
    "report funnel --by month --format json", "report response --by hour", "report status --by age",
    "export --format csv", "duplicates --format json",
)  # fmt: skip
TEXT = """id = "{id}"
name = "{name}"
pipeline = "{pipeline}"
status = "{status}"
phone = "+1212555{number:04}"
value = {value}

history = [
    {{ at = 2026-11-{day:02}T15:05:00Z, event = "received", by = "import" }},
    {{ at = 2026-11-{day:02}T16:05:00Z, event = "call", way = "out", by = "sam" }},
]
"""
START = {
    "streeteasy-buyer": "New Connection", "realvolve": "Leads", "wholesale": "New Lead",
    "sold-active": "Claimed",
}  # fmt: skip
AGENTS = """
[agents.sam]
name = "Sam"
[agents.dana]
name = "Dana"
roles = ["manager"]
"""
words = st.sampled_from(["call", "text --in", "call -o voicemail", "email --out"])
agents = st.sampled_from(["sam", "dana"])


class Lives(RuleBasedStateMachine):
    """A book, and all that can happen to it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.now = datetime(2026, 11, 20, 15, tzinfo=UTC)
        self.number = 0

    def teardown(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def book(self) -> Path:
        """Return where the book is."""
        return self.folder / "book"

    def cli(self, use: str = "paranoid") -> Cli:
        """Return the command line at this moment, in the book."""
        return Cli(self.folder, now=f"{self.now:%Y-%m-%dT%H:%M:%SZ}", err=None,
                   env={"LEADCTL_INDEX": use})  # fmt: skip

    def say(self, line: str, agent: str = "sam") -> None:
        """Run a command; what it refuses is as good as what it does."""
        with contextlib.suppress(AssertionError):
            self.cli("").inside("book").acting(agent).fast(line)

    def files(self) -> list[Path]:
        """Return the files of leads."""
        return sorted((self.book / "leads").rglob("*.toml"))

    def one(self, data: random.Random) -> Path:
        """Return some file."""
        return data.choice(self.files())

    @initialize()
    def begin(self) -> None:
        """Make a book of four leads in four pipelines, under git."""
        self.cli("").fast("init book --no-input --pipeline streeteasy-buyer --agent Sam")
        with (self.book / "leadctl.toml").open("a") as file:
            file.write("" if "[agents" in (self.book / "leadctl.toml").read_text() else AGENTS)
        for _ in START:
            self.write_by_hand(random.Random(self.number))
        for line in ("init -q", "add -A", "-c user.name=x -c user.email=x commit -qm first"):
            subprocess.run(["git", *line.split()], cwd=self.book, check=True, capture_output=True)

    @rule(data=st.randoms(use_true_random=False))
    def write_by_hand(self, data: random.Random) -> None:
        """Put a new file among the leads."""
        self.number += 1
        pipeline = data.choice(list(START))
        text = TEXT.format(
            id=f"ab{self.number:06}", name=f"Person {self.number}", pipeline=pipeline,
            status=START[pipeline], number=self.number, day=1 + self.number % 19,
            value=data.choice((450_000, 450_000, 0.1, 12.5, -3, 1.2345, 0, 0.123456)),
        )  # fmt: skip
        ending = "" if data.random() < 0.3 else f"-ab{self.number:06}"
        path = self.book / "leads" / "2026" / f"person-{self.number}{ending}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    @precondition(lambda self: self.files())
    @rule(data=st.randoms(use_true_random=False), what=words, agent=agents)
    def log(self, data: random.Random, what: str, agent: str) -> None:
        """Log a touch."""
        self.say(f"log {self.one(data).name} {what}", agent)

    @precondition(lambda self: self.files())
    @rule(data=st.randoms(use_true_random=False), agent=agents, verb=st.sampled_from(
        ["status next", "claim", "release", "set archived=yes", "delete", "note x", "snooze 3d",
         "set owner=dana", "pass"]))  # fmt: skip
    def command(self, data: random.Random, agent: str, verb: str) -> None:
        """Change a lead by a command."""
        first, *rest = verb.split()
        lead = self.one(data).name
        line = f"{verb} {lead}" if first in {"status", "claim", "release", "pass", "delete"} else (
            f"{first} {lead} {' '.join(rest)}")  # fmt: skip
        self.say(line, agent)

    @rule()
    def undo(self) -> None:
        """Take back the last command."""
        self.say("undo")

    @rule()
    def tick(self) -> None:
        """Let happen what happens by itself."""
        self.say("tick")

    @precondition(lambda self: self.files())
    @rule(data=st.randoms(use_true_random=False))
    def edit_in_place(self, data: random.Random) -> None:
        """Change a file's bytes, neither its size nor its mtime."""
        path = self.one(data)
        before, text = path.stat(), path.read_bytes()
        with path.open("r+b") as file:
            file.write(text.replace(b"Person", b"Someon"))
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    @precondition(lambda self: self.files())
    @rule(data=st.randoms(use_true_random=False), kind=st.sampled_from(
        ["rename", "break", "twin", "remove", "move", "empty", "link"]))  # fmt: skip
    def meddle(self, data: random.Random, kind: str) -> None:
        """Do to a file what hands, editors and other programs do."""
        path = self.one(data)
        if kind == "rename":
            beside = path.with_suffix(".new")
            beside.write_bytes(path.read_bytes().replace(b"way", b"way"))
            beside.rename(path)
        elif kind == "break":
            path.write_bytes(path.read_bytes()[:50])
        elif kind == "twin":
            shutil.copy2(path, path.with_name(f"twin-{path.name}"))
        elif kind == "remove":
            path.unlink()
        elif kind == "move":
            (self.book / "leads" / "old").mkdir(exist_ok=True)
            path.rename(self.book / "leads" / "old" / path.name)
        elif kind == "empty":
            path.write_bytes(b"")
        else:
            path.unlink()
            path.symlink_to("/etc/hostname")

    @rule(line=st.sampled_from(["stash -u", "stash pop", "checkout -q -f .", "add -A"]))
    def git(self, line: str) -> None:
        """Let git change the files."""
        words = ["git", "-c", "user.name=x", "-c", "user.email=x", *line.split()]
        subprocess.run(words, cwd=self.book, check=False, capture_output=True)

    @rule(hours=st.sampled_from([-48, -1, 1, 5, 24, 24 * 9, 24 * 400]))
    def clock(self, hours: int) -> None:
        """Set the clock."""
        self.now += timedelta(hours=hours)

    @rule(kind=st.sampled_from(["flip", "cut", "gone", "other version", "seal gone"]),
          data=st.randoms(use_true_random=False))  # fmt: skip
    def harm_the_index(self, kind: str, data: random.Random) -> None:
        """Damage the index, or leave another version's."""
        index = self.book / ".leadctl" / "index.sqlite"
        seal = index.with_name("index.seal")
        if not index.exists() or not seal.exists():
            return
        bytes_ = bytearray(index.read_bytes())
        if kind == "flip":
            bytes_[data.randrange(len(bytes_))] ^= 1 << data.randrange(8)
            index.write_bytes(bytes_)
        elif kind == "cut":
            index.write_bytes(bytes_[: data.randrange(len(bytes_))])
        elif kind == "other version":
            seal.write_text(seal.read_text().replace(" 0.", " 9.", 1))
        else:
            (index if kind == "gone" else seal).unlink(missing_ok=True)

    @rule(zone=st.sampled_from(["America/New_York", "Europe/Berlin"]))
    def settings_change(self, zone: str) -> None:
        """Edit the settings by hand."""
        path = self.book / "leadctl.toml"
        lines = path.read_text().splitlines()
        lines = [f'timezone = "{zone}"' if one.startswith("timezone") else one for one in lines]
        path.write_text("\n".join(lines) + "\n")

    @rule(agent=agents, line=st.sampled_from(LISTS))
    def one_list_is_the_same(self, agent: str, line: str) -> None:
        """A list says the same with the index, without it, and asked both ways."""
        told = {self.told(use, agent, line) for use in ("", "off", "paranoid")}
        assert len(told) == 1, (line, told)

    @rule(agent=agents, number=st.integers(1, 8))
    def somebody_alike_is_told_the_same(self, agent: str, number: int) -> None:
        """After a list, adding somebody says who is here already as the files alone say it."""
        self.say("list", agent)
        line = f'add "Person {number}" phone=212555{number + 1:04} --dry-run'
        found = {use: self.told(use, agent, line)[1] for use in ("", "off", "paranoid")}
        alike = {re.sub(r" If they are one person.*", "", said) for said in found.values()}
        assert len(alike) == 1, found

    def told(self, use: str, agent: str, line: str) -> tuple[str, str]:
        """Return all that a list prints."""
        import sys

        from cli_runner import ENV, _captured, _text

        from leadctl.cli import main

        cli = self.cli(use).inside("book").acting(agent)
        before = sys.stdin
        with _captured(cli.cwd, {**ENV, **cli.env}, "") as (out, err):
            code = main(cli.words(line))
        assert sys.stdin is before
        return f"{code}\n{_text(out)}", _text(err)


TestLives = Lives.TestCase
TestLives.settings = settings(
    max_examples=200 if os.environ.get("LEADCTL_SOAK") else 8,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink takes longer than to look
)
