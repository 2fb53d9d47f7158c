"""An event taken out of a history leaves what was due as if it had never been logged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cli_runner import Cli
from desk_maker import added, desk_in

from leadctl.actions.desk import Desk
from leadctl.actions.recording.changes import Refusal
from leadctl.actions.recording.log import Logged, decided
from leadctl.actions.recording.taking_out import taken_out
from leadctl.book.own_files.definitions import definition_files
from leadctl.errors import Usage
from leadctl.rules.language.contents import Field
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.event_kinds import TOUCHES
from leadctl.rules.leads.lead import Lead
from leadctl.rules.leads.numbered import numbered
from leadctl.rules.leads.outcomes import OUTCOMES
from leadctl.rules.moves.effects.entering import enter
from leadctl.values import replace

SAMPLES = {
    "text": "x", "date": "tomorrow", "datetime": "tomorrow 14:00", "money": "1000", "number": "1",
    "flag": "yes", "phone": "+14155550132", "email": "ana@example.com", "month-day": "--03-07",
}  # fmt: skip


def logged(pipeline: Pipeline) -> Iterator[Logged]:
    """Yield every touch with every outcome, and every event of a definition with each choice."""
    for touch in TOUCHES:
        for outcome in ("", *(one.name for one in OUTCOMES.get(touch, ()))):
            for way in ("out", "in"):
                yield Logged(touch, way, outcome=outcome)
    for name, kind in pipeline.events.items():
        fields = {key: known for key, known in kind.fields.items() if key != "outcome"}
        choosing = [key for key, known in fields.items() if known.choices]
        typed = {key: sample(known) for key, known in fields.items()}
        yield Logged(name, fields={key: typed[key] for key in kind.required if key in typed})
        for key in choosing:
            for choice in fields[key].choices:
                yield Logged(name, fields={**typed, key: choice})


def sample(known: Field) -> str:
    """Return a value that can be typed for a field."""
    return known.choices[0] if known.choices else SAMPLES.get(known.type, "x")


def starts(desk: Desk, pipeline: Pipeline) -> Iterator[Lead]:
    """Yield a lead as it comes in, and in each status with what entering it does."""
    lead = added(desk, "Ana", phone="+14155550132")
    yield lead
    for status in pipeline.statuses:
        yield enter(desk.case(lead), status, replace(desk.stamp, at=desk.now - timedelta(hours=1)))


@pytest.mark.parametrize("definition", sorted(definition_files(None)))
def test_what_is_logged_and_taken_out_leaves_what_was_due(tmp_path: Path, definition: str) -> None:
    """For every event of every definition, in every status: the list is that of before, and so is
    the status; where a move stays that the event brought about, it is said.
    """
    desk = desk_in(tmp_path)
    settings = tmp_path / "leadctl.toml"
    settings.write_text(settings.read_text().replace("wholesale", definition))
    desk = desk_in(tmp_path)
    pipeline, tried, stayed = desk.pipeline(definition), 0, 0
    for start in starts(desk, pipeline):
        lead = desk.caught_up(start)[0]
        before = desk.agenda(lead)
        for one in logged(pipeline):
            try:
                made = decided(desk, desk.case(lead), one)
            except Usage:
                continue
            if isinstance(made, Refusal):
                continue
            after, tried = desk.tried_again(made.lead)[0], tried + 1
            event = after.history[len(lead.history)]
            number = next(n for n, e in numbered(after, desk.zone) if e is event)
            out = taken_out(desk, desk.case(after), number, "it")
            if out.notes:
                stayed += 1
                continue
            assert out.lead == lead, (one, lead.status)
            assert desk.agenda(out.lead) == before
    assert tried > 50
    assert stayed <= tried / 10, stayed


CLAIMING = """schema = 1
id = "mine"
title = "Mine"
initial = "New"
[status.New]
definition = "n"
[status.Mine]
definition = "a"
enter = [{ claim = true }]
[[automatic]]
on = ["touch out"]
from = ["New"]
to = "Mine"
"""


@pytest.mark.parametrize(
    ("definition", "logged", "stays"),
    [("mine", "call", "move to Mine"), ("sold-active", "consultation set_by=agent", "role")],
)
def test_what_changed_the_lead_itself_stays_and_is_told_with_the_way_back(
    cli: Cli, definition: str, logged: str, stays: str
) -> None:
    """An owner or a role from before is not known: the line that takes it back is printed, works
    as it stands, and the book is sound all along.
    """
    book = cli.buyers("2026-11-20T15:00:00Z")
    (book.cwd / "pipelines/mine.toml").write_text(CLAIMING)
    book.fast(f"add Ana --pipeline {definition}")
    was = book.fast("show ana --format json").json
    book.fast(f"log ana {logged}")
    ran = book.fast("amend ana 2 --remove")
    said = ran.out + ran.err
    line = re.search(rf"The {stays}.* stays. To take it back as well: leadctl (.*)", said)
    assert line, said
    assert "sound" in book.fast("check").out
    book.fast(line[1])
    now = book.fast("show ana --format json").json
    assert (now["status"], now["role"]) == (was["status"], was["role"])
    assert "sound" in book.fast("check").out


def test_a_move_is_taken_back_though_its_event_was_mended_or_others_came_since(cli: Cli) -> None:
    """A call with another time and text, and a note behind it: the lead is a new one again, owed
    its answer; one that was moved on since stays where it is.
    """
    book = cli.buyers("2026-11-20T15:00:00Z", "add Ana phone=2125550132")
    for words in ("log ana call", "note ana hm", "amend ana 2 text=rang", "amend ana 2 at=9:59"):
        book.later(minutes=8).fast(words)
    said = book.later(minutes=9).fast("amend ana 1 --remove").out
    assert "Attempted Contact is now New Connection (that move came of it)" in said
    assert [row["rule"] for row in book.fast("due --format json").json] == ["respond"]
    book.later(minutes=10).fast("log ana call")
    book.later(minutes=11).fast("status set ana Nurture")
    book.later(minutes=12).fast("amend ana 3 --remove")
    assert book.fast("show ana --format json").json["status"] == "Nurture"
    assert "sound" in book.later(minutes=12).fast("check").out
