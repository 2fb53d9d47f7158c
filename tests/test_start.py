"""What a command imports before it has done anything: starting is most of what it costs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from cli_runner import ENV, ROOT

from leadctl.cli import SECTIONS
from leadctl.commands.lazy_group import Table

HEAVY = ("leadctl.actions", "leadctl.book", "leadctl.rules", "leadctl.commands.session")
LIGHT = frozenset(
    {
        "leadctl.rules.reports",
        "leadctl.rules.reports.registry",
        "leadctl.rules",
        "leadctl.rules.language",
        "leadctl.rules.language.kinds",
    }
)
"""What help pages may name from below: lists of words alone."""
SLOW = frozenset({"pathlib", "dataclasses", "tomli", "tomllib", "sqlite3", "json", "zoneinfo"})


def imported(*words: str, env: dict[str, str] | None = None, cwd: str = ".") -> set[str]:
    """Return the modules that a command line has imported by its end."""
    code = (
        "import sys\nfrom leadctl.cli import main\n"
        "code = main(sys.argv[1:])\nsys.stdout.flush()\n"
        "print(code, *sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", code, *words],
        env={**ENV, **(env or {}), "PYTHONPATH": ":".join([str(ROOT), *sys.path])},
        cwd=cwd,
        capture_output=True,
        text=True,
        check=True,
    )
    code, *names = done.stderr.splitlines()[-1].split()
    assert code == "0", done.stderr
    return set(names)


def commands(table: Table, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the words of every command."""
    for name, (target, _help) in table.items():
        if isinstance(target, dict):
            yield from commands(target, (*before, name))
        else:
            yield (*before, name)


COMMANDS = [words for table in SECTIONS.values() for words in commands(table)]


PAGES = [words for words in [(), *COMMANDS] if words != ("report",)]
"""All but `report --help`, which is made from every figure that reports know."""


@pytest.mark.parametrize("words", PAGES, ids=" ".join)
def test_a_help_page_imports_click_and_little_else(words: tuple[str, ...]) -> None:
    """`COMMAND --help` imports no use case, no rule, no file of a book, and no slow library."""
    found = imported(*words, "--help")
    assert sorted(n for n in found if n.startswith(HEAVY) and n not in LIGHT) == []
    assert found & SLOW == set()


def test_the_version_and_a_command_being_completed_import_as_little() -> None:
    """So do `--version` and the completion of a command's name."""
    completing = {
        "_LEADCTL_COMPLETE": "bash_complete",
        "COMP_WORDS": "leadctl st",
        "COMP_CWORD": "1",
    }
    for found in (imported("--version"), imported(env=completing)):
        assert [name for name in found if name.startswith(HEAVY)] == []
        assert found & (SLOW - {"json", "pathlib"}) == set()
