"""A move that an event asked for and a guard refused, at the command line."""

from __future__ import annotations

from cli_runner import Cli

DEFINITION = """
schema = 1
id = "small"
title = "Small"
initial = "New"

[event.proposal]

[status.New]
definition = "n"
[status.Talking]
definition = "we spoke"
[status.Sent]
definition = "there is a proposal"
requires = [{ event = "call", where = { outcome = "spoke" } }, { field = "fee" }]

[field.fee]
type = "money"

[[automatic]]
on = [{ event = "call", where = { outcome = "spoke" } }]
from = ["New"]
to = "Talking"

[[automatic]]
on = ["proposal"]
from = ["New", "Talking"]
to = "Sent"
"""


def test_what_was_missing_makes_the_move(cli: Cli) -> None:
    """Refused for a call and a fee: made with the second of them, and told; undo takes it back."""
    (cli.cwd / "leadctl.toml").write_text('pipeline = "small"\n[agents.sam]\n')
    (cli.cwd / "pipelines").mkdir()
    (cli.cwd / "leads").mkdir()
    (cli.cwd / "pipelines" / "small.toml").write_text(DEFINITION)
    cli.noting().run("add", "Gil")
    refused = cli.noting().run("log", "gil", "proposal")
    assert "Not moved to Sent" in refused.out + refused.err
    spoke = cli.noting().run("log", "gil", "call", "-o", "spoke")
    assert "New is now Talking" in spoke.out
    shown = " ".join(cli.run("due", "--all").out.split())
    assert "could not become Sent" in shown
    assert "fee" in shown and "spoke" not in shown
    moved = cli.noting().run("set", "gil", "fee=900")
    assert "Talking is now Sent: what was missing is there" in moved.out + moved.err
    assert "could not become" not in cli.run("due", "--all").out
    cli.noting().run("undo")
    assert '"Talking"' in cli.file_of("gil").read_text()
