"""Deadlines counted from what records say: names that there are not, fields of no date."""

from __future__ import annotations

import pytest
from world import pipeline

from leadctl.errors import Invalid

DEALS = """
[event.deal]
fields = { id = {}, closing = { type = "date" }, price = { type = "number" } }
[record.deal]
events = ["deal"]
[[follow_up]]
do = "Ask"
after = "1 day"
from = { record = RECORD, field = FIELD }
until = [{ event = "deal", where = WHERE }]
"""


def problems(record: str, field: str, where: str = "{}") -> list[str]:
    """Return what is said of a deadline counted from a field of a record."""
    text = DEALS.replace("RECORD", f'"{record}"').replace("FIELD", f'"{field}"')
    try:
        pipeline(text.replace("WHERE", where))
    except Invalid as error:
        return [str(one) for one in error.problems]
    return []


def test_a_date_of_a_record_is_sound() -> None:
    """A field of its events that is a date can be counted from."""
    assert problems("deal", "closing") == []
    assert problems("deal", "closing", "{ price = 5 }") == []
    assert problems("deal", "closing", '{ by = "sam" }') == []


@pytest.mark.parametrize(
    ("record", "field", "where", "said", "hint"),
    [
        ("deel", "closing", "{}", "deel", "deal"),
        ("deal", "closng", "{}", 'no event of "deal" has a field "closng"', "closing"),
        ("deal", "price", "{}", '"price" is no date to count from, but number', 'type = "date"'),
        ("deal", "closing", "{ prise = 5 }", '"deal" has no field "prise"', "price"),
    ],
)
def test_what_is_none_is_said(record: str, field: str, where: str, said: str, hint: str) -> None:
    """A misspelt record, a misspelt field, a field of another type: each with the way out."""
    found = problems(record, field, where)
    assert len(found) == 1
    assert said in found[0]
    assert hint in found[0]
