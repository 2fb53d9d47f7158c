"""What is done early, and what comes too late: the table of "How definitions work"."""

from __future__ import annotations

import pytest
from case_maker import shown_at
from world import at, event, lead, pipeline, rows

from leadctl.rules.leads.lead import Event
from leadctl.rules.time.working_calendar import always_open

DEFINITION = """
[field.closing]
type = "date"

[field.visit]
type = "datetime"

[event.seen]
[event.offer]
[event.submitted]

[[status.New.follow_up]]
id = "offer"
do = "Offer"
after = "2 weeks"
from = { event = "seen" }
until = [{ event = "offer" }]

[[status.New.follow_up]]
id = "submit"
do = "Submit"
before = "3 days"
from = { field = "closing" }
until = [{ event = "submitted" }]

[[status.New.follow_up]]
id = "text"
do = "Text them"
before = "3 days"
from = { field = "visit" }
until = ["text out"]

[[status.New.follow_up]]
id = "window"
do = "Hold the second night"
after = "6 weeks"
lapse = "2 weeks"
until = ["done"]
"""
TOP = """
schema = 1
id = "small"
title = "Small"
version = "1"
initial = "New"

[status.New]
definition = "It is new."
"""


def due(days: float, *history: Event, closing: float = 20, visit: float = 20) -> set[str]:
    """Return what is open so many days after now, of a lead that came in ten days before it."""
    fields = {"closing": at(closing).date(), "visit": at(visit)}
    definition = pipeline(DEFINITION, TOP)
    found = rows(lead(*history, **fields), definition, days)
    return {row.rule for row in shown_at(found, at(days), always_open("UTC"))}


@pytest.mark.parametrize(
    ("rule", "days", "history", "is_open"),
    [
        ("offer", 20, (event("seen"),), True),
        ("offer", 20, (event("seen"), event("offer", 1)), False),
        ("offer", 20, (event("offer", -1), event("seen")), True),
        ("submit", 18, (), True),
        ("submit", 18, (event("submitted", -9),), False),
        ("submit", 60, (), True),
        ("text", 18, (), True),
        ("text", 18, (event("text", 10, way="out"),), True),
        ("text", 18, (event("text", 17, way="out"),), False),
        ("text", 21, (), False),
        ("window", 33, (), True),
        ("window", 33, (event("done", 1, what="window"),), False),
        ("window", 47, (), False),
    ],
)
def test_the_table_is_so(
    rule: str, days: float, history: tuple[Event, ...], *, is_open: bool
) -> None:
    """Each cell of the table, and the window: opened six weeks after the lead came in, let go after
    eight.
    """
    assert (rule in due(days, *history)) is is_open
