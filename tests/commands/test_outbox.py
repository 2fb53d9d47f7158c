"""outbox: what statuses queued is listed, shown, settled, and sent by the person's own command."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from cli_runner import ENV, NOW, Cli

from leadctl.actions.desk import Desk
from leadctl.actions.recording.outbox import outbox, send
from leadctl.book.book import Book

PIPELINE = """
schema = 1
id = "mail"
title = "Mail"
initial = "New"

[field.place]
label = "place"

[[visibility.mask]]
fields = ["email"]
until = [{ owner = "actor" }]
why = "only for its owner"

[message.hello]
by = "text"
text = "Hello {name}, I will call you."
promise = "Call back"
within = "2 hours"

[message.letter]
by = "email"
subject = "About {place}"
text = "Dear {name} ({email})"

[message.numbers]
to = "underwriter"
text = "Numbers for {name}"

[message.draft]
to = "office"
by = "file"
file = "../{name}.txt"
text = "Contract with {name}"

[status.New]
definition = "Just in."

[status.Asked]
definition = "They asked."
enter = [{ message = "hello" }, { message = "letter" }]

[status.Signed]
definition = "They sign."
enter = [{ message = "numbers" }, { message = "draft" }]

[status.Dead]
definition = "Over."
closed = "lost"
enter = [{ stop = "follow-ups" }]
"""
SENDER = """
import os, sys
out = open(os.environ["OUT"], "a")
keys = sorted(k for k in os.environ if k.startswith("LEADCTL_"))
out.write(repr([sys.stdin.read(), {k: os.environ[k] for k in keys}]) + chr(10))
sys.exit(int(os.environ.get("CODE", "0")))
"""


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book in which two statuses have queued messages for Ana."""
    folder = cli.cwd / "book"
    (folder / "pipelines").mkdir(parents=True)
    (folder / "leads").mkdir()
    (folder / "pipelines" / "mail.toml").write_text(PIPELINE)
    (folder / "leadctl.toml").write_text('pipeline = "mail"\n[agents.sam]\n[agents.dana]\n')
    sam = cli.inside("book").acting("sam").noting()
    sam.fast("add", "Ana Lopez", "phone=+14155550132", "email=ana@example.com", "place=Queens")
    sam.fast("claim", "Ana")
    sam.fast("status", "set", "Ana", "Asked")
    return sam


def configured(book: Cli, tmp_path: Path, code: int = 0) -> Cli:
    """Return a command line whose user has configured a command that writes down what it gets."""
    (tmp_path / "sender.py").write_text(SENDER)
    config = tmp_path / "home" / ".config" / "leadctl"
    config.mkdir(parents=True)
    line = f"{sys.executable} '{tmp_path}/sender.py' --flag"
    (config / "config.toml").write_text(f"[outbox]\nsend = {json.dumps(line)}\n")
    home = str(tmp_path / "home")
    return book.given(HOME=home, OUT=str(tmp_path / "out"), CODE=str(code))


def sent(tmp_path: Path) -> list[str]:
    """Return what the command was given, a line for each run."""
    out = tmp_path / "out"
    return out.read_text().split("\n")[:-1] if out.exists() else []


def ids(book: Cli) -> list[str]:
    """Return the ids of what waits."""
    rows = book.fast("outbox", "list", "--format", "json").json
    return [row["id"].split("/")[1] for row in rows]


def history(book: Cli) -> str:
    """Return the text of Ana's file."""
    [path] = (book.cwd / "leads").rglob("ana*.toml")
    return path.read_text()


def test_what_waits_is_listed(book: Cli) -> None:
    """A row says to whom, how, and what; JSON has every field."""
    ran = book.fast("outbox", "list")
    assert "hello-1" in ran.out
    assert "+14155550132" in ran.out
    [hello, letter] = book.fast("outbox", "list", "--format", "json").json
    assert hello["text"] == "Hello Ana Lopez, I will call you."
    assert (letter["subject"], letter["address"]) == ("About Queens", "ana@example.com")
    assert hello["barred"] is None


def test_a_message_is_shown_whole(book: Cli) -> None:
    """By its id, its lead, or both."""
    assert "Dear Ana Lopez (ana@example.com)" in book.fast("outbox", "show", "letter-2").out
    both = book.fast("outbox", "show", "Ana").out
    assert "Subject: About Queens" in both
    assert "I will call you" in both
    assert book.fast("outbox", "show", "Ana/hello-1").out.startswith(both.split("\n")[0])
    book.exits(4, "leadctl outbox list").fast("outbox", "show", "Ana/hello-9")


def test_done_settles_a_message_and_counts_as_a_touch(book: Cli) -> None:
    """What was sent to the lead is logged as a touch; the promise in it still stands."""
    book.fast("outbox", "done", "hello-1")
    assert ids(book) == ["letter-2"]
    assert 'event = "sent", id = "hello-1", how = "by hand"' in history(book)
    assert 'event = "text", way = "out", message = "hello-1"' in history(book)
    assert "call back" in book.fast("due", "--all").out
    book.exits(4).fast("outbox", "done", "hello-1")
    book.fast("undo")
    assert ids(book) == ["hello-1", "letter-2"]


