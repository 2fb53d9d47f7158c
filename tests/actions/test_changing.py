"""Changing leads: one operation, read again under the lock; what is refused stays as it was."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from desk_maker import NOW, added, asked, desk_in, stored

from leadctl.actions.recording.changes import Decided, Refusal
from leadctl.actions.recording.changing import change
from leadctl.rules.clauses.case import Case
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.leads.numbered import numbered
from leadctl.values import replace


def test_what_is_decided_is_stored_and_what_is_refused_is_not(tmp_path: Path) -> None:
    """Of two leads one is changed, and the other stays to the byte."""
    desk = desk_in(tmp_path)
    ana, ben = added(desk, "Ana"), added(desk, "Ben")

    def decide(case: Case) -> Decided | Refusal:
        if case.lead.name == "Ben":
            return Refusal(case.lead, "a tag", ())
        return Decided(case.lead.set(tags=["hot"]), "tagged")

    outcome = change(desk, asked(ana, ben), decide)
    assert [one.after.name for one in outcome.changes] == ["Ana"]
    assert [one.lead.name for one in outcome.refusals] == ["Ben"]
    assert stored(desk, ana).value("tags") == ["hot"]
    assert stored(desk, ben) == ben


def test_a_dry_run_stores_nothing_and_has_no_number(tmp_path: Path) -> None:
    """It decides as ever, and stops before the rename."""
    desk = desk_in(tmp_path)
    ana = added(desk, "Ana")
    request = asked(ana, dry_run=True)
    outcome = change(desk, request, lambda case: Decided(case.lead.set(zip="1"), "zip"))
    assert outcome.dry_run
    assert outcome.number is None
    assert stored(desk, ana).value("zip") is None


def test_nothing_is_recorded_before_what_has_happened(tmp_path: Path) -> None:
    """With a clock that was set back by a day the change is refused, and says why."""
    desk = desk_in(tmp_path)
    ana = added(desk, "Ana")
    before = desk.at(NOW - timedelta(days=1))
    outcome = change(before, asked(ana), lambda case: Decided(case.lead, "nothing"))
    assert "the clock says" in outcome.refusals[0].unmet[0].sentence
    assert "amend" in outcome.refusals[0].unmet[0].hint
    mended = change(before, replace(asked(ana), mends=True), lambda case: Decided(case.lead, "x"))
    assert not mended.refusals
    late = replace(asked(ana), at=NOW - timedelta(days=9))
    early = change(desk, late, lambda case: Decided(case.lead, "nothing"))
    assert "came in" in early.refusals[0].unmet[0].sentence


def test_a_refusal_names_an_event_by_the_number_that_amend_takes(tmp_path: Path) -> None:
    """Numbers go by time: the receipt is the second where an earlier note was brought in later."""
    desk = desk_in(tmp_path)
    ana = added(desk, "Ana")
    note = Event(NOW - timedelta(days=20), "note", "import", {"text": "met at the fair"})
    with_note = change(desk, asked(ana), lambda case: Decided(case.lead.add(note), "noted"))
    [ana] = [one.after for one in with_note.changes]
    late = replace(asked(ana), at=NOW - timedelta(days=9))
    [refused] = change(desk, late, lambda case: Decided(case.lead, "nothing")).refusals
    hint = refused.unmet[0].hint
    assert f"leadctl amend {ana.id} 2 at=" in hint
    assert dict(numbered(ana, desk.zone))[2].name == "received"


def test_what_comes_next_is_worked_out_only_where_it_is_asked_for(tmp_path: Path) -> None:
    """Of many leads only their number is told: nobody waits for what is due of each."""
    desk = desk_in(tmp_path)
    leads = [added(desk, name) for name in ("Ana", "Ben", "Cid")]
    asked_for: list[str] = []

    def next_due(lead: Lead) -> None:
        asked_for.append(lead.name)

    desk.next_due = next_due  # type: ignore[method-assign]  # told whenever it is asked
    outcome = change(desk, asked(*leads), lambda case: Decided(case.lead.set(zip="1"), "zip"))
    assert [one.after.value("zip") for one in outcome.changes] == ["1", "1", "1"]
    assert asked_for == []
    assert outcome.changes[1].next_due is None
    assert asked_for == ["Ben"]


def test_a_lead_that_was_just_read_is_read_from_its_file_again(tmp_path: Path) -> None:
    """What another hand wrote since is seen: only a file that says the same is not parsed again."""
    desk = desk_in(tmp_path)
    ana = added(desk, "Ana")
    path = desk.book.root / desk.book.path_of(ana.id)
    path.write_text(path.read_text().replace('name = "Ana"', 'name = "Anna"'))
    outcome = change(desk, asked(ana), lambda case: Decided(case.lead.set(zip="1"), "zip"))
    assert outcome.changes[0].before is not None
    assert outcome.changes[0].before.name == "Anna"
    assert stored(desk, ana).name == "Anna"
    assert stored(desk, ana).value("zip") == "1"


def test_a_file_that_took_another_leads_name_is_not_taken_for_it(tmp_path: Path) -> None:
    """The file that is named by an id holds another: the one that holds the id is changed."""
    desk = desk_in(tmp_path)
    ana, ben = added(desk, "Ana"), added(desk, "Ben")
    hers, his = (desk.book.root / desk.book.path_of(one.id) for one in (ana, ben))
    texts = hers.read_text(), his.read_text()
    hers.write_text(texts[1])
    his.write_text(texts[0])
    outcome = change(desk, asked(ana), lambda case: Decided(case.lead.set(zip="1"), "zip"))
    assert outcome.changes[0].after.name == "Ana"
    assert 'zip = "1"' in his.read_text()
    assert 'zip = "1"' not in hers.read_text()
