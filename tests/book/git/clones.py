"""Clones of one book around a bare remote: real git, pinned so that nobody's settings reach it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from cli_runner import ENV, Cli

GIT = {
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Sam",
    "GIT_AUTHOR_EMAIL": "sam@example.com",
    "GIT_COMMITTER_NAME": "Sam",
    "GIT_COMMITTER_EMAIL": "sam@example.com",
}
SETTINGS = """
schema = 1
pipeline = "{pipeline}"
timezone = "UTC"
{more}
[agents.sam]
name = "Sam"
[agents.kim]
name = "Kim"
[agents.boss]
name = "Boss"
roles = ["manager", "team-lead"]
"""


def identity(name: str) -> dict[str, str]:
    """Return git's environment for somebody of this name."""
    who = {"NAME": name, "EMAIL": f"{name.lower()}@example.com"}
    return {
        **GIT,
        **{f"GIT_{role}_{k}": v for role in ("AUTHOR", "COMMITTER") for k, v in who.items()},
    }


@dataclass(frozen=True)
class Clone:
    """One clone of the book, in one agent's hands."""

    cli: Cli

    @property
    def root(self) -> Path:
        """The folder of the clone."""
        return self.cli.cwd

    def git(self, *words: str, check: bool = True) -> str:
        """Run git in the clone and return what it printed."""
        env = {**ENV, **self.cli.env}
        done = subprocess.run(
            ["git", *words], cwd=self.root, env=env, capture_output=True, text=True, check=False
        )
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()

    def at(self, now: str) -> Clone:
        """Act at this moment."""
        return replace(self, cli=self.cli.at(now))

    def leads(self) -> dict[str, str]:
        """Return the text of every lead's file by its path."""
        files = sorted((self.root / "leads").rglob("*.toml"))
        return {str(path.relative_to(self.root)): path.read_text() for path in files}

    def lead(self, name: str = "ana") -> str:
        """Return the text of one lead's file."""
        return self.cli.file_of(name).read_text()


def make_clones(
    base: Cli, agents: tuple[str, ...] = ("sam", "kim"), pipeline: str = "streeteasy-buyer",
    more: str = "", setup: tuple[str, ...] = ("add Ana phone=4155550132",),
) -> list[Clone]:  # fmt: skip
    """Return clones of a book that holds what `setup` makes, one for each agent."""
    first = Clone(base.inside("remote-maker").given(**identity("Maker")).acting("boss"))
    first.root.mkdir()
    (first.root / "leadctl.toml").write_text(SETTINGS.format(pipeline=pipeline, more=more))
    first.cli.noting().fast("init . --git --no-input")
    for words in setup:
        first.cli.noting().fast(words)
    remote = base.cwd / "remote.git"
    first.git("init", "--quiet", "--bare", "--initial-branch=main", str(remote))
    first.git("remote", "add", "origin", str(remote))
    first.cli.noting().fast("sync")
    return [clone(base, agent) for agent in agents]


def clone(base: Cli, agent: str, *options: str) -> Clone:
    """Return one more clone."""
    made = Clone(base.inside(f"clone-{agent}").given(**identity(agent.title())).acting(agent))
    maker = Clone(base.given(**identity(agent.title())))
    maker.git("clone", "--quiet", *options, str(base.cwd / "remote.git"), str(made.root))
    return made


SHIM = """#!/bin/sh
count=$(cat {folder}/count 2>/dev/null || echo 0)
echo $((count + 1)) > {folder}/count
if [ "$count" = {when} ]; then
    if [ {half} = 1 ]; then {git} "$@" & sleep 0.0$((count % 7)); fi
    kill -9 0
fi
exec {git} "$@"
"""


def killed_at(one: Clone, place: Path, when: int, half: int, *typed: str) -> bool:
    """Run a command with a git that kills everything at one of its calls; whether it ended.

    `half` kills in the call, not before it.
    """
    shim = place / "bin" / "git"
    shim.parent.mkdir()
    values = {"folder": place, "when": when, "half": half, "git": shutil.which("git")}
    shim.write_text(SHIM.format(**values))
    shim.chmod(0o755)
    env = {**ENV, **one.cli.env, "PATH": f"{shim.parent}:{ENV['PATH']}"}
    words = [sys.executable, "-m", "leadctl", *one.cli.words(*typed)]
    done = subprocess.run(
        words, cwd=one.root, env=env, start_new_session=True, capture_output=True, check=False
    )
    for lock in Path(one.git("remote", "get-url", "origin")).rglob("*.lock"):
        lock.unlink()  # the host died with the client here, as none does that stands elsewhere
    return done.returncode == 0
