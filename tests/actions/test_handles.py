"""The least that one can type for a lead."""

from __future__ import annotations

from pathlib import Path

from desk_maker import added, desk_in

from leadctl.actions.looking.handles import NamesSeen, handle


def test_a_first_name_will_do_unless_two_have_it(tmp_path: Path) -> None:
    """Then it is the whole name, and of two with one name the id."""
    desk = desk_in(tmp_path)
    people = [added(desk, name) for name in ("Ana Lopez", "Ana Ode", "Ben Ode", "Cid Fox")]
    twin = added(desk, "Cid Fox")
    names = NamesSeen()
    for one in (*people, twin):
        names.add(one.name)
    said = [handle(one, names) for one in (*people, twin)]
    assert said[2] == "ben"
    assert "lopez" in said[0].lower()
    assert said[3:] == [people[3].id, twin.id]
