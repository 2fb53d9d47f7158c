"""The use cases that change leads: each decides, stores once, says what it did, or refuses."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from desk_maker import NOW, added, asked, desk_in, stored, the_lead

from leadctl.actions.keeping.undo import operations, undo
from leadctl.actions.recording.changes import Request
from leadctl.actions.recording.delete import delete_leads
from leadctl.actions.recording.done import done
from leadctl.actions.recording.edit_lead import edit_file
from leadctl.actions.recording.fields import NewLead, add, set_fields
from leadctl.actions.recording.log import Logged, log, note
from leadctl.actions.recording.merge_leads import merge
from leadctl.actions.recording.move import MoveOptions, confirm, next_status, set_status
from leadctl.actions.recording.ownership import assign_leads, claim_leads, pass_leads, release_leads
from leadctl.actions.recording.putting_off import snooze
from leadctl.actions.recording.tick import tick
from leadctl.errors import NotFound, Usage

PLAIN = MoveOptions()


def test_add_reads_values_by_their_fields(tmp_path: Path) -> None:
    """A phone, money and a list are stored as their types; what no field takes is told."""
    desk = desk_in(tmp_path)
    lead = added(desk, "Ray Cole", phone="(415) 555-0132", value="$450k", tags="vip, north")
    found = stored(desk, lead).fields
    assert (found["phone"], found["value"], found["tags"]) == (
        "+14155550132",
        450_000,
        ["vip", "north"],
    )
    with pytest.raises(Usage, match="status"):
        add(desk, NewLead("Ben", {"status": "Offer Made"}), Request((), "add"))
    with pytest.raises(Usage, match="is no number"):
        add(desk, NewLead("Ben", {"value": "lots"}), Request((), "add"))


def test_set_adds_to_lists_and_takes_away(tmp_path: Path) -> None:
    """+= and -= belong to lists, "" takes a field away, a dry run stores nothing."""
    desk = desk_in(tmp_path)
    lead = added(desk, "Ray Cole", tags="vip")
    set_fields(desk, asked(lead), {"tags+": "north"})
    assert stored(desk, lead).fields["tags"] == ["vip", "north"]
    set_fields(desk, asked(lead, dry_run=True), {"tags-": "vip"})
    assert stored(desk, lead).fields["tags"] == ["vip", "north"]
    set_fields(desk, asked(lead), {"tags": ""})
    assert "tags" not in stored(desk, lead).fields
    with pytest.raises(Usage, match="is no list"):
        set_fields(desk, asked(lead), {"source+": "x"})


def test_a_move_is_judged_before_it_is_stored(tmp_path: Path) -> None:
    """A guard refuses and nothing is written; claiming in the same step makes it legal."""
    desk = desk_in(tmp_path)
    lead = added(desk, "Ray Cole", phone="4155550132", property_address="12 Elm St")
    refused = set_status(desk, asked(lead), "needs offer", PLAIN)
    assert refused.refusals
    assert refused.number is None
    assert stored(desk, lead) == lead
    moved = set_status(desk, asked(lead), "needs offer", MoveOptions(claim=True))
    assert the_lead(moved).status == "Needs Offer"
    assert stored(desk, lead).owner == "sam"
    with pytest.raises(Usage, match="reason"):
        set_status(desk, asked(lead), "Dead Deal", MoveOptions(force=True))
    with pytest.raises(NotFound):
        set_status(desk, asked(lead), "nowhere", PLAIN)


def test_an_unchanged_status_is_confirmed(tmp_path: Path) -> None:
    """Confirming is an event and no move."""
    desk = desk_in(tmp_path)
    lead = the_lead(confirm(desk, asked(added(desk, "Ray Cole"))))
    assert lead.history[-1].name == "confirm"
    assert lead.status == "New Lead"
    assert next_status(desk.case(lead)) in desk.pipeline("wholesale").statuses


def test_what_happened_is_logged_and_noted(tmp_path: Path) -> None:
    """A touch has its way, a note its words; an event nobody declared is told."""
    desk = desk_in(tmp_path)
    lead = added(desk, "Ray Cole")
    logged = the_lead(log(desk, asked(lead), Logged("call", "out")))
    assert [(e.name, e.way) for e in logged.history[-1:]] == [("call", "out")]
    assert (
        the_lead(note(desk, asked(lead), "likes light")).history[-1].data["text"] == "likes light"
    )
    with pytest.raises(Usage, match="some words"):
        note(desk, asked(lead), "  ")
    with pytest.raises(NotFound):
        log(desk, asked(lead), Logged("dance"))


def test_a_follow_up_is_put_off_or_refused(tmp_path: Path) -> None:
    """Only a follow-up that saying so settles is done; a time that has passed is none."""
    desk = desk_in(tmp_path)
    lead = added(desk, "Ray Cole")
    with pytest.raises(NotFound):
        done(desk, asked(lead), "nothing-like-it")
    with pytest.raises(Usage):
        snooze(desk, asked(lead), "yesterday")


def test_a_lead_changes_hands_as_the_rules_say(tmp_path: Path) -> None:
    """Nobody takes a lead from another, not even a manager; who oversees gives it away."""
    sam, boss = desk_in(tmp_path), desk_in(tmp_path, "max")
    lead = added(sam, "Ray Cole")
    assert the_lead(claim_leads(sam, asked(lead))).owner == "sam"
    boss = desk_in(tmp_path, "max")
    assert claim_leads(boss, asked(stored(boss, lead))).refusals
    assert assign_leads(boss, asked(stored(boss, lead)), "Max Hill").refusals
    boss = desk_in(tmp_path, "max")
    assert the_lead(release_leads(boss, asked(stored(boss, lead)))).owner == ""
    assert stored(sam, lead).history[-1].name == "release"
    given = assign_leads(desk_in(tmp_path, "max"), asked(stored(sam, lead)), "Sam Ortiz")
    assert the_lead(given).owner == "sam"
    assert pass_leads(desk_in(tmp_path), asked(stored(sam, lead))).changes


def test_what_has_passed_is_done_once(tmp_path: Path) -> None:
    """The hold of a rejected offer ends after a week: one release, however often it is asked."""
    desk = desk_in(tmp_path)
    lead = added(desk, "Ray Cole", property_address="12 Elm St")
    set_status(desk, asked(lead), "Offer Rejected", MoveOptions(claim=True, force=True, reason="t"))
    later = desk_in(tmp_path, now=NOW + timedelta(days=8))
    outcome, problems = tick(later, "tick")
    assert (len(outcome.changes), problems) == (1, [])
    assert stored(later, lead).owner == ""
    again, _ = tick(desk_in(tmp_path, now=NOW + timedelta(days=9)), "tick")
    assert again.changes == ()


def test_a_command_is_taken_back(tmp_path: Path) -> None:
    """Undo gives back what one operation changed, and is an operation itself."""
    desk = desk_in(tmp_path)
    lead = added(desk, "Ray Cole", source="a friend")
    set_fields(desk, asked(lead), {"source": "Zillow"})
    undo(desk_in(tmp_path), None, "undo")
    assert stored(desk, lead) == lead
    assert len(operations(desk_in(tmp_path))) == 3


def test_two_leads_become_one_and_one_goes(tmp_path: Path) -> None:
    """A merge keeps both histories, a deletion the id alone; another's lead is refused."""
    desk = desk_in(tmp_path)
    one, two = added(desk, "Ray Cole", phone="4155550132"), added(desk, "R. Cole", zip="11201")
    merged = merge(desk, (one, two), "merge", dry_run=False, status_from_other=False)
    assert merged.merged is not None
    assert stored(desk, one).fields["zip"] == "11201"
    assert stored(desk, two).value("merged_into") == one.id
    claim_leads(desk_in(tmp_path, "max"), asked(stored(desk, one)))
    assert delete_leads(desk_in(tmp_path), asked(stored(desk, one))).refusals
    assert delete_leads(desk_in(tmp_path, "max"), asked(stored(desk, one))).changes
    assert stored(desk, one).name == ""


def test_an_edit_that_changes_nothing_stores_nothing(tmp_path: Path) -> None:
    """An editor that leaves the file as it was makes no operation."""
    desk = desk_in(tmp_path)
    lead = added(desk, "Ray Cole")
    outcome = edit_file(desk, lead.id, "true", asked(lead))
    assert outcome.changes == ()
    assert len(operations(desk)) == 1
