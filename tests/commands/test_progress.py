"""The bar that tells how far something is that nobody has asked for by itself."""

from __future__ import annotations

import click
import pytest

from leadctl.commands.starting.progress import Bar


def seen(shown: str) -> str:
    """Return what stands on a line of a terminal in the end."""
    line: list[str] = []
    for piece in shown.split("\r"):
        line[: len(piece)] = piece
    return "".join(line).rstrip()


def test_the_bar_says_what_is_done_and_how_far_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    """A line that is written over, shorter ones too, and gone with the last lead."""
    bar = Bar()
    bar.show("Working out what is due", 0, 100_000)
    bar.show("Reading leads", 50_000, 100_000)
    first = capsys.readouterr().err
    assert seen(first) == "Reading leads [##########          ] 50,000 of 100,000"
    bar.show("Reading leads", 100_000, 100_000)
    assert seen(first + capsys.readouterr().err) == ""


def test_the_bar_is_gone_when_the_command_ends(capsys: pytest.CaptureFixture[str]) -> None:
    """However it ends: what is said of it stands on a line of its own."""
    with click.Context(click.Command("due")):
        Bar().show("Reading leads", 1, 3)
    assert seen(capsys.readouterr().err) == ""
