"""The laws of a calendar, over every shipped definition and any life of a lead: each thing once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lives import ACTIONS, READ, SHIPPED, lived, standing

from leadctl.rules.due.agenda import agenda, current
from leadctl.rules.due.agreed import appointment_fields, without_date
from leadctl.rules.due.anchors import field_start
from leadctl.rules.due.next_step import all_asked
from leadctl.rules.due.rows.kinds import KINDS


@pytest.mark.parametrize("name", SHIPPED)
@settings(max_examples=60, deadline=None)
@given(life=ACTIONS, hours=st.integers(0, 40 * 24))
def test_each_thing_is_one_entry(
    name: str, life: list[tuple[str, int, int, str]], hours: int
) -> None:
    """No two rows have one name; an appointment is a row or a date, never both; over, it is no
    date, nor is one while deadlines run for the lead: who has no row of it any more has kept it.
    """
    pipeline = READ[name]
    lead, last = lived(pipeline, life)
    case = standing(lead, pipeline, last + timedelta(hours=hours), None)
    calendar = case.pipeline.calendar
    rows = all_asked([current(row, case.now, calendar) for row in agenda(case)])
    names = [row.uid for row in rows]
    assert len(names) == len(set(names)), names
    booked = [row.due for row in rows if KINDS[row.kind].booked]
    assert len(booked) == len(set(booked))
    fields = appointment_fields(case)
    for field in fields - without_date(case, rows):
        start = field_start(case.value(field), case)
        assert start is not None
        assert start.key[0] > case.now
        assert start.key[0] not in booked
        assert case.state != "open"
