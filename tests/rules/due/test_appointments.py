"""Appointments kept, cancelled or missed; birthdays; forks; who sees what they brought."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from world import MIA, SAM, at, case, event, lead, pipeline, row, rows

from leadctl.rules.due.ownership import masks
from leadctl.rules.leads.lead import Event

VISITS = """
[field.visit]
type = "datetime"
[[follow_up]]
id = "remind"
do = "Remind them"
before = "1 day"
from = { field = "visit" }
until = ["done"]
[[follow_up]]
id = "thank"
do = "Thank them"
after = "1 day"
from = { field = "visit" }
until = ["done"]
"""
MASKED = """
[visibility]
[[visibility.mask]]
fields = ["phone"]
until = [{ field = "phone", equals = "never" }]
"""
YEARLY = """
[[follow_up]]
id = "birthday"
do = "Wish them well"
every = "1 year"
from = { field = "birthday" }
until = ["done"]
"""


@pytest.mark.parametrize(
    ("outcome", "remind", "thank"),
    [
        *(("", True, True), ("held", False, True)),
        *(("cancelled", False, False), ("no-show", False, False)),
    ],
)
def test_a_meeting_ends_what_hung_on_the_appointment(
    outcome: str, remind: bool, thank: bool
) -> None:
    """Kept, it needs no reminder any more, but what follows; cancelled or missed, neither."""
    definition = pipeline(VISITS)
    met = [event("meeting", 0, outcome=outcome)] if outcome else []
    found = {one.rule for one in rows(lead(*met, visit=at(0.08)), definition, days=0.05)}
    assert ("remind" in found, "thank" in found) == (remind, thank)


@pytest.mark.parametrize(
    ("by", "owner", "hidden"),
    [("sam", "", False), ("import", "sam", False), ("import", "mia", True), ("mia", "sam", True)],
)
def test_nothing_is_hidden_from_who_brought_a_lead_in(by: str, owner: str, hidden: bool) -> None:
    """Who typed it sees all of it, and who owns it where it was imported (decision 19)."""
    made = Event(at(-10), "received", by)
    who = replace(lead(owner=owner, phone="+1"), history=(made,))
    seen = replace(case(who, pipeline(MASKED)), actor=SAM, agents={"sam": SAM, "mia": MIA})
    assert bool(masks(seen)) is hidden
    assert masks(replace(seen, actor=None)) != ()


@pytest.mark.parametrize("typed", ["--11-25", "--02-29"])
def test_a_birthday_without_its_year_comes_round(typed: str) -> None:
    """Counted from the last such day before the lead came in, the 29th of February as well."""
    found = row(lead(birthday=typed), pipeline(YEARLY), "birthday")
    assert found is not None
    assert found.due.date() in {date(2026, 11, 25), date(2027, 2, 28), date(2027, 3, 1)}


def test_a_fork_is_settled_by_a_status_alone() -> None:
    """Which of two statuses holds is said by setting or confirming it, not by marking it done."""
    forked = event("forked", -1, to="Won", also="Lost")
    [found] = [one for one in rows(lead(forked), pipeline()) if one.rule == "forked"]
    assert not found.accepts_done
    assert "Won" in found.do
    settled = lead(forked, event("confirm", -0.5))
    assert [one for one in rows(settled, pipeline()) if one.rule == "forked"] == []
