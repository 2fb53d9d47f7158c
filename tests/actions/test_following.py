"""A move by itself begins with an event, and not with the command that brings it about."""

from __future__ import annotations

import pytest
from cli_runner import Cli

from leadctl.rules.leads.event_kinds import EVENTS

SETTINGS = """\
pipeline = "own"
timezone = "America/New_York"

[agents.sam]
name = "Sam"

[agents.mia]
name = "Mia"
roles = ["manager"]
"""
OWN = """
schema = 1
id = "own"
title = "Own"
initial = "New"
idle = "7 days"
[status.New]
definition = "Just in."
enter = [{ message = "welcome" }]
[[status.New.follow_up]]
do = "Greet them"
after = "0 minutes"
until = ["done"]
[message.welcome]
to = "agent"
by = "text"
text = "Ana is new"
[status.Next]
definition = "Something has happened."
[status.Gate]
definition = "A manager said so."
requires = [{ approval = "manager" }]
[[automatic]]
on = [{ event = "EVENT" }]
to = "Next"
"""
TYPED = {
    "received": (),
    "call": ("log Ana call",),
    "text": ("log Ana text",),
    "email": ("log Ana email",),
    "meeting": ("log Ana meeting",),
    "letter": ("log Ana letter",),
    "confirm": ("status confirm Ana",),
    "note": ("note Ana hello",),
    "done": ("done Ana",),
    "sent": ("outbox done welcome-1 --lead Ana",),
    "snooze": ("snooze Ana 'next week' --asked",),
    "claim": ("claim Ana",),
    "release": ("claim Ana", "release Ana"),
    "pass": ("pass Ana",),
    "assign": ("assign Ana mia",),
    "ask": ("status set Ana Gate --ask",),
    "approve": ("--as mia approve Ana Gate",),
    "task": ("remind Ana fri 'ask about the loan'",),
}
"""Event -> the commands that bring it about, of a lead that has just been added."""


def book_of(cli: Cli, event: str) -> Cli:
    """Return a book in which this event moves a lead."""
    (cli.cwd / "leadctl.toml").write_text(SETTINGS)
    (cli.cwd / "pipelines").mkdir()
    (cli.cwd / "pipelines" / "own.toml").write_text(OWN.replace("EVENT", event))
    return cli.acting("sam").noting()


def test_every_kind_of_event_is_tried() -> None:
    """What may begin a move is what is typed below, whatever kinds are added."""
    assert {kind.name for kind in EVENTS if kind.starts} == set(TYPED)


@pytest.mark.parametrize("event", TYPED)
def test_an_event_moves_the_lead_by_whatever_command(cli: Cli, event: str) -> None:
    """Each event that may begin a move does, and the command says so."""
    book = book_of(cli, event)
    book.fast("pipeline check own")
    said = [book.fast("add Ana").out, *(book.fast(line).out for line in TYPED[event])]
    [ana] = book.fast("list -f json").json
    assert ana["status"] == "Next", said
    assert said[-1].startswith("Ana")
    assert ("New is now Next" if TYPED[event] else "added in Next.") in said[-1]


@pytest.mark.parametrize("event", [kind.name for kind in EVENTS if not kind.starts])
def test_what_leadctl_writes_of_its_own_begins_no_move(cli: Cli, event: str) -> None:
    """A definition that waits for it is refused, as a move that never comes."""
    book = book_of(cli, event)
    assert f'"{event}" begins no move by itself' in book.exits(5).fast("pipeline check own").err


ONCE = """
schema = 1
id = "own"
title = "Own"
initial = "New"
idle = "7 days"
[event.offer]
fields.amount = { type = "number" }
forbids = [{ event = "offer", same = ["amount"], why = "an offer is made once" }]
[status.New]
definition = "Just in."
"""


def test_what_may_not_be_logged_is_not_mended_into_being(cli: Cli) -> None:
    """A guard of an event holds for amend as well, but for what it would have refused before."""
    book = book_of(cli, "note")
    (cli.cwd / "pipelines" / "own.toml").write_text(ONCE)
    for line in ("add Ana", "log Ana offer amount=1", "log Ana offer amount=2 -m 'by post'"):
        book.fast(line)
    assert "made once" in book.exits(3).fast("log Ana offer amount=1").err
    assert "made once" in book.exits(3).fast("amend Ana 3 amount=1").err
    book.fast("amend Ana 3 'text=by mail'")
    book.fast("amend Ana 3 amount=5")
