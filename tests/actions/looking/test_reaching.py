"""How the day's list says to reach a lead: what is masked or barred is left out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from leadctl.actions.looking.due_list import DueRow
from leadctl.actions.looking.reaching import reachable
from leadctl.rules.due.rows.row import Due
from leadctl.rules.leads.lead import Lead

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
PHONE, EMAIL = "+12125550101", "ana@example.com"
WAYS = {"phone": PHONE, "email": EMAIL}


def reached(
    fields: dict[str, object], *, by: tuple[str, ...] = (), to: str = "lead", masked: str = ""
) -> dict[str, str]:
    """Return how a row of a lead with these fields says to reach it."""
    due = Due(lead="k7f3q9m2", rule="r", kind="task", do="Do", due=NOW, since=NOW, by=by, to=to)
    lead = Lead("k7f3q9m2", "Ana", "wholesale", "New", fields=fields)
    return dict(reachable(DueRow(due, lead, "today", False, masked=frozenset(masked.split()))))


def test_all_ways_that_there_are_are_shown() -> None:
    """A telephone number and an e-mail address; no address, for no letter is asked for."""
    assert reached({**WAYS, "address": "1 Main St"}) == WAYS


@pytest.mark.parametrize(
    ("barred", "by", "phone"),
    [
        (["text"], (), True),
        (["call"], (), True),
        (["call", "text"], (), False),
        (["text"], ("call",), True),
        (["text"], ("text",), False),
        (["text"], ("text", "call"), True),
        (["call"], ("call", "email"), False),
        (["all"], (), False),
    ],
)
def test_a_number_serves_calls_and_texts(
    barred: list[str], by: tuple[str, ...], phone: bool
) -> None:
    """Who bars texts is still called; the number goes when all that is asked for is barred."""
    assert ("phone" in reached({**WAYS, "do_not_contact": barred}, by=by)) == phone


def test_an_email_is_barred_for_itself() -> None:
    """Barring e-mails leaves the number, and barring everything leaves nothing."""
    assert reached({**WAYS, "do_not_contact": ["email"]}) == {"phone": PHONE}
    assert reached({**WAYS, "do_not_contact": ["all"]}) == {}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (("mailing_address", "address", "property_address"), "mailing_address"),
        (("address", "property_address"), "address"),
        (("property_address",), "property_address"),
    ],
)
def test_a_letter_goes_where_it_reaches(fields: tuple[str, ...], said: str) -> None:
    """To the mailing address, else where they live, else to the property."""
    found = reached({name: f"the {name}" for name in fields}, by=("letter",))
    assert found == {"address": f"the {said}"}


def test_what_is_masked_is_not_shown() -> None:
    """Each masked way is left out, an address for the next one that is shown."""
    assert reached(WAYS, masked="phone") == {"email": EMAIL}
    both = {"mailing_address": "PO Box 1", "address": "1 Main St"}
    assert reached(both, by=("letter",), masked="mailing_address") == {"address": "1 Main St"}
    barred = {**both, "do_not_contact": ["letter"]}
    assert reached(barred, by=("letter",)) == {}


def test_a_message_to_somebody_else_shows_no_way_to_the_lead() -> None:
    """What goes to an attorney is not sent to the lead by mistake."""
    assert reached(WAYS, to="attorney") == {}
