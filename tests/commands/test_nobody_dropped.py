"""Whoever wrote and was not answered is on the list, or the answer says that they are not."""

from __future__ import annotations

import pytest
from case_maker import case_of
from cli_runner import ROOT, Cli
from world import SAM, TEAM, at, event

from leadctl.book.own_files.definitions import Definitions
from leadctl.rules.clauses.timeline import MOMENTS
from leadctl.rules.due.agenda import agenda
from leadctl.rules.due.rows.kinds import KINDS
from leadctl.rules.leads.lead import Event, Lead

DEFINITIONS = sorted(
    path.name.removesuffix(".toml")
    for path in (ROOT / "pipelines").glob("*.toml")
    if not path.name.endswith(".scenarios.toml")
)
WAITS = "Off the list: Ana Lu's text of 12:05 was not answered"


@pytest.mark.parametrize("name", DEFINITIONS)
@pytest.mark.parametrize("bars", [(), ("all",)])
def test_who_writes_is_on_the_list_in_every_status_and_role(
    name: str, bars: tuple[str, ...]
) -> None:
    """Closed, parked, and asked not to be contacted too."""
    pipeline = Definitions(None).read(name).pipeline
    for status in pipeline.statuses:
        for role in pipeline.roles or ("",):
            fields = {"role": role, "do_not_contact": list(bars)}
            past = (Event(at(-10), "received", "sam"), event("status", -5, to=status))
            word = event("text", -1, way="in", text="Are you there?")
            lead = Lead("k7f3q9m2", "Ana", name, status, fields, (*past, word))
            rows = agenda(case_of(lead, pipeline, at(0), SAM, TEAM))
            assert any(KINDS[row.kind].hears for row in rows), (status, role)


@pytest.mark.parametrize("name", DEFINITIONS)
def test_a_plan_from_a_touch_begins_with_a_status_that_says_there_was_one(name: str) -> None:
    """Whoever is put into a status beyond the first, with nothing on record, is asked for."""
    pipeline = Definitions(None).read(name).pipeline
    for status in pipeline.statuses.values():
        plans = [pipeline.cadences[plan] for plan in status.cadence]
        named = [MOMENTS[plan.from_.moment] for plan in plans if plan.from_.moment]
        if status.name == pipeline.initial or not any(one.by_our_touch for one in named):
            continue
        past = (Event(at(-1), "received", "sam"), event("status", 0, to=status.name))
        lead = Lead("k7f3q9m2", "Ana", name, status.name, {}, past)
        rows = agenda(case_of(lead, pipeline, at(0), SAM, TEAM))
        assert {plan.id for plan in plans} & {row.rule for row in rows}, status.name


@pytest.fixture
def book(cli: Cli) -> Cli:
    """Ana texted at five past twelve on Tuesday, and nobody has answered."""
    book = cli.buyers(
        "2026-12-01T12:00:00-05:00",
        "add 'Ana Lu' phone=2125550101",
    ).at("2026-12-01T12:05:00-05:00")
    book.fast("log ana text --in -m 'can I see it today?'")
    return book.at("2026-12-01T12:10:00-05:00")


@pytest.mark.parametrize("column", ["Status,Rejected by Client", "Role,Renter"])
def test_an_import_says_what_its_rows_take_off_the_list(book: Cli, column: str) -> None:
    """A status or a role of a row, as if it were typed."""
    head, word = column.split(",")
    (book.cwd / "more.csv").write_text(f"Name,Phone,{head}\nAna Lu,2125550101,{word}\n")
    for flag in ("--dry-run", ""):
        said = book.fast(f"import more.csv --update {flag}").err
        assert f"line 2: Ana Lu: {WAITS}" in said
    assert "Ana" not in book.later(days=1).fast("due").out


def test_a_merge_keeps_the_question_and_the_answer_that_is_owed(book: Cli) -> None:
    """Who was talked to is asked about; who waits for an answer does so in a closed lead, too."""
    book.at("2026-12-01T12:00:00-05:00").fast("add 'Ana Luu' email=ana@example.com")
    book.fast("log 'ana lu' call -o spoke")
    book.fast("merge-leads 'ana lu' 'ana luu'")
    assert "you talked: In Communication?" in book.later(days=1).fast("due").out
    book.fast("undo")
    book.fast("undo")
    book.fast("status set 'ana luu' Rejected")
    assert "Next: answer them, now" in book.fast("merge-leads 'ana luu' 'ana lu'").out
    assert "Answer them" in book.fast("due").out
