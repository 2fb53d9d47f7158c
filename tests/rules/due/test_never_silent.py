"""The law that nobody goes silent, over every shipped definition."""

from __future__ import annotations

from datetime import timedelta

import pytest
from case_maker import shown_at
from hypothesis import given, settings
from hypothesis import strategies as st
from lives import ACTIONS, READ, SHIPPED, lived, standing

from leadctl.rules.due.agenda import agenda
from leadctl.rules.due.answering import IDLE_UNASKED, TO_READ
from leadctl.rules.due.rows.kinds import KINDS


@pytest.mark.parametrize("name", SHIPPED)
@settings(max_examples=60, deadline=None)
@given(actions=ACTIONS, days=st.integers(0, 900))
def test_an_open_lead_always_has_a_row_for_somebody(
    name: str, actions: list[tuple[str, int, int, str]], days: int
) -> None:
    """Whatever happened and however long ago, an open lead that is not parked is in `due --all`."""
    pipeline = READ[name]
    lead, last = lived(pipeline, actions)
    case = standing(lead, pipeline, last + timedelta(days=days), None)
    status = pipeline.statuses[case.lead.status]
    if status.closed or status.parked or case.parked:
        return
    assert list(shown_at(agenda(case), case.now, case.calendar)), case.lead


@pytest.mark.parametrize("name", SHIPPED)
@settings(max_examples=60, deadline=None)
@given(actions=ACTIONS, days=st.integers(0, 900))
def test_nobody_is_asked_about_or_to_be_answered_who_wants_no_contact(
    name: str, actions: list[tuple[str, int, int, str]], days: int
) -> None:
    """No next step is missed for them, but an open lead is on a list, in words that ask for none; a
    word of theirs is to be read, and settled by a line.
    """
    pipeline = READ[name]
    lead, last = lived(pipeline, actions)
    case = standing(lead.set(do_not_contact=["all"]), pipeline, last + timedelta(days=days), None)
    rows = agenda(case)
    shown = list(shown_at(rows, case.now, case.calendar))
    assert shown or case.state != "open", case.lead
    absent = [row for row in rows if KINDS[row.kind].absent]
    assert all(row.do == IDLE_UNASKED for row in absent)
    assert not absent or not [row for row in rows if row.lapses is None and row not in absent]
    for row in rows:
        if KINDS[row.kind].hears:
            assert row.do == TO_READ and row.section != "answer" and not row.by
            assert row.types == f"done {{lead}} {row.rule}" and row.accepts_done