def test_masked_and_barred_messages_are_held(book: Cli, tmp_path: Path) -> None:
    """Masked values are in no output, and what may not go out does not, and is said."""
    dana = configured(book, tmp_path).acting("dana")
    for words in (("list",), ("list", "--format", "json"), ("show", "Ana")):
        assert "ana@example.com" not in dana.fast("outbox", *words).out
    dana.exits(3, "hidden from you").fast("outbox", "send", "letter-2")
    book.fast("set", "Ana", "do_not_contact=text")
    configured_sam = dana.acting("sam")
    configured_sam.exits(3, "do not contact: no text").fast("outbox", "send", "hello-1")
    assert sent(tmp_path) == []
    assert ids(book) == ["hello-1", "letter-2"]


def test_a_text_to_a_wrong_number_is_held(book: Cli, tmp_path: Path) -> None:
    """Listed, tried and sent it says so, until another number is known."""
    sam = configured(book, tmp_path)
    sam.fast("log", "Ana", "call", "-o", "wrong number")
    held = sam.fast("outbox", "list", "--format", "json").json
    assert [one["barred"] for one in held] == ["the number was wrong", None]
    assert "would be held: hello-1" in sam.fast("outbox", "send", "hello-1", "--dry-run").out
    sam.exits(3, "the number was wrong").fast("outbox", "send", "hello-1")
    assert sent(tmp_path) == []
    sam.fast("set", "Ana", "phone=+14155550199")
    sam.fast("outbox", "send", "hello-1")
    assert "+14155550199" in sent(tmp_path)[0]


def test_a_text_goes_to_the_number_to_use(book: Cli, tmp_path: Path) -> None:
    """To the other one where the first was wrong, and to the only one that is left."""
    sam = configured(book, tmp_path)
    sam.fast("set", "Ana", "phones=+14155550188")
    sam.fast("log", "Ana", "call", "-o", "wrong number")
    for typed in ("set Ana tags=x", "set Ana phone="):
        sam.fast(typed)
        hello, _ = sam.fast("outbox", "list", "--format", "json").json
        assert (hello["barred"], hello["address"]) == (None, "+14155550188")
    sam.fast("outbox", "send", "hello-1")
    assert "+14155550188" in sent(tmp_path)[0]


@pytest.mark.parametrize("kept", ["do_not_contact=text", "do_not_contact=all", "phone="])
def test_a_message_that_may_not_go_is_not_to_be_sent(book: Cli, kept: str) -> None:
    """The list counts what can go, and again once it can; the outbox tells of it all the same."""

    def counted() -> list[str]:
        rows = book.fast("due", "--all", "--format", "json").json
        return [row["rule"] for row in rows if row["kind"] == "message"]

    before = counted()
    assert "hello-1" in before
    book.fast("set", "Ana", kept)
    assert "hello-1" not in counted()
    assert "hello-1" in ids(book)
    back = "phone=+14155550132" if kept == "phone=" else "do_not_contact="
    book.fast("set", "Ana", back)
    assert counted() == before


def test_what_is_sent_is_the_message_as_it_is_by_then(book: Cli, tmp_path: Path) -> None:
    """A bar and an address that came in while others were sent are honoured."""
    sam = configured(book, tmp_path)
    env = {**ENV, **sam.env}
    opened = Book.open(book.cwd, env)
    desk = Desk(opened, datetime.fromisoformat(NOW), opened.settings.team.agents["sam"])
    listed = {one.message: one for one in outbox(desk).messages}
    sam.fast("set", "Ana", "do_not_contact=email", "phone=+14155550199")
    done = {
        name: send(desk, listed[name], "leadctl outbox send", env, as_json=False)
        for name in ("hello", "letter")
    }
    assert (done["hello"].failure, done["letter"].failure) == ("", "do not contact: no email")
    [only] = sent(tmp_path)
    assert "+14155550199" in only


def test_send_pipes_each_message_to_the_command(book: Cli, tmp_path: Path) -> None:
    """The text is on stdin, the rest in the environment; exit 0 marks it as sent, once."""
    sam = configured(book, tmp_path)
    ran = sam.fast("outbox", "send")
    assert ran.out.count("sent: ") == 2
    [first, second] = sent(tmp_path)
    assert first.startswith("['Hello Ana Lopez, I will call you.\\n'")
    assert "'LEADCTL_ADDRESS': '+14155550132'" in first
    assert "'LEADCTL_WAY': 'text'" in first
    assert "'LEADCTL_SUBJECT': 'About Queens'" in second
    assert ids(book) == []
    sam.fast("outbox", "send")
    assert len(sent(tmp_path)) == 2


