"""The conventions of terminals are honoured."""

from __future__ import annotations

import pytest

from leadctl.render.screen import Screen

COLOUR = [
    ({}, True, False, True),
    ({}, False, False, False),
    ({}, True, True, False),
    ({"NO_COLOR": "1"}, True, False, False),
    ({"NO_COLOR": ""}, True, False, True),  # empty counts as not set
    ({"FORCE_COLOR": "1"}, False, False, True),
    ({"FORCE_COLOR": "0"}, False, False, False),
    ({"FORCE_COLOR": ""}, True, False, True),
    ({"FORCE_COLOR": "1"}, True, True, False),  # what is typed wins
    ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False, False),
    ({"TERM": "dumb"}, True, False, False),
    ({"TERM": "dumb", "FORCE_COLOR": "1"}, True, False, True),
    ({"TERM": "xterm"}, True, False, True),
]


@pytest.mark.parametrize(("env", "is_tty", "no_color", "colour"), COLOUR)
def test_colour(env: dict[str, str], is_tty: bool, no_color: bool, colour: bool) -> None:
    """--no-color, NO_COLOR, FORCE_COLOR, TERM=dumb and the terminal decide, in this order."""
    assert Screen.of(env, is_tty=is_tty, no_color=no_color).colour is colour


@pytest.mark.parametrize(
    ("env", "is_tty", "columns", "width"),
    [
        ({}, True, 120, 120),
        ({}, True, 0, 80),
        ({"COLUMNS": "40"}, True, 120, 40),
        ({"COLUMNS": "0"}, True, 120, 120),
        ({"COLUMNS": "wide"}, True, 120, 120),
        ({"COLUMNS": "-5"}, True, 120, 120),
        ({"COLUMNS": "²"}, True, 120, 120),
        ({"COLUMNS": "9" * 5000}, True, 120, 120),
        ({"COLUMNS": "40"}, False, 0, None),
    ],
)
def test_width(env: dict[str, str], is_tty: bool, columns: int, width: int | None) -> None:
    """COLUMNS wins over what the terminal says; a pipe has no width."""
    assert Screen.of(env, is_tty=is_tty, columns=columns).width == width


def test_paint() -> None:
    """Colour is put around words only where there is colour, a tone, and something to show."""
    assert Screen(colour=True).paint("late", "late") == "\x1b[31mlate\x1b[0m"
    assert Screen(colour=True).paint("late", "unknown") == "late"
    assert Screen(colour=True).paint("", "late") == ""
    assert Screen(colour=False).paint("late", "late") == "late"
