"""Change the code in small ways, one at a time; the tests must notice.

    python tests/code_mutants.py                     20 changes of each room, always the same ones
    python tests/code_mutants.py 40 rules/due        40 changes of one room
    python tests/code_mutants.py --again LOG TESTS   those that a log calls survivors, by some tests

Every test runs once, while it is noted which lines it reaches and how long it takes. For every
change the process is copied, the changed function put in, and the tests that reach the changed line
run there, those of its own room first, quick ones before slow ones, until one fails. Ends with 1
below 95 % of what is not known to change nothing (`code_mutants.toml`).
"""

from __future__ import annotations

import ast
import functools
import gc
import hashlib
import importlib
import itertools
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import coverage
import pytest

ROOT = Path(__file__).parent.parent
ROOMS = (
    *("rules/time", "rules/leads", "rules/query", "rules/language", "rules/clauses", "rules/due"),
    *("rules/moves", "rules/pipelines", "rules/joining", "rules/importing", "rules/reports"),
    *("book/text", "book/tables", "book/journal", "book/index", "book/writing"),
)
"""Rooms of the package whose code is changed."""
TESTS = ("rules", "book", "actions", "commands", "errors", "test_cli.py", "test_daily_round.py")
"""Tests that are to notice; those of git and of faults start many processes and are left out."""
LEFT_OUT = ("book/git",)
ENOUGH, EACH = 0.95, 20
SPENT, PATIENCE, BACKSTOP = 20.0, 60, 600
"""Seconds of the processor for the tests of one change, and until it hangs; and of the clock."""
MEMORY = Path("/dev/shm")
SAME = ROOT / "tests" / "code_mutants.toml"
"""Changes that change nothing, each with the reason."""

SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot,
    ast.IsNot: ast.Is, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv,
    ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
SIGNS = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
    ast.In: "in", ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not", ast.Add: "+",
    ast.Sub: "-", ast.Mult: "*", ast.FloorDiv: "//", ast.And: "and", ast.Or: "or",
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One change: of the so-many-th place of a module that can be changed, and in words."""

    module: str
    function: str
    lines: tuple[int, ...]
    place: int
    words: str

    @property
    def name(self) -> str:
        """What it is called: without its line, which moves."""
        return f"{self.module} {self.function}: {self.words}"

    @property
    def path(self) -> Path:
        """The file of its module."""
        return ROOT.joinpath(*self.module.split(".")).with_suffix(".py")


class _Places(ast.NodeTransformer):
    """Counts the places that can be changed, and changes one of them."""

    def __init__(self, wanted: int = -1) -> None:
        self.wanted, self.count = wanted, 0
        self.classes: list[str] = []
        self.function, self.statement = "", ""
        self.found: list[tuple[str, tuple[int, ...], str]] = []

    def at(self, node: ast.AST, words: str) -> bool:
        self.count += 1
        first = getattr(node, "lineno", 0)
        lines = tuple(range(first, (getattr(node, "end_lineno", first) or first) + 1))
        self.found.append((self.function, lines, words))
        return self.count - 1 == self.wanted

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        """Visit what it does, not its defaults: those are no part of its code."""
        outermost = not self.function
        if outermost:
            self.function = ".".join([*self.classes, node.name])
        node.body = [self.visit(one) for one in node.body]
        self.function = "" if outermost else self.function
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        self.classes.append(node.name)
        node.body = [
            self.visit(one) if isinstance(one, ast.FunctionDef) else one for one in node.body
        ]
        self.classes.pop()
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        return self._swapped(
            node,
            node.ops[0],
            lambda new: ast.Compare(node.left, [new, *node.ops[1:]], node.comparators),
        )

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.left, ast.JoinedStr) or isinstance(node.right, ast.JoinedStr):
            return node
        return self._swapped(node, node.op, lambda new: ast.BinOp(node.left, new, node.right))

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        self.generic_visit(node)
        return self._swapped(node, node.op, lambda new: ast.AugAssign(node.target, new, node.value))

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        self.generic_visit(node)
        for place in range(len(node.values)):
            if self.at(node, f"dropped {_short(node.values[place])} of {_short(node)}"):
                rest = [one for n, one in enumerate(node.values) if n != place]
                return rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.op, ast.Not) and self.at(node, f"not dropped of {_short(node.operand)}"):
            return node.operand
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        new = not node.value if isinstance(node.value, bool) else None
        new = node.value + 1 if isinstance(node.value, int) and new is None else new
        if new is None or not self.at(node, f"{node.value} became {new} in {self.statement}"):
            return node
        return ast.Constant(new)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        return node  # words for people

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        return ast.Pass() if self.at(node, f"no {_short(node)}") else node

    def visit_Continue(self, node: ast.Continue) -> ast.AST:
        return ast.Pass() if self.at(node, "no continue") else node

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        if isinstance(node.value, ast.Constant):
            return node  # a docstring
        self.generic_visit(node)
        if isinstance(node.value, ast.Call) and self.at(node, f"no {_short(node)}"):
            return ast.Pass()
        return node

    def visit(self, node: ast.AST) -> Any:
        if isinstance(node, ast.stmt):
            self.statement = _short(node)
        return super().visit(node)

    def _swapped(self, node: ast.AST, op: ast.AST, make: Any) -> ast.AST:
        new = SWAPS.get(type(op))
        said = f"{SIGNS.get(type(op))} became {SIGNS.get(new)} in {_short(node)}" if new else ""
        return make(new()) if new and self.at(node, said) else node


def _short(node: ast.AST) -> str:
    return ast.unparse(node).split("\n")[0][:60]


def mutants(room: str) -> list[Mutant]:
    """Return every change of a room, in an order of chance that a change elsewhere leaves alone."""
    found = []
    for path in sorted((ROOT / "leadctl" / room).rglob("*.py")):
        if path.name != "__init__.py":
            found += _of(".".join(path.relative_to(ROOT).with_suffix("").parts), path)
    return sorted(found, key=lambda one: hashlib.sha256(one.name.encode()).digest())


def _of(module: str, path: Path) -> Iterator[Mutant]:
    places = _Places()
    places.visit(ast.parse(path.read_text(encoding="utf-8")))
    for place, (function, lines, words) in enumerate(places.found):
        if function:
            yield Mutant(module, function, lines, place, words)


def code_of(mutant: Mutant) -> CodeType | None:
    """Return the changed function's code."""
    tree = _Places(mutant.place).visit(ast.parse(mutant.path.read_text(encoding="utf-8")))
    left = [compile(ast.fix_missing_locations(tree), str(mutant.path), "exec")]
    while left:
        code = left.pop()
        if code.co_qualname == mutant.function:
            return code
        left += [one for one in code.co_consts if isinstance(one, CodeType)]
    return None


