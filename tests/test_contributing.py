"""What CONTRIBUTING.md shows works: each example is run, entered, asked and taken out again."""

from __future__ import annotations

import re
import sys
import tomllib
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import click
import pytest
from cli_runner import ROOT, Cli
from world import case, lead, pipeline

from leadctl.book.text.toml_read import parse_toml
from leadctl.render.listing import Column, Listing
from leadctl.rules.clauses.kinds import CLAUSES
from leadctl.rules.importing.layouts import read_layout
from leadctl.rules.moves.judging.judge import judge
from leadctl.rules.pipelines.reference import language_reference
from leadctl.rules.reports.entry import Entry
from leadctl.rules.reports.report import Asked

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(python|toml)\n(.*?)```", TEXT, re.DOTALL)


def example(beginning: str) -> str:
    """Return the example that begins so."""
    return next(code for _, code in BLOCKS if code.startswith(beginning))


def loaded(beginning: str) -> Any:
    """Return the example that begins so, run as a module."""
    module = ModuleType("example")
    sys.modules["example"] = module
    exec(compile(example(beginning), "CONTRIBUTING.md", "exec"), module.__dict__)
    return module


def test_the_clause_is_all_it_takes() -> None:
    """The class of the page, entered as it says, is read, judged, said and documented."""
    kind = loaded('"""The clause about the day').WeekdayClause
    CLAUSES.register(kind)
    try:
        small = pipeline('[status.Gate]\ndefinition = "x"\nrequires = [{ weekday = "tue" }]\n')
        refused = judge(case(lead(), small), "Gate")
        assert [unmet.sentence for unmet in refused.unmet] == ["only once today is tue"]
        assert judge(case(lead(), small, days=1), "Gate").allowed
        assert kind.example in language_reference()
    finally:
        CLAUSES.remove(kind)


def test_the_report_is_all_it_takes() -> None:
    """The report of the page counts leads by source."""
    [part] = loaded('"""How many leads each source').REPORT.parts
    counter = part.counter(Asked(datetime(2026, 11, 23, tzinfo=UTC), UTC))
    small = pipeline("")
    for source in ("Zillow", "Zillow", "a friend"):
        counter.add(Entry(case(lead(source=source), small)))
    assert counter.rows() == [
        {"source": "Zillow", "leads": 2},
        {"source": "a friend", "leads": 1},
    ]


def test_the_format_is_all_it_takes() -> None:
    """The format of the page prints a listing."""
    ini = loaded('"""Lines of name = value').ini
    listing = Listing([Column("name", "Name")], [{"name": "Ana"}, {"name": "B\x1ben"}])
    assert ini(listing).startswith("[1]\nname = Ana\n\n[2]\nname = B")
    assert "\x1b" not in ini(listing)


def test_the_command_is_all_it_takes(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command of the page, entered in the table, lists today's birthdays."""
    module = loaded('"""birthdays:')
    assert isinstance(module.command, click.Command)
    from leadctl import cli as program

    monkeypatch.setitem(sys.modules, "leadctl.commands.birthdays", module)
    table = program.SECTIONS["Every day"]
    monkeypatch.setitem(table, "birthdays", ("leadctl.commands.birthdays:command", "Birthdays."))
    monkeypatch.setattr(program, "app", program.App())
    cli.noting().fast("init book --timezone America/New_York --no-input")
    book = cli.inside("book")
    book.noting().fast("add Ana Lopez birthday=--11-20 -p streeteasy-buyer")
    book.noting().fast("add Ben Ode birthday=1980-03-07 -p streeteasy-buyer")
    assert book.fast("birthdays").out == "Ana Lopez\n"


def test_the_layout_is_one() -> None:
    """The layout of the page is read without a complaint."""
    code = example('name = "Doorbell')
    assert tomllib.loads(code) == parse_toml(code, "doorbell.toml")
    assert read_layout(tomllib.loads(code), "doorbell", "doorbell.toml").name == "Doorbell CRM"


def test_every_word_stands_once() -> None:
    """The glossary is in order, and no word has two meanings."""
    page = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    words = re.findall(r"^\| ([a-z -]+) \|", page, re.MULTILINE)
    words = [word for word in words if word not in {"word", "---"}]
    assert words == sorted(set(words))
    for word in ("lead", "status", "stage", "pipeline", "follow-up", "owner", "claim", "pool"):
        assert word in words
    assert {"cadence", "touch", "talk", "funnel", "conversion"} <= set(words)
