"""Which lead is meant: asked by number on a terminal, listed in a pipe, refused where in doubt."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from cli_runner import ENV, NOW, Cli


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book with two people called Ana, Hana, and Diana."""
    cli.noting().fast("init book --pipeline streeteasy-buyer --timezone Eastern --no-input")
    book = cli.inside("book").noting()
    for name in ("Ana Lopez", "Ana Silva", "Hana Sato", "Diana Ross"):
        book.fast("add", name, f"email={name.split()[1].lower()}@example.com")
    return book


def at_a_terminal(words: list[str], cwd: Path, answer: str) -> str:
    """Return what is shown on a terminal at which this answer is typed."""
    main, end = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "leadctl", "--now", NOW, *words],
        cwd=cwd, env={**ENV, "TERM": "xterm"}, stdin=end, stdout=end, stderr=end,
    ):  # fmt: skip
        os.close(end)
        os.write(main, f"{answer}\n".encode())
        shown = b"".join(iter(lambda: _read(main), b""))
    os.close(main)
    return shown.decode().replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux reports the end of a terminal so
        return b""


def test_several_matches_are_a_numbered_choice_on_a_terminal(book: Cli) -> None:
    """The two of that name are offered, not Hana and Diana; the number typed is the one noted."""
    shown = at_a_terminal(["note", "ana", "rang the bell"], book.cwd, "2")
    assert "2 leads match" in shown
    assert "Hana" not in shown
    assert "Diana" not in shown
    chosen = next(line for line in shown.splitlines() if line.startswith("  2 "))
    name = " ".join(chosen.split()[1:3])
    assert f"{name}: noted" in shown
    assert "rang the bell" in book.file_of(name.lower().replace(" ", "-")).read_text()


def test_enter_alone_chooses_nobody(book: Cli) -> None:
    """Nothing is written where nobody was chosen."""
    before = {path: path.read_text() for path in (book.cwd / "leads").rglob("*.toml")}
    shown = at_a_terminal(["note", "ana", "rang the bell"], book.cwd, "")
    assert "Number (Enter: none)" in shown
    assert "noted" not in shown
    assert {path: path.read_text() for path in before} == before


def test_in_a_pipe_they_are_listed_with_their_ids(book: Cli) -> None:
    """Exit 4, and nobody is guessed."""
    ran = book.exits(4).fast("note ana 'rang the bell'")
    assert "2 leads match 'ana'" in ran.err
    for name in ("ana-lopez", "ana-silva"):
        assert book.file_of(name).stem.rpartition("-")[2] in ran.err


@pytest.mark.parametrize("command", ["delete {} --yes", "note {} hello", "set {} source=x"])
def test_a_name_that_could_be_in_an_unreadable_file_is_refused(book: Cli, command: str) -> None:
    """`delete ana` never deletes Diana because Ana's file has a conflict; an id always works."""
    for name in ("ana-lopez", "ana-silva"):
        path = book.file_of(name)
        path.write_text("<<<<<<< HEAD\n" + path.read_text())
    ran = book.exits(5).fast(command.format("ana"))
    assert book.file_of("ana-lopez").name in ran.err
    diana = book.file_of("diana-ross")
    assert "deleted" not in diana.read_text()
    lead_id = diana.stem.rpartition("-")[2]
    assert book.exits(0).fast(command.format(lead_id)).code == 0
