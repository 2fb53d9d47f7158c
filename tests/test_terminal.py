"""On a real terminal, and in a pipe, nothing that a field holds can act (RELIABILITY row 23)."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from cli_runner import ENV, NOW, Cli

from leadctl.cli import app
from leadctl.render.width import cells

NASTY = "Ana\x1b[2J\x1b]0;t\x07\x9b31m\u202eLópez\nx"
LEAD = f"""\
id = "k7f3q9m2"
name = {json.dumps(NASTY)}
pipeline = "streeteasy-buyer"
status = "New Connection"
source = {json.dumps(NASTY)}
tags = [{json.dumps(NASTY)}]

history = [
    {{ at = 2026-11-20T14:05:00Z, event = "received", by = "import" }},
    {{ at = 2026-11-20T14:06:00Z, event = "note", text = {json.dumps(NASTY)}, by = "sam" }},
]
"""
COMMANDS = [
    *("list", "due", "due --all --why --advice", "show k7f3q9m2", "check", "report", "duplicates"),
    *("status log k7f3q9m2", "pipeline show streeteasy-buyer", "outbox list", "tick --dry-run"),
    *("list --format csv", "list --format tsv", "list --format markdown", "list --format html"),
    *("due --format ics", "export --format vcf", "note k7f3q9m2 hello", "done k7f3q9m2"),
    *("status set k7f3q9m2 'Sale Closed'", "status set k7f3q9m2 Nurture", "show Ana"),
    "list '\x1b[31mnobody\u202e'",
]


def is_present(command: str) -> bool:
    """Whether the command line has the command, and the group the one within it."""
    first, second = [*command.split(), ""][:2]
    group = app.table.get(first, ("", ""))[0]
    return bool(group) and (not isinstance(group, dict) or second in group)


PRESENT = [command for command in COMMANDS if is_present(command)]
OWN_COLOURS = re.compile("\x1b\\[\\d*m")


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book whose one lead has terminal sequences in its fields."""
    folder = cli.cwd / "leads" / "2026"
    folder.mkdir(parents=True)
    (cli.cwd / "leadctl.toml").write_text('pipeline = "streeteasy-buyer"\n')
    (folder / "ana-k7f3q9m2.toml").write_text(LEAD.replace("\x7f", "\\u007f"))
    return cli


def on_a_terminal(words: list[str], cwd: Path, columns: int) -> str:
    """Return what a command shows on a terminal of so many columns, stdout and stderr together."""
    main, end = pty.openpty()
    env = {**ENV, "COLUMNS": str(columns), "TERM": "xterm"}
    with subprocess.Popen(
        [sys.executable, "-m", "leadctl", *words],
        cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=end, stderr=end,
    ):  # fmt: skip
        os.close(end)
        shown = b"".join(iter(lambda: _read(main), b""))
    os.close(main)
    return shown.decode().replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    """Return the next bytes; Linux reports the end of a terminal as an error."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def live(text: str) -> set[str]:
    """Return the characters of a text that a terminal would act on, but for our own colours."""
    return set(OWN_COLOURS.sub("", text)) & set("\x1b\x07\x9b\x9d\u202e\u2066")


@pytest.mark.parametrize("command", PRESENT)
def test_in_a_pipe(book: Cli, command: str) -> None:
    """In a pipe no field acts, and our own colours are not there either."""
    words = book.words(command)
    done = subprocess.run(
        [sys.executable, "-m", "leadctl", *words],
        cwd=book.cwd, env=ENV, capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode in {0, 3, 4, 10}, done.stderr
    said = (done.stdout + done.stderr).decode()
    assert "Traceback" not in said
    assert live(said) == set()
    assert "\x1b" not in said


@pytest.mark.parametrize("command", PRESENT)
def test_on_a_terminal(book: Cli, command: str) -> None:
    """On a terminal no field acts."""
    shown = on_a_terminal(book.words(command), book.cwd, 80)
    assert "Traceback" not in shown
    assert "a bug in leadctl" not in shown
    assert live(shown) == set()


@pytest.mark.parametrize("columns", [80, 40])
@pytest.mark.parametrize("command", ["list", "due", "report", "undo --list", "pipeline show"])
def test_a_listing_fits_the_terminal(book: Cli, command: str, columns: int) -> None:
    """No line of a listing or of a page is wider than the terminal."""
    shown = on_a_terminal(["--now", NOW, *command.split()], book.cwd, columns)
    lines = OWN_COLOURS.sub("", shown).split("\n")
    assert [line for line in lines if cells(line) > columns] == []


def test_json_is_exact(book: Cli) -> None:
    """JSON gives the field back as it is in the file."""
    assert book.run("list --format json").json[0]["name"] == NASTY


def test_colour_is_as_asked(book: Cli) -> None:
    """A terminal has colour; --no-color, NO_COLOR and TERM=dumb take it away."""
    assert "\x1b[" in on_a_terminal(["--now", NOW, "due"], book.cwd, 80)
    assert "\x1b[" not in on_a_terminal(["--no-color", "--now", NOW, "due"], book.cwd, 80)
    assert "\x1b[" in book.given(FORCE_COLOR="1").run("due").out
    assert "\x1b[" not in book.given(FORCE_COLOR="1", NO_COLOR="1").run("due").out
