"""Which record an event is about: one that is there, or a new one where it may begin one."""

from __future__ import annotations

from world import case, event, lead, pipeline

from leadctl.rules.leads.lead import Event
from leadctl.rules.moves.judging.record_meant import refuse_record

DEALS = """
[event.deal]
fields = { id = {} }
[event.lost]
fields = { id = {} }
[event.other]
fields = { id = {} }
[record.deal]
LABEL
events = ["deal", "lost"]
"""


def refusal(*history: Event, label: str = "", **data: str) -> str:
    """Return why "lost" of a deal is refused, "" where it is not."""
    definition = pipeline(DEALS.replace("LABEL", label))
    found = refuse_record(case(lead(*history), definition), event("lost", **data))
    return found[0].sentence if found else ""


def test_an_event_that_begins_one_is_refused_nothing() -> None:
    """`deal` begins a deal, whatever its id; an event of no record is about none."""
    definition = pipeline(DEALS.replace("LABEL", ""))
    for name in ("deal", "other", "call"):
        assert refuse_record(case(lead(), definition), event(name, id="9")) == ()


def test_an_event_of_a_record_wants_one_that_is_there() -> None:
    """One that is not there is told with those that are; of one alone no id is wanted."""
    one, two = event("deal", -5, id="1"), event("deal", -4, id="2")
    assert refusal(one, id="1") == ""
    assert refusal(one) == ""
    assert refusal() == ""
    assert "there is no deal 9; there is 1 and 2" in refusal(one, two, id="9")
    assert "does not say which deal is meant: 1 or 2" in refusal(one, two)


def test_it_is_called_by_its_label() -> None:
    """A record with a label is called by that, one without by its name."""
    assert "there is no sale 9" in refusal(
        event("deal", -5, id="1"), label='label = "sale"', id="9"
    )
    assert "there is no deal 9" in refusal(event("deal", -5, id="1"), id="9")
