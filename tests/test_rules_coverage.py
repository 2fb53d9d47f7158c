"""Every rule of the source texts is proved by a scenario, shown as advice, or context."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from cli_runner import ROOT, Cli

NUMBERS = {"S0": 24, "S1": 37, "S2": 36, "S3": 22, "S4": 12}
COVERAGE: dict[str, Any] = tomllib.loads((ROOT / "tests/rules_coverage.toml").read_text())
ADVICE = {rule: entry["shown"] for rule, entry in COVERAGE.items() if entry["kind"] == "advice"}
SCENARIOS = sorted((ROOT / "pipelines").glob("*.scenarios.toml"))


def test_every_rule_is_listed() -> None:
    """The table has every rule of the five texts, and no other."""
    wanted = [f"{text}.{n}" for text, last in NUMBERS.items() for n in range(1, last + 1)]
    assert list(COVERAGE) == wanted


def test_every_computable_rule_has_a_scenario() -> None:
    """A rule that a program can carry is named by at least one scenario, and none is made up."""
    named = {rule for path in SCENARIOS for rule in _rules_of(path)}
    computable = {rule for rule, entry in COVERAGE.items() if entry["kind"] == "computable"}
    assert sorted(computable - named) == []
    assert sorted(named - set(COVERAGE)) == []


def _rules_of(path: Path) -> list[str]:
    scenarios = tomllib.loads(path.read_text())["scenario"]
    return [rule for scenario in scenarios for rule in scenario.get("rules", [])]


def test_context_says_why() -> None:
    """A rule without program or advice says why it has neither."""
    for rule, entry in COVERAGE.items():
        assert entry["kind"] in {"computable", "advice", "context"}, rule
        assert entry["kind"] != "context" or entry["why"], rule


@pytest.mark.parametrize("rule", ADVICE)
def test_advice_is_shown_where_it_applies(rule: str, tmp_path: Path) -> None:
    """A rule that is advice is printed for an agent whose lead is where it applies."""
    shown = ADVICE[rule]
    (tmp_path / "leadctl.toml").write_text(
        f'schema = 1\npipeline = "{shown["pipeline"]}"\ntimezone = "America/New_York"\n\n'
        '[agents.sam]\nname = "Sam Ortiz"\n'
    )
    cli = Cli(tmp_path).noting()
    cli.fast("add", "Ana Lopez")
    if shown["status"] not in cli.fast("list --format csv").out:
        cli.fast("status", "set", "Ana", shown["status"], "--force", "--reason", "for this test")
    ran = cli.fast(shown["command"].replace("LEAD", "Ana"))
    assert shown["text"] in " ".join(ran.out.split())
