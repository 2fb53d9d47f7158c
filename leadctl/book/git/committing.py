"""One commit a command: its files alone, with a message that a person can read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from leadctl.book.git.edit import Edit
from leadctl.book.git.message import subject
from leadctl.book.git.place import git_folder
from leadctl.book.git.running import Git
from leadctl.book.own_files.places import LEADS, PIPELINES, SETTINGS
from leadctl.errors import Busy

OWN = (LEADS, PIPELINES, "layouts", SETTINGS, ".gitattributes", ".gitignore")
"""What of a book git is to keep; anything else in the folder is none of leadctl's business."""


def commit_paths(git: Git, paths: Iterable[str], message: str) -> bool:
    """Commit files as they are now, and nothing else; False where they are committed already.

    Raises Busy with what git, or a hook, said.
    """
    names = _listed(paths)
    git.must("update-index", "--add", "--remove", "-z", "--stdin", text=names)
    every = git.must("diff", "--cached", "--name-only", "--no-renames", "-z").items
    own = git.must(
        "diff", "--cached", "--name-only", "--no-renames", "-z", "--relative", "--", *_few(names)
    ).items
    if not own:
        return False
    words = ("commit", "--quiet", "-F", _message(git, message))
    if len(own) == len(every):
        done = git.run(*words)
    else:  # somebody has staged something else, which stays staged
        done = git.run(*words, "--only", *_LISTED, text=_listed(own))
    if not done.ok:
        raise Busy(f"git commit failed: {_why(done.err)}")
    return True


_LISTED = ("--pathspec-from-file=-", "--pathspec-file-nul")


def _listed(paths: Iterable[str]) -> bytes:
    return "\0".join(paths).encode("utf-8", "surrogateescape")


def _few(names: bytes) -> list[str]:
    """Return the names where they are few enough for a command line, else the folder of leads."""
    found = names.decode("utf-8", "surrogateescape").split("\0")
    return found if len(found) <= 100 else [LEADS]


def _message(git: Git, message: str) -> str:
    """Put a message into a file of git's own folder, and return where it is."""
    folder = git_folder(git.folder)
    assert folder is not None
    place = folder / "LEADCTL_MSG"
    place.write_text(message, encoding="utf-8", errors="replace")
    return str(place.absolute())


def _why(said: str) -> str:
    lines = [line.strip() for line in said.split("\n") if line.strip()]
    if any("tell me who you are" in line for line in lines):
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
