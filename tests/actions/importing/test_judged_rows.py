"""Whose a lead is, its role and its status, as a row of an import says them together."""

from __future__ import annotations

from pathlib import Path

from desk_maker import desk_in

from leadctl.actions.importing.judging import judge_of
from leadctl.actions.recording.changes import Request
from leadctl.actions.recording.fields import NewLead, add

SMALL = """
schema = 1
id = "{id}"
title = "{id}"
initial = "{first}"
[status.{first}]
definition = "just in"
[status.Met]
definition = "seen"
"""
ROLE = '[role.Seller]\npipeline = "theirs"\nstatus_map = { New = "Fresh" }\n'


def test_a_role_that_brings_the_status_along_is_no_second_move(tmp_path: Path) -> None:
    """The row says the status that its role leads to: the lead is there, and nothing is refused."""
    folder = tmp_path / "book"
    desk_in(folder)
    for name, first, more in (("ours", "New", ROLE), ("theirs", "Fresh", "")):
        path = folder / "pipelines" / f"{name}.toml"
        path.write_text(SMALL.format(id=name, first=first) + more)
    desk = desk_in(folder)
    ana = add(desk, NewLead("Ana", {}, "ours"), Request((), "add Ana")).changes[0].after
    for status in ("Fresh", "Met", ""):
        lead, reason = judge_of(desk)(ana, ana.set(role="Seller"), status)
        assert reason == ""
        assert (lead.pipeline, lead.role) == ("theirs", "Seller")
        assert lead.status == (status or "Fresh")
        moves = [e.data["to"] for e in lead.history if e.name == "status"]
        assert moves == ["Fresh", *(["Met"] if status == "Met" else [])]
