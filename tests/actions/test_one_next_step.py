"""What comes next is the same whoever says it: list, show, context, every answer, and the list of
all that is open.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lives import ACTIONS, READ, SHIPPED, TEAM, lived

from leadctl.actions.desk import Desk
from leadctl.actions.looking.due_list import DueFilter, due_list
from leadctl.actions.looking.lead_filter import LeadFilter
from leadctl.actions.looking.lead_list import lead_list
from leadctl.actions.looking.lead_view import lead_view
from leadctl.book.book import Book
from leadctl.book.text.lead_file import dump_lead
from leadctl.rules.due.rows.row import Due
from leadctl.rules.leads.lead import Lead

SETTINGS = """schema = 1
pipeline = "streeteasy-buyer"
timezone = "America/New_York"

[agents.sam]
started = 2020-01-01

[agents.mia]
roles = ["manager"]
"""


def moments(lead: Lead, last: datetime) -> Iterator[datetime]:
    """Yield moments around the appointment of a lead, and others later."""
    yield from (last + timedelta(hours=hours) for hours in (1, 200))
    agreed = lead.value("appointment")
    if isinstance(agreed, datetime):
        around = (timedelta(minutes=m) for m in (-1500, 0, 90, 1000))
        yield from (agreed + by for by in around if agreed + by > last)


def first_of_all(desk: Desk) -> Due | None:
    """Return the first row that the list of all that is open has for the only lead.

    That nothing is planned is no step, nor is a status that may have to be asked about one day.
    """
    rows = [row.due for row in due_list(desk, DueFilter(everything=True)).rows]
    left_out = {"idle"} if not rows else {"idle", "suggestion"}
    return next((r for r in rows if r.kind not in left_out or _is_asked(r, desk)), None)


def _is_asked(row: Due, desk: Desk) -> bool:
    return row.kind == "suggestion" and row.due <= desk.now


@pytest.mark.parametrize("name", SHIPPED)
@settings(max_examples=6, deadline=None)
@given(actions=ACTIONS, who=st.sampled_from(["sam", "mia"]))
def test_all_say_the_same_next_step(
    name: str, actions: list[tuple[str, int, int, str]], who: str
) -> None:
    """At any moment, and around an appointment above all."""
    lead, last = lived(READ[name], actions)
    with TemporaryDirectory() as folder:
        Book.create(Path(folder), SETTINGS)
        path = Path(folder) / "leads" / "2026" / f"ana-{lead.id}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dump_lead(lead))
        for now in moments(lead, last):
            desk = Desk(Book.open(Path(folder)), now, TEAM[who])
            listed = lead_list(desk, LeadFilter()).rows
            if not listed:
                continue  # another agent's alone
            found = desk.find(lead.id)
            first = first_of_all(desk)
            told = desk.next_due(found)
            assert (told if told and told.kind != "idle" else None) == first, now
            view = lead_view(desk, found)
            coming = next((row for row in view.coming if desk.for_me(found, [row])), None)
            for said in (listed[0].next_due, view.next_due, coming):
                if said is None or said.kind not in {"idle", "suggestion"} or _is_asked(said, desk):
                    assert _plain(said) == _plain(first), now


def _plain(row: Due | None) -> tuple[object, ...] | None:
    """Return what is said of a row; the index keeps no more of it."""
    return None if row is None else (row.rule, row.do, row.due, str(row.about))
