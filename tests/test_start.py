"""What a command imports before it has done anything: starting is most of what it costs."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_runner import ENV, ROOT, Cli

from leadctl.commands.starting.command_table import SECTIONS
from leadctl.commands.starting.lazy_group import Table

HEAVY = ("leadctl.actions", "leadctl.book", "leadctl.rules", "leadctl.commands.starting.session")
ROWS = "kind kinds sections saying reply sla claim promise duty appointment by_hour idle"
LIGHT = frozenset(
    {
        "leadctl.rules.due",
        "leadctl.rules.due.rows",
        *(f"leadctl.rules.due.rows.{name}" for name in ROWS.split()),
        "leadctl.rules.time",
        "leadctl.rules.time.clock_face",
        "leadctl.rules.time.moments",
        "leadctl.rules.leads.deeds",
        "leadctl.rules.leads.outcomes",
        "leadctl.rules.reports",
        "leadctl.rules.reports.registry",
        "leadctl.rules",
        "leadctl.rules.leads",
        "leadctl.rules.leads.event_kind",
        "leadctl.rules.leads.event_kinds",
    }
)
"""What help pages may name from below: lists of words, kinds of rows, how a time is written."""
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


BUILDING = (
    "leadctl.rules.pipelines", "leadctl.book.text.lead", "leadctl.book.index.update",
    "leadctl.book.own_files.read_settings", "leadctl.book.index.renewing",
    "leadctl.rules.importing", "multiprocessing",
)  # fmt: skip
"""What reads a file or a definition and works something out."""
RULES = ("leadctl.rules.clauses", "leadctl.rules.moves", "leadctl.rules.due.agenda",
         "leadctl.rules.language.pipeline")  # fmt: skip
WRITING = ("leadctl.book.writing", "leadctl.book.journal", "hashlib", "json")
LISTING = ("pathlib", "urllib", "leadctl.book.own_files.definitions",
           "leadctl.book.index.lead_files", "leadctl.rules.language", "leadctl.rules.time.spans",
           "tomli", "typing_extensions", "signal", "_sysconfigdata", "leadctl.rules.leads.event_k",
           "leadctl.rules.leads.outcomes", "contextvars")  # fmt: skip
"""What takes time to import, and no list needs."""
LIST = (*BUILDING, *RULES, *WRITING, *LISTING)
WARM = {
    "due": LIST,
    "due --next": LIST,
    "today": LIST,
    "list": LIST,
    "find ana": LIST,
    "show ana": ("leadctl.rules.pipelines.build", *WRITING),
    "report status": (*BUILDING, *WRITING, "tabulate"),
    "report": (*BUILDING, *WRITING, "tabulate"),
    "report funnel": (*BUILDING, *WRITING, "tabulate"),
    "status confirm ana": ("leadctl.rules.pipelines.build", "leadctl.rules.importing.words"),
    "log ana call": ("leadctl.rules.pipelines.build", "leadctl.rules.importing.words"),
}
"""Command -> what it does not import where no file has changed since the last list."""
MAY = frozenset({"leadctl.rules.language", "leadctl.rules.language.source"})
"""Where a rule stands, which lists say as well."""


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A book of which the index knows everything."""
    folder = tmp_path_factory.mktemp("warm")
    cli = Cli(folder, err=None)
    cli.fast("init book --no-input --pipeline streeteasy-buyer --agent Sam")
    book = cli.inside("book")
    for name in ("Ana", "Ben"):
        book.fast(f"add {name}")
    return str(book.cwd)


@pytest.mark.parametrize("line", WARM)
def test_a_warm_command_imports_what_it_needs(line: str, warm: str) -> None:
    """No parser, no reader of definitions and, for lists, no rule, once everything is known."""
    words = ("--now", "2026-11-20T16:00:00Z", *line.split())
    time.sleep(0.02)  # a file that was changed in this tick of the clock would be read again
    for list_again in ("due", "list"):
        imported("--now", "2026-11-20T16:00:00Z", list_again, env={"LEADCTL_INDEX": ""}, cwd=warm)
    found = imported(*words, env={"LEADCTL_INDEX": ""}, cwd=warm)
    assert sorted(name for name in found - MAY if name.startswith(WARM[line])) == []


def test_showing_a_lead_by_its_id_parses_no_file(warm: str) -> None:
    """What a file holds that is as it was read comes from the index, without any Path."""
    cli = Cli(Path(warm), err=None)
    lead_id = cli.fast("find ana --format ids").out.strip()
    time.sleep(0.02)
    for _ in range(2):
        found = imported("show", lead_id, env={"LEADCTL_INDEX": ""}, cwd=warm)
    heavy = ("tomli", "leadctl.book.text.lead", "leadctl.book.text.toml", "pathlib", "textwrap")
    assert sorted(name for name in found if name.startswith(heavy)) == []


def test_completing_a_lead_imports_no_rules(warm: str) -> None:
    """What the index knows is enough."""
    completing = {
        "_LEADCTL_COMPLETE": "bash_complete",
        "COMP_WORDS": "leadctl show an",
        "COMP_CWORD": "2",
        "LEADCTL_INDEX": "",
    }
    time.sleep(0.02)
    for _ in range(3):  # the first ones may work out what the clock has made different
        found = imported(env=completing, cwd=warm)
    heavy = (*BUILDING, "leadctl.book.writing")
    assert sorted(name for name in found if name.startswith(heavy)) == []
