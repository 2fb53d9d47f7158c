"""What help teaches is true: every argument is explained, and every example runs in a shell."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from cli_runner import ENV, NOW, Cli, Ran

from leadctl.cli import App
from leadctl.commands.starting.explained import ARGUMENTS, EXAMPLES, OWN_ARGUMENTS, arguments_of

AT_NOW = f'#!/bin/sh\nexec {sys.executable} -m leadctl --now {NOW} "$@"\n'
"""leadctl, as a shell finds it: at the moment of all tests."""
OWN = """
schema = 1
id = "own"
title = "Own"
initial = "New"
idle = "7 days"
[status.New]
definition = "Just in."
[[status.New.follow_up]]
id = "first-call"
do = "Call"
after = "1 day"
from = "received"
until = ["done"]
[[status.New.follow_up]]
id = "papers"
do = "Send the papers"
after = "1 day"
from = "received"
until = ["done"]
[status.Called]
definition = "Spoken to."
"""


def commands(group: click.Group, above: str = "") -> Iterator[tuple[str, click.Command]]:
    """Yield every command with its words: "status set"."""
    ctx = click.Context(group)
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        path = f"{above} {name}".strip()
        if isinstance(command, click.Group):
            yield from commands(command, path)
        elif command is not None:
            yield path, command


COMMANDS = dict(commands(App()))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of two agents in which every example has something to do."""
    folder = tmp_path_factory.mktemp("examples") / "book"
    Cli(folder.parent).noting().fast(
        "init book --no-input --pipeline streeteasy-buyer --agent Sam --git"
    )
    book = Cli(folder).acting("sam").noting()
    with (folder / "leadctl.toml").open("a") as settings:
        settings.write('roles = ["manager", "team-lead"]\n[agents.kim]\nname = "Kim"\n')
    (folder / "pipelines" / "own.toml").write_text(OWN)
    for words in (
        "add 'Ana López' phone=4155550132 tags=brooklyn budget=400000",
        "add 'Ben Ode' email=ben@example.com owner=sam source=fair phone=4155550133",
        "log ben text --out",
        "log ben text --in -m 'two bedroom, light'",
        "status set ben 'In Communication'",
        "add Gil --pipeline own source=fair",
        "add Cho --pipeline own",
        "add Dee --pipeline streeteasy-classic",
        "add Fay --pipeline wholesale owner=sam phone=4155550134",
        "status set fay 'Needs Offer'",
        "config set constants.underwriter '(212) 555-0100'",
    ):
        book.at("2026-11-18T15:00:00Z").fast(words)
    (folder / "people.csv").write_text("First Name,Last Name,Mobile\nHal,Lin,2125550143\n")
    (folder / "letter.txt").write_text("Dear Ana\n")
    cases = folder / "layouts" / "cases"
    cases.mkdir(parents=True)
    (cases / "hal.csv").write_text((folder / "people.csv").read_text())
    (cases / "hal.toml").write_text('leads = [{ name = "Hal Lin", phone = "+12125550143" }]\n')
    return folder


@pytest.fixture
def book(prepared: Path, tmp_path: Path) -> Path:
    """A copy of that book, for one command."""
    shutil.copytree(prepared, tmp_path / "book")
    (tmp_path / ".gitconfig").write_text('[user]\nname = "Sam"\nemail = "sam@example.com"\n')
    (tmp_path / "leadctl").write_text(AT_NOW)
    (tmp_path / "leadctl").chmod(0o755)
    return tmp_path / "book"


def run(line: str, book: Path) -> Ran:
    """Run a line as sam, in a home where git knows him; in a shell, where it asks one of it."""
    own = {"LEADCTL_AGENT": "sam", "HOME": str(book.parent), "EDITOR": "true", "SHELL": "/bin/sh"}
    own["PATH"] = f"{book.parent}:{os.environ['PATH']}"
    if line.startswith("leadctl ") and not set(line) & set("|&<>"):
        return Cli(book).given(**own).ending_somehow().fast(line.removeprefix("leadctl "))
    done = subprocess.run(
        ["/bin/sh", "-c", line], cwd=book, env={**ENV, **own}, capture_output=True, text=True,
        timeout=120, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return Ran(done.returncode, done.stdout, done.stderr)


def stop_git(book: Path) -> None:
    """Let git stop at Ana: both sides have given one field a value."""
    other = "leadctl set ana source=fair && git commit -qam there"
    ours = "leadctl set ana source=mail && git commit -qam here"
    begin = "git add -A && git commit -qm book"
    line = f"{begin} && git checkout -qb other && {other} && git checkout -q - && {ours}"
    assert run(line, book).code == 0
    assert run("git merge -q other", book).code == 1


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_run(name: str, book: Path) -> None:
    """Each line of a command's help runs as it stands, one after the other, and is of it."""
    if name == "merge":
        stop_git(book)
    for line in EXAMPLES[name]:
        assert name.split(maxsplit=1)[0] in line
        done = run(line, book)
        wanted = 3 if line == "leadctl merge" else 0  # it names what git has stopped at
        assert done.code == wanted, f"{line}\n{done.out}{done.err}"


def test_every_command_has_examples() -> None:
    """Each command has two or three, and no example is of a command that there is not."""
    assert set(EXAMPLES) == set(COMMANDS)
    assert all(2 <= len(lines) <= 3 for lines in EXAMPLES.values())
    assert max(len(line) for lines in EXAMPLES.values() for line in lines) <= 78


@pytest.mark.parametrize("name", COMMANDS)
def test_every_argument_is_explained(name: str) -> None:
    """Each word of the usage line stands below it, with what may stand there."""
    command = COMMANDS[name]
    ctx = click.Context(command, info_name=name)
    words = [
        word
        for param in command.params
        if isinstance(param, click.Argument)
        for word in param.make_metavar(ctx).split()
    ]
    told = [word for word, _ in arguments_of(name, words)]
    assert told == words


def test_nothing_is_explained_that_is_not_there() -> None:
    """Every entry of the tables of arguments is used by some command."""
    usages = {
        name: " ".join(command.collect_usage_pieces(click.Context(command)))
        for name, command in COMMANDS.items()
    }  # fmt: skip
    for name, word in OWN_ARGUMENTS:
        assert word.strip(".") in usages[name], (name, word)
    for word in ARGUMENTS:
        assert any(re.search(rf"\b{re.escape(word)}", usage) for usage in usages.values()), word


OWN_FORM = {"cron", "help", "layout show", "pipeline diff", "schema"}
"""Those that print one form of text: crontab lines, a page, a file, a comparison, a schema."""


def test_every_command_can_be_read_by_a_program() -> None:
    """Each that changes or lists something takes --format, and json is among what it takes."""
    for name, command in COMMANDS.items():
        formats = [param.type for param in command.params if "--format" in param.opts]
        assert (not formats) == (name in OWN_FORM), name
        for kind in formats:
            assert isinstance(kind, click.Choice)
            assert "json" in kind.choices or name == "pipeline graph", name
