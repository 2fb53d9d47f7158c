"""Scenarios: what one types at which times, and what must then hold; read strictly."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import NotRequired, TypedDict, cast

from leadctl.errors import Invalid, Problem
from leadctl.rules.language.nearest import nearest
from leadctl.rules.language.sheet import Path, shown
from leadctl.rules.pipelines.scenario_keys import DUE_KEYS, KINDS, SCENARIO_KEYS, STEP_KEYS
from leadctl.values import dataclass, replace
from leadctl.values import field as default_of

SHOWS = ("prints", "hides", "refused")
NEVER = datetime.min.replace(tzinfo=UTC)
"""The moment of what has none, in a file that has problems."""


class Expected(TypedDict, total=False):
    """What must hold after a step, as it was written."""

    pipeline: str
    status: str
    owner: str
    fields: Mapping[str, object]
    derived: Mapping[str, object]
    due: list[RowSaid | str]
    not_due: list[RowSaid | str]
    events: Mapping[str, int]
    legal: str | list[str]
    illegal: str | list[str]
    outbox: str | list[str]


RowSaid = dict[str, object]
"""A row of the list as a scenario says it, by DUE_KEYS."""


class _StepSaid(Expected, total=False):
    """A step as it was written."""

    run: str | list[str]
    exit: int
    refused: str | list[str]
    prints: str | list[str]
    hides: str | list[str]


class _ScenarioSaid(TypedDict):
    """A scenario as it was written."""

    name: str
    lead: Mapping[str, object]
    steps: list[Mapping[str, object]]
    others: NotRequired[list[Mapping[str, object]]]
    rules: NotRequired[str | list[str]]


@dataclass(frozen=True)
class Added:
    """A lead of a scenario: whom it names, when they come in, and their fields."""

    name: str
    received: datetime
    pipeline: str = ""
    fields: Mapping[str, object] = default_of(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """One moment: what is typed then (`run`), how it ends, and what must hold afterwards.

    `expected` holds the other keys of the step.
    """

    line: int
    at: datetime
    actor: str = ""
    run: tuple[str, ...] = ()
    exit: int = 0
    refused: tuple[str, ...] = ()
    prints: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()
    expected: Expected = default_of(default_factory=Expected)


@dataclass(frozen=True)
class Scenario:
    """One story of a lead, the first of `leads`. `rules` names the rules it proves.

    One that cannot be played has `problems`.
    """

    file: str
    line: int
    name: str
    rules: tuple[str, ...]
    leads: tuple[Added, ...]
    actor: str
    steps: tuple[Step, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Scenarios:
    """One file of scenarios. `book` is what the settings of each scenario's book say."""

    book: Mapping[str, object]
    scenarios: tuple[Scenario, ...]


