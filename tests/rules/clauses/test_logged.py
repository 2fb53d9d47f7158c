"""What an event says is asked by its own guards."""

from __future__ import annotations

from datetime import date

import pytest
from world import case, event, lead, pipeline

from leadctl.errors import Invalid
from leadctl.rules.moves.judging.judge import refuse_event

BOOKING = """
[field.version]
type = "number"

[event.booking]
fields.date = { type = "date" }
fields.amount = { type = "money" }
fields.version = { type = "number" }
fields.gift = { type = "flag" }
requires = [{ logged = CLAUSE, why = "not like this" }]
"""


def refused(clause: str, **data: object) -> str:
    definition = pipeline(BOOKING.replace("CLAUSE", clause))
    here = case(lead(version=4), definition)
    return "; ".join(unmet.sentence for unmet in refuse_event(here, event("booking", **data)))


@pytest.mark.parametrize(
    ("clause", "good", "bad", "said"),
    [
        ('"amount", at_least = 80', {"amount": 80}, {"amount": 70}, "amount must be at least 80"),
        ('"amount", equals = 80', {"amount": 80.0}, {}, "amount must be 80"),
        (
            '"date", future = true',
            {"date": date(2030, 1, 1)},
            {"date": date(2020, 1, 1)},
            "date must be still to come",
        ),
        (
            '"version", same_as = "version"',
            {"version": 4},
            {"version": 3},
            "version must be the same as version",
        ),
        ('"gift", equals = false', {}, {"gift": True}, "gift must be no"),
        ('"amount"', {"amount": 1}, {}, "amount must be known"),
    ],
)
def test_a_value_of_the_event_is_judged(
    clause: str, good: dict[str, object], bad: dict[str, object], said: str
) -> None:
    """The guard looks at what is being logged, not at the lead, and says what must be."""
    assert refused(clause, **good) == ""
    assert refused(clause, **bad) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BOOKING.replace("CLAUSE", '"amuont", at_least = 1'), 'has no field "amuont"'),
        (BOOKING.replace("CLAUSE", '"date", at_least = 1'), "date is date, no number"),
        (
            '[status.Next]\ndefinition = "n"\nrequires = [{ logged = "amount" }]',
            "belongs to the guards of an",
        ),
    ],
)
def test_what_nobody_logs_is_told(text: str, said: str) -> None:
    """A field that the event does not have, a wrong kind, and a place where nothing is logged."""
    with pytest.raises(Invalid, match=said):
        pipeline(text)
