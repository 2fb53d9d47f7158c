"""Completion in real shells, started here: what one types, and what stands there after Tab."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cli_runner import Cli

BIN = str(Path(sys.executable).parent)


@pytest.fixture
def home(cli: Cli) -> Cli:
    """A book with two leads, and a home in which completion is installed."""
    cli.noting().fast("init --pipeline streeteasy-buyer")
    cli.noting().fast("add 'Ana López'")
    cli.noting().fast("add 'Ben Ode'")
    (cli.cwd / "export.csv").write_text("Name\n")
    for shell in ("bash", "zsh", "fish"):
        cli.noting().given(HOME=str(cli.cwd)).fast(f"completion {shell} --install")
    return cli


def env_of(home: Cli) -> dict[str, str]:
    return {
        "HOME": str(home.cwd),
        "PATH": f"{BIN}:{os.environ['PATH']}",
        "TERM": "dumb",
        "LANG": "C.UTF-8",
    }


def in_bash(home: Cli, line: str) -> list[str]:
    """Return what bash would put in place of the last word of a line."""
    script = (
        f"source {home.cwd}/.local/share/bash-completion/completions/leadctl\n"
        f"COMP_LINE={line!r}; COMP_POINT=${{#COMP_LINE}}\n"
        "compopt() { :; }\n"
        "_leadctl_completion leadctl\n"
        'printf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    words = ["bash", "--norc", "--noprofile", "-c", script]
    done = subprocess.run(
        words,
        cwd=home.cwd,
        env=env_of(home),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
needs_zsh = pytest.mark.skipif(shutil.which("zsh") is None, reason="no zsh here")
needs_fish = pytest.mark.skipif(shutil.which("fish") is None, reason="no fish here")


@needs_bash
def test_bash_quotes_what_has_spaces(home: Cli) -> None:
    """A status with a space is one word; within quotes it stands as it is."""
    ana = home.fast("list ana -f ids").lines[0]
    assert "Appointment\\ Set" in in_bash(home, f"leadctl status set {ana} App")
    assert "Appointment Set" in in_bash(home, f'leadctl status set {ana} "App')


@needs_bash
def test_bash_completes_terms_after_a_colon(home: Cli) -> None:
    """bash breaks words at colons: what stands after one is completed alone."""
    assert "Nurture" in in_bash(home, "leadctl list status:Nur")
    assert any(word.startswith("status:") for word in in_bash(home, "leadctl list stat"))
    assert any(word.startswith("ana-lopez") for word in in_bash(home, "leadctl show ana"))


@needs_zsh
def test_zsh_reads_its_script(home: Cli) -> None:
    """The script is sound, and gives commands with their help."""
    words = ["zsh", "-f", "-n", str(home.cwd / ".zfunc/_leadctl")]
    assert subprocess.run(words, env=env_of(home), check=False, timeout=60).returncode == 0
    given = {
        **env_of(home),
        "COMP_WORDS": "leadctl rep",
        "COMP_CWORD": "1",
        "_LEADCTL_COMPLETE": "zsh_complete",
    }
    done = subprocess.run(
        ["leadctl"],
        env=given,
        cwd=home.cwd,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "report" in done.stdout


@needs_fish
def test_fish_offers_leads_with_their_names(home: Cli) -> None:
    """A started name becomes the lead, with its name beside it."""
    asked = "complete -C 'leadctl show ana'"
    done = subprocess.run(
        ["fish", "-c", asked],
        env=env_of(home),
        cwd=home.cwd,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "ana-lopez" in done.stdout, done.stderr


def test_global_options_stand_after_the_command_too(cli: Cli) -> None:
    """--now, --as, -q and -C are taken wherever they stand."""
    cli.noting().fast("init")
    cli.noting().fast("add Ana --now 2026-11-20T10:00Z")
    assert "2026-11-20T10:00:00Z" in cli.file_of("ana").read_text()
    assert cli.fast("note ana hello -q").out == ""
    cli.exits(4, "There is no agent").fast("list --as nobody-here")


@pytest.mark.parametrize(
    ("word", "meant"), [("morning", "due"), ("search", "find"), ("rm", "delete")]
)
def test_other_tools_words_lead_to_ours(cli: Cli, word: str, meant: str) -> None:
    """A word that another tool has for it names the command here."""
    cli.exits(2, f"leadctl {meant}").fast(word)


def test_context_before_a_call(cli: Cli) -> None:
    """Who they are, what was said last, what is due and possible: in words and as JSON."""
    cli.noting().fast("init")
    cli.noting().fast("add Ana phone=4155550132")
    cli.noting().fast("log ana call -o spoke -m 'wants light'")
    page = cli.fast("context ana").out
    for words in ("Ana", "Said last", "wants light", "Due", "Possible now"):
        assert words in page
    values = cli.fast("context ana -f json").json
    assert values["said"][0]["text"] == "wants light"
    assert "Nurture" in values["possible"]
    assert cli.fast("context ana -f markdown").out.startswith("# Ana")