def read_scenarios(
    data: Mapping[str, object], file: str, line_of: Callable[[Path], int]
) -> Scenarios:
    """Return a file's scenarios, each with its own problems: unknown keys are problems.

    Raises Invalid with what is wrong outside of them.
    """
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

    def read(self, data: Mapping[str, object]) -> Scenarios:
        known = {"book": "table", "scenario": "tables"}
        if not self.table(data, known, (), ("scenario",)):
            return Scenarios({}, ())
        written = cast("list[Mapping[str, object]]", data["scenario"])
        scenarios: list[Scenario] = []
        for number, one in enumerate(written):
            taken = {scenario.name for scenario in scenarios}
            scenarios.append(self.whole(one, ("scenario", number), taken))
        return Scenarios(cast("Mapping[str, object]", data.get("book", {})), tuple(scenarios))

    def whole(self, table: Mapping[str, object], path: Path, taken: Collection[str]) -> Scenario:
        """Return a scenario with its own problems, so that they stop no other one."""
        others, self.problems = self.problems, []
        scenario = self.scenario(table, path)
        if scenario.name and scenario.name in taken:
            self.problem((*path, "name"), "another scenario has this name")
        own, self.problems = self.problems, others
        return replace(scenario, problems=tuple(sorted(set(own))))

    def table(
        self,
        table: Mapping[str, object],
        keys: Mapping[str, str],
        path: Path,
        required: tuple[str, ...],
    ) -> bool:
        """Note unknown keys, wrong kinds and what is missing; return whether there were none."""
        before = len(self.problems)
        for key, value in table.items():
            if key not in keys:
                self.problem((*path, key), "is not a key of this table", nearest(key, keys))
            elif not KINDS[keys[key]][0](value):
                self.problem((*path, key), KINDS[keys[key]][1])
        for key in required:
            if key not in table:
                self.problem(path, f'"{key}" is missing')
        return len(self.problems) == before

    def scenario(self, table: Mapping[str, object], path: Path) -> Scenario:
        line = self.line_of(path)
        if not self.table(table, SCENARIO_KEYS, path, ("name", "lead", "steps")):
            name = str(table.get("name", "a scenario without name"))
            return Scenario(self.file, line, name, (), (), "", ())
        said = cast("_ScenarioSaid", table)
        others = enumerate(said.get("others", ()))
        leads = [self.lead(said["lead"], (*path, "lead"))]
        leads += [self.lead(other, (*path, "others", number)) for number, other in others]
        steps = [self.step(s, (*path, "steps", n)) for n, s in enumerate(said["steps"])]
        rules, actor = _listed(said.get("rules", ())), str(table.get("as", ""))
        return Scenario(self.file, line, said["name"], rules, tuple(leads), actor, tuple(steps))

    def lead(self, table: Mapping[str, object], path: Path) -> Added:
        for key in ("name", "received"):
            if key not in table:
                self.problem(path, f'"{key}" is missing')
        for key, value in table.items():
            if isinstance(value, dict):
                inner = ", ".join(f"{name} = ..." for name in value) or "budget = 5"
                hint = f"write its fields beside its name: {inner}"
                self.problem((*path, key), "is no field of a lead", hint)
        received = table.get("received", NEVER)
        if not (isinstance(received, datetime) and received.tzinfo):
            self.problem((*path, "received"), KINDS["moment"][1])
            received = NEVER
        fields = {key: value for key, value in table.items() if key not in Added.__annotations__}
        return Added(str(table.get("name")), received, str(table.get("pipeline", "")), fields)

    def step(self, table: Mapping[str, object], path: Path) -> Step:
        line = self.line_of(path)
        at = table.get("at")
        if not self.table(table, STEP_KEYS, path, ("at",)) or not isinstance(at, datetime):
            if isinstance(at, date) and not isinstance(at, datetime):
                self.problem((*path, "at"), KINDS["moment"][1])
            return Step(line, NEVER)
        said = cast("_StepSaid", table)
        self.rows(said.get("due", []), (*path, "due"))
        self.rows(said.get("not_due", []), (*path, "not_due"))
        if "run" not in table:
            for name in ("refused", "exit", "prints", "hides"):
                if name in table:
                    self.problem((*path, name), 'belongs to a step with "run"')
        return Step(
            line,
            at,
            actor=str(table.get("as", "")),
            run=_listed(said.get("run", ())),
            exit=said.get("exit", 3 if "refused" in said else 0),
            refused=_listed(said.get("refused", ())),
            prints=_listed(said.get("prints", ())),
            hides=_listed(said.get("hides", ())),
            expected=cast("Expected", {k: v for k, v in said.items() if k not in _NOT_EXPECTED}),
        )

    def rows(self, rows: list[RowSaid | str], path: Path) -> None:
        for number, row in enumerate(rows):
            if isinstance(row, dict):
                named = ("rule",) if path[-1] == "not_due" else ()
                known = self.table(row, DUE_KEYS, (*path, number), named)
                if known and not row.keys() & {"rule", "kind", "do"}:
                    self.problem((*path, number), 'names no row: say its "rule", "do" or "kind"')


_NOT_EXPECTED = {"at", "as", "run", "exit", *SHOWS}


def _listed(value: str | Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