def function_of(mutant: Mutant) -> FunctionType | None:
    """Return the function that is to be changed, as it is loaded."""
    held: Any = importlib.import_module(mutant.module)
    for name in mutant.function.split("."):
        held = vars(held).get(name)
        for inner in ("__func__", "fget", "func", "__wrapped__"):
            held = getattr(held, inner, held) if not isinstance(held, FunctionType | type) else held
    while hasattr(held, "__wrapped__"):
        held = held.__wrapped__
    return held if isinstance(held, FunctionType) else None


def replacement(mutant: Mutant) -> tuple[FunctionType, CodeType] | None:
    """Return a function and the code it is to get; nothing where it cannot be put in."""
    function, code = function_of(mutant), code_of(mutant)
    if function is None or code is None or code.co_freevars != function.__code__.co_freevars:
        return None
    return function, code


class Trial:
    """A plugin: runs the tests once, and then the changes."""

    def __init__(self, wanted: list[list[Mutant]], each: int) -> None:
        self.wanted, self.each = wanted, each
        self.failed = False
        self.took: dict[pytest.Item, float] = {}
        self.counts: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note that a test has failed."""
        self.failed = self.failed or report.failed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run each test once, then try the changes."""
        noted = coverage.Coverage(data_file=None, source=[str(ROOT / "leadctl")], config_file=False)
        noted.start()
        for place, item in enumerate(session.items):
            noted.switch_context(str(place))
            following = session.items[place + 1] if place + 1 < len(session.items) else None
            self._once(item, following)
        noted.stop()
        slowest = sorted(self.took, key=self.took.__getitem__)[-5:]
        told = ", ".join(f"{one.name} {self.took[one]:.0f}" for one in slowest)
        say(f"{len(self.took)} tests took {sum(self.took.values()):.0f} seconds ({told})")
        _forget_what_was_worked_out()
        self._try(session.items, noted.get_data())
        return True

    def _once(self, item: pytest.Item, following: pytest.Item | None) -> None:
        began, self.failed = _work(), False
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if self.failed:
            say(f"{item.nodeid} fails as the code is: left out")
        else:
            self.took[item] = _work() - began

    def _try(self, items: list[pytest.Item], noted: coverage.CoverageData) -> None:
        """Try the changes in as many processes as there are processors."""
        workers, chosen = os.cpu_count() or 1, self._chosen(items, noted)
        with tempfile.TemporaryFile("w+") as told:
            for number in range(workers):
                if os.fork() == 0:
                    for mutant, tests in chosen[number::workers]:
                        os.write(told.fileno(), f"{self._outcome(mutant, tests)}\n".encode())
                    os._exit(0)
            for _ in range(workers):
                os.wait()
            told.seek(0)
            self.counts.update(told.read().splitlines())

    def _chosen(
        self, items: list[pytest.Item], noted: coverage.CoverageData
    ) -> list[tuple[Mutant, list[pytest.Item]]]:
        chosen = []
        reached = functools.cache(noted.contexts_by_lineno)
        for room in self.wanted:
            possible = (one for one in room if replacement(one))
            for mutant in itertools.islice(possible, self.each):
                lines = reached(str(mutant.path))
                places = {place for line in mutant.lines for place in lines.get(line, ())}
                tests = [items[int(place)] for place in sorted(places) if place]
                chosen.append((mutant, self._affordable(mutant, tests)))
        return chosen

    def _affordable(self, mutant: Mutant, tests: list[pytest.Item]) -> list[pytest.Item]:
        own = str(mutant.path.parent.relative_to(ROOT / "leadctl"))
        known = [one for one in tests if one in self.took]
        known.sort(key=lambda one: (f"tests/{own}/" not in one.nodeid, self.took[one]))
        left, chosen = SPENT, list[pytest.Item]()
        for test in known:
            if not chosen or self.took[test] <= left:
                chosen.append(test)
                left -= self.took[test]
        return chosen

    def _outcome(self, mutant: Mutant, tests: list[pytest.Item]) -> str:
        if mutant.name in known_to_change_nothing():
            return "the same"
        function, code = replacement(mutant) or (None, None)
        assert function is not None
        assert code is not None
        noticed = self._is_noticed(function, code, tests)
        if not noticed:
            say(f"survived ({len(tests)} tests) line {mutant.lines[0]}: {mutant.name}")
        return "noticed" if noticed else "survived"

    def _is_noticed(self, function: FunctionType, code: CodeType, tests: list[pytest.Item]) -> bool:
        child = os.fork()
        if child == 0:
            self._in_the_copy(function, code, tests)
        until = time.monotonic() + BACKSTOP
        while time.monotonic() < until:
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                return status != 0
            time.sleep(0.01)
        os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return True  # it does not end any more

    def _in_the_copy(
        self, function: FunctionType, code: CodeType, tests: list[pytest.Item]
    ) -> None:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))
        function.__code__ = code
        self.failed = False
        for item in tests:
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
            if self.failed:
                os._exit(1)
        os._exit(0)


