"""No way around a rule on the command line: tick, --at, roles, merges."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_runner import Cli

from leadctl.actions.recording.move import denied

DEFINITION = """
schema = 1
id = "booking"
title = "Booking"
initial = "New"

[event.deposit]

[status.New]
definition = "just came in"
follow_up = [{ id = "book", after = "3 days", until = ["status"], then = { status = "Booked" } }]

[status.Talking]
definition = "talking"
rank = 1
expects = [{ event = "touch", way = "out" }]

[status.Booked]
definition = "paid"
rank = 2
requires = [{ event = "deposit" }]
"""
START = "2026-11-02T10:00:00Z"


@pytest.fixture
def book(tmp_path: Path) -> Cli:
    """A book with one lead of three days ago, whose deadline has passed without a deposit."""
    cli = Cli(tmp_path)
    cli.noting().fast("init")
    (tmp_path / "pipelines").mkdir(exist_ok=True)
    (tmp_path / "pipelines" / "booking.toml").write_text(DEFINITION)
    cli.at(START).noting().fast("add Ann Lee --pipeline booking")
    return cli


def test_tick_leaves_what_may_not_move_and_due_says_why(book: Cli) -> None:
    """`tick` ends well and is silent under -q; `due` names what could not happen, before it too."""
    later = book.at("2026-11-06T10:00:00Z")
    before = later.fast("due --all --format json").json
    assert later.noting().fast("-q tick").out == ""
    assert later.noting().fast("-q tick").out == ""
    after = later.fast("due --all --format json").json
    told = [row["do"] for row in after if row["kind"] == "blocked"]
    assert told == ['Could not become Booked: only once "deposit" has been logged']
    assert [row["do"] for row in before if row["kind"] == "blocked"] == told
    assert later.fast("show ann --format json").json["status"] == "New"


def test_a_move_of_the_past_neither_foresees_nor_turns_round(book: Cli) -> None:
    """`--at` is judged by what had happened by then, and keeps the order of the statuses."""
    cli = book.at("2026-11-03T10:00:00Z")
    cli.noting().fast("log ann deposit")
    asked = "status set ann Booked --at 2026-11-02T12:00:00Z"
    assert "deposit" in cli.exits(3).fast(asked).err
    cli.noting().fast("status set ann Talking --at 2026-11-03T09:00:00Z")
    turned = cli.exits(3).fast("status set ann Booked --at 2026-11-03T08:00:00Z").err
    assert "has been in Talking since" in turned
    forced = "status set ann Booked --at 2026-11-03T08:00:00Z --force --reason x"
    assert "has been in Talking since" in cli.exits(3).fast(forced).err


def test_a_move_and_the_touch_behind_it_are_one_step(book: Cli) -> None:
    """`status set --log text` logs the touch first, so that nothing unusual is left to say."""
    cli = book.at("2026-11-02T11:00:00Z")
    assert "Unusual" in cli.noting().fast("status set ann Talking").err
    cli.noting().fast("undo")
    moved = cli.noting().fast("status set ann Talking --log text")
    assert "Unusual" not in moved.err
    history = cli.fast("show ann --format json").json["history"]
    assert [e["event"] for e in history] == ["received", "text", "status"]


KEPT = """
schema = 1
id = "kept"
title = "Kept"
initial = "Open"
force = ["head"]

[field.animal]

[event.wish]

[status.Open]
definition = "open"
rank = 1

[status.Kept]
definition = "kept"
rank = 2
requires = [
    { leads = [{ status = ["Kept"] }], same = ["animal"], at_most = 0, why = "kept for another" },
]
follow_up = [{ id = "free", after = "5 days", then = [{ status = "Open" }] }]

[[automatic]]
on = ["wish"]
to = "Kept"
"""


def test_others_count_as_their_deadlines_leave_them(tmp_path: Path) -> None:
    """What is free again is free for others, ticked or not; until then the refusal names the status
    that was meant, and a move by itself that is refused says the reason.
    """
    cli = Cli(tmp_path)
    cli.noting().fast("init")
    (tmp_path / "pipelines").mkdir(exist_ok=True)
    (tmp_path / "pipelines" / "kept.toml").write_text(KEPT)
    book = cli.at(START).noting()
    for name in ("Mia", "Ole"):
        book.fast(f"add {name} --pipeline kept animal=rex")
    book.fast("status set mia Kept")
    soon = cli.at("2026-11-05T10:00:00Z").noting()
    refused = soon.exits(3).fast("status set ole Kept").err
    assert "Not moved to Kept: Ole stays in Open." in refused
    assert "kept for another" in refused
    soon.fast("log ole wish")
    (blocked,) = soon.fast("due --kind blocked --format json").json
    assert blocked["do"] == "Could not become Kept: kept for another"
    later = cli.at("2026-11-07T11:00:00Z").noting()
    assert later.fast("show ole --format json").json["status"] == "Open"
    assert later.fast("status set ole Kept").code == 0


def test_what_was_expected_is_turned_round_as_people_say_it() -> None:
    """What is not logged, not filled in, or not so yet: in one line, no double denial."""
    said = denied(["an offer has been logged", "offer is known", "the appointment has passed"])
    assert said == (
        "no offer is logged; offer is not filled in; usually the appointment has passed by then"
    )
