"""`status confirm --due` on a terminal: what was answered counts, however the asking ends."""

from __future__ import annotations

import pytest
from cli_runner import NOW, Cli

from leadctl.commands.starting.session import Session

NAMES = ("Ana", "Ben", "Cal")
ENDS = {"Ctrl-C": 130, "end of input": 130, "stop": 0}


@pytest.fixture
def week(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Three statuses that are to be confirmed today, and a person who can be asked."""
    cli = cli.buyers(NOW)
    for at, name in enumerate(NAMES):
        cli.fast(f"add {name} phone=646555000{at}")
        cli.fast(f"log {name} call -o spoke")
    monkeypatch.setattr(Session, "interactive", lambda _: True)
    return cli.later(days=8)


def confirmed(book: Cli, name: str) -> bool:
    """Whether somebody's status was confirmed, as their file says."""
    return 'event = "confirm"' in book.file_of(name.lower()).read_text()


@pytest.mark.parametrize(
    ("answers", "end"),
    [
        (("", "xyz"), "Ctrl-C"),
        (("xyz", "", "-"), "end of input"),
        (("", "nurture"), "Ctrl-C"),
        (("-", ""), "stop"),
        (("-",), "end of input"),
    ],
)
def test_what_enter_confirmed_is_kept(
    week: Cli, monkeypatch: pytest.MonkeyPatch, answers: tuple[str, ...], end: str
) -> None:
    """A word that is no status asks again; a stop, an interruption or no more input ends it."""
    typed = iter((*answers, *(["."] if end == "stop" else [])))

    def answer(_: str) -> str:
        word = next(typed, None)
        if word is None:
            raise KeyboardInterrupt if end == "Ctrl-C" else EOFError
        return word

    monkeypatch.setattr("click.termui.visible_prompt_func", answer)
    ran = week.exits(ENDS[end]).fast("status confirm --due")
    real = [one for one in answers if one != "xyz"]
    assert [confirmed(week, n) for n in NAMES] == [
        at < len(real) and real[at] == "" for at in range(3)
    ]
    assert ("moved to Nurture" in week.fast("show ben").out) == ("nurture" in answers)
    assert ('There is no status "xyz".' in ran.err) == ("xyz" in answers)
    left = 3 - len(real)
    assert f"{left} status{'es are' if left > 1 else ' is'} still to confirm" in ran.err
    assert "do not run it again" not in ran.err
    assert ("Undo: leadctl undo" in ran.err) == any(one != "-" for one in real)