@functools.cache
def known_to_change_nothing() -> dict[str, str]:
    """Return the changes that change nothing, each with the reason."""
    return tomllib.loads(SAME.read_text(encoding="utf-8")) if SAME.exists() else {}


def _forget_what_was_worked_out() -> None:
    """Clear the package's caches: what a test once worked out would hide a change from the next."""
    for one in gc.get_objects():
        if isinstance(one, functools._lru_cache_wrapper) and one.__module__.startswith("leadctl"):
            one.cache_clear()


def _work() -> float:
    """Return the seconds of the processor so far: those of the clock depend on who else is busy."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def say(line: str) -> None:
    """Print a line at once: a run takes long."""
    os.write(2, f"{line}\n".encode())


def wanted_of(words: list[str]) -> tuple[list[list[Mutant]], int, list[str]]:
    """Return the changes room by room, how many of each room to try, and the tests to run."""
    if words and words[0] == "--again":
        text = Path(words[1]).read_text(encoding="utf-8")
        known = {one.name: one for room in ROOMS for one in mutants(room)}
        lines = [line.partition(": ")[2] for line in text.splitlines() if "survived (" in line]
        return [[known[name] for name in lines if name in known]], len(lines), words[2:]
    each = int(words[0]) if words else EACH
    return [mutants(room) for room in words[1:] or ROOMS], each, list(TESTS)


def main() -> int:
    """Try the changes, and print how many were noticed."""
    wanted, each, tests = wanted_of(sys.argv[1:])
    memory = tempfile.mkdtemp(prefix="mutants-", dir=MEMORY if MEMORY.is_dir() else None)
    options = ["-q", "-n", "0", "-p", "no:cacheprovider", f"--basetemp={memory}/tests",
               "-o", "tmp_path_retention_policy=none"]  # fmt: skip
    options += [f"--ignore={ROOT / 'tests' / name}" for name in LEFT_OUT]
    trial = Trial(wanted, each)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    pytest.main([*options, *(str(ROOT / "tests" / name) for name in tests)], [trial])
    shutil.rmtree(memory, ignore_errors=True)
    noticed, survived = trial.counts["noticed"], trial.counts["survived"]
    same = trial.counts["the same"]
    say(f"code: {noticed} of {noticed + survived} noticed, {same} change nothing")
    return int(not noticed or noticed < ENOUGH * (noticed + survived))


if __name__ == "__main__":
    sys.exit(main())
