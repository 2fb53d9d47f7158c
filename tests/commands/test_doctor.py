"""doctor: what is wrong around a book, each with its name, place, cause and way out."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cli_runner import Cli
from machine import needs_root

ALONE = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}


@pytest.fixture
def book(tmp_path: Path) -> Cli:
    """A book of one lead whose surroundings are well."""
    cli = Cli(tmp_path).given(**ALONE).noting()
    cli.fast("init book --no-input --pipeline streeteasy-buyer --agent Sam")
    cli.inside("book").fast("add Ana")
    return cli.inside("book")


def names(book: Cli) -> list[str]:
    """Return the names of what the doctor finds."""
    return [one["name"] for one in book.exits(5, None).fast("doctor --format json").json]


def test_all_is_well(book: Cli) -> None:
    """A fresh book has no troubles, and what is worth knowing is a note."""
    ran = book.fast("doctor")
    assert ran.out == "All is well around this book.\n"
    assert "Python 3" in ran.err


def test_a_finding_has_its_parts(book: Cli) -> None:
    """In JSON each has name, place, cause and way out."""
    (book.cwd / ".leadctl" / "index.sqlite").write_bytes(b"nonsense")
    [found] = book.exits(5, None).fast("doctor --format json").json
    assert found["name"] == "index-damaged"
    assert found["place"] == ".leadctl/index.sqlite"
    assert found["cause"] == "is damaged"
    assert found["way_out"] == "leadctl doctor --fix"


def test_a_clone_is_made_private(book: Cli) -> None:
    """What git checked out for everybody is told, and --fix leaves it to this account alone."""
    path = book.file_of("ana")
    path.chmod(0o644)
    path.parent.chmod(0o755)
    assert names(book) == ["open-to-others"]
    book.fast("doctor --fix")
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_damaged_journal_is_put_aside(book: Cli) -> None:
    """An open operation that says nothing is told; after --fix commands write again."""
    journal = book.cwd / ".leadctl" / "journal"
    (journal / "00000002.open").write_text("nonsense\n")
    book.exits(5, None).fast("note ana hello")
    assert "invalid-file" in names(book)
    book.fast("doctor --fix")
    assert (journal / "00000002.open.damaged").exists()
    book.fast("note ana hello")
    assert (journal / "00000003.done").exists()


def test_git_wants_an_identity(book: Cli) -> None:
    """In a repository without a name and an address for commits, both are told."""
    subprocess.run(["git", "init", "-q"], cwd=book.cwd, check=True)
    assert names(book).count("no-git-identity") == 2
    said = {
        f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    assert "no-git-identity" not in names(book.given(**said))
    for key in ("user.name", "user.email"):
        subprocess.run(["git", "config", key, "x@example.com"], cwd=book.cwd, check=True)
    assert names(book) == ["no-merge-driver"]
    book.fast("doctor --fix")
    assert "merge.leadctl.driver" in (book.cwd / ".git" / "config").read_text().replace(
        '[merge "leadctl"]', "merge.leadctl.driver"
    )
    assert book.fast("doctor").out == "All is well around this book.\n"


def test_a_clock_that_was_set_back(book: Cli) -> None:
    """A journal that was written later than now is told."""
    [path] = (book.cwd / ".leadctl" / "journal").iterdir()
    later = (datetime.now(UTC) + timedelta(days=2)).timestamp()
    os.utime(path, (later, later))
    assert names(book) == ["clock-behind"]


def test_a_locale_that_is_not_utf_8(book: Cli) -> None:
    """Latin-1 as the locale is told with what to set."""
    assert names(book.given(LC_ALL="de_DE.ISO-8859-1")) == ["locale-not-utf-8"]


def test_a_damaged_index_is_made_anew(book: Cli) -> None:
    """Bytes that are no index are told; after --fix all is as before."""
    book.fast("list")
    path = book.cwd / ".leadctl" / "index.sqlite"
    path.write_bytes(b"nonsense")
    assert names(book) == ["index-damaged"]
    book.fast("doctor --fix")
    assert "Ana" in book.fast("list").out


@needs_root
def test_files_of_another_account(book: Cli) -> None:
    """A lead of another account is told with the command that mends it."""
    shutil.chown(book.file_of("ana"), 12345)
    assert names(book) == ["foreign-file"]
