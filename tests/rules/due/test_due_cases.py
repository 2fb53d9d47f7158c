"""The table of worked cases: what `leadctl due` lists for a lead at a moment, end to end."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cli_runner import NOW, Cli

from leadctl.book.text.lead_file import dump_lead
from leadctl.rules.leads.lead import Event, Lead

TABLE = tomllib.loads(Path(__file__).with_name("due_cases.toml").read_text(encoding="utf-8"))
CASES = TABLE["case"]


def made(cli: Cli, case: dict[str, Any]) -> Cli:
    """Make the case's book: settings, definitions and its one lead."""
    zone = case.get("timezone", "America/New_York")
    own = f'timezone = "{case["agent_timezone"]}"\n' if "agent_timezone" in case else ""
    settings = f'pipeline = "streeteasy-buyer"\ntimezone = "{zone}"\n\n[agents.sam]\nname = "Sam"\n'
    (cli.cwd / "leadctl.toml").write_text(settings + own)
    (cli.cwd / "pipelines").mkdir()
    for name, text in TABLE["definition"].items():
        (cli.cwd / "pipelines" / f"{name}.toml").write_text(text)
    history = tuple(_event(dict(line)) for line in case["history"])
    pipeline = case.get("pipeline", "streeteasy-buyer")
    status = case.get("status", "New Connection")
    lead = Lead("k7f3q9m2", "Ana", pipeline, status, case.get("fields", {}), history)
    folder = cli.cwd / "leads" / "2026"
    folder.mkdir(parents=True)
    (folder / "ana-k7f3q9m2.toml").write_text(dump_lead(lead))
    now: datetime | None = case.get("now")
    return cli.at(now.isoformat() if now else NOW)


def _event(line: dict[str, Any]) -> Event:
    return Event(line.pop("at"), line.pop("event"), "sam", line)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_due_lists_what_the_arithmetic_says(cli: Cli, case: dict[str, Any]) -> None:
    """Every row that the case names is listed once, with these values; the others are not."""
    assert case["why"].endswith(".")
    rows = made(cli, case).fast("due --all --format json").json
    for wanted in case.get("rows", ()):
        found = [row for row in rows if row["rule"] == wanted["rule"]]
        assert [{key: row[key] for key in wanted} for row in found] == [wanted], case["why"]
    assert not {row["rule"] for row in rows} & set(case.get("not_due", ()))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_deadline_does_not_depend_on_now(cli: Cli, case: dict[str, Any]) -> None:
    """Asked an hour later or earlier, what is still listed has the same deadline and uid.

    A clock so far behind that an event is still to come is told, and changes no row.
    """
    book = made(cli, case)
    now = datetime.fromisoformat(book.now)
    seen: dict[tuple[str, str], set[str]] = {}
    for hours in (-1, 0, 1):
        shown = book.at((now + timedelta(hours=hours)).isoformat()).ending_somehow()
        for row in shown.fast("due --all --format json").json:
            seen.setdefault((row["rule"], row["do"]), set()).add(row["due"])
    assert all(len(dues) == 1 for dues in seen.values()), seen


def test_the_table_is_for_people() -> None:
    """Each case has a name of its own, and there are enough of them."""
    assert len({case["name"] for case in CASES}) == len(CASES) >= 35
