"""Change the code in small ways, one at a time; the tests must notice.

    python tests/code_mutants.py               300 changes of the core, always the same
    python tests/code_mutants.py 40 rules/due  40 changes of one room

Room by room: the tests of the room are collected and run once, with a note of which functions each
enters. For every change the process is copied, the changed function put in, and of the tests that
enter it those that enter least else are run, until one fails. Ends with 1 below 95 % of what is not
known to change nothing (`code_mutants.toml`).
"""

from __future__ import annotations

import ast
import importlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = {
    "rules/time": ("rules/time",),
    "rules/leads": ("rules/leads", "book/text"),
    "rules/clauses": ("rules/clauses", "rules/pipelines/test_policy.py"),
    "rules/due": ("rules/due", "commands/test_small_changes.py"),
    "rules/moves": ("rules/moves", "rules/test_blocked.py"),
    "rules/joining": ("rules/joining",),
    "rules/importing": ("rules/importing", "import", "actions", "commands/test_small_changes.py"),
    "rules/reports": ("rules/reports", "commands/test_report.py"),
    "book/text": ("book/text", "book/test_book.py"),
    "book/journal": ("book/journal", "book/test_book.py", "commands/test_undo.py",
                     "commands/test_erase.py", "commands/test_doctor.py"),
    "book/writing": ("book/journal", "book/test_book.py", "commands/test_undo.py",
                     "commands/test_done_but.py"),
}  # fmt: skip
"""Rooms of the package, and the tests that are to notice what changes there."""
ENOUGH, MOST_TESTS, PATIENCE = 0.95, 60, 60
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
    line: int
    place: int
    words: str

    @property
    def name(self) -> str:
        """What it is called: without its line, which moves."""
        return f"{self.module} {self.function}: {self.words}"


class _Places(ast.NodeTransformer):
    """Counts the places that can be changed, and changes one of them."""

    def __init__(self, wanted: int = -1) -> None:
        self.wanted, self.count = wanted, 0
        self.function: list[str] = []
        self.found: list[tuple[str, int, str]] = []

    def at(self, node: ast.AST, words: str) -> bool:
        self.count += 1
        self.found.append((".".join(self.function), getattr(node, "lineno", 0), words))
        return self.count - 1 == self.wanted

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.function.append(node.name)
        node.body = [self.visit(one) for one in node.body]
        self.function.pop()
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        self.function.append(node.name)
        node.body = [
            self.visit(one) if isinstance(one, ast.FunctionDef) else one for one in node.body
        ]
        self.function.pop()
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

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        self.generic_visit(node)
        for place in range(len(node.values)):
            if self.at(node, f"dropped {ast.unparse(node.values[place])[:60]}"):
                rest = [one for n, one in enumerate(node.values) if n != place]
                return rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.op, ast.Not) and self.at(
            node, f"not dropped of {ast.unparse(node.operand)[:60]}"
        ):
            return node.operand
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if isinstance(node.value, bool):
            return ast.Constant(not node.value) if self.at(node, f"{node.value} flipped") else node
        if isinstance(node.value, int):
            return ast.Constant(node.value + 1) if self.at(node, f"{node.value} one more") else node
        return node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        return node  # words for people

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        return ast.Pass() if self.at(node, f"no {ast.unparse(node)[:60]}") else node

    def visit_Continue(self, node: ast.Continue) -> ast.AST:
        return ast.Pass() if self.at(node, "no continue") else node

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        if isinstance(node.value, ast.Constant):
            return node  # a docstring
        self.generic_visit(node)
        if isinstance(node.value, ast.Call) and self.at(node, f"no {ast.unparse(node)[:60]}"):
            return ast.Pass()
        return node

    def _swapped(self, node: ast.AST, op: ast.AST, make: Any) -> ast.AST:
        new = SWAPS.get(type(op))
        if new and self.at(
            node, f"{SIGNS[type(op)]} became {SIGNS[new]} in {ast.unparse(node)[:60]}"
        ):
            return make(new())
        return node


