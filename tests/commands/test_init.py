"""init and demo: a book is made once, completely, and nothing is asked that was answered."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import time
import tomllib
from pathlib import Path

from cli_runner import ENV, Cli

FOUR = "--pipeline wholesale --timezone Europe/Paris --region FR --agent 'Jo \"J\" Bell'"


def _everything(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_init_writes_the_four_answers_and_the_files_that_git_reads(cli: Cli) -> None:
    """Every answer given as a flag stands in leadctl.toml; quotes in a name are kept."""
    cli.noting("leadctl add").run(f"init book --no-input {FOUR}")
    book = cli.cwd / "book"
    settings = tomllib.loads((book / "leadctl.toml").read_text())
    assert settings["pipeline"] == "wholesale"
    assert settings["timezone"] == "Europe/Paris"
    assert settings["region"] == "FR"
    assert settings["agents"] == {"jo": {"name": 'Jo "J" Bell'}}
    assert "merge=leadctl" in (book / ".gitattributes").read_text()
    assert ".leadctl/" in (book / ".gitignore").read_text()


def test_init_twice_changes_nothing_and_completes_what_is_missing(cli: Cli) -> None:
    """The second run says so, keeps every byte, and brings back a file that was lost."""
    cli.noting().run(f"init book --no-input {FOUR}")
    before = _everything(cli.cwd / "book")
    assert "is a book already" in cli.run("init book --no-input --pipeline realvolve").out
    assert _everything(cli.cwd / "book") == before
    (cli.cwd / "book" / ".gitattributes").unlink()
    cli.run("init book --no-input")
    assert _everything(cli.cwd / "book") == before


def test_init_refuses_what_does_not_exist_and_makes_nothing(cli: Cli) -> None:
    """A pipeline, zone or region that does not exist ends the command before the first file."""
    assert "wholesale" in cli.exits(4).run("init b --no-input -p wholsale").err
    assert "time zone" in cli.exits(2).run("init b --no-input --timezone Mars/Base").err
    assert "no country here" in cli.exits(2).run("init b --no-input --region Mars").err
    assert not (cli.cwd / "b").exists()


def test_init_asks_four_things_on_a_terminal_and_takes_defaults_for_return(cli: Cli) -> None:
    """At a terminal each question is asked once, and an empty answer is the default."""
    parent, child = pty.openpty()
    started = subprocess.Popen(
        [sys.executable, "-m", "leadctl", "init", "book"],
        cwd=cli.cwd,
        env=ENV,
        stdin=child,
        stdout=subprocess.PIPE,
        stderr=child,
    )
    os.close(child)
    said = b""
    for question in (b"Pipeline", b"Time zone", b"Country of phones", b"Your name"):
        deadline = time.monotonic() + 20
        while question not in said:
            assert time.monotonic() < deadline, said
            said += os.read(parent, 1000)
        os.write(parent, b"Kim Fox\n" if question == b"Your name" else b"\n")
    out, _ = started.communicate(timeout=20)
    os.close(parent)
    assert started.returncode == 0, out
    settings = tomllib.loads((cli.cwd / "book" / "leadctl.toml").read_text())
    assert settings["pipeline"] == "streeteasy-buyer"
    assert settings["agents"] == {"kim": {"name": "Kim Fox"}}


def test_demo_makes_a_book_that_is_sound_with_something_overdue_and_a_refusal(cli: Cli) -> None:
    """The demo runs on any machine: leads, the morning list, a refused move, a report."""
    ran = cli.given(TMPDIR=str(cli.cwd)).noting("Not moved").run("demo")
    book = next(cli.cwd.glob("leadctl-demo-*"))
    assert "Answer them" in ran.out or "New\n" in ran.out
    assert "$ leadctl report" in ran.out
    assert str(book) in ran.out
    assert len(list((book / "leads").rglob("*.toml"))) == 6
    later = cli.at("2099-01-01T00:00:00Z")  # the demo is of today, whenever that is
    assert "sound" in later.run(f"-C {book} check").out


def test_every_agent_named_is_one_of_the_book(cli: Cli) -> None:
    """Two of one first name are told apart; who sits here is told how to go on as themselves."""
    agents = "--agent 'Ana Lee' --agent Bob --agent 'Ana Moss'"
    ran = cli.noting("leadctl config set agent ana").fast(f"init book --no-input {agents}")
    settings = tomllib.loads((cli.cwd / "book" / "leadctl.toml").read_text())
    assert {key: one["name"] for key, one in settings["agents"].items()} == {
        "ana": "Ana Lee", "bob": "Bob", "ana-moss": "Ana Moss",
    }  # fmt: skip
    assert "config set agent" in ran.err
    cli.exits(2, "Two agents would be called").fast("init other --agent Ana --agent ana")
    assert not (cli.cwd / "other").exists()


def test_a_role_that_nobody_has_is_named_with_the_line_that_gives_it(cli: Cli) -> None:
    """Wherever a refusal wants it: to assign, to approve, to ask for that; pasted, it works."""
    cli.noting().fast("init book --no-input -p wholesale --agent Ana --agent Bob")
    book = cli.inside("book").acting("ana").noting()
    book.fast("add Wes phone=2125550188 --pipeline wholesale")
    book.fast("add Sue phone=2125550189 --pipeline streeteasy-buyer")
    book.fast("claim Sue")
    line = "leadctl config set agents.ana.roles"
    for words, role in (
        ("assign Sue bob", "team-lead"),
        ("status set Wes 'Dead Deal'", "manager"),
        ("approve Wes 'Dead Deal'", "manager"),
    ):
        assert f"{line} {role}" in book.exits(3, None).fast(words).err
    assert f"{line} manager" in book.fast("status set Wes 'Dead Deal' --ask").err
    book.fast("config set agents.ana.roles team-lead")
    book.fast("assign Sue bob")
