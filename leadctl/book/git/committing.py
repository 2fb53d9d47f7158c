"""One commit a command: its files alone, with a message that a person can read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from leadctl.book.git.edit import Edit
from leadctl.book.git.message import subject
from leadctl.book.git.running import Ended, Git
from leadctl.book.own_files.checkouts import git_folder
from leadctl.book.own_files.places import LEADS, PIPELINES, SETTINGS
from leadctl.errors import Busy

OWN = (LEADS, PIPELINES, "layouts", SETTINGS, ".gitattributes", ".gitignore")
"""What of a book git is to keep; anything else in the folder is none of leadctl's business."""


def commit_paths(git: Git, paths: Iterable[str], message: str) -> bool:
    """Commit files as they are now, and nothing else; False where they are committed already.

    Raises Busy with what git, or a hook, said.
    """
    names = set(paths)
    git.must("update-index", *_LISTED, text=_listed(names))
    staged = git.must(*_STAGED).items
    own = names.intersection(git.must(*_STAGED, "--relative").items)
    if not own:
        return False
    words = ("commit", "--quiet", "-F", _message(git, message))
    if len(own) == len(staged):
        done = git.run(*words)
    else:
        with _apart(git, own) as env:
            done = git.run(*words, env=env)
    if not done.ok:
        raise uncommittable(done)
    return True


_LISTED = ("--add", "--remove", "-z", "--stdin")
_STAGED = ("diff", "--cached", "--name-only", "--no-renames", "-z")


@contextmanager
def _apart(git: Git, names: Iterable[str]) -> Iterator[dict[str, str]]:
    """Yield an environment in which only these files are staged: somebody staged others as well.

    git's own `commit --only` compares each file with each name, which is hours in a large book.
    """
    folder = git_folder(git.folder)
    assert folder is not None
    index = (folder / f"leadctl-{os.getpid()}.index").absolute()
    env = {"GIT_INDEX_FILE": str(index)}
    try:
        git.must(
            "read-tree", git.ask("rev-parse", "--verify", "--quiet", "HEAD") or "--empty", env=env
        )
        git.must("update-index", *_LISTED, text=_listed(names), env=env)
        yield env
    finally:
        index.unlink(missing_ok=True)


def _listed(paths: Iterable[str]) -> bytes:
    return "\0".join(paths).encode("utf-8", "surrogateescape")


def _message(git: Git, message: str) -> str:
    """Put a message into a file of git's own folder, and return where it is."""
    folder = git_folder(git.folder)
    assert folder is not None
    place = folder / "LEADCTL_MSG"
    place.write_text(message, encoding="utf-8", errors="replace")
    return str(place.absolute())


def uncommittable(done: Ended) -> Busy:
    """Return the error for a commit that git, or a hook, refused."""
    return Busy(f"git commit failed: {_why(done.err)}")


_NOBODY = ("tell me who you are", "auto-detect", "empty ident", "user.useConfigOnly")


def _why(said: str) -> str:
    lines = [line.strip() for line in said.split("\n") if line.strip()]
    if any(words in line for line in lines for words in _NOBODY):
        who = 'git config --global user.name "Your Name", and user.email'
        return f"git does not know who you are. Tell it: {who}"
    telling = [line for line in lines if line.startswith(("fatal:", "error:"))]
    return (telling or lines or ["a hook refused it"])[-1]


def commit_all(git: Git, message: str) -> bool:
    """Commit whatever of the book is not committed; False where all is."""
    changed = uncommitted(git, OWN)
    return bool(changed) and commit_paths(git, changed, message)


def uncommitted(git: Git, paths: Sequence[str]) -> list[str]:
    """Return the files below some paths that differ from what is committed, from the book's root.

    It is what git itself looks up fastest, with its caches where they are switched on.
    """
    words = ("status", "--porcelain", "-z", "--untracked-files=all", "--no-renames", "--")
    found = [entry[3:] for entry in git.must(*words, *paths).items]
    prefix = git.ask("rev-parse", "--show-prefix") if found else ""
    return [path.removeprefix(prefix) for path in found]


def record(
    git: Git, edits: Sequence[Edit], paths: Iterable[str], command: str, why: str = ""
) -> None:
    """Commit what a command did. Raises Busy."""
    names = list(dict.fromkeys(paths))
    leads = sum(name.startswith(f"{LEADS}/") for name in names)
    message = subject(edits, command, leads) + (f"\n\n{why}" if why else "") + "\n"
    commit_paths(git, names, message)
