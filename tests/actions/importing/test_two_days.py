"""One file imported by two clones on two days: joined, each lead is as the first day made it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from test_import_cases import CASES, TAKEN, options_of

from leadctl.actions.importing.import_leads import run_import
from leadctl.actions.importing.pairs import NOW, pairs_in
from leadctl.actions.importing.plan import plan_import
from leadctl.book.scratch import scratch_book
from leadctl.rules.joining.proof import faults
from leadctl.rules.joining.versions import join_versions
from leadctl.rules.leads.lead import Lead


def leads_of(path: Path, now: datetime) -> dict[str, Lead]:
    [pair] = pairs_in([str(path)])
    options = options_of(dict(pair.expected))
    with scratch_book({"schema": 1, "timezone": "America/New_York"}, {}) as book:
        run_import(book, plan_import(book, str(path), options), options, now=now, by="sam")
        return {lead.id: lead for lead in book.leads() if isinstance(lead, Lead)}


@pytest.mark.parametrize(
    "path", [path for path in TAKEN if path.parent == CASES[1]], ids=lambda path: path.name
)
def test_a_row_said_on_two_days_is_said_once(path: Path) -> None:
    """Whichever side is ours, the earlier lines stay, and nothing else is lost."""
    [pair] = pairs_in([str(path)])
    now = pair.expected.get("now", NOW)
    first, second = leads_of(path, now), leads_of(path, now + timedelta(days=2))
    assert first.keys() == second.keys()
    for lead_id, lead in first.items():
        for ours, theirs in ((lead, second[lead_id]), (second[lead_id], lead)):
            joined = join_versions(None, ours, theirs)
            assert joined.lead == lead
            assert joined.conflicts == []
            assert faults(None, ours, theirs, joined) == []
