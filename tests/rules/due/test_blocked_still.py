"""What could not happen by itself is told once, until it is moot."""

from __future__ import annotations

from typing import Any

import pytest
from world import case, event, lead, pipeline

from leadctl.rules.due.blocked import blocked_still

DEFINITION = pipeline(
    """
[status.Met]
definition = "seen"
[status.Won]
definition = "bought"
[status.Gone]
definition = "away"
[[automatic]]
on = ["call"]
from = ["New", "Met"]
to = "Won"
[[automatic]]
on = ["text"]
to = "Gone"
"""
)
Happened = tuple[str, dict[str, Any]]
WON: Happened = ("blocked", {"to": "Won", "on": "call"})
GONE: Happened = ("blocked", {"to": "Gone", "on": "text"})
LATE: Happened = ("blocked", {"to": "Won"})
MINE: Happened = ("blocked", {"claim": "sam"})
THEIRS: Happened = ("blocked", {"claim": "mia"})


@pytest.mark.parametrize(
    ("blocked", "then", "status", "told"),
    [
        ([WON], [], "Met", 1),
        ([WON, WON], [], "Met", 1),
        ([WON, GONE], [], "Met", 2),
        ([MINE, THEIRS], [], "Met", 2),
        ([WON], [], "Gone", 0),  # it could not start from there
        ([GONE], [], "Won", 1),  # it could from anywhere
        ([WON], [("status", {"to": "Met", "on": "text"})], "Met", 1),  # moved by an event
        ([WON], [("status", {"to": "Won", "on": "text"})], "Won", 0),  # it is there
        ([GONE], [("status", {"to": "Gone", "on": "call"})], "Gone", 0),
        ([WON], [("status", {"to": "Met"})], "Met", 0),  # moved by a person
        ([LATE], [("status", {"to": "Met", "on": "text"})], "Met", 0),
        ([WON], [("done", {"what": "blocked"})], "Met", 0),
        ([WON], [("claim", {})], "Met", 0),
        ([WON], [("assign", {"to": "mia"})], "Met", 0),
        ([WON], [("role", {"to": "Buyer"})], "Met", 0),
    ],
)
def test_what_is_still_blocked(
    blocked: list[Happened], then: list[Happened], status: str, told: int
) -> None:
    """A person's move, a claim or a `done` ends it; a move by itself only where it leads away."""
    happened = [*blocked, *then]
    events = [event(name, i - 5, **data) for i, (name, data) in enumerate(happened)]
    assert len(list(blocked_still(case(lead(*events, status=status), DEFINITION)))) == told


def test_what_leadctl_moved_by_itself_is_no_persons_move() -> None:
    """A deadline that set a status in between leaves what an event asked for."""
    moved = event("status", -4, by="leadctl", to="Met")
    who = lead(event("blocked", -5, to="Won", on="call"), moved, status="Met")
    assert len(list(blocked_still(case(who, DEFINITION)))) == 1
