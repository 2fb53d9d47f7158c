"""A disk that is full, read-only or broken, and files that are not what they should be."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import subprocess
from pathlib import Path

import pytest
from book_script import NOW, invented
from cli_runner import Cli
from crash_book import (
    SOAK,
    command,
    contents,
    environment,
    make_book,
    next_command_works,
    run,
    seen,
)
from machine import can_mount, needs, needs_strace

from leadctl.book.book import Book
from leadctl.book.journal.lock import locked
from leadctl.book.own_files.places import checked, id_from_key, lead_relpath, slug
from leadctl.book.selector import find_lead
from leadctl.book.text.broken import Broken
from leadctl.book.writing.changing import changing
from leadctl.errors import Busy, LeadctlError, Refused

FAULTS = {"ENOSPC": "disk is full", "EIO": "reported an error", "EDQUOT": "quota is used up"}


@needs_strace
@pytest.mark.battery(4, 6)
@pytest.mark.parametrize("fault", FAULTS if SOAK else ["ENOSPC", "EIO"])
@pytest.mark.parametrize("call", ["fsync", "rename", "link"])
@pytest.mark.parametrize("persistent", [False, True])
def test_a_failing_system_call_is_one_sentence(
    fault: str, call: str, persistent: bool, tmp_path: Path
) -> None:
    """A write that the disk refuses is exit 6 with the cause, and the old book is kept."""
    root = tmp_path / "book"
    make_book(root, "a", "b")
    arguments = ("many", "0", "2", "whole") if call == "link" else ("status", "Won", "a", "b")
    inject = f"inject={call}:error={fault}:when={'1+' if persistent else '1'}"
    done = subprocess.run(
        ["strace", "-f", "-qq", "-o", os.devnull, "-e", inject, *command(root, *arguments)],
        env=environment(),
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 6, done.stderr
    assert FAULTS[fault] in done.stderr
    assert "Traceback" not in done.stderr
    assert seen(root) == {"a": "New", "b": "New"}
    next_command_works(root)


@pytest.mark.parametrize("bulk", ["bulk", "whole"])
def test_a_file_size_limit_keeps_the_old_book(bulk: str, tmp_path: Path) -> None:
    """A write cut short by a limit truncates nothing and is reported."""
    root = tmp_path / "book"
    make_book(root, "a")
    before = contents(root)
    done = subprocess.run(
        command(root, "many", "0", "3", bulk, "9000"),
        env=environment(),
        text=True,
        capture_output=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000)),  # one thread
    )
    assert done.returncode == 6, done.stderr
    assert "larger than this account may write" in done.stderr
    assert contents(root) == before
    next_command_works(root)


@needs(can_mount(), "only an administrator can make a small disk")
@pytest.mark.parametrize("options", ["size=256k", "nr_inodes=32"])
def test_a_full_disk_still_reads(options: str, tmp_path: Path) -> None:
    """On a disk without room or without inodes, an import is refused and everything is read."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
    subprocess.run(mount, capture_output=True, check=True)
    try:
        root = place / "book"
        make_book(root, "a")
        before = contents(root)
        done = run(root, "many", "0", "400", "bulk")
        assert (done.returncode, contents(root)) == (6, before), done.stderr
        assert "the disk is full" in done.stderr
        assert seen(root) == {"a": "New"}
        next_command_works(root)
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_read_only_book_is_read(tmp_path: Path) -> None:
    """Reading needs no private folder, and writes nothing but the index into a new one."""
    book = make_book(tmp_path / "book", "a")
    shutil.rmtree(book.private)
    assert seen(book.root) == {"a": "New"}
    assert find_lead(book, "a").name == "Person a"
    assert {path.name for path in book.private.iterdir()} == {"index.sqlite", "index.seal"}


def test_left_over_files_are_ignored_and_swept(tmp_path: Path) -> None:
    """What killed writers, editors and git leave beside the leads is no lead."""
    book = make_book(tmp_path / "book", "a")
    year = book.root / "leads" / "2026"
    for name in (".leadctl-1-abc.tmp", "ana.toml~", ".ana.toml.swp", "ana.toml.tmp", "#ana.toml#"):
        (year / name).write_text("torn")
    book.temps.joinpath(".leadctl-1-abc.tmp").write_text("torn")
    assert seen(book.root) == {"a": "New"}
    next_command_works(book.root)


