"""due, show and ics: whose day it is, and where a day ends."""

from __future__ import annotations

import pytest
from cli_runner import Cli

SETTINGS = """\
pipeline = "rounds"
timezone = "Europe/Berlin"

[agents.far]
timezone = "America/Los_Angeles"

[agents.near]
"""
DEFINITION = """\
schema = 1
id = "rounds"
title = "Rounds"
initial = "New"

[calendar]
timezone = "America/New_York"
hours = { every = "22:00-06:00" }

[field.visit]
type = "datetime"

[status.New]
definition = "here"
follow_up = [
    { id = "report", do = "Report", after = "7 hours", clock = "working", until = ["done"] },
    { id = "confirm", do = "Confirm", before = "2 days", from = { field = "visit" },
      until = ["text out"] },
    { id = "midnight", do = "Hand over", after = "1 hour", from = "claimed", until = ["done"] },
]
"""


@pytest.fixture
def book(cli: Cli) -> Cli:
    """A book with a night shift in New York, an agent in Los Angeles and one at home."""
    (cli.cwd / "leadctl.toml").write_text(SETTINGS)
    (cli.cwd / "pipelines").mkdir()
    (cli.cwd / "pipelines" / "rounds.toml").write_text(DEFINITION)
    return cli.noting()


def test_today_lasts_as_long_as_the_shift_that_runs(book: Cli) -> None:
    """At 23:00 what is due at 05:00, within the shift, is today's; before the shift it is not."""
    night = book.acting("near").at("2026-12-01T23:00-05:00")
    night.at("2026-12-01T17:00-05:00").fast("add Ana")
    assert [row["rule"] for row in night.fast("due --format json").json] == ["report"]
    assert night.fast("due --format json").json[0]["group"] == "today"
    assert [row["rule"] for row in night.fast("due --next --format json").json] == ["report"]
    night.exits(10).fast("due --exit-code")
    evening = book.acting("near").at("2026-12-01T17:30-05:00")
    assert evening.fast("due --format json").json == []


def test_midnight_is_the_end_of_today(book: Cli) -> None:
    """A deadline at 24:00 is today's, one at a second past it tomorrow's."""
    day = book.acting("near").at("2026-12-01T10:00+01:00")
    day.fast("add Ana --received 2026-12-01T09:00+01:00")
    day.at("2026-12-01T23:00+01:00").fast("claim Ana")
    day.fast("add Ben --received 2026-12-01T09:00+01:00")
    day.at("2026-12-01T23:00:01+01:00").fast("claim Ben")
    rows = day.at("2026-12-01T23:30+01:00").fast("due --format json").json
    assert [(row["name"], row["rule"], row["group"]) for row in rows] == [
        ("Ana", "midnight", "today"),
    ]


def test_a_day_is_a_day_typed_or_imported(book: Cli) -> None:
    """A field that takes a time keeps a day as a day: no hour is made up, by either reader."""
    day = book.acting("near").at("2026-12-01T12:00-05:00")
    typed = {"2026-12-10": "2026-12-10", "tomorrow": "2026-12-02", "in 2 weeks": "2026-12-15",
             "fri": "2026-12-04", "dec 5": "2026-12-05",
             "fri 14:30": "2026-12-04T14:30:00+01:00"}  # fmt: skip
    day.fast("add Ana")
    for words, kept in typed.items():
        day.fast(f"set Ana visit='{words}'")
        assert day.fast("show Ana --format json").json["fields"]["visit"] == kept, words
    (book.cwd / "in.csv").write_text(
        "Name,Phone,Visit\nBen,2125550101,12/10/2026\nCem,2125550102,12/31/2026 14:30\n"
    )
    day.fast("import in.csv --map visit=Visit")
    shown = {r["name"]: r["fields"]["visit"] for r in day.fast("list --format json").json[1:]}
    assert shown == {"Ben": "2026-12-10", "Cem": "2026-12-31T13:30:00+00:00"}


@pytest.mark.parametrize("agent", ["far", "near"])
def test_a_day_is_the_calendars_whoever_looks(book: Cli, agent: str) -> None:
    """The day two days before a visit is the same date in due, show and ics, east and west."""
    viewer = book.acting(agent).at("2026-12-01T12:00-05:00")
    viewer.fast("add Ana visit=2026-12-10")
    assert viewer.fast("due --all --format json").json[-1]["due"] == "2026-12-08"
    assert '"due": "2026-12-08"' in viewer.fast("show Ana --format json").out
    assert "DTSTART;VALUE=DATE:20261208" in viewer.fast("due --all --format ics").out
    there = viewer.at("2026-12-08T23:00-05:00")
    assert [r["group"] for r in there.fast("due --format json --kind reminder").json][-1] == "today"
    assert "confirm, today" in there.fast("show Ana").out.lower()
    over = viewer.at("2026-12-09T00:30-05:00")
    row = over.fast("due --format json").json[-1]
    assert (row["rule"], row["group"], row["due"]) == ("confirm", "overdue", "2026-12-08")
