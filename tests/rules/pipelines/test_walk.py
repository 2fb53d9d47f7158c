"""The walk through a definition: faults planted in the shipped ones are found, nothing else is."""

from __future__ import annotations

import copy
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cli_runner import ROOT, Cli

from leadctl.book.own_files.definitions import Definitions
from leadctl.errors import Invalid
from leadctl.rules.pipelines.build import build_pipeline
from leadctl.rules.pipelines.findings import findings

SHIPPED = sorted(p for p in (ROOT / "pipelines").glob("*.toml") if ".scenarios" not in p.name)
WRITTEN = {path.stem: Definitions(None).read(path.stem).written for path in SHIPPED}
DATA = {name: dict(found.data) for name, found in WRITTEN.items()}
LONGEST = 2.0
"""So many seconds a definition may take to check."""


def told(data: dict[str, Any]) -> list[str]:
    """Return what is told of a definition: its errors, or its warnings."""
    found = WRITTEN[data["id"]]._replace(data=data)
    try:
        pipeline = build_pipeline(found)
    except Invalid as error:
        return [str(problem) for problem in error.problems]
    return [str(one.problem) for one in findings(pipeline, found)]


def planted() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield definitions with one fault each, and what the fault is."""
    for name, shipped in DATA.items():
        for words, plant in (
            *_unprovidable(shipped),
            *_dead_ends(shipped),
            *_silent(shipped),
            *_never_settled(shipped),
            *_unused(shipped),
            *_misspelt(shipped),
        ):
            data = copy.deepcopy(shipped)
            plant(data)
            yield f"{name}: {words}", data


def _unprovidable(data: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """A requirement that nothing can provide: an event that only a message, or a KPI, makes."""
    text = str(data)
    for event, key in (("sent", "'message'"), ("credit", "'credit'")):
        for status in data["status"] if key not in text else ():
            if status == data["initial"]:
                continue

            def plant(d: dict[str, Any], status: str = status, event: str = event) -> None:
                d["status"][status].setdefault("requires", []).append({"event": event})

            yield f"{status} requires {event}", plant


def _dead_ends(data: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Open statuses of a listed definition that lead nowhere, and an end that is none."""
    if data.get("moves") != "listed" or any("to" in move for move in data.get("automatic", [])):
        return
    for status, table in data["status"].items():
        if not table.get("closed") and not table.get("parked") and "then" not in str(table):

            def leads_nowhere(d: dict[str, Any], status: str = status) -> None:
                d["status"][status].pop("next", None)

            yield f"{status} leads nowhere", leads_nowhere
        if table.get("closed") and not table.get("next"):

            def no_end(d: dict[str, Any], status: str = status) -> None:
                del d["status"][status]["closed"]

            yield f"{status} is no end", no_end