def mutants(room: str) -> list[Mutant]:
    """Return every change of a room, in a fixed order of chance."""
    found = []
    for path in sorted((ROOT / "leadctl" / room).rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        if path.name != "__init__.py":
            found += _of(module, path)
    random.Random(f"leadctl {room}").shuffle(found)
    return found


def _of(module: str, path: Path) -> Iterator[Mutant]:
    places = _Places()
    places.visit(ast.parse(path.read_text(encoding="utf-8")))
    for place, (function, line, words) in enumerate(places.found):
        if function:
            yield Mutant(module, function, line, place, words)


def code_of(mutant: Mutant) -> CodeType | None:
    """Return the changed function's code."""
    path = ROOT.joinpath(*mutant.module.split(".")).with_suffix(".py")
    tree = _Places(mutant.place).visit(ast.parse(path.read_text(encoding="utf-8")))
    ast.fix_missing_locations(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant | ast.Pass) and not hasattr(node, "lineno"):
            ast.fix_missing_locations(node)
    left = [compile(tree, str(path), "exec")]
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
        held = vars(held).get(name) if isinstance(held, type) else getattr(held, name, None)
        for inner in ("__func__", "fget", "func", "__wrapped__"):
            held = getattr(held, inner, held) if not isinstance(held, FunctionType | type) else held
    while hasattr(held, "__wrapped__"):
        held = held.__wrapped__
    return held if isinstance(held, FunctionType) else None


class Trial:
    """A plugin: runs the tests once, and then the changes."""

    def __init__(self, count: int, room: str) -> None:
        self.count, self.room = count, room
        self.failed = False
        self.entered: dict[pytest.Item, set[tuple[str, str]]] = {}
        self.outcome: list[tuple[Mutant, str]] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note that a test has failed."""
        self.failed = self.failed or report.failed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run each test once, then try the changes."""
        for place, item in enumerate(session.items):
            following = session.items[place + 1] if place + 1 < len(session.items) else None
            self.entered[item] = self._run_noting(item, following)
            if self.failed:
                say(f"{item.nodeid} fails as the code is: left out")
                del self.entered[item]
                self.failed = False
        self._try()
        return True

    def _run_noting(self, item: pytest.Item, following: pytest.Item | None) -> set[tuple[str, str]]:
        seen: set[CodeType] = set()
        inside = str(ROOT / "leadctl")
        sys.setprofile(lambda frame, what, _: seen.add(frame.f_code) if what == "call" else None)
        try:
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        finally:
            sys.setprofile(None)
        return {(c.co_filename, c.co_qualname) for c in seen if c.co_filename.startswith(inside)}

    def _try(self) -> None:
        known = tomllib.loads(SAME.read_text()) if SAME.exists() else {}
        for mutant in mutants(self.room):
            if len(self.outcome) >= self.count:
                return
            tests = self._tests_of(mutant)
            function, code = function_of(mutant), code_of(mutant)
            if (
                function is None
                or code is None
                or len(code.co_freevars) != len(function.__code__.co_freevars)
            ):
                continue
            said = "the same" if mutant.name in known else self._trial(function, code, tests)
            self.outcome.append((mutant, said))
            if said == "survived":
                place = f"{mutant.module}:{mutant.line} {mutant.function}"
                say(f"survived ({len(tests)} tests): {place}: {mutant.words}")

    def _tests_of(self, mutant: Mutant) -> list[pytest.Item]:
        path = str(ROOT.joinpath(*mutant.module.split(".")).with_suffix(".py"))
        found = [item for item, seen in self.entered.items() if (path, mutant.function) in seen]
        return sorted(found, key=lambda item: len(self.entered[item]))[:MOST_TESTS]

    def _trial(self, function: FunctionType, code: CodeType, tests: list[pytest.Item]) -> str:
        child = os.fork()
        if child == 0:
            os.setsid()
            function.__code__ = code
            devnull = os.open(os.devnull, os.O_WRONLY)
            os.dup2(devnull, 1)
            os.dup2(devnull, 2)
            for item in tests:
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
                if self.failed:
                    os._exit(1)
            os._exit(0)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                return "killed" if status else "survived"
            time.sleep(0.01)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return "killed"  # it does not end any more


def say(line: str) -> None:
    """Print a line at once: a run takes long."""
    os.write(2, f"{line}\n".encode())


def of_room(room: str, count: int) -> int:
    """Try so many changes of one room in this process, and print how many were noticed."""
    trial = Trial(count, room)
    tests = [str(ROOT / "tests" / name) for name in ROOMS[room] if (ROOT / "tests" / name).exists()]
    memory = tempfile.mkdtemp(prefix="mutants-", dir="/dev/shm" if MEMORY.is_dir() else None)
    options = ["-q", "-n", "0", "-p", "no:cacheprovider", f"--basetemp={memory}/tests"]
    pytest.main([*options, *tests], [trial])
    shutil.rmtree(memory, ignore_errors=True)
    said = [one for _, one in trial.outcome]
    say(f"{room}: {said.count('killed')} {said.count('survived')} {said.count('the same')}")
    return 0


def main() -> int:
    """Try the changes, room by room, and print how many were noticed."""
    words = sys.argv[1:]
    if len(words) > 1:
        return of_room(words[1], int(words[0]))
    share = -(-(int(words[0]) if words else 300) // len(ROOMS))
    killed = survived = same = 0
    for room in ROOMS:
        line = [sys.executable, __file__, str(share), room]
        done = subprocess.run(line, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
        told = done.stderr.decode().splitlines()
        for one in told:
            say(f"  {one}" if one.startswith("survived") else one)
        counts = [one.split()[-3:] for one in told if one.startswith(f"{room}: ")]
        now = [int(count) for count in counts[-1]]
        killed, survived, same = killed + now[0], survived + now[1], same + now[2]
    say(f"code: {killed} of {killed + survived} noticed, {same} change nothing")
    return int(killed < ENOUGH * (killed + survived))


if __name__ == "__main__":
    sys.exit(main())
