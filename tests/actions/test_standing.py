"""Where leads stand, as the index counts it."""

from __future__ import annotations

from pathlib import Path

from desk_maker import added, desk_in

from leadctl.actions.looking.counting import count
from leadctl.actions.looking.lead_filter import LeadFilter
from leadctl.actions.looking.standing import standing
from leadctl.rules.reports.kinds.status import REPORT
from leadctl.rules.reports.report import Asked


def test_the_index_counts_as_the_rules_do_and_leaves_the_rest_to_them(tmp_path: Path) -> None:
    """The same rows; asked of some leads alone it says nothing."""
    desk = desk_in(tmp_path)
    for name in ("Ana", "Ben", "Cid"):
        added(desk, name)
    asked = Asked(desk.now, desk.zone)
    found = standing(desk, LeadFilter(), asked)
    assert found is not None
    counter = REPORT.part().counter(asked)
    count(desk, LeadFilter(), [counter])
    assert found[0] == counter.rows()
    assert found[1] == []
    assert standing(desk, LeadFilter(owners=frozenset({"max"})), asked) is None