def _silent(data: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Open statuses without a follow-up, where the definition does not say how long that may be."""
    if "idle" in data or any(
        r.get("kind") not in {"birthday", "reply"} and "suggest" not in r
        for r in data.get("follow_up", [])
    ):
        return
    for status, table in data["status"].items():
        if not table.get("closed") and not table.get("parked"):

            def silence(d: dict[str, Any], status: str = status) -> None:
                d["status"][status].pop("follow_up", None)
                d["status"][status].pop("cadence", None)

            yield f"nothing falls due in {status}", silence


def _never_settled(data: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Follow-ups that nothing settles."""
    for place, rule in enumerate(data.get("follow_up", [])):
        if "until" in rule and not {"then", "suggest", "lapse"} & set(rule):
            yield (
                f"follow_up {place} has no until",
                lambda d, n=place: d["follow_up"][n].pop("until"),
            )
    for status, table in data["status"].items():
        for place, rule in enumerate(table.get("follow_up", [])):
            if "until" in rule and not {"then", "suggest", "lapse"} & set(rule):

                def plant(d: dict[str, Any], status: str = status, n: int = place) -> None:
                    d["status"][status]["follow_up"][n].pop("until")

                yield f"{status}: follow_up {place} has no until", plant


def _unused(data: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Cadences and messages nobody uses, ways where any way is open, a group of nobody."""
    yield (
        "an unused cadence",
        lambda d: d.setdefault("cadence", {}).update(
            spare={"repeat": [{"do": "x", "every": "1 week", "times": 2}]}
        ),
    )
    yield "an unused message", lambda d: d.setdefault("message", {}).update(spare={"text": "x"})
    yield "a group of nobody", lambda d: d.setdefault("group", {}).update(spare={"label": "x"})
    if data.get("moves") != "listed":
        first = data["initial"]
        others = [name for name in data["status"] if name != first][:1]
        yield "next beside open moves", lambda d: d["status"][first].update(next=others)


def _misspelt(data: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Colours, braces, levels, hours, names: what was accepted in silence."""
    first = data["initial"]
    yield "a colour", lambda d: d["status"][first].update(color="purpel")
    for message in data.get("message", {}):
        yield (
            f"a brace in {message}",
            lambda d, m=message: d["message"][m].update(text="Hello {name, {}"),
        )
    for name, derived in data.get("derive", {}).items():
        if "levels" in derived:
            yield (
                f"levels of {name}",
                lambda d, n=name: d["derive"][n]["levels"].append(d["derive"][n]["levels"][0]),
            )
    if "calendar" in data:
        yield "hours", lambda d: d["calendar"].update(hours={"every": "16:00-10:00"})
    for place, move in enumerate(data.get("automatic", [])):
        yield f"from of move {place}", lambda d, n=place: d["automatic"][n].update({"from": [""]})
        if "to" in move:
            yield f"to of move {place}", lambda d, n=place: d["automatic"][n].update(to="Nowhere")
    rule = {"do": "x", "after": "1 day", "from": {"event": ""}, "until": ["done"]}
    yield (
        "an anchor without a name",
        lambda d: d["status"][first].setdefault("follow_up", []).append(rule),
    )


@pytest.mark.parametrize("name", sorted(DATA))
def test_nothing_is_told_of_the_shipped_definitions(name: str) -> None:
    """No false alarm: the definitions as they are shipped give no warning, and quickly."""
    began = time.process_time()
    assert told(DATA[name]) == []
    assert time.process_time() - began < LONGEST


def test_planted_faults_are_found() -> None:
    """Of a hundred faults and more at least 95 in a hundred are found, two seconds each at most."""
    missed, count, slowest = [], 0, 0.0
    for words, data in planted():
        began = time.perf_counter()
        found = told(data)
        slowest = max(slowest, time.perf_counter() - began)
        count += 1
        if not found:
            missed.append(words)
    assert count >= 100
    assert len(missed) <= count * 0.05, missed
    assert slowest < LONGEST


TRAP = """
schema = 1
id = "trap"
title = "Trap"
initial = "New"
moves = "listed"
idle = "7 days"

[field.budget]
type = "money"

[event.visit]
required = ["kind"]
fields.kind = { type = "choice", choices = ["first", "second"] }

[status.New]
definition = "n"
next = ["Rich"]

[status.Rich]
definition = "r"
next = ["Seen"]
requires = [{ field = "budget" }]

[status.Seen]
definition = "s"
next = ["Done"]
requires = [{ event = "visit", at_least = 2 }]

[status.Done]
definition = "d"
closed = "won"
forbids = [{ field = "budget" }]
"""


def test_a_trap_over_several_moves_is_one_message_and_its_scenario_runs(tmp_path: Path) -> None:
    """What is required early and forbidden late is found, and what shows it can be pasted."""
    cli = Cli(tmp_path).noting()
    cli.fast("init")
    (tmp_path / "pipelines").mkdir(exist_ok=True)
    (tmp_path / "pipelines" / "trap.toml").write_text(TRAP)
    ran = cli.fast("pipeline check trap")
    assert ran.out == "trap: sound, with 1 warning\n"
    assert ran.err.count("warning:") == 1
    assert 'no lead can enter "Done": what it forbids is wanted on every way there' in ran.err
    pasted = ran.err[ran.err.index("[[scenario]]") :]
    (tmp_path / "pipelines" / "trap.scenarios.toml").write_text(pasted)
    cli.fast("pipeline test trap")
    assert "Done" in cli.exits(5).fast("pipeline check trap --strict").err


def test_an_approval_that_nobody_can_give_is_told(tmp_path: Path) -> None:
    """A role that no agent of the book has is named, with the line to write."""
    cli = Cli(tmp_path).noting()
    cli.fast("init")
    (tmp_path / "pipelines").mkdir(exist_ok=True)
    asks = TRAP.replace('forbids = [{ field = "budget" }]', 'requires = [{ approval = "chief" }]')
    (tmp_path / "pipelines" / "trap.toml").write_text(asks)
    told = cli.fast("pipeline check trap").err
    assert "no agent of the book is a chief" in told
    assert 'roles = ["chief"]' in told
