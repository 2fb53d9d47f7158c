"""Merging two leads loses no answer that is owed, over every shipped definition and any lives."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lives import ACTIONS, READ, SHIPPED, lived, standing

from leadctl.rules.joining.still_owed import owed_rows, with_owed
from leadctl.rules.joining.two_leads import merge_leads
from leadctl.rules.leads.lead import Lead
from leadctl.rules.moves.effects.kind import Stamp
from leadctl.values import replace

PAIR = st.tuples(ACTIONS, ACTIONS, st.integers(0, 12 * 24))
"""What happened to two leads, and how many hours after the first one the second came in."""
Life = list[tuple[str, int, int, str]]


def shifted(lead: Lead, by: timedelta) -> Lead:
    """Return a lead to whom the same happened later."""
    moved = tuple(replace(event, at=event.at + by) for event in lead.history)
    return replace(lead, id="bbbbbbbb", history=moved)


@pytest.mark.parametrize("name", SHIPPED)
@settings(max_examples=60, deadline=None)
@given(pair=PAIR, away=st.booleans(), from_other=st.booleans())
def test_whoever_was_owed_an_answer_in_either_is_owed_it_after(
    name: str, pair: tuple[Life, Life, int], away: bool, from_other: bool
) -> None:
    """Unless we have reached out to them since, in the other lead: that was the answer."""
    one, other, later = pair
    (kept, last), (fresh, end) = lived(READ[name], one), lived(READ[name], other[:2])
    by = timedelta(hours=later)
    now = max(last, end + by) + timedelta(minutes=5)
    kept = kept.set(archived=True) if away else kept
    cases = [standing(lead, READ[name], now, None) for lead in (kept, shifted(fresh, by))]
    owed = [row for case in cases for row in owed_rows(case)]
    made = merge_leads(
        cases[0].lead, cases[1].lead, Stamp(now, "sam"), status_from_other=from_other
    ).lead
    lead = with_owed(cases, made, lambda lead: standing(lead, READ[name], now, None))
    case = standing(lead, READ[name], now, None)
    since = min((row.since for row in owed), default=now)
    if owed and not any(e.goes("out") and e.at >= since for e in lead.history):
        assert owed_rows(case), [(e.at, e.name, e.data) for e in lead.history]
        assert any(row.due <= now or row.kind == "sla" for row in owed_rows(case))