@pytest.mark.battery(9)
@pytest.mark.parametrize("words", ["list", "due", "show ana", "check", "pipeline list", "doctor"])
def test_a_reading_command_sweeps(words: str, cli: Cli) -> None:
    """What killed commands left goes with the next command of any kind; what a live process makes
    stays, and everything stays while a writer is at work.
    """
    cli.noting().fast("init book --no-input --pipeline streeteasy-buyer --agent Sam")
    book = cli.inside("book").ending_somehow()
    book.fast("add Ana")
    places = (book.cwd, book.cwd / ".leadctl", book.cwd / ".leadctl" / "tmp")
    dead = [place / ".leadctl-999999999-0123.tmp" for place in places]
    alive = book.cwd / f".leadctl-{os.getppid()}-0123.tmp"
    for path in (*dead, alive):
        path.write_text("torn")
    with locked(book.cwd / ".leadctl", "leadctl import people.csv"):
        book.fast(words)
        assert all(path.exists() for path in dead)
    book.fast(words)
    assert (alive.exists(), *(path.exists() for path in dead)) == (True, False, False, False)


def test_links_are_refused(tmp_path: Path) -> None:
    """A lead, a folder of leads or the private folder that is a link is named, never followed."""
    outside = tmp_path / "outside"
    outside.mkdir()
    for what in ("lead", "year", "private"):
        book = make_book(tmp_path / what, "a")
        path = book.root / book.path_of(id_from_key("a"))
        target = {"lead": path, "year": path.parent, "private": book.private}[what]
        target.rename(outside / what)
        target.symlink_to(outside / what)
        with (
            pytest.raises(LeadctlError) as error,
            changing(Book.open(book.root), "status", NOW, "sam") as operation,
        ):
            operation.save(operation.read(id_from_key("a")).set(status="Won"))
        assert error.value.exit_code in {3, 4, 5}, what
    assert not any("Won" in p.read_text() for p in outside.rglob("*.toml"))
    broken = [lead for lead in Book.open(tmp_path / "lead").leads() if isinstance(lead, Broken)]
    assert "link" in broken[0].problems[0].message


@pytest.mark.parametrize(
    "path",
    [
        *("../x", "/x", "leads/../../x", "leads//x", "leads/./x", "", ".git/config", "-rf"),
        *(".leadctl/lock", "leads/CON", "leads/nul.toml", "leads/a\\b", "leads/a\0b", "leads/a\nb"),
        *("leads/․․/x", "leads/.GIT/x", "leads/" + "x" * 300, "leads/a.", "leads/ａ／b", "c:/x"),
    ],
)
def test_no_path_leaves_the_book(path: str, tmp_path: Path) -> None:
    """Whatever a caller asks to write, the storage layer writes inside the book or not at all."""
    book = make_book(tmp_path / "book")
    with pytest.raises(Refused), changing(book, "write", NOW, "sam") as operation:
        operation.write(path, "x")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["book"]
    assert not list(book.journal.records())


@pytest.mark.parametrize(
    "name", ["../x", "-rf", "CON", ".git", "․․/x", "x" * 300, "Zoë", "ZOË", "Zoe\u0308", "", "李"]
)
def test_any_name_makes_a_safe_path(name: str) -> None:
    """A name of any kind gives a path of plain characters, the same for its twins in Unicode."""
    path = lead_relpath(2026, name, "k7f3q9m2")
    assert checked(path) == path
    assert path.endswith("-k7f3q9m2.toml")
    assert slug("ZOË") == slug("Zoe\u0308") == "zoe"


def test_files_are_private_and_keep_their_mode(tmp_path: Path) -> None:
    """New files are for their owner alone whatever the umask; a mode that somebody set stays."""
    old = os.umask(0o022)
    try:
        book = make_book(tmp_path / "book", "a")
        path = book.root / book.path_of(id_from_key("a"))
        modes = [p.stat().st_mode & 0o777 for p in (path, path.parent, book.private, book.temps)]
        assert modes == [0o600, 0o700, 0o700, 0o700]
        path.chmod(0o640)
        run(book.root, "status", "Won", "a")
        assert path.stat().st_mode & 0o777 == 0o640
        run(book.root, "undo")
        assert (path.stat().st_mode & 0o777, seen(book.root)) == (0o640, {"a": "New"})
    finally:
        os.umask(old)


def test_every_cause_has_its_words() -> None:
    """The causes that RELIABILITY asks about are told in words, not numbers."""
    from leadctl.book.files import busy

    for name in ("ENOSPC", "EDQUOT", "EIO", "EROFS", "EACCES", "EMFILE"):
        error = busy(OSError(getattr(errno, name), "x"), "writing the book")
        assert isinstance(error, Busy)
        assert "Writing the book failed: th" in error.sentence
        assert invented("a").name not in error.sentence
