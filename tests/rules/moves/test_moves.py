"""Making moves: the event, the effects of entering, templates and moves made by events."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from world import MIA, NOW, SAM, TOP, at, case, event, lead, pipeline

from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.lead import BY_ITSELF, Lead
from leadctl.rules.moves.effects.entering import enter
from leadctl.rules.moves.effects.kind import Stamp
from leadctl.rules.moves.moving import automatic_move, role_target

ALL = """
[field.heat]
type = "choice"
choices = ["cold", "warm"]

[message.hello]
by = "text"
text = "Hello {name}, {agent} here about {source}."
promise = "Call them"
within = "1 hour"

[status.Full]
definition = "everything"
enter = [EFFECTS]

[status.Next]
definition = "next"
enter = [{ credit = "nexts" }]

[[automatic]]
on = ["touch out"]
from = ["New"]
when = [{ field = "heat", equals = "warm" }]
to = "Next"

[role.Buyer]
pipeline = "small"

[role.Seller]
pipeline = "other"
status_map = { New = "Fresh" }
"""


def entered(effects: str, who: Lead, by: str = "sam") -> Lead:
    definition = pipeline(ALL.replace("EFFECTS", effects))
    stamp = Stamp(NOW, by)
    return enter(case(who, definition), "Full", stamp, {"reason": "because"})


def names(who: Lead) -> list[str]:
    return [e.name for e in who.history[1:]]


def test_a_move_is_one_event() -> None:
    """Entering writes the status, where it went, who did it and the note."""
    after = entered("", lead())
    assert after.status == "Full"
    assert after.history[-1] == event("status", to="Full", reason="because")


def test_effects_are_events_in_order() -> None:
    """Each effect of entering is an event of its own, at the same moment, in the order written."""
    after = entered('{ claim = true }, { credit = "x" }, { stop = "follow-ups" }', lead())
    assert names(after) == ["status", "claim", "credit", "stop"]
    assert after.owner == "sam"
    assert {e.at for e in after.history[1:]} == {NOW}


@pytest.mark.parametrize(("owner", "by"), [("mia", "sam"), ("", BY_ITSELF), ("", "")])
def test_claiming_by_effect_never_steals(owner: str, by: str) -> None:
    """An effect claims a free lead for an agent: it takes none away, and gives none to leadctl."""
    after = entered("{ claim = true }", lead(owner=owner) if owner else lead(), by)
    assert after.owner == owner
    assert names(after) == ["status"]


def test_release_says_whose_it_was() -> None:
    """Releasing frees the lead and keeps the former owner on record; a free lead has no event."""
    after = entered("{ release = true }", lead(owner="mia"))
    assert (after.owner, after.history[-1].data) == ("", {"was": "mia"})
    assert names(entered("{ release = true }", lead())) == ["status"]


def test_a_task_is_due_after_its_span() -> None:
    """A task counts from the move, by the calendar."""
    after = entered('{ task = "Send the form", after = "2 days" }', lead())
    assert after.history[-1].data == {"id": "send-the-form", "do": "Send the form", "due": at(2)}


def test_a_field_is_set() -> None:
    """An effect sets fields as a file holds them."""
    assert entered('{ set = { heat = "warm" } }', lead()).value("heat") == "warm"


def test_a_message_is_rendered_with_its_promise() -> None:
    """A message is queued with its text filled in, what is missing named, its promise dated."""
    data = entered('{ message = "hello" }', lead()).history[-1].data
    assert data["text"] == "Hello Ana, Sam here about (no source)."
    assert (data["promise"], data["due"]) == ("Call them", NOW + timedelta(hours=1))


def test_an_effect_may_enter_another_status() -> None:
    """A status that sends leads on has them go through the next one's effects too."""
    after = entered('{ status = "Next" }', lead())
    assert (after.status, names(after)) == ("Next", ["status", "status", "credit"])


def definition() -> Pipeline:
    return pipeline(ALL.replace("EFFECTS", ""))


@pytest.mark.parametrize(
    ("who", "name", "moves"),
    [
        (lead(heat="warm"), "call", True),
        (lead(heat="cold"), "call", False),
        (lead(heat="warm", status="Full"), "call", False),
        (lead(heat="warm"), "note", False),
    ],
)
def test_an_event_moves_only_by_its_rule(who: Lead, name: str, moves: bool) -> None:
    """A move by itself wants its event, its status and its clauses, all of them."""
    happened = event(name)
    found = automatic_move(case(who.add(happened), definition()), happened)
    assert (found is not None) == moves
    if found is not None:
        assert found[0].to == "Next"
        assert found[1] is not None
        assert found[1].allowed


def test_a_role_carries_the_status_where_both_have_it() -> None:
    """A change of role keeps the status, or takes the map's, or asks (decision 14)."""
    here = definition()
    other = pipeline(top=TOP.replace("small", "other").replace("New", "Fresh"))
    assert role_target(here, other, "Seller", lead()) == "Fresh"
    assert role_target(here, here, "Buyer", lead(status="Full")) == "Full"
    assert role_target(here, other, "Seller", lead(status="Full")) == ""


def test_month_ends_of_tasks() -> None:
    """A task a month after 31 January is due on the last of February."""
    text = ALL.replace("EFFECTS", '{ task = "Call", after = "1 month" }')
    found = pipeline(text)
    start = datetime(2027, 1, 31, 9, tzinfo=UTC)
    after = enter(case(lead(), found, MIA), "Full", Stamp(start, "mia"))
    assert after.history[-1].data["due"] == datetime(2027, 2, 28, 9, tzinfo=UTC)
    assert SAM.id == "sam"


ATTEMPTS = """
[event.attempt]
also = [{ event = "call", where = { outcome = ["no answer", "voicemail"] } }]

[event.reached]
also = ["reply"]

[status.Unreachable]
definition = "we tried"

[[automatic]]
on = ["attempt"]
when = [{ event = "attempt", at_least = 2, since_last = ["reached"] }]
to = "Unreachable"

[[automatic]]
on = ["reached"]
from = ["Unreachable"]
to = "New"
"""


def test_what_counts_as_an_event_starts_what_waits_for_it() -> None:
    """A call that counts as an attempt moves the lead as an attempt would, a word of theirs as one
    that reached them; a call that does not count moves nothing.
    """
    definition = pipeline(ATTEMPTS)

    def moved(who: Lead) -> str:
        found = automatic_move(case(who, definition), who.history[-1])
        return found[0].to if found else ""

    first = event("call", -2, way="out", outcome="voicemail")
    assert moved(lead(first)) == ""
    assert moved(lead(first, event("call", -1, way="out", outcome="no answer"))) == "Unreachable"
    assert moved(lead(first, event("call", -1, way="out", outcome="busy"))) == ""
    assert moved(lead(first, event("text", -1, way="in"), status="Unreachable")) == "New"
