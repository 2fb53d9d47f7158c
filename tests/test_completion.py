"""Completion as one meets it: bash, zsh and fish on a terminal, a line typed, and Tab."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_runner import ENV, ROOT, Cli
from machine import needs

from leadctl.commands.starting.command_table import SECTIONS

NOW = "2026-11-20T15:00:00Z"
QUIET = 1.0
"""Seconds without a sign after which a shell is taken to have said all."""
PATIENCE = 40.0
"""Seconds that a shell may take to say the first, on a busy machine."""
SHELLS = ("bash", "zsh", "fish")
have = {shell: needs(shutil.which(shell) is not None, f"{shell} is not here") for shell in SHELLS}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book whose leads have names in two scripts, and a home in which completion is installed."""
    folder = tmp_path_factory.mktemp("completing")
    cli = Cli(folder).noting().given(HOME=str(folder))
    cli.fast("init --pipeline streeteasy-buyer --agent Sam --no-input")
    for words in (
        "add 'Ana López' tags=brooklyn phone=4155550132",
        "add 'Zoe Lin' --pipeline wholesale",
        "add '王 小明'",
        "add 'Bo, Jr.'",
        "config set view.hot state:open",
    ):
        cli.fast(words)
    cli.fast("log ana call -o spoke")
    cli.fast("remind zoe fri 'ask about the roof'")
    (folder / "odd people.csv").write_text("Full Name,Mobile No\nAna,1\n")
    (folder / "more.toml").write_text("")
    for shell in SHELLS:
        cli.fast(f"completion {shell} --install")
    program = folder / "bin" / "leadctl"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m leadctl "$@"\n')
    program.chmod(0o755)
    return folder


def env_of(home: Path) -> dict[str, str]:
    return {
        "HOME": str(home),
        "PATH": f"{home / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "TERM": "dumb",
        "COLUMNS": "200",
        "LINES": "60",
        "LC_ALL": ENV["LC_ALL"],
        "PS1": "$ ",
    }


@contextlib.contextmanager
def shell_on_a_terminal(words: list[str], home: Path) -> Iterator[int]:
    """Start a shell, and give the terminal at which one types."""
    main, end = pty.openpty()
    with subprocess.Popen(
        words, cwd=home, env=env_of(home), stdin=end, stdout=end, stderr=end,
        start_new_session=True,
    ) as shell:  # fmt: skip
        os.close(end)
        yield main
        shell.kill()
    os.close(main)


def told(terminal: int, first: float = PATIENCE) -> str:
    """Return what a terminal shows until it is quiet."""
    found, wait = b"", first
    while select.select([terminal], [], [], wait)[0]:
        with contextlib.suppress(OSError):
            found += os.read(terminal, 65536)
        wait = QUIET
    return found.decode("utf-8", "replace")


def typed_in(shell: str, home: Path, line: str) -> str:
    """Return what stands on the terminal once a line was typed, and Tab, twice in bash."""
    if shell == "fish":
        done = subprocess.run(
            ["fish", "-c", "complete -C $argv[1]", "--", line], cwd=home, env=env_of(home),
            capture_output=True, text=True, timeout=120, check=True,
        )  # fmt: skip
        return done.stdout
    start = {
        "bash": (["bash", "--norc", "--noprofile", "-i"],
                 ["source .local/share/bash-completion/completions/leadctl",
                  "bind 'set bell-style none'", "bind 'set show-all-if-ambiguous on'"]),
        "zsh": (["zsh", "-f", "-i"],
                ["fpath=(~/.zfunc $fpath)", "autoload -Uz compinit", "compinit -u -D",
                 "unsetopt beep listbeep", "PS1='$ '", "LISTMAX=200"]),
    }  # fmt: skip
    words, setting = start[shell]
    with shell_on_a_terminal(words, home) as terminal:
        told(terminal)
        for one in setting:
            os.write(terminal, f"{one}\n".encode())
        os.write(terminal, b"echo re''ady\n")
        while "ready" not in told(terminal):
            time.sleep(0.1)
        os.write(terminal, f"{line}\t".encode())
        shown = told(terminal, 20.0)  # what was typed comes back at once, the rest once it is known
        while len(shown.strip()) <= len(line):
            if not (more := told(terminal, 20.0)):
                break
            shown += more
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\r|\x08", "", shown)


