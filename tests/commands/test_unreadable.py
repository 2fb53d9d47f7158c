"""What the system does not give, or a merge has left in pieces, hides nothing else."""

from __future__ import annotations

import errno
import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cli_runner import ENV, Cli

from leadctl.actions.desk import Desk
from leadctl.actions.looking import seeing
from leadctl.book import files

READS = ("list", "due --all", "report", "check", "export --format csv", "outbox list", "duplicates")


@pytest.fixture
def book(tmp_path: Path) -> Cli:
    """A book of three leads."""
    cli = Cli(tmp_path)
    cli.noting().fast("init book --no-input --pipeline streeteasy-buyer --agent Sam")
    inside = cli.inside("book")
    for name in ("Ana", "Ben", "Cho"):
        inside.noting().fast("add", name, f"email={name.lower()}@example.com")
    return inside


def refusing(path: Path, code: int) -> Callable[..., int]:
    """Return an `open` that fails for one file, whoever asks (root may read everything)."""
    opened = files._open_to_read

    def look(wanted: Path | str) -> int:
        if str(wanted) == str(path):
            raise OSError(code, os.strerror(code), str(wanted))
        return opened(wanted)

    return look


@pytest.mark.parametrize("code", [errno.EACCES, errno.EIO, errno.EPERM, errno.ESTALE])
@pytest.mark.parametrize("words", READS)
def test_one_unreadable_file_hides_no_other(
    book: Cli, words: str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of another user, or on a bad block, is named with exit 5; the rest is there."""
    whole = book.noting().fast(words).out
    os.utime(book.file_of("ben"))  # what the index knows of it is not enough
    monkeypatch.setattr(files, "_open_to_read", refusing(book.file_of("ben"), code))
    book.file_of("ben").chmod(0o600)  # what was read before is in the index until the file changes
    ran = book.exits(5, None).fast(words)
    said = ran.out + ran.err
    assert "leads/2026/ben-" in said
    assert "cannot be read: " in said
    assert [n for n in ("Ana", "Cho") if n in whole] == [n for n in ("Ana", "Cho") if n in ran.out]


def test_a_command_on_an_unreadable_lead_is_refused(
    book: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lead itself is exit 6 with the cause in words; its neighbours are written as ever."""
    lead_id = book.file_of("ben").stem[-8:]
    monkeypatch.setattr(files, "_open_to_read", refusing(book.file_of("ben"), errno.EACCES))
    book.exits(6, "this account has no permission").fast("note", lead_id, "hello")
    book.noting().fast("note", book.file_of("ana").stem[-8:], "hello")


def test_a_folder_that_cannot_be_entered_is_named(
    book: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The leads of other years are listed, and the folder is told with exit 5."""
    shutil.copytree(book.cwd / "leads/2026", book.cwd / "leads/2025")
    for path in (book.cwd / "leads/2025").iterdir():
        path.unlink()
    listdir = os.listdir

    def refuse(folder: str) -> list[str]:
        if str(folder).endswith("leads/2025"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return listdir(folder)

    monkeypatch.setattr(os, "listdir", refuse)
    ran = book.exits(5, "leads/2025: cannot be read").fast("list")
    assert "Ana" in ran.out


@pytest.mark.parametrize("which", range(6))
@pytest.mark.parametrize("words", ["set ana value=1.2m", "status set ana Nurture"])
def test_definitions_that_cannot_be_listed_are_not_taken_for_gone(
    book: Cli, words: str, which: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whenever their folder is not given, nothing is written as if there were no rules."""
    listdir, asked = os.listdir, itertools.count()

    def refuse(folder: str) -> list[str]:
        if str(folder).endswith("pipelines") and next(asked) == which:
            raise PermissionError(errno.EACCES, "Permission denied")
        return listdir(folder)

    monkeypatch.setattr(os, "listdir", refuse)
    shutil.rmtree(book.cwd / ".leadctl")  # what the index knows of them is not enough
    before = book.file_of("ana").read_text()
    ran = book.ending_somehow().fast(words)
    assert "which is not there" not in ran.err
    assert ran.code in {0, 6}
    assert ran.code == 0 or book.file_of("ana").read_text() == before


@pytest.mark.parametrize("words", ["list", "due", "check", "report"])
def test_a_missing_folder_of_leads_is_no_empty_book(book: Cli, words: str) -> None:
    """A book whose leads/ is gone says so with exit 5; `init` makes an empty one."""
    shutil.rmtree(book.cwd / "leads")
    ran = book.exits(5, None).fast(words)
    assert "leads: is not there" in ran.out + ran.err
    book.fast("init")
    book.noting().fast(words)


@pytest.mark.parametrize("words", ["show ana", "note ana hello"])
def test_no_lead_is_asked_for_where_all_are_gone(book: Cli, words: str) -> None:
    """Not "No lead matches", but what is missing."""
    shutil.rmtree(book.cwd / "leads")
    book.exits(5, "leads: is not there, and no lead with it").fast(words)
    assert not (book.cwd / "leads").exists()


def test_a_clone_of_an_empty_book_has_its_folder_of_leads(tmp_path: Path) -> None:
    """git keeps the folder of an empty book, so that a clone of it is sound."""
    cli = Cli(tmp_path)
    cli.noting().fast("init book --no-input --pipeline streeteasy-buyer --agent Sam")
    for words in ("init -q", "add .", "-c user.name=x -c user.email=x@x commit -qm x"):
        subprocess.run(["git", *words.split()], cwd=tmp_path / "book", check=True)
    subprocess.run(["git", "clone", "-q", "book", "clone"], cwd=tmp_path, check=True)
    assert "sound" in cli.inside("clone").fast("check").out


def test_a_conflict_in_the_settings_still_lets_one_read(book: Cli) -> None:
    """In the middle of a merge the list is printed as our side has it, with exit 5; writes wait."""
    path = book.cwd / "leadctl.toml"
    ours = 'timezone = "America/New_York"'
    text = path.read_text().replace(
        'timezone = "UTC"', f'<<<<<<< HEAD\n{ours}\n=======\ntimezone = "UTC"\n>>>>>>> theirs'
    )
    path.write_text(text)
    for words in ("list", "show ana", "due --all"):
        ran = book.exits(5, "leadctl.toml:4: holds git's conflict markers").fast(words)
        assert "Ana" in ran.out
    assert "America/New_York" in book.exits(5, None).fast("config show").out
    book.exits(5, "Reading works").fast("note ana hello")
    assert "hello" not in book.file_of("ana").read_text()


def test_a_wrong_setting_still_lets_one_read_and_is_mended_by_the_command(book: Cli) -> None:
    """A slip in one line hides nobody: it is told with exit 5, writes wait, `config set` mends."""
    path = book.cwd / "leadctl.toml"
    path.write_text(f'limit = "many"\n{path.read_text()}')
    for words in ("list", "show ana", "due --all", "find ana", "export", "report", "context ana"):
        ran = book.exits(5, "leadctl.toml:1: limit: is not a whole number").fast(words)
        assert "Ana" in ran.out or words == "report"
    book.exits(5, "Reading works").fast("note ana hello")
    book.exits(2, "limit").fast("config set limit some")
    book.exits(0).fast("config set limit 5")
    book.exits(0).fast("note ana hello")
    for line in ("limit =", "limit == 3", "limit = 3 4"):
        path.write_text(f"{line}\n{path.read_text()}")
        ran = book.exits(5, "leadctl.toml:1: is not valid TOML").fast("config set limit 5")
        assert "That line wants an editor first." in ran.err
        path.write_text(path.read_text().partition("\n")[2])


@pytest.mark.parametrize("where", ["leadctl.actions.looking.seeing.agenda", "Desk.caught_up"])
def test_a_bug_in_one_leads_deadlines_does_not_take_the_list_down(
    book: Cli, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lead whose rows cannot be worked out is named; the others are listed, nothing quoted."""

    def failing(of: Any, *rest: Any) -> list[Any]:
        lead = rest[0] if rest else of.lead
        if lead.name == "Ben":
            raise ValueError("secret of Ben")
        return list(agenda(of)) if not rest else caught_up(of, *rest)

    agenda, caught_up = seeing.agenda, Desk.caught_up
    if where == "Desk.caught_up":
        monkeypatch.setattr(Desk, "caught_up", failing)
    else:
        monkeypatch.setattr(where, failing)
    for words in ("due --all", "list"):
        code = 5 if "agenda" in where else 0
        ran = book.given(LEADCTL_INDEX="off").exits(code, None).fast(words)
        assert ("a bug in leadctl hides its rows" in ran.err) == bool(code)
        assert "Ana" in ran.out
        assert "secret" not in ran.err


@pytest.mark.parametrize("most", [4, 5, 6, 8])
@pytest.mark.parametrize("words", ["list", "note ana hello"])
def test_too_few_open_files_are_a_sentence(book: Cli, words: str, most: int) -> None:
    """With `ulimit -n 4` a command ends with a sentence and no traceback."""
    packages = [path for path in sys.path if "site-packages" in path]
    python = [os.path.realpath(sys.executable), "-S", "-m", "leadctl"]  # site may want more of them
    done = subprocess.run(
        ["prlimit", f"--nofile={most}", *python, *words.split(maxsplit=2)],
        cwd=book.cwd,
        env={**ENV, "PYTHONPATH": os.pathsep.join([ENV["PYTHONPATH"], *packages])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in {0, 5, 6}, done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 0 or done.stderr.startswith("leadctl: ")
