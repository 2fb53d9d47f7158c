"""What is open of a lead: the row that words mean, and the line that settles each."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from desk_maker import NOW, added, desk_in, stored

from leadctl.actions.recording.changes import Request
from leadctl.actions.recording.fields import NewLead, add
from leadctl.actions.recording.open_rows import due_now, own_rows, row_named, settling_command
from leadctl.errors import NotFound


def test_words_mean_a_row_and_the_line_beside_it_settles_it(tmp_path: Path) -> None:
    """A piece of what there is to do names the row; what nobody can mean is answered with all."""
    desk = desk_in(tmp_path / "book")
    lead = stored(desk, added(desk, "Ana", phone="212 555 0101"))
    rows = own_rows(desk, lead)
    dial = row_named(lead, rows, "dial")
    assert dial.do == "Dial"
    assert settling_command(lead, dial) == f"leadctl log {lead.id} call"
    with pytest.raises(NotFound, match="dail"):
        row_named(lead, rows, "dail the number")
    with pytest.raises(NotFound, match="Nothing is open"):
        row_named(lead, [], "dial")


def test_what_is_due_now_ends_with_the_day(tmp_path: Path) -> None:
    """An answer that is owed today is due; the status to confirm in a week is open, no more."""
    desk = desk_in(tmp_path / "book")
    new = NewLead("Ana", {"phone": "212 555 0101"}, "streeteasy-buyer")
    lead = add(desk, new, Request((), "add Ana")).changes[0].after
    rows = own_rows(desk, lead)
    assert [row.do for row in due_now(desk, desk.case(lead), rows)] == ["Answer, or pass it on"]
    assert "Confirm the status" in {row.do for row in rows}
    in_a_week = desk_in(tmp_path / "book", now=NOW + timedelta(days=7, hours=1))
    due = due_now(in_a_week, in_a_week.case(lead), own_rows(in_a_week, lead))
    assert "Confirm the status" in {row.do for row in due}
