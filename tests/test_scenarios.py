"""Every scenario that lies beside a shipped definition holds; and the runner can tell."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_runner import Cli
from scenario_runner import printing

from leadctl.actions.pipelines.scenarios import play
from leadctl.book.own_files.definitions import Definitions
from leadctl.book.own_files.scenario_files import ScenarioFile, scenario_file, with_scenarios
from leadctl.errors import Invalid
from leadctl.rules.pipelines.scenario import Scenario

SHIPPED = Definitions(None)
NAMES = with_scenarios(SHIPPED)


def stories() -> Iterator[tuple[ScenarioFile, Scenario]]:
    """Yield every shipped scenario; a file that cannot be read fails a test of its own."""
    for name in NAMES:
        with contextlib.suppress(Invalid):
            file = scenario_file(SHIPPED, name)
            yield from ((file, scenario) for scenario in file.found.scenarios)


STORIES = list(stories())

SOUND = """
schema = 1
id = "tiny"
title = "Tiny"
initial = "New"

[status.New]
definition = "Just in."
follow_up = [{ do = "Call", after = "1 hour", from = "received", until = ["touch out"] }]

[status.Won]
definition = "Theirs."
closed = "won"
requires = [{ event = "meeting", why = "you have met" }]
"""


@pytest.mark.parametrize("name", NAMES)
def test_shipped_scenarios_can_be_read(name: str) -> None:
    """Each shipped file of scenarios is sound."""
    assert scenario_file(SHIPPED, name).found.scenarios


@pytest.mark.parametrize(
    ("file", "scenario"), STORIES, ids=[f"{f.pipeline}: {s.name}" for f, s in STORIES]
)
def test_a_shipped_scenario_holds(file: ScenarioFile, scenario: Scenario) -> None:
    """What the scenario says of its definition is so."""
    failures = play(file, scenario, printing).failures
    assert not failures, "\n".join(f"{f.place} step {f.step}: {f.words}" for f in failures)


def tiny(folder: Path, scenarios: str) -> str:
    """Write a small definition with scenarios, and return its file's name."""
    (folder / "tiny.toml").write_text(SOUND)
    (folder / "tiny.scenarios.toml").write_text(scenarios)
    return "tiny.toml"


def step(**changes: str) -> str:
    """Return one scenario whose only step is given by its keys."""
    keys = ", ".join(f"{key.rstrip('_')} = {value}" for key, value in changes.items())
    return (
        '[[scenario]]\nname = "One"\n'
        'lead = { name = "Ana Lopez", phone = "+14155550132", received = 2026-11-20T10:00:00Z }\n'
        f'others = [{{ name = "Bo", received = 2026-11-20T10:00:00Z }}]\n'
        f"steps = [\n    {{ at = 2026-11-20T10:30:00Z, {keys} }},\n]\n"
    )


ANOTHER = """
[[scenario]]
name = "Another"
lead = { name = "Cy Dorn", received = 2026-11-20T10:00:00Z }
steps = [{ at = 2026-11-20T10:30:00Z, status = "New" }]
"""


