"""Merging: whatever the two histories, the kept status stands and nothing is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from leadctl.rules.joining.buried import Buried, carried
from leadctl.rules.joining.two_leads import MERGED_STATUS, merge_leads
from leadctl.rules.joining.values import reach
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.leads.lead_json import from_values, to_values
from leadctl.rules.moves.effects.kind import Stamp

START = datetime(2026, 1, 1, tzinfo=UTC)
STAMP = Stamp(START + timedelta(days=99), "sam")
NAMES = ("received", "status", "note", "call", "message", "sent")


@st.composite
def leads(draw: st.DrawFn, lead_id: str) -> Lead:
    """Return a lead of any history, its status that to which the history leads."""
    events = []
    for day, name in draw(
        st.lists(st.tuples(st.integers(0, 9), st.sampled_from(NAMES)), max_size=9)
    ):
        word = draw(st.sampled_from(["a", "b", "c"]))
        key = {"status": "to", "message": "id", "sent": "id"}.get(name, "text")
        events.append(Event(START + timedelta(days=day), name, "kim", {key: word}))
    fields = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "phone": st.sampled_from(["+1", "+2"]),
                "phones": st.lists(st.sampled_from(["+3", "+4"]), unique=True, min_size=1),
                "tags": st.lists(st.sampled_from(["x", "y"]), unique=True, min_size=1),
                "do_not_contact": st.lists(st.sampled_from(["text", "all"]), unique=True),
                "role": st.sampled_from(["Buyer", "Seller"]),
                "value": st.integers(1, 2),
            },
        )
    )
    lead = Lead(lead_id, draw(st.sampled_from(["Ana", "Anna"])), "p", "New", fields, tuple(events))
    return lead.set(status=lead.replayed_status("New"))


@given(leads("aaaaaaaa"), leads("bbbbbbbb"), st.booleans())
def test_replay_gives_the_kept_status_and_each_history_keeps_its_order(
    kept: Lead, other: Lead, from_other: bool
) -> None:
    """The status is one lead's, the moves of the other stay by name; no line is lost or moved."""
    lead = merge_leads(kept, other, STAMP, status_from_other=from_other).lead
    standing, silent = (other, kept) if from_other else (kept, other)
    assert lead.status == standing.status == lead.replayed_status("New")
    assert lead.role == standing.role
    moves = [e.data["to"] for e in lead.history if e.name == "status"]
    assert moves == [e.data["to"] for e in standing.history if e.name == "status"]
    quiet = [e.data["to"] for e in lead.history if e.name == MERGED_STATUS]
    assert set(quiet) <= {e.data["to"] for e in silent.history if e.name == "status"}
    rest = iter(lead.history)
    assert from_other or all(event in rest for event in kept.history)
    for event in (*kept.history, *other.history):
        if event.name not in {"status", "message", "sent"}:
            assert event in lead.history
    assert lead.history[-1].name == "merge"


@given(leads("aaaaaaaa"), leads("bbbbbbbb"))
def test_nothing_that_one_of_them_says_is_lost(kept: Lead, other: Lead) -> None:
    """Phones, tags and bars of both; a value that does not stand is under [extra]."""
    lead = merge_leads(kept, other, STAMP, status_from_other=False).lead
    for one in (kept, other):
        held = reach(lead.fields, "phone")
        assert set(reach(one.fields, "phone")) <= set(held)
        assert set(one.fields.get("tags", ())) <= set(lead.fields.get("tags", ()))
        assert set(one.do_not_contact) <= set(lead.do_not_contact)
        for name in ("name", "value"):
            assert one.value(name) in (None, lead.value(name), lead.extra.get(f"bbbbbbbb.{name}"))


@given(leads("aaaaaaaa"), leads("bbbbbbbb"))
def test_message_ids_stay_apart_and_sent_follows_its_message(kept: Lead, other: Lead) -> None:
    """A message that was sent in one lead does not count as sent in the other."""
    lead = merge_leads(kept, other, STAMP, status_from_other=False).lead
    ours = {e.data["id"] for e in kept.history if e.name == "message"}
    theirs = [e for e in other.history if e.name == "message" and e not in kept.history]
    ids = [e.data["id"] for e in lead.history if e.name == "message"]
    assert len(ids) == len([e for e in kept.history if e.name == "message"]) + len(theirs)
    for event in theirs:
        number = event.data["id"]
        assert (f"{number}-bbbbbbbb" if number in ours else number) in ids


@given(leads("aaaaaaaa"))
def test_a_lead_as_json_is_the_same_lead_again(lead: Lead) -> None:
    """What a back-up holds gives back the very lead."""
    assert from_values(to_values(lead)) == lead


def test_what_comes_from_the_other_is_told() -> None:
    """Tags, bars and numbers that the kept lead had not are named; what it had is not."""
    kept = Lead("aaaaaaaa", "Ana", "p", "New", {"tags": ["x"], "phone": "+1"})
    other = Lead(
        "bbbbbbbb",
        "Ana",
        "p",
        "New",
        {"tags": ["x", "y"], "do_not_contact": ["text"], "phone": "+2"},
    )
    filled = merge_leads(kept, other, STAMP, status_from_other=False).filled
    assert {"tags", "do_not_contact", "phones"} <= set(filled)
    same = Lead("bbbbbbbb", "Ana", "p", "New", {"tags": ["x"], "phone": "+1"})
    assert merge_leads(kept, same, STAMP, status_from_other=False).filled == []


@given(leads("aaaaaaaa"), leads("bbbbbbbb"), leads("bbbbbbbb"))
def test_what_goes_along_with_a_buried_lead_takes_nothing_out_of_a_list(
    target: Lead, base: Lead, living: Lead
) -> None:
    """The target keeps every item, and has every one that was added to the lead that is gone."""
    lead = carried(target, Buried(base, living)).lead
    for name in ("tags", "do_not_contact"):
        new = set(items(living, name)) - set(items(base, name))
        assert set(items(lead, name)) == {*items(target, name), *new}, name


def items(lead: Lead, name: str) -> list[str]:
    """Return the items of one list of a lead."""
    found = lead.fields.get(name)
    return list(map(str, found)) if isinstance(found, list) else []
