"""Erasing a person."""

from __future__ import annotations

from pathlib import Path

from desk_maker import added, desk_in

from leadctl.actions.recording.erase import erase, lead_to_erase


def test_nothing_of_the_person_is_left(tmp_path: Path) -> None:
    """No file of the book says the name, the number or the address, the journal included."""
    desk = desk_in(tmp_path)
    ana = added(desk, "Ana Lopez", phone="2125550132", email="ana@example.com")
    (erased,) = erase(desk, [lead_to_erase(desk, ana.id)]).gone
    assert not (tmp_path / erased.before).exists()
    assert (tmp_path / erased.now).exists()
    for path in (path for path in tmp_path.rglob("*") if path.is_file()):
        data = path.read_bytes()
        assert b"Lopez" not in data, path
        assert b"5550132" not in data, path
        assert b"ana@example.com" not in data, path


def test_a_dry_run_erases_nothing(tmp_path: Path) -> None:
    """The file stays to the byte."""
    desk = desk_in(tmp_path)
    ana = added(desk, "Ana Lopez")
    path = tmp_path / desk.book.path_of(ana.id)
    before = path.read_bytes()
    erase(desk, [ana], dry_run=True)
    assert path.read_bytes() == before
