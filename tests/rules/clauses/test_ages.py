"""Age: at least so long ago, less than so long ago, each alone and both together."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from world import NOW, at, case, event, lead, pipeline

from leadctl.rules.clauses.clauses import holds
from leadctl.rules.leads.lead import Event

TEXT = """
[field.seen]
type = "date"
[field.met]
type = "datetime"
[status.Gate]
definition = "guarded"
requires = [CLAUSE]
"""


def fits(clause: str, *history: Event, **fields: Any) -> bool:
    """Whether a clause holds of a lead now."""
    definition = pipeline(TEXT.replace("CLAUSE", clause))
    [asked] = definition.statuses["Gate"].requires
    return holds(asked, case(lead(*history, **fields), definition))


@pytest.mark.parametrize(
    ("bounds", "days", "held"),
    [
        ('older = "6 days"', 5, False),
        ('older = "6 days"', 6, True),
        ('older = "6 days"', 7, True),
        ('newer = "6 days"', 5, True),
        ('newer = "6 days"', 6, False),
        ('newer = "6 days"', -3, True),
        ('older = "2 days", newer = "6 days"', 1, False),
        ('older = "2 days", newer = "6 days"', 2, True),
        ('older = "2 days", newer = "6 days"', 5, True),
        ('older = "2 days", newer = "6 days"', 6, False),
        ('older = "0 days"', 0, True),
        ('older = "0 days"', -1, False),
    ],
)
def test_each_end_of_an_age_is_asked(bounds: str, days: int, held: bool) -> None:
    """Of a day, of a moment, and of an event alike: just so long ago is old enough, and not new."""
    day = NOW.date() - timedelta(days=days)
    assert fits(f'{{ field = "seen", {bounds} }}', seen=day) is held
    assert fits(f'{{ field = "met", {bounds} }}', met=at(-days)) is held
    if days >= 0:
        assert fits(f'{{ event = "call", {bounds} }}', event("call", -days)) is held


def test_what_has_no_time_has_no_age() -> None:
    """A field that is not known is neither older nor newer than anything."""
    for bound in ('older = "6 days"', 'newer = "6 days"'):
        assert not fits(f'{{ field = "seen", {bound} }}')
        assert fits('{ field = "seen" }', seen=date(2026, 1, 1))
