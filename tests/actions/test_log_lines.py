"""Logging what a program says, a line each."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from desk_maker import added, asked, desk_in, stored

from leadctl.actions.recording.log_lines import log_lines, read_lines
from leadctl.errors import Usage


def test_every_line_is_logged_in_one_operation(tmp_path: Path) -> None:
    """Each on the lead it names, with its moment and words."""
    desk = desk_in(tmp_path)
    ana, ben = added(desk, "Ana"), added(desk, "Ben")
    at = "2026-11-23T15:30:00+00:00"
    lines = read_lines(
        [
            f'{{"lead": "{ana.id}", "event": "call", "text": "hello"}}'.encode(),
            b"",
            f'{{"lead": "{ben.id}", "event": "text", "way": "in", "at": "{at}"}}'.encode(),
        ],
        datetime.fromisoformat,
    )
    later = desk.at(datetime.fromisoformat("2026-11-23T16:00:00+00:00"))
    outcome = log_lines(later, asked(ana, ben), lines, later.find)
    assert outcome.number is not None
    assert stored(desk, ana).events("call")[0].data["text"] == "hello"
    assert stored(desk, ben).events("text")[0].at == datetime.fromisoformat(at)


@pytest.mark.parametrize("line", [b"no json", b'{"lead": "x"}', b"[]"])
def test_a_line_that_says_too_little_is_named(line: bytes) -> None:
    """With its number; nothing at all is refused too."""
    with pytest.raises(Usage, match="Line 1"):
        read_lines([line], datetime.fromisoformat)
    with pytest.raises(Usage, match="Nothing stands"):
        read_lines([b" "], datetime.fromisoformat)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ('"way": "sideways"', "text: way is none of its choices"),
        ('"way": true', 'Line 1: "way" wants a text in quotes'),
        ('"text": 5', 'Line 1: "text" wants a text in quotes'),
    ],
)
def test_what_check_would_call_wrong_is_not_logged(tmp_path: Path, said: str, why: str) -> None:
    """A program may say anything: nothing comes into a file that is no value there."""
    desk = desk_in(tmp_path)
    ana = added(desk, "Ana")
    line = f'{{"lead": "{ana.id}", "event": "text", {said}}}'.encode()
    with pytest.raises(Usage, match=why):
        log_lines(desk, asked(ana), read_lines([line], datetime.fromisoformat), desk.find)
