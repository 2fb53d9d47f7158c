"""The command line's own conduct: exit codes, streams, signals, help."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from cli_runner import ENV, ROOT, Cli

from leadctl import __version__, errors
from leadctl.cli import app, main
from leadctl.commands.starting.command_table import SECTIONS
from leadctl.commands.starting.globals import Globals
from leadctl.commands.starting.lazy_group import LazyGroup

LEADCTL = [sys.executable, "-m", "leadctl"]


def shell(script: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of shell in which $leadctl is the program."""
    return subprocess.run(
        ["bash", "-c", script],
        cwd=cwd,
        env={**ENV, "leadctl": " ".join(LEADCTL), **env},
        capture_output=True,
        check=False,
        timeout=60,
    )


def every_command(group: LazyGroup, *path: str) -> Iterator[tuple[str, str, click.Command]]:
    """Yield each entry of the table, groups and what is in them: its path, help and command."""
    for name, (_, help_line) in group.table.items():
        command = group.load(name)
        yield " ".join((*path, name)), help_line, command
        if isinstance(command, LazyGroup):
            yield from every_command(command, *path, name)


def probe(error: BaseException | int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make `leadctl probe` end in an error or a result."""

    def callback() -> int:
        if isinstance(error, BaseException):
            raise error
        return error

    monkeypatch.setitem(app.table, "probe", ("x:y", ""))
    monkeypatch.setattr(app, "load", lambda _: click.Command("probe", callback=callback))


def test_version_in_both_variants(cli: Cli) -> None:
    """A process and a call in this process print the same version and nothing else."""
    assert cli.run("--version").out == cli.fast("--version").out == f"leadctl {__version__}\n"


def test_help_answers_to_both_names(cli: Cli) -> None:
    """-h is --help, and it lists every command under its section."""
    page = cli.fast("-h").out
    assert page == cli.fast("--help").out
    for title, section in SECTIONS.items():
        assert not section or f"\n{title}:\n" in page
        assert all(f"\n  {name} " in page for name in section)


def test_every_entry_of_the_table_is_its_command() -> None:
    """Each entry can be imported, and its help is the first line of the command's own."""
    for path, help_line, command in every_command(app):
        assert command.get_short_help_str(200).rstrip(".") == help_line.rstrip("."), path


def test_help_of_every_command(cli: Cli) -> None:
    """Every command has a help page that a terminal of 80 columns can show."""
    for path, _, _ in every_command(app):
        page = cli.fast(*path.split(), "--help").out
        wide = [line for line in page.split("\n") if len(line) > 80 and "|" not in line]
        assert wide == [], path  # a list of choices cannot be broken


def test_a_misspelt_command_gets_the_closest_name(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A typo is a usage error that names what may have been meant."""
    monkeypatch.setitem(app.commands, "status", click.Command("status"))
    ran = cli.exits(2, "Did you mean 'status'?").fast("statsu")
    assert ran.out == ""


def test_a_global_option_after_the_command(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """A global option in the wrong place is told where it belongs."""
    probe(0, monkeypatch)
    cli.exits(2, "--now is a global option: it stands before the command").fast(
        "probe", "--now", "x"
    )


def test_globals_reach_the_command(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is typed before the command arrives as it was typed, with the environment."""
    seen: list[Globals] = []
    keep = click.pass_obj(seen.append)
    monkeypatch.setitem(app.table, "probe", ("x:y", ""))
    monkeypatch.setattr(app, "load", lambda _: click.Command("probe", callback=keep))
    cli.acting("sam").given(X="1").fast("-q", "--no-color", "-C", "book", "probe")
    [given] = seen
    assert (given.directory, given.now_text, given.actor) == ("book", cli.now, "sam")
    assert given.quiet
    assert given.no_color
    assert given.env["X"] == "1"
    cli.given(LEADCTL_DIR="elsewhere").fast("probe")
    assert seen[1].directory == "elsewhere"


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (errors.Usage("Say what."), 2, "leadctl: Say what."),
        (errors.Refused("No."), 3, "leadctl: No."),
        (errors.NotFound("None such.", hint="leadctl list"), 4, "None such.\nleadctl list\n"),
        (errors.Invalid([errors.Problem("a.toml", 3, "name", "is missing")]), 5, "a.toml:3: name:"),
        (errors.Busy("Held."), 6, "leadctl: Held."),
        (click.Abort(), 130, "leadctl: interrupted"),
        (KeyboardInterrupt(), 130, "leadctl: interrupted"),
        (OSError(28, "No space left on device", "x.toml"), 6, "refused x.toml: no space left"),
        (click.ClickException("Words."), 2, "leadctl: Words."),
        (SystemExit(143), 143, ""),
        (EOFError(), 1, "leadctl: this is a bug in leadctl: EOFError at "),
    ],
)
def test_each_failure_has_its_exit_code(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, said: str
) -> None:
    """A failure is one sentence and its hint on stderr, nothing on stdout, and its own code."""
    probe(error, monkeypatch)
    assert cli.exits(code, said).fast("probe").out == ""


