"""Who is in the book already, as `add` says it: by the index as it was left, and by the files."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from desk_maker import added, asked, desk_in

from leadctl.actions.desk import Desk
from leadctl.actions.looking.alike import alike
from leadctl.actions.looking.all_seen import all_seen
from leadctl.actions.recording.delete import delete_leads
from leadctl.actions.recording.merge_leads import merge
from leadctl.book.book import Book
from leadctl.book.index.index import Index
from leadctl.rules.leads.lead import Lead


def known(desk: Desk) -> Desk:
    """Return a desk whose index is up to date, and sure of every folder."""
    for _ in range(2):  # the second time the clock has moved on since the folders changed
        time.sleep(0.02)
        list(all_seen(desk))
    assert desk.book.is_as_left()
    return desk


def names(found: list[Lead]) -> list[str]:
    """Return the names of leads, sorted."""
    return sorted(lead.name for lead in found)


def test_who_is_here_is_found_without_a_look_at_all_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By number, address or name, what commands have added since the last list among them."""
    desk = desk_in(tmp_path)
    added(desk, "Ana Ray", phone="2125550101")
    added(desk, "Ben Low", email="ben@example.com")
    known(desk)

    def refresh(_index: Index) -> None:
        raise AssertionError("all files were looked at")

    monkeypatch.setattr(Index, "refresh", refresh)
    third = added(desk, "Cid", phone="(212) 555-0101", email="ben@example.com")
    fourth = added(desk, "ana ray")
    assert names(alike(desk, third)) == ["Ana Ray", "Ben Low"]
    assert names(alike(desk, fourth)) == ["Ana Ray"]
    assert names(alike(desk, added(desk, "Cid"))) == ["Cid"]
    assert alike(desk, added(desk, "Nobody Else")) == []


def test_a_file_that_another_program_put_there_is_seen(tmp_path: Path) -> None:
    """Its folder is not as it was left: all files are looked at."""
    desk = desk_in(tmp_path)
    ana = added(desk, "Ana Ray", phone="2125550101")
    known(desk)
    path = desk.book.root / desk.book.path_of(ana.id)
    copy = path.with_name("by-hand.toml")
    copy.write_text(path.read_text().replace(ana.id, "aaaa0000").replace("Ana Ray", "Zoe"))
    assert not desk.book.is_as_left()
    new = added(desk, "New", phone="2125550101")
    assert names(alike(desk, new)) == ["Ana Ray", "Zoe"]


def test_a_lead_that_is_gone_or_anothers_alone_is_not_told(tmp_path: Path) -> None:
    """By the index as by the files: of a merged pair one is told, of a deleted lead nothing, nor of
    one that its owner alone is shown.
    """
    desk, phone = desk_in(tmp_path), "2125550101"
    ana, ben, kim = (added(desk, name, phone=phone) for name in ("Ana Ray", "Ben Low", "Kim"))
    added(desk, "Lia", phone=phone, owner="max")
    known(desk)
    merge(desk, (ana, kim), "merge", dry_run=False, status_from_other=False)
    delete_leads(desk, asked(ben))
    added(desk, "Moe", phone=phone, owner="max")
    new = added(desk, "Cid", phone="2125550101")
    assert desk.book.is_as_left()
    told = []
    for use in ("", "off", "paranoid"):
        other = Desk(Book.open(tmp_path, {"LEADCTL_INDEX": use}), desk.now, desk.actor)
        told.append([lead.id for lead in alike(other, new)])
    assert told == [[ana.id]] * 3
