"""Setting git up for a book, and what is missing of that in a clone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from leadctl.book.git.repository import is_registered, register, write_attributes
from leadctl.book.git.running import Git
from leadctl.book.own_files.checkouts import git_folder
from leadctl.book.own_files.program import program_words


def set_up(root: Path, env: Mapping[str, str]) -> list[str]:
    """Make a book's folder a repository, or complete one; return in words what was done.

    Raises Busy where git cannot.
    """
    git, done = Git(root, env), []
    if git_folder(root) is None:
        git.must("init", "--quiet", "--initial-branch=main")
        done.append("made a git repository here")
    elif git_folder(root) != root / ".git" and (top := git.ask("rev-parse", "--show-toplevel")):
        done.append(f"the book is a part of the repository in {top}")
    return [*done, *mend(root, env)]


def mend(root: Path, env: Mapping[str, str]) -> list[str]:
    """Complete what git has to know in this clone; return in words what was done.

    Nothing where the book is in no repository. Raises Busy.
    """
    if git_folder(root) is None:
        return []
    git, done = Git(root, env), []
    if write_attributes(root):
        done.append("said in .gitattributes which files are leads")
    program = program_words(env.get("PATH", ""))
    if not is_registered(git, program):
        register(git, program)
        done.append("told git to join leads by leadctl (git config merge.leadctl.driver)")
    return done