@pytest.mark.parametrize(
    "changes",
    [
        {"status": '"New"', "owner": '""', "fields": '{ phone = "+14155550132", email = "" }'},
        {"due": '[{ rule = "call", at = 2026-11-20T11:00:00Z, do = "cal", kind = "reminder" }]'},
        {"due": '["call"]', "not_due": '["approval"]', "illegal": '["Won"]', "legal": "[]"},
        {"run": '"log LEAD call"', "not_due": '["call"]', "events": "{ call = 1, text = 0 }"},
        {"run": '"status set LEAD won"', "refused": '["meeting", "you have met"]'},
        {"run": '["log LEAD meeting", "status set LEAD Won"]', "status": '"Won"', "outbox": "[]"},
        {"run": '"status set LEAD nowhere"', "exit": "4", "prints": '"Nowhere"'},
        {"run": '"list"', "prints": '["Ana", "LEAD", "OTHER1"]', "hides": '["Cyril"]'},
    ],
)
def test_what_is_so_holds(cli: Cli, changes: dict[str, str]) -> None:
    """Each key of a step passes where it says what is so."""
    ran = cli.noting("1 scenario holds.").fast("pipeline", "test", tiny(cli.cwd, step(**changes)))
    assert ran.out == "ok   tiny: One\n"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"status": '"Won"'}, "expected: Won\n    found: New"),
        ({"owner": '"sam"'}, "found: nothing"),
        ({"fields": '{ phone = "" }'}, "expected: nothing\n    found: +1415"),
        ({"due": '[{ rule = "call", at = 2026-11-20T11:01:00Z }]'}, "found:\n      call, at 2026"),
        ({"due": '[{ rule = "call", do = "write" }]'}, "do write"),
        ({"not_due": '["call"]'}, "expected: no call"),
        ({"events": "{ call = 1 }"}, "expected: 1\n    found: 0"),
        ({"legal": '["Won"]'}, "expected: Won"),
        ({"illegal": '["None such"]'}, "no such status"),
        ({"outbox": '["letter"]'}, "found: nothing"),
        ({"run": '"log LEAD call"', "exit": "3"}, "expected: exit 3\n    found: exit 0"),
        ({"run": '"status set LEAD won"', "refused": '["money"]'}, "expected to be printed: money"),
        ({"run": '"list"', "hides": '["Bo"]'}, "expected not to be printed: Bo"),
        ({"run": '["nonsense", "list"]'}, "No such command 'nonsense'"),
    ],
)
def test_what_is_not_so_fails(cli: Cli, changes: dict[str, str], said: str) -> None:
    """Each key fails where it says what is not so, with the step's line and both sides."""
    failing = cli.exits(3, "1 of 1 scenario failed.")
    ran = failing.fast("pipeline", "test", tiny(cli.cwd, step(**changes)))
    assert "FAIL tiny: One\n  step 1 (tiny.scenarios.toml:6)\n" in ran.out
    assert said in ran.out


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"stauts": '"New"'}, 'stauts: is not a key of this table (did you mean "status"?)'),
        ({"prints": '["x"]'}, 'prints: belongs to a step with "run"'),
        ({"due": "[{ at = 2026-11-20T11:00:00Z }]"}, "due[0]: names no row"),
        ({"not_due": "[{ kind = 'sla' }]"}, 'not_due[0]: "rule" is missing'),
        ({"due": "[{ rule = 'call', at = 2026-11-20T11:00:00 }]"}, "a time with its UTC offset"),
        ({"events": '"call"'}, "events: takes a table"),
    ],
)
def test_a_scenario_is_read_strictly(cli: Cli, changes: dict[str, str], said: str) -> None:
    """An unknown key or a wrong value is told with its line; other scenarios are played."""
    name = tiny(cli.cwd, step(**changes))
    file = cli.cwd / "tiny.scenarios.toml"
    file.write_text(file.read_text() + ANOTHER)
    failing = cli.exits(5, "1 cannot be played as written.")
    ran = failing.fast("pipeline", "test", name)
    assert (
        "FAIL tiny: One\n  as written (tiny.scenarios.toml:6)\n    scenario[0].steps[0]" in ran.out
    )
    assert said in ran.out
    assert "ok   tiny: Another" in ran.out


def test_scenarios_touch_nothing_but_their_own_book(cli: Cli) -> None:
    """Nothing of the person's environment counts, and nothing is left behind."""
    name = tiny(cli.cwd, step(run='"log LEAD call"'))
    before = sorted(cli.cwd.rglob("*"))
    cli.given(LEADCTL_AGENT="nobody").noting().fast("pipeline", "test", name)
    assert sorted(cli.cwd.rglob("*")) == before


def test_no_scenarios(cli: Cli) -> None:
    """A definition without scenarios is told where they go."""
    (cli.cwd / "bare.toml").write_text(SOUND)
    cli.exits(4, "Write them in bare.scenarios.toml").fast("pipeline", "test", "bare.toml")
