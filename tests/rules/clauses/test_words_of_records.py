"""What a clause about records says, for each of its bounds."""

from __future__ import annotations

import pytest
from world import pipeline

RECORD = """
[event.deal]
fields = { id = {}, state = {} }
[event.lost]
fields = { id = {} }
[record.deal]
label = "deal"
events = ["deal", "lost"]
[status.Gate]
definition = "guarded"
requires = [CLAUSE]
"""


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        ('{ record = "deal" }', "a deal is on record"),
        ('{ record = "deal", at_least = 2 }', "at least 2 of these are on record: deal"),
        ('{ record = "deal", at_most = 0 }', "no deal is on record"),
        ('{ record = "deal", at_most = 3 }', "at most 3 of these are on record: deal"),
        ('{ record = "deal", more_than = 1 }', "more than 1 of these are on record: deal"),
        (
            '{ record = "deal", every = { state = "open" }, at_least = 0 }',
            "every deal on record is one with state open",
        ),
        (
            '{ record = "deal", every = { state = "open" } }',
            "a deal is on record, every one with state open",
        ),
        (
            '{ record = "deal", every = { state = "open" }, at_least = 1 }',
            "a deal is on record, every one with state open",
        ),
    ],
)
def test_each_bound_has_its_words(clause: str, said: str) -> None:
    """The bound that is written is the one that is said."""
    definition = pipeline(RECORD.replace("CLAUSE", clause))
    [found] = definition.statuses["Gate"].requires
    assert found.says(definition) == said


def test_the_first_event_begins_a_record_unless_others_are_named() -> None:
    """`begins` names those that may; without it the first of `events` does."""
    assert pipeline(RECORD.replace("CLAUSE", '{ record = "deal" }')).records["deal"].beginners == (
        "deal",
    )
    named = RECORD.replace('"lost"]\n', '"lost"]\nbegins = ["lost"]\n')
    found = pipeline(named.replace("CLAUSE", '{ record = "deal" }')).records["deal"]
    assert found.beginners == ("lost",)
