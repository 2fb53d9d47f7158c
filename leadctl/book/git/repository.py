"""The repository that a book is in: how it is set up, and where its branch is published."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from leadctl.book import files
from leadctl.book.git.place import ATTRIBUTES, DRIVER_LINE
from leadctl.book.git.running import Git
from leadctl.values import dataclass


def driver_command(program: Sequence[str]) -> str:
    """Return the driver as git is told it: of the base, ours, theirs, marker size, path."""
    return f"{shlex.join(program).replace('%', '%%')} merge-driver %O %A %B %L %P"


def is_registered(git: Git, program: Sequence[str]) -> bool:
    """Whether git here joins leads by this very program."""
    return git.ask("config", "--get", "merge.leadctl.driver") == driver_command(program)


def register(git: Git, program: Sequence[str]) -> None:
    """Tell git, in this clone, to join leads by leadctl. Raises Busy."""
    git.must("config", "merge.leadctl.name", "join two versions of a lead")
    git.must("config", "merge.leadctl.driver", driver_command(program))


def has_attributes(root: Path) -> bool:
    """Whether git is told which files are leads."""
    path = root / ".gitattributes"
    if not path.is_file():
        return False
    lines = files.read_text(path, ".gitattributes").split("\n")
    return any(line.split() == DRIVER_LINE.split() for line in lines)


def write_attributes(root: Path) -> bool:
    """Say in .gitattributes which files are leads, keeping what is there; False if it says so."""
    if has_attributes(root):
        return False
    path = root / ".gitattributes"
    before = files.read_text(path, ".gitattributes") if path.is_file() else ""
    if before and not before.endswith("\n"):
        before += "\n"
    # What stands last wins: the line for all files would undo what is there already.
    files.write_atomic(path, (before + (DRIVER_LINE + "\n" if before else ATTRIBUTES)).encode())
    return True


@dataclass(frozen=True)
class Upstream:
    """Where a branch is published: the remote, the branch there, and what is known of it here."""

    remote: str
    ref: str
    tracking: str
    branch: str

    @property
    def label(self) -> str:
        """Return what people call it."""
        return f"{self.remote}/{self.ref.removeprefix('refs/heads/')}"


def branch_of(git: Git) -> str:
    """Return the branch that is checked out, or "" for none."""
    return git.ask("symbolic-ref", "--quiet", "--short", "HEAD")


def published_branches(git: Git) -> list[str]:
    """Return the branches of a clone that are published at a remote, by name."""
    told = git.ask("config", "--get-regexp", r"^branch\..*\.remote$")
    named = (line.rpartition(" ") for line in told.splitlines())
    return sorted(
        key.removeprefix("branch.").removesuffix(".remote")
        for key, _, remote in named
        if remote != "."
    )


def upstream_of(git: Git) -> Upstream | None:
    """Return where the present branch is published, or None."""
    branch = branch_of(git)
    if not branch:
        return None
    remote = git.ask("config", "--get", f"branch.{branch}.remote")
    ref = git.ask("config", "--get", f"branch.{branch}.merge")
    if not remote or not ref or remote == ".":
        return None
    tracking = f"refs/remotes/{remote}/{ref.removeprefix('refs/heads/')}"
    return Upstream(remote, ref, tracking, branch)


def head(git: Git) -> str:
    """Return the commit that is checked out, or "" before the first."""
    return git.ask("rev-parse", "--verify", "--quiet", "HEAD")