def test_a_bug_says_where_and_nothing_personal(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unexpected exception exits 1 with its place; its message may name people and is kept."""
    probe(KeyError("Ana López"), monkeypatch)
    ran = cli.exits(1, "this is a bug in leadctl: KeyError at test_cli.py:").fast("probe")
    assert "Ana" not in ran.err


def test_a_bug_shows_everything_when_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """LEADCTL_DEBUG=1 shows the traceback."""
    probe(KeyError("what"), monkeypatch)
    monkeypatch.setenv("LEADCTL_DEBUG", "1")
    assert main(["probe"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_a_result_is_the_exit_code(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that returns 10 exits 10."""
    probe(10, monkeypatch)
    cli.exits(10, "").fast("probe")


def test_escapes_in_a_message_are_shown(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """What somebody typed into a message cannot act on the terminal."""
    probe(errors.NotFound("No lead \x1b[31m\u202e.\nSecond line."), monkeypatch)
    assert "\\x1b[31m\\u202e.\nSecond line." in cli.exits(4).fast("probe").err


@pytest.mark.parametrize(
    ("script", "code", "said"),
    [
        ("{ sleep 0.5; $leadctl --help; } | true; exit ${PIPESTATUS[0]}", 141, b""),
        ("$leadctl --help >/dev/full", 6, b"could not be written: no space left on device"),
        ("$leadctl --help >&-", 6, b"could not be written"),
        ("$leadctl --version >/dev/null 2>&-", 0, b""),
        ("$leadctl nothing 2>&-", 2, b""),
        ("$leadctl nothing 2>/dev/full", 2, b""),
        ("$leadctl --version </dev/null", 0, b""),
        ("$leadctl --version <&- >&- 2>&-", 6, b""),
        (r"$leadctl $'caf\xe9'", 2, b"word 1 of the command line is not valid UTF-8"),
        (r"$leadctl -C $'caf\xe9' list", 2, b"word 2 of the command line is not valid UTF-8"),
        ("env -i PYTHONPATH=$PYTHONPATH $leadctl --version", 0, b""),
        ("LC_ALL=POSIX $leadctl nothing-é", 2, "nothing-é".encode()),
        ("unset HOME; $leadctl --help", 0, b""),
    ],
)
def test_streams_and_environment(tmp_path: Path, script: str, code: int, said: bytes) -> None:
    """Whatever the streams and the environment: no traceback, and lost output is never exit 0."""
    done = shell(script, tmp_path)
    assert done.returncode == code, done.stderr
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr
    assert said in done.stderr if said else done.stderr == b""


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)]
)
def test_a_signal_unwinds(tmp_path: Path, number: signal.Signals, code: int) -> None:
    """A command told to stop leaves its context managers and exits as the shell expects."""
    (tmp_path / "probe.py").write_text(
        "import click, sys, time\n"
        "from leadctl import cli\n"
        "def wait():\n"
        "    try:\n"
        "        print('ready', flush=True); time.sleep(30)\n"
        "    finally:\n"
        "        print('clean', flush=True)\n"
        "command = click.Command('probe', callback=wait)\n"
        "cli.app.table['probe'] = ('probe:command', '')\n"
        "sys.argv = ['leadctl', 'probe']\n"
        "from leadctl.__main__ import main\n"
        "main()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", "import probe"],
        cwd=tmp_path,
        env={**ENV, "PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(number)
        assert process.stdout.read() == b"clean\n"
        assert b"Traceback" not in process.stderr.read()
    assert process.returncode == code


def test_completion_knows_the_options(tmp_path: Path) -> None:
    """The shell's completion lists options and commands."""
    done = shell(
        "_LEADCTL_COMPLETE=bash_complete COMP_WORDS='leadctl --n' COMP_CWORD=1 $leadctl", tmp_path
    )
    offered = [line.split()[0] for line in done.stdout.splitlines()]
    assert offered == [b"plain,--now", b"plain,--no-color", b"plain,--no-input"]
