"""What a book needs of the machine around it, and what can be put right there."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from leadctl.book.book import Book
from leadctl.book.files import open_plain
from leadctl.book.git.repository import (
    has_attributes,
    is_registered,
    register,
    write_attributes,
)
from leadctl.book.git.running import Git
from leadctl.book.index import store
from leadctl.book.own_files.checkouts import git_folder
from leadctl.book.own_files.places import LEADS, PRIVATE
from leadctl.book.own_files.program import program_words
from leadctl.errors import Busy, Invalid, Problem
from leadctl.rules.time.moments import so_many
from leadctl.values import dataclass

ROOM = 50 * 1024 * 1024
"""Fewer free bytes than this are told."""
INODES = 1000
"""And fewer free places for files than this."""
_OTHERS = 0o077
_CRONS_PATH = "/usr/bin:/bin"


@dataclass(frozen=True)
class Around:
    """What is looked at: the book, the environment, and what the clock says."""

    book: Book
    env: Mapping[str, str]
    now: datetime


def troubles(around: Around) -> Iterator[Problem]:
    """Yield what is wrong around a book, each with its way out."""
    looks = (_git, _clock, _locale, _room, _foreign, _modes, _journal, _index)
    for look in looks:
        yield from look(around)


def remarks(around: Around) -> Iterator[str]:
    """Yield what is worth knowing and no trouble."""
    yield f"Python {sys.version.split()[0]}, {around.book.settings.timezone}"
    program = program_words(around.env.get("PATH", ""))
    if shutil.which("leadctl", path=_CRONS_PATH) is None:
        yield f"cron does not find leadctl by its name: leadctl cron writes {program[0]}"


def mend(around: Around) -> list[str]:
    """Put right what is certain: modes, a damaged journal, the index. Return what was done.

    OSError as it comes.
    """
    done = []
    for path in _open_to_others(around.book):
        path.chmod(stat.S_IMODE(path.lstat().st_mode) & ~_OTHERS)
        done.append(f"{_shown(around.book, path)}: for this account alone now")
    for path, _problem in around.book.journal.damaged():
        around.book.journal.put_aside(path)
        done.append(f"{_shown(around.book, path)}: put aside as {path.name}.damaged")
    if git_folder(around.book.root) is not None and shutil.which("git"):
        git, program = Git(around.book.root, around.env), program_words(around.env.get("PATH", ""))
        if not is_registered(git, program) or not has_attributes(around.book.root):
            register(git, program)
            write_attributes(around.book.root)
            done.append("git joins leads by leadctl in this clone now")
    if any(_index(around)):
        store.remove(str(around.book.private))
        done.append("the index is made anew by the next command")
    return done


def _git(around: Around) -> Iterator[Problem]:
    if git_folder(around.book.root) is None:
        return
    git = Git(around.book.root, around.env)
    try:
        yield from _git_settings(around, git)
    except Busy as error:
        yield Problem("git", 0, "", error.sentence, "install git: the book is in it", "no-git")


def _git_settings(around: Around, git: Git) -> Iterator[Problem]:
    known = (
        ("user.name", '"Your Name"', ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME")),
        ("user.email", "you@example.com", ("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL")),
    )
    for key, example, variables in known:
        if not all(map(around.env.get, variables)) and not git.ask("config", "--get", key):
            said, way = "is not set: git can store nothing", f"git config --global {key} {example}"
            yield Problem(f"git {key}", 0, "", said, way, "no-git-identity")
    program = program_words(around.env.get("PATH", ""))
    if not is_registered(git, program) or not has_attributes(around.book.root):
        said = "does not know in this clone how leads are merged"
        yield Problem("git", 0, "", said, "leadctl doctor --fix", "no-merge-driver")


def _clock(around: Around) -> Iterator[Problem]:
    written = [path.stat().st_mtime for path in _plain(around.book.journal.folder)]
    ahead = max(written, default=0) - around.now.timestamp()
    if around.now.year < 2024 or ahead > 60 * 60:
        said = f"says {around.now:%Y-%m-%d %H:%M} UTC, and the book was written later than that"
        yield Problem("the clock", 0, "", said, "set the clock right", "clock-behind")


def _locale(around: Around) -> Iterator[Problem]:
    named = next(filter(None, (around.env.get(k, "") for k in ("LC_ALL", "LC_CTYPE", "LANG"))), "")
    charset = named.partition(".")[2].partition("@")[0].lower().replace("-", "")
    if charset not in {"", "utf8"}:
        said = f"is {named}: names with accents cannot be typed as they are"
        yield Problem("the locale", 0, "", said, "export LC_ALL=C.UTF-8", "locale-not-utf-8")


def _room(around: Around) -> Iterator[Problem]:
    found = os.statvfs(around.book.root)
    free = found.f_bavail * found.f_frsize
    if free < ROOM:
        said = f"has {free // 1024 // 1024} MB left"
        yield Problem("the disk", 0, "", said, "make room before the next import", "disk-full")
    if found.f_files and found.f_favail < INODES:
        said = f"has room for {so_many(found.f_favail, 'more file')}"
        yield Problem("the disk", 0, "", said, "remove files that nobody needs", "disk-full")


def _foreign(around: Around) -> Iterator[Problem]:
    own = os.geteuid()
    for path in (around.book.root, *_own(around.book)):
        with suppress(OSError):
            if path.lstat().st_uid != own:
                shown = _shown(around.book, path)
                way = f"sudo chown -R $USER {shown}"
                yield Problem(shown, 0, "", "belongs to another account", way, "foreign-file")
                return  # most often all of them do


def _modes(around: Around) -> Iterator[Problem]:
    found = list(_open_to_others(around.book))
    if found:
        shown = _shown(around.book, found[0])
        more = f", and {len(found) - 1} more" if len(found) > 1 else ""
        said = f"can be read by other accounts of this machine{more}"
        yield Problem(shown, 0, "", said, "leadctl doctor --fix", "open-to-others")


def _open_to_others(book: Book) -> Iterator[Path]:
    for path in _own(book):
        with suppress(OSError):
            if not path.is_symlink() and path.lstat().st_mode & _OTHERS:
                yield path


def _journal(around: Around) -> Iterator[Problem]:
    for _path, problem in around.book.journal.damaged():
        yield problem
    for number in around.book.journal.open_ones():
        said = f"operation {number} was cut short; you see the book as it was before"
        way = "the next command that writes takes it back"
        yield Problem("the journal", 0, "", said, way, "interrupted")


def _index(around: Around) -> Iterator[Problem]:
    path = around.book.private / store.FILE
    with suppress(OSError):
        if path.exists() and not _is_sqlite(path):
            shown = _shown(around.book, path)
            yield Problem(shown, 0, "", "is damaged", "leadctl doctor --fix", "index-damaged")


def _is_sqlite(path: Path) -> bool:
    try:
        with open_plain(path) as file:
            return file.read(16) == b"SQLite format 3\0"
    except Invalid:
        return False


def _own(book: Book) -> Iterator[Path]:
    """Yield what holds data of people: the leads and the private folder, with what is in them."""
    for name in (PRIVATE, LEADS):
        top = book.root / name
        if top.is_dir() and not top.is_symlink():
            yield top
            yield from sorted(top.rglob("*"))


def _plain(folder: Path) -> list[Path]:
    with suppress(OSError):
        return [path for path in folder.iterdir() if path.is_file()]
    return []


def _shown(book: Book, path: Path) -> str:
    return str(path.relative_to(book.root)) if path != book.root else "the book's folder"
