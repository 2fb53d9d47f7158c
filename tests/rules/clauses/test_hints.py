"""The command that a refusal names is one that can help; where only time can, there is none."""

from __future__ import annotations

from datetime import date

import pytest
from world import case, event, lead, pipeline

from leadctl.rules.clauses.wording import hint

DEFINITION = """
[field.last_study]
type = "date"

[event.talk]

[event.booking]
required = ["number", "room"]
fields = {{ number = {{ type = "number" }}, room = {{}} }}

[event.night]
required = ["number", "quality"]
fields.number = {{ type = "number" }}
fields.quality = {{ type = "choice", choices = ["good", "poor"] }}

[event.payment]
required = ["number", "amount"]
fields = {{ number = {{ type = "number" }}, amount = {{ type = "money" }} }}

[record.night]
events = ["booking", "night", "payment"]
key = "number"

[status.Next]
definition = "next"
requires = [{clause}]
"""
HELD = (
    event("talk", -0.5),
    event("booking", -3, number=1, room="A"),
    event("night", -2, number=1, quality="good"),
)


@pytest.mark.parametrize(
    ("clause", "fresh", "later"),
    [
        ('{ field = "last_study", older = "3 months" }', "last_study=today", ""),
        ('{ event = "talk", older = "1 day" }', "log k7f3q9m2 talk", ""),
        (
            '{ record = "night", where = { quality = "good" }, every = { amount = 80 } }',
            "night number=ID quality=good",
            "log k7f3q9m2 payment number=1 amount=80",
        ),
    ],
)
def test_a_hint_can_help(clause: str, fresh: str, later: str) -> None:
    """A date that has to grow older is not set anew, a talk that was held not held again, and of a
    record that is there only what it lacks is logged.
    """
    definition = pipeline(DEFINITION.format(clause=clause))
    (asked,) = definition.statuses["Next"].requires
    assert fresh in hint(asked, case(lead(), definition))
    who = lead(*HELD, last_study=date(2026, 11, 1))
    assert hint(asked, case(who, definition)).removeprefix("leadctl ") == later
