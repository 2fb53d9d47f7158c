"""A person's own choices: aliases, how times and numbers are written, widths, the pager."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from cli_runner import ENV, NOW, Cli


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book with one lead, and a home for one's own settings."""
    cli.noting().fast("init --timezone 'New York' --pipeline streeteasy-buyer")
    book = cli.given(HOME=str(cli.cwd))
    book.noting().fast("add 'Ana López' phone=4155550132 phones=2125550143 --received 8am")
    book.noting().fast("log ana call -m 'wants light' --at 9:05am")
    return book


def own(book: Cli, text: str) -> Cli:
    """Write one's own settings."""
    path = book.cwd / ".config/leadctl/config.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return book


def on_a_terminal(book: Cli, words: list[str], rows: int, columns: int, **env: str) -> str:
    """Return what a command shows on a terminal of that size."""
    main, end = pty.openpty()
    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    plain = {key: value for key, value in ENV.items() if key != "COLUMNS"}
    with subprocess.Popen(
        [sys.executable, "-m", "leadctl", "--now", NOW, *words],
        cwd=book.cwd, env={**plain, **book.env, "TERM": "xterm", **env},
        stdin=subprocess.DEVNULL, stdout=end, stderr=end,
    ):  # fmt: skip
        os.close(end)
        shown = b""
        while True:
            try:
                if not (more := os.read(main, 65536)):
                    break
            except OSError:
                break
            shown += more
    os.close(main)
    return shown.decode().replace("\r\n", "\n")


def test_an_alias_is_a_command_line(book: Cli) -> None:
    """It is split into words, takes further ones, and no shell looks at it."""
    own(book, "[alias]\nnum = 'list --columns name --format csv'\nodd = 'note ana \"$(id); x\"'\n")
    assert book.fast("num").out == "name\nAna López\n"
    assert book.fast("num --columns status").out == "status\nAttempted Contact\n"
    book.noting().fast("odd")
    assert "$(id); x" in book.fast("show ana").out
    assert "leadctl odd" in book.fast("undo --list").out


def test_an_alias_shadows_no_command(book: Cli) -> None:
    """A command keeps its name; an alias of that name is refused when it is set."""
    own(
        book,
        "[alias]\nlist = 'due'\nmorning = 'leadctl due'\na = 'morning'\nbad = '\"'\nnone = ''\n",
    )
    assert "Ana" in book.fast("list --format ids --columns name -f csv").out
    book.noting().fast("morning")  # else it would lead to `due`
    book.exits(2, "No such command 'morning'").fast("a")
    book.exits(2, "cannot be split").fast("bad")
    book.exits(2, "is a command").fast("config set alias.show due")
    book.noting().fast("config set alias.hot 'list state:open'")
    assert book.fast("hot -f ids").lines
    assert "alias.hot" in book.fast("config show").out


def test_settings_of_a_wrong_kind_are_named(book: Cli) -> None:
    """Each with its line."""
    own(book, "clock = 13\nphones = 'short'\nwidth = -1\n[alias]\nx = 1\n")
    ran = book.exits(5).fast("list")
    for words in (
        "config.toml:1: clock",
        "config.toml:2: phones",
        "config.toml:3: width",
        "alias.x",
    ):
        assert words in ran.err


def test_a_clock_of_twelve_hours(book: Cli) -> None:
    """Every time of day that people read is written so; programs read what they always do."""
    own(book, "clock = 12\n")
    for words in ("show ana", "context ana", "status log ana", "undo --list"):
        assert "9:05 am" in book.fast(words).out or "10:00 am" in book.fast(words).out, words
    assert "9:05 am" in book.fast("show ana").out
    assert "9:05 am" not in book.fast("show ana --format json").out
    own(book, "")
    assert " am" not in book.fast("show ana").out


def test_phone_numbers_as_one_reads_them(book: Cli) -> None:
    """National ones as they are dialled at home, or with the country, wherever people read them."""
    for words in ("show ana", "context ana"):
        own(book, "")
        assert "(415) 555-0132" in book.fast(words).out
        own(book, 'phones = "international"\n')
        assert "+1 415-555-0132" in book.fast(words).out
    assert "+1 212-555-0143" in book.fast("show ana").out
    assert '"+14155550132"' in book.fast("show ana --format json").out


def test_lists_are_no_wider_than_one_wants(book: Cli) -> None:
    """On a terminal; in a pipe nothing is cut."""
    book.noting().fast("add 'Somebody with a very long name indeed, as long as this line'")
    own(book, "width = 50\n")
    shown = on_a_terminal(book, ["list", "--no-color"], 40, 120)
    assert max(map(len, shown.splitlines())) <= 50
    assert max(map(len, book.fast("list").lines)) > 50


def test_long_pages_go_through_the_pager_on_a_terminal(book: Cli, tmp_path: Path) -> None:
    """Where they are longer than it; never in a pipe, and not where none is wanted."""
    pager = tmp_path / "pager"
    pager.write_text("#!/bin/sh\necho PAGED\nexec cat\n")
    pager.chmod(0o755)
    words = ["pipeline", "show"]
    paged = on_a_terminal(book, words, 24, 80, PAGER=str(pager))
    assert paged.startswith("PAGED\n")
    assert "Attempted Contact" in paged
    assert "PAGED" not in on_a_terminal(book, words, 5000, 80, PAGER=str(pager))
    assert "PAGED" not in book.given(PAGER=str(pager)).run("pipeline show").out
    for setting in ("none", "cat"):
        own(book, f'pager = "{setting}"\n')
        assert "PAGED" not in on_a_terminal(book, words, 24, 80, PAGER=str(pager))
    own(book, f'pager = "{pager}"\n')
    for words in (["help", "query"], ["show", "ana"], ["report", "--help"]):
        shown = on_a_terminal(book, words, 5, 80)
        assert shown.startswith("PAGED\n") is (words != ["report", "--help"])
    own(book, 'pager = "/nowhere/at all"\n')
    assert "Attempted Contact" in on_a_terminal(book, ["pipeline", "show"], 24, 80)


def test_an_unknown_agent_is_answered_with_how_one_is_made(cli: Cli) -> None:
    """What is typed then makes one, who acts at once; of a slip of the pen the name is told."""
    cli.noting().fast("init . --agent Dan --no-input")
    said = cli.acting("mia").exits(4, 'There is no agent "mia"').fast("list").err
    way = re.search(r"To make a new one: leadctl (config set .*)", said)
    assert way
    cli.noting().fast(way[1])
    cli.acting("mia").fast("list")
    assert "make a new one" not in cli.acting("daan").exits(4, "dan").fast("list").err
