"""Counting what a report asks for."""

from __future__ import annotations

from pathlib import Path

from desk_maker import added, desk_in

from leadctl.actions.looking.counting import count
from leadctl.actions.looking.lead_filter import LeadFilter
from leadctl.rules.reports.entry import Entry


class Names:
    """Takes down who is counted."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def add(self, entry: Entry) -> None:
        """Count one lead."""
        self.names.append(entry.lead.name)

    def rows(self) -> list[dict[str, object]]:
        """Return nothing: nobody asks."""
        return []


def test_every_counter_gets_each_lead_wanted_once_and_a_broken_file_is_told(
    tmp_path: Path,
) -> None:
    """In one pass; the broken one hides nobody."""
    desk = desk_in(tmp_path)
    for name, source in (("Ana", "Zillow"), ("Ben", "friend"), ("Cid", "Zillow")):
        added(desk, name, source=source)
    (tmp_path / "leads" / "2026" / "odd.toml").write_text("id = ")
    one, two = Names(), Names()
    counted, problems = count(desk, LeadFilter(sources=frozenset({"Zillow"})), [one, two])
    assert counted == 2
    assert sorted(one.names) == sorted(two.names) == ["Ana", "Cid"]
    assert [problem.file for problem in problems] == ["leads/2026/odd.toml"]
