"""Scenarios: what one types at which times, and what must then hold; read strictly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from leadctl.errors import Invalid, Problem
from leadctl.rules.language.nearest import nearest
from leadctl.rules.language.sheet import Path, shown
from leadctl.values import dataclass
from leadctl.values import field as default_of

SHOWS = ("prints", "hides", "refused")
DUE_KEYS = {
    "rule": "text",
    "at": "moment",
    "kind": "text",
    "do": "text",
    "agent": "text",
    "about": "value",
    "ideal": "moment",
    "planned": "moment",
    "suggest": "text",
}
STEP_KEYS = {
    "at": "moment",
    "as": "text",
    "run": "texts",
    "refused": "texts",
    "exit": "number",
    "prints": "texts",
    "hides": "texts",
    "pipeline": "text",
    "status": "text",
    "owner": "text",
    "fields": "table",
    "derived": "table",
    "due": "rows",
    "not_due": "rows",
    "events": "table",
    "legal": "texts",
    "illegal": "texts",
    "outbox": "texts",
}
SCENARIO_KEYS = {
    "name": "text",
    "rules": "texts",
    "lead": "table",
    "others": "tables",
    "as": "text",
    "steps": "tables",
}
_KINDS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "text": (lambda v: isinstance(v, str), "takes a text"),
    "texts": (
        lambda v: all(isinstance(x, str) for x in (v if isinstance(v, list) else [v])),
        "takes a text or a list of texts",
    ),
    "number": (lambda v: isinstance(v, int) and not isinstance(v, bool), "takes a whole number"),
    "moment": (
        lambda v: isinstance(v, date) and getattr(v, "tzinfo", True) is not None,
        "takes a time with its UTC offset: 2026-11-20T18:20:00-05:00",
    ),
    "table": (lambda v: isinstance(v, dict), "takes a table"),
    "tables": (
        lambda v: isinstance(v, list) and all(isinstance(x, dict) for x in v),
        "takes a list of tables",
    ),
    "rows": (
        lambda v: isinstance(v, list) and all(isinstance(x, dict | str) for x in v),
        "takes a list of tables, or of rule ids",
    ),
    "value": (lambda _: True, ""),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One moment: what is typed then (`run`), how it ends, and what must hold afterwards.

    `expected` holds the other keys of the step as they were written: status, owner, due, ...
    """

    line: int
    at: datetime
    actor: str = ""
    run: tuple[str, ...] = ()
    exit: int = 0
    refused: tuple[str, ...] = ()
    prints: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()
    expected: Mapping[str, Any] = default_of(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scenario:
    """One story of a lead. `rules` names the rules it proves; `others` are further leads."""

    file: str
    line: int
    name: str
    rules: tuple[str, ...]
    lead: Mapping[str, Any]
    others: tuple[Mapping[str, Any], ...]
    actor: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Scenarios:
    """One file of scenarios. `book` is what the settings of each scenario's book say."""

    book: Mapping[str, Any]
    scenarios: tuple[Scenario, ...]


def read_scenarios(data: Mapping[str, Any], file: str, line_of: Callable[[Path], int]) -> Scenarios:
    """Return a file's scenarios. Raises Invalid with every problem: unknown keys are problems."""
    reader = _Reader(file, line_of)
    found = reader.read(data)
    if reader.problems:
        raise Invalid(sorted(set(reader.problems)))
    return found


class _Reader:
    def __init__(self, file: str, line_of: Callable[[Path], int]) -> None:
        self.file, self.line_of = file, line_of
        self.problems: list[Problem] = []

    def problem(self, path: Path, message: str, suggestion: str = "") -> None:
        line = self.line_of(path)
        self.problems.append(Problem(self.file, line, shown(path), message, suggestion))

    def read(self, data: Mapping[str, Any]) -> Scenarios:
        known = {"book": "table", "scenario": "tables"}
        if not self.table(data, known, (), ("scenario",)):
            return Scenarios({}, ())
        scenarios = [self.scenario(s, ("scenario", n)) for n, s in enumerate(data["scenario"])]
        names = [scenario.name for scenario in scenarios]
        for number, name in enumerate(names):
            if name in names[:number]:
                self.problem(("scenario", number, "name"), "another scenario has this name")
        return Scenarios(data.get("book", {}), tuple(scenarios))

    def table(
        self,
        table: Mapping[str, Any],
        keys: Mapping[str, str],
        path: Path,
        required: tuple[str, ...],
    ) -> bool:
        """Note unknown keys, wrong kinds and what is missing; return whether there were none."""
        before = len(self.problems)
        for key, value in table.items():
            if key not in keys:
                self.problem((*path, key), "is not a key of this table", nearest(key, keys))
            elif not _KINDS[keys[key]][0](value):
                self.problem((*path, key), _KINDS[keys[key]][1])
        for key in required:
            if key not in table:
                self.problem(path, f'"{key}" is missing')
        return len(self.problems) == before

    def scenario(self, table: Mapping[str, Any], path: Path) -> Scenario:
        line = self.line_of(path)
        if not self.table(table, SCENARIO_KEYS, path, ("name", "lead", "steps")):
            return Scenario(self.file, line, "", (), {}, (), "", ())
        others = tuple(table.get("others", ()))
        self.lead(table["lead"], (*path, "lead"))
        for number, other in enumerate(others):
            self.lead(other, (*path, "others", number))
        steps = [self.step(s, (*path, "steps", n)) for n, s in enumerate(table["steps"])]
        rules, actor = tuple(_listed(table.get("rules", ()))), table.get("as", "")
        return Scenario(
            self.file, line, table["name"], rules, table["lead"], others, actor, tuple(steps)
        )

    def lead(self, table: Mapping[str, Any], path: Path) -> None:
        for key in ("name", "received"):
            if key not in table:
                self.problem(path, f'"{key}" is missing')
        for key, value in table.items():
            if isinstance(value, dict):
                inner = ", ".join(f"{name} = ..." for name in value) or "budget = 5"
                hint = f"write its fields beside its name: {inner}"
                self.problem((*path, key), "is no field of a lead", hint)
        received = table.get("received")
        if "received" in table and not (isinstance(received, datetime) and received.tzinfo):
            self.problem((*path, "received"), _KINDS["moment"][1])

    def step(self, table: Mapping[str, Any], path: Path) -> Step:
        line = self.line_of(path)
        at = table.get("at")
        if not self.table(table, STEP_KEYS, path, ("at",)) or not isinstance(at, datetime):
            if isinstance(at, date) and not isinstance(at, datetime):
                self.problem((*path, "at"), _KINDS["moment"][1])
            return Step(line, datetime.min)  # noqa: DTZ901 - never used: the file has problems
        for name in ("due", "not_due"):
            self.rows(table.get(name, ()), (*path, name))
        if "run" not in table:
            for name in ("refused", "exit", "prints", "hides"):
                if name in table:
                    self.problem((*path, name), 'belongs to a step with "run"')
        shows = {name: tuple(_listed(table.get(name, ()))) for name in SHOWS}
        expected = {k: v for k, v in table.items() if k not in _NOT_EXPECTED}
        return Step(
            line,
            at,
            actor=table.get("as", ""),
            run=tuple(_listed(table.get("run", ()))),
            exit=table.get("exit", 3 if "refused" in table else 0),
            expected=expected,
            **shows,
        )

    def rows(self, rows: list[Any] | tuple[()], path: Path) -> None:
        for number, row in enumerate(rows):
            if isinstance(row, dict):
                self.table(row, DUE_KEYS, (*path, number), ("rule",))


_NOT_EXPECTED = {"at", "as", "run", "exit", *SHOWS}


def _listed(value: Any) -> Iterator[str]:
    yield from [value] if isinstance(value, str) else value
