"""The use cases that only look: what each finds, and that none of them writes a lead."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from desk_maker import NOW, added, asked, desk_in, stored

from leadctl.actions.keeping.check_book import check_book, fix
from leadctl.actions.looking.due_list import DueFilter, due_list
from leadctl.actions.looking.duplicate_list import duplicate_list
from leadctl.actions.looking.export import exported
from leadctl.actions.looking.history import stays
from leadctl.actions.looking.lead_filter import LeadFilter
from leadctl.actions.looking.lead_list import lead_list
from leadctl.actions.looking.lead_view import lead_view
from leadctl.actions.names import agent_named, pick, status_named
from leadctl.actions.recording.move import MoveOptions, set_status
from leadctl.actions.recording.outbox import done, outbox
from leadctl.actions.recording.roles import role_named
from leadctl.errors import NotFound, Usage


def test_a_list_holds_the_leads_asked_for(tmp_path: Path) -> None:
    """By status, by source; a status no pipeline has is told, not taken for none."""
    desk = desk_in(tmp_path)
    added(desk, "Ray Cole", source="Zillow")
    added(desk, "Ana Lopez", source="a friend")
    names = {r.lead.name for r in lead_list(desk, LeadFilter(sources=frozenset({"zillow"}))).rows}
    assert names == {"Ray Cole"}
    assert len(lead_list(desk, LeadFilter()).rows) == 2
    with pytest.raises(NotFound):
        lead_list(desk, LeadFilter(statuses=frozenset({"nowhere"})))


def test_a_view_shows_what_is_possible(tmp_path: Path) -> None:
    """The view of a lead has its status, its moves and what is due, and changes nothing."""
    desk = desk_in(tmp_path)
    lead = added(desk, "Ray Cole")
    view = lead_view(desk, lead)
    assert view.status is not None
    assert view.status.name == "New Lead"
    assert "Not Contacted" in view.legal
    assert view.due
    assert stored(desk, lead) == lead


def test_what_is_due_is_found_and_one_broken_file_hides_none(tmp_path: Path) -> None:
    """A new lead is due; a file that cannot be read is a problem beside it."""
    desk = desk_in(tmp_path)
    lead = added(desk, "Ray Cole")
    (tmp_path / "leads" / "2026" / "broken-aaaaaaaa.toml").write_text("id = ")
    found = due_list(desk_in(tmp_path, now=NOW + timedelta(hours=2)), DueFilter())
    assert {row.lead.id for row in found.rows} == {lead.id}
    assert found.problems


def test_stays_are_the_time_between_moves(tmp_path: Path) -> None:
    """Each status of a lead with when it began and how it ended."""
    desk = desk_in(tmp_path)
    lead = added(desk, "Ray Cole")
    later = desk_in(tmp_path, now=NOW + timedelta(days=1))
    set_status(later, asked(stored(later, lead)), "not contacted", MoveOptions())
    found = stays(later, stored(later, lead))
    assert [stay.status for stay in found] == ["New Lead", "Not Contacted"]


def test_duplicates_are_pairs(tmp_path: Path) -> None:
    """Two leads with one e-mail are one person, perhaps; two with nothing in common are not."""
    desk = desk_in(tmp_path)
    for name in ("Ray Cole", "R Cole", "Ana Lopez"):
        email = "ray@example.com" if "Cole" in name else "ana@example.com"
        added(desk, name, email=email)
    [pair] = duplicate_list(desk, weak=False).pairs
    assert {pair.first.name, pair.second.name} == {"Ray Cole", "R Cole"}


def test_an_export_leaves_out_who_is_barred(tmp_path: Path) -> None:
    """Those who may not be called are counted, and not in the rows for calling."""
    desk = desk_in(tmp_path)
    added(desk, "Ray Cole", do_not_contact="call")
    added(desk, "Ana Lopez")
    found = exported(desk, LeadFilter(), "call")
    assert [row.lead.name for row in found.rows] == ["Ana Lopez"]
    assert found.barred == 1
    assert len(exported(desk, LeadFilter(), "letter").rows) == 2


def test_the_outbox_holds_what_a_status_queued(tmp_path: Path) -> None:
    """A message waits until it is marked as sent."""
    desk = desk_in(tmp_path)
    lead = added(desk, "Ray Cole", property_address="12 Elm St")
    set_status(desk, asked(lead), "Needs Offer", MoveOptions(claim=True))
    waiting = outbox(desk_in(tmp_path)).messages
    assert [one.message for one in waiting]
    done(desk_in(tmp_path), waiting, "outbox done")
    assert outbox(desk_in(tmp_path)).messages == []


def test_a_check_finds_what_the_history_contradicts(tmp_path: Path) -> None:
    """A status that was typed into the file is a problem, and --fix takes the history's."""
    desk = desk_in(tmp_path)
    lead = added(desk, "Ray Cole")
    set_status(desk, asked(lead), "not contacted", MoveOptions())
    path = tmp_path / desk.book.path_of(lead.id)
    path.write_text(path.read_text().replace('status = "Not Contacted"', 'status = "New Lead"'))
    desk = desk_in(tmp_path)
    checked = check_book(desk)
    assert any("differs from the history" in problem.message for problem in checked.problems)
    fixed, _number = fix(desk, checked, "check --fix", dry_run=False)
    assert [one.after for one in fixed] == ["Not Contacted"]
    assert stored(desk, lead).status == "Not Contacted"


def test_names_are_found_as_people_type_them(tmp_path: Path) -> None:
    """Without case, by a unique start, by alias; several and none are told."""
    desk = desk_in(tmp_path)
    pipeline = desk.pipeline("wholesale")
    assert status_named(pipeline, "offer made") == "Offer Made"
    assert agent_named(desk.book.settings.team, "max hill").id == "max"
    with pytest.raises(NotFound, match="could be"):
        pick("status", "offer", pipeline.by_lower_name, see="leadctl pipeline show")
    with pytest.raises(NotFound):
        agent_named(desk.book.settings.team, "zoe")
    with pytest.raises(Usage, match="knows no roles"):
        role_named(pipeline, "Buyer")
