"""Values wanted of events and records: a number within bounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import case, event, lead, pipeline

from leadctl.rules.clauses.clauses import holds
from leadctl.rules.clauses.wording import hint, needs
from leadctl.rules.language.wanted import Within
from leadctl.rules.pipelines.read_value import SCALARS, WrongKindError

PAYMENT = """
[event.payment]
required = ["amount"]
fields.amount = {{ type = "money" }}

[status.Paid]
definition = "paid"
requires = [{{ event = "payment", where = {{ amount = {wanted} }} }}]
"""
BOUND = st.none() | st.integers(-9, 9) | st.floats(-9, 9)


@given(BOUND, BOUND, BOUND, st.integers(-12, 12))
def test_a_sample_lies_within_what_is_not_empty(
    least: float | None, most: float | None, more: float | None, value: int
) -> None:
    """Bounds that some number keeps have a sample that keeps them; the others allow none."""
    within = Within(least, most, more)
    assert within.is_empty or within.allows(within.sample)
    assert not (within.is_empty and within.allows(value))
    assert not within.allows("5")
    assert not within.allows(True)


@pytest.mark.parametrize(
    ("wanted", "amount", "kept"),
    [
        ("{ at_least = 50 }", 50, True),
        ("{ at_least = 50 }", 49.99, False),
        ("{ more_than = 50 }", 50, False),
        ("{ more_than = 50, at_most = 60 }", 60, True),
        ("{ at_most = 60 }", 61, False),
    ],
)
def test_a_number_of_an_event_is_asked_for_within_bounds(
    wanted: str, amount: float, *, kept: bool
) -> None:
    """A guard counts only events whose number is as wanted, and its hint names one that is."""
    definition = pipeline(PAYMENT.format(wanted=wanted))
    (clause,) = definition.statuses["Paid"].requires
    here = case(lead(event("payment", amount=amount)), definition)
    assert holds(clause, here) is kept
    typed = float(hint(clause, here).rpartition("amount=")[2])
    assert holds(clause, case(lead(event("payment", amount=typed)), definition))


def test_bounds_are_said() -> None:
    """The sentence of a refusal names the bounds."""
    definition = pipeline(PAYMENT.format(wanted="{ at_least = 50 }"))
    (clause,) = definition.statuses["Paid"].requires
    assert (
        needs(clause, definition) == 'only once "payment" with amount at least 50 has been logged'
    )


@pytest.mark.parametrize(
    "wanted", [{}, {"least": 5}, {"at_least": "5"}, {"at_least": 6, "at_most": 5}]
)
def test_what_are_no_bounds_is_refused(wanted: dict[str, object]) -> None:
    """Unknown keys, no numbers, and bounds that leave none, are refused."""
    with pytest.raises(WrongKindError):
        SCALARS["wanted"]({"amount": wanted})