def test_send_as_json(book: Cli, tmp_path: Path) -> None:
    """--json gives the command one object with everything in it."""
    configured(book, tmp_path).fast("outbox", "send", "hello-1", "--json")
    given, _ = ast.literal_eval(sent(tmp_path)[0])
    message = json.loads(given)
    assert message["address"] == "+14155550132"
    assert message["text"] == "Hello Ana Lopez, I will call you."


def test_a_command_that_fails_leaves_the_message(book: Cli, tmp_path: Path) -> None:
    """Exit codes other than 0, and a command that is not there, are reported: exit 3."""
    before = history(book)
    sam = configured(book, tmp_path, code=7)
    sam.exits(3, "not sent").fast("outbox", "send")
    assert len(sent(tmp_path)) == 2
    config = tmp_path / "home" / ".config" / "leadctl" / "config.toml"
    config.write_text('[outbox]\nsend = "no-such-command-anywhere"\n')
    sam.exits(3, "could not be run").fast("outbox", "send")
    config.write_text('[outbox]\nsend = "unclosed \'quote"\n')
    sam.exits(2, "cannot be read as a command").fast("outbox", "send")
    assert history(book) == before


def test_without_a_command_only_drafts_are_written(book: Cli) -> None:
    """A draft becomes a file inside the book, whatever its name tries, and is never overwritten."""
    book.fast("status", "set", "Ana", "Signed")
    book.exits(3, "no command to send with is configured").fast("outbox", "send")
    drafts = book.cwd / "drafts"
    assert [path.name for path in drafts.iterdir()] == ["Ana-Lopez.txt"]
    assert (drafts / "Ana-Lopez.txt").read_text() == "Contract with Ana Lopez\n"
    assert ids(book) == ["numbers-3"], "the texts to the lead went with the status they were of"
    (drafts / "Ana-Lopez.txt").write_text("edited")
    book.fast("status", "set", "Ana", "New", "--reason", "again")
    book.fast("status", "set", "Ana", "Signed")
    book.exits(3).fast("outbox", "send")
    assert (drafts / "Ana-Lopez.txt").read_text() == "edited"
    assert (drafts / "Ana-Lopez-2.txt").exists()


def test_dry_run_sends_nothing(book: Cli, tmp_path: Path) -> None:
    """--dry-run says what would go where."""
    ran = configured(book, tmp_path).fast("outbox", "send", "--dry-run")
    assert "would be sent to +14155550132" in ran.out
    assert sent(tmp_path) == []


def test_stopped_messages_do_not_wait(book: Cli) -> None:
    """A status that stops everything empties the lead's outbox."""
    book.fast("status", "set", "Ana", "Dead")
    assert ids(book) == []


@pytest.mark.parametrize("key", ['send = "touch owned"', '[outbox]\nsend = "touch owned"'])
def test_a_book_cannot_name_a_command(book: Cli, key: str) -> None:
    """A command in the book's settings makes them invalid; nothing runs."""
    path = book.cwd / "leadctl.toml"
    path.write_text(f'pipeline = "mail"\n{key}\n')
    book.exits(5).fast("outbox", "send")
    assert not (book.cwd / "owned").exists()


def test_a_definition_cannot_name_a_command(book: Cli) -> None:
    """A key for a command is no key of a message."""
    path = book.cwd / "pipelines" / "mail.toml"
    path.write_text(PIPELINE.replace("[message.hello]", '[message.hello]\ncommand = "touch owned"'))
    book.exits(5, "command").fast("outbox", "send")
    assert not (book.cwd / "owned").exists()


def test_one_failure_stops_no_other_message_and_is_tried_again(book: Cli, tmp_path: Path) -> None:
    """What could be sent is marked, the other waits on, and the next run sends that one alone."""
    sam = configured(book, tmp_path)
    script = tmp_path / "sender.py"
    script.write_text(SENDER.replace("sys.exit(", "sys.exit('LEADCTL_SUBJECT' in os.environ and "
                                     "os.environ['LEADCTL_WAY'] == 'email' and 9 or "))  # fmt: skip
    ran = sam.exits(3, "not sent: ").fast("outbox", "send")
    assert (ran.out.count("sent: "), ids(book)) == (1, ["letter-2"])
    script.write_text(SENDER)
    sam.fast("outbox", "send")
    assert (ids(book), len(sent(tmp_path))) == ([], 3)


def test_two_runs_at_once_send_each_message_once(book: Cli, tmp_path: Path) -> None:
    """The second run finds that a message does not wait any more, and sends it to nobody."""
    sam = configured(book, tmp_path)
    words = [sys.executable, "-m", "leadctl", *sam.words("outbox", "send")]
    runs = [
        subprocess.Popen(words, cwd=sam.cwd, env={**ENV, **sam.env}, stdout=subprocess.DEVNULL,
                         stderr=subprocess.DEVNULL) for _ in range(3)
    ]  # fmt: skip
    assert {run.wait(60) for run in runs} <= {0, 3}
    assert (ids(book), len(sent(tmp_path))) == ([], 2)
    assert history(book).count('event = "sent"') == 2
