"""The rules of the source texts, one by one: what each says, where it is kept, what proves it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
PIPELINES = PROJECT / "pipelines"
_RULE = re.compile(r"\bS[0-9]\.[0-9]+\b")
_SCENARIOS = ".scenarios.toml"

TEXTS = {
    "S0": "StreetEasy, older definitions",
    "S1": "StreetEasy, current guide",
    "S2": "Realvolve",
    "S3": "Wholesaling by colours",
    "S4": "SOLD.com referrals",
}
INTRODUCTION = """\
# The rules

The pipelines that come with leadctl carry what five texts ask of an agent. Each rule has a number:
the text, and its place in it. A *computable* rule is kept by a definition or by leadctl itself, and
proved by scenarios that run with `leadctl pipeline test`; *advice* is shown where it applies, and a
test sees it shown; *context* has nothing to compute and nothing to show, and says why.

The sentences are ours. Lines point into `pipelines/`; a rule without one is kept by leadctl for
every definition, as its scenarios show. The list is made from `tests/rules_coverage.toml`, the
comments of the definitions and the scenarios beside them.
"""


def rules() -> str:
    """Return the page: a table for each text, a line for each rule."""
    return "\n".join(_page())


def _page() -> Iterator[str]:
    table = tomllib.loads((PROJECT / "tests" / "rules_coverage.toml").read_text(encoding="utf-8"))
    lines, proofs = _lines(), _proofs()
    yield INTRODUCTION
    for text, title in TEXTS.items():
        yield f"## {text}: {title}\n"
        yield "| rule | what it says | kind | kept in | proved by |"
        yield "| --- | --- | --- | --- | --- |"
        for rule, entry in table.items():
            if rule.partition(".")[0] == text:
                kept = ", ".join(lines.get(rule, [])) or "leadctl itself"
                cells = (rule, entry["says"], _kind(entry), kept, _proof(rule, entry, proofs))
                yield f"| {' | '.join(cells)} |"
        yield ""


def _kind(entry: Mapping[str, Any]) -> str:
    return f"context: {entry['why']}" if entry["kind"] == "context" else str(entry["kind"])


def _proof(rule: str, entry: Mapping[str, Any], proofs: Mapping[str, list[str]]) -> str:
    if shown := entry.get("shown"):
        return f"`leadctl {shown['command']}` in {shown['status']} of {shown['pipeline']}"
    return "; ".join(proofs.get(rule, []))


def _lines() -> dict[str, list[str]]:
    """Return the lines of the definitions whose comments name each rule."""
    found: dict[str, list[str]] = {}
    for path in sorted(PIPELINES.glob("*.toml")):
        if path.name.endswith(_SCENARIOS):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for rule in dict.fromkeys(_RULE.findall(line.partition("#")[2])):
                link = f"[{path.name}:{number}](../pipelines/{path.name}#L{number})"
                found.setdefault(rule, []).append(link)
    return found


def _proofs() -> dict[str, list[str]]:
    """Return the scenarios that name each rule, with the definition they belong to."""
    found: dict[str, list[str]] = {}
    for path in sorted(PIPELINES.glob(f"*{_SCENARIOS}")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        for scenario in data["scenario"]:
            for rule in scenario.get("rules", []):
                name = path.name.removesuffix(_SCENARIOS)
                found.setdefault(rule, []).append(f"{name}: {scenario['name']}")
    return found
