"""A row that says how a lead stood before somebody moved it on sets nothing back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from world import at, event, lead

from leadctl.rules.importing.incoming import Incoming
from leadctl.rules.importing.older import had_at, status_change
from leadctl.rules.importing.row_glance import SAME_ROW
from leadctl.rules.leads.lead import OWN, Event

MINUTE = timedelta(minutes=1)


def kept(
    since: datetime | None,
    *,
    key: str = "crm:1",
    says: str = "New",
    by: str = "sam",
    there: bool = True,
    had: int | None = None,
) -> str:
    """Return why a row's status is not taken, or ""."""  # fmt: skip
    moved = Event(at(-2, seconds=30), "status", by, {"to": "Met"})
    who = lead(moved, status="Met")
    row = Incoming(2, key=key, status_at=since)
    row.ours = says
    change = status_change(who, row, had, "New", there=there)
    assert (change.old, change.new) == ("Met", says)
    assert row.ours == ("" if change.kept else says)
    return change.kept


@pytest.mark.parametrize(
    ("since", "is_older"),
    [
        (at(-3), True),
        (at(-2) - MINUTE, True),
        (at(-2), False),
        (at(-2).replace(second=59), False),  # of the same minute: a spreadsheet leaves seconds out
        (at(-1), False),
        (None, True),
    ],
)
def test_a_status_from_before_a_move_is_kept_out(since: datetime | None, is_older: bool) -> None:
    """It is the minute that counts; a row without a day of its status outdoes no move by hand."""
    assert bool(kept(since)) is is_older
    assert bool(kept(since, says="Lost")) is is_older
    assert not kept(since, there=False)


def test_a_move_by_another_import_is_nobodys_word() -> None:
    """Of another system's rows the newer import may be mended; in our own export it is a move."""
    assert kept(at(-3), by="import") == ""
    assert kept(at(-3), key=f"{OWN}:a", by="import") == "moved since this file was made"


@pytest.mark.parametrize(
    ("since", "says", "is_older"),
    [
        (at(-3), "New", True),  # as it stood then
        (at(-3), "Lost", False),  # changed in the file
        (at(-2), "Met", False),
        (at(-1), "Met", False),
    ],
)
def test_what_was_changed_in_our_own_file_is_new(
    since: datetime, says: str, is_older: bool
) -> None:
    """Whatever its day: somebody typed it over what the lead was then."""
    assert bool(kept(since, key=f"{OWN}:a", says=says)) is is_older


@pytest.mark.parametrize(
    ("since", "says", "is_older"),
    [(-4, "Met", True), (-4, "New", False), (-3, "Seen", True), (-3, "Met", False)],
)
def test_how_a_lead_stood_when_our_file_was_made(since: float, says: str, is_older: bool) -> None:
    """After the last of its moves by then, that minute's too."""
    moves = [event("status", -6, to="Called"), event("status", -4, to="Met")]
    who = lead(*moves, event("status", -3, to="Seen"), event("status", -1, to="Won"), status="Won")
    row = Incoming(2, key=f"{OWN}:a", status_at=at(since))
    row.ours = says
    assert bool(status_change(who, row, None, "New", there=True).kept) is is_older


@pytest.mark.parametrize(
    ("had", "by", "said"),
    [
        (0, "sam", "moved since this line was taken"),
        (1, "sam", "moved here; the file does not say since when its status holds"),
        (0, "import", ""),
    ],
)
def test_a_row_that_was_taken_before_the_move(had: int, by: str, said: str) -> None:
    """What somebody has done since that very line was taken stands, and so does what was done
    before a line that only filled what was empty.
    """
    assert kept(None, had=had, by=by) == said


def test_where_a_lead_has_had_a_row() -> None:
    """The last time it came with other words of its status; never where it came just so."""
    same, other = "a" * SAME_ROW, "b" * SAME_ROW
    rows = [
        Event(at(-5 + i), "import", "import", {"row": row})
        for i, row in enumerate((f"{same}1", f"{other}1", f"{same}2"))
    ]
    who = lead(*rows)
    assert had_at(who, f"{same}3") == 3
    assert had_at(who, f"{other}2") == 2
    assert had_at(who, f"{same}1") is None
    assert had_at(who, "c" * SAME_ROW) is None
    assert had_at(lead(event("call")), same) is None
