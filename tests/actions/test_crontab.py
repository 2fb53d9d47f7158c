"""The lines that cron runs."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest
from desk_maker import desk_in

from leadctl.actions.keeping.crontab import CronPlan, crontab, crontab_line
from leadctl.errors import Usage


def test_each_line_names_the_book_and_the_time(tmp_path: Path) -> None:
    """The list is mailed at the minute and hour asked for, to the address asked for."""
    desk = desk_in(tmp_path / "my book")
    lines = list(crontab(desk.book, CronPlan(time(7, 30), "me@example.com"), "/usr/bin"))
    assert any(line.startswith("MAILTO=") and "me@example.com" in line for line in lines)
    [due] = [line for line in lines if " due" in line and not line.startswith("#")]
    assert due.startswith("30 7 ")
    assert "my book" in due


def test_a_path_that_no_crontab_can_hold_is_refused(tmp_path: Path) -> None:
    """A line end in it would be a line of its own."""
    desk = desk_in(tmp_path / "odd\nbook")
    with pytest.raises(Usage):
        crontab_line(desk.book, ["due"], "0 7 * * *", "/usr/bin")