ALL = [pytest.param(shell, marks=have[shell]) for shell in SHELLS]


@pytest.mark.parametrize("shell", ALL)
@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("leadctl stat", "status"),
        ("leadctl show ló", "López"),
        ("leadctl show lop", "ana-lopez-"),
        ("leadctl show 小", "小明"),
        ("leadctl log ana off", "offer"),
        ("leadctl list tag:br", "brooklyn"),
        ("leadctl list @h", "hot"),
        ("leadctl config set view.h", "view.hot.query"),
        ("leadctl --as s", "sam"),
        ("leadctl set ana tags+=br", "brooklyn"),
        ("leadctl import --source x odd", "odd people.csv"),
    ],
)
def test_one_thing_is_meant(home: Path, shell: str, line: str, wanted: str) -> None:
    """It stands on the line: a command, a lead by any word of its name in any script, a tag, a
    view, an agent, a file whose name has a space.
    """
    shown = typed_in(shell, home, line).replace("\\ ", " ").replace("' '", " ")
    assert wanted in shown


@pytest.mark.parametrize("shell", ALL)
def test_the_statuses_of_this_lead_come_first(home: Path, shell: str) -> None:
    """Those of its own pipeline, those first that are possible now, with spaces kept together."""
    shown = typed_in(shell, home, "leadctl status set ana ")
    assert "possible now" in shown
    if shell == "fish":  # a word a line; others set theirs in columns
        assert shown.index("Nurture") < shown.index("Showing")
    zoe = typed_in(shell, home, "leadctl status set zoe ")
    assert "Needs" in zoe
    assert "Nurture" not in zoe
    one = typed_in(shell, home, "leadctl status set ana Appoint")
    assert re.search(r"Appointment(\\ | )Set", one)
    if shell != "fish":  # which lists words; it quotes what it puts on the line
        assert "Appointment\\ Set" in one


@pytest.mark.parametrize("shell", ALL)
def test_name_and_status_stand_beside_a_lead(home: Path, shell: str) -> None:
    """Where several are meant, each is told from the others, commas and all."""
    shown = typed_in(shell, home, "leadctl show ")
    for words in ("Ana López, Attempted Contact", "Zoe Lin", "Bo, Jr., New Connection"):
        assert words in shown


@pytest.mark.parametrize("shell", ALL)
def test_what_belongs_to_words_before(home: Path, shell: str) -> None:
    """Fields of an event, columns of a file, what is open for a lead."""
    assert "amount=" in typed_in(shell, home, "leadctl log ana offer am")
    columns = typed_in(shell, home, "leadctl import 'odd people.csv' --map phone=")
    assert "Mobile" in columns
    assert "Full" in columns
    assert "about-the-roof" in typed_in(shell, home, "leadctl done zoe ask")


def test_every_command_completes_something_or_nothing_without_a_word(home: Path) -> None:
    """No command's completion ends in anything but offers: it never complains."""
    for table in SECTIONS.values():
        for name, (target, _) in table.items():
            names = [f"{name} {below}" for below in target] if isinstance(target, dict) else [name]
            for words in names:
                line = f"leadctl {words} "
                env = {"_LEADCTL_COMPLETE": "bash_complete", "COMP_LINE_SO_FAR": line}
                Cli(home).given(**env, COMP_WORDS=line, COMP_CWORD="9").fast("")


def test_settings_that_one_names_oneself_are_offered(home: Path) -> None:
    """view. with those that there are, alias. though there is none yet."""
    book = Cli(home).given(_LEADCTL_COMPLETE="bash_complete")
    views = book.given(COMP_LINE_SO_FAR="leadctl config set view.").fast("").out
    assert views == "plain,view.hot.query\n"
    begun = book.given(COMP_LINE_SO_FAR="leadctl config set ").fast("").out
    assert "plain,view.  (A saved query: view.NAME)" in begun
    assert "plain,alias." in begun
