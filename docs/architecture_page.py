"""The map of the house: its rooms and their arrows, and three journeys, from the source itself.

A journey names functions that exist, each called by one of those before it: where the code has
moved on, making the page fails, so that it cannot go stale unnoticed.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from architecture import ROOMS, Module, graph, modules, room_of

PROJECT = Path(__file__).resolve().parent.parent

INTRODUCTION = """\
# The house

leadctl keeps its code in rooms: folders, and a few modules that stand alone. Imports only go down
the list of rooms. A test reads them all (`tests/test_architecture.py`) and turns red for an arrow
up, for modules that import each other in a circle, and for a room or module that nobody lists. So
what stands lower can be read without what stands above it.

- `rules/` is pure: no disk, no clock, no terminal. Now and the acting agent are arguments.
- `book/` alone touches the disk. `render/` alone makes output. `actions/` are the use cases: load,
  decide, save. `commands/` parse what is typed, call one action, print. `cli.py` reads the clock.
- Knowledge stands in one place: a field in `rules/leads/fields.py`, a clause in `rules/clauses/`,
  an effect in `rules/moves/effects/`, a report in `rules/reports/kinds/`, another system's columns
  in `layouts/`, a pipeline in `pipelines/`. The parser, the checker, sentences, schemas and the
  reference read it from there. Where to add one: [CONTRIBUTING](../CONTRIBUTING.md).

Words that mean one thing each: [glossary](glossary.md). What the source texts ask for:
[rules](rules.md).
"""


@dataclass(frozen=True)
class Step:
    """One stop of a journey: `function` (or table) of a module below leadctl/, and what it does."""

    module: str
    function: str
    says: str


COMMAND = (
    Step("cli", "main", "reads the clock and the environment once; turns errors into exit codes"),
    Step("commands.starting.command_table", "SECTIONS", "says in which module each command is"),
    Step("commands.starting.lazy_group", "load", "imports that module alone"),
    Step("commands.status", "set_", "parses the line into a request"),
    Step("actions.recording.move", "set_status", "says what is to be decided of each lead"),
    Step(
        "actions.recording.changing",
        "change",
        "takes each lead through it, in one operation",
    ),
    Step("book.writing.changing", "changing", "takes the lock, and recovers what a crash left"),
    Step(
        "rules.moves.judging.judge",
        "judge",
        "asks the structure and the guards: a value, no exception",
    ),
    Step("rules.moves.effects.entering", "enter", "writes the event; applies what entering does"),
    Step("book.writing.operation", "save", "edits the file's text and journals it"),
    Step("book.text.lead_edit", "edit_lead", "changes the spans that differ, and reads them back"),
    Step("book.writing.operation", "commit", "renames the files into place, all or none"),
    Step(
        "commands.telling.printing",
        "print_outcome",
        "says what happened, and how to undo it",
    ),
)
ROW = (
    Step("commands.import_", "command", "opens the file and asks what is missing"),
    Step("actions.importing.plan", "plan_import", "looks through the whole file once"),
    Step("book.tables.csv_table", "open_table", "finds encoding, delimiter and header"),
    Step("rules.importing.columns", "make_plan", "says of every column what it is used for"),
    Step("actions.importing.import_leads", "run_import", "takes the rows, in one operation"),
    Step("actions.importing.rows", "rows", "reads rows in a second process"),
    Step("rules.importing.rows", "read", "makes a person of the cells of a row"),
    Step("actions.importing.target", "match", "finds the lead that the person is already"),
    Step("actions.importing.row_joins", "of", "works out what a row makes of a lead"),
    Step("rules.importing.row_into_lead", "join", "fills what is empty, keeps what differs"),
    Step("actions.importing.target", "change", "stores it, judged as any change of a lead"),
)
DEFINITION = (
    Step("actions.cases", "pipeline", "asks for a definition, once a command"),
    Step("book.own_files.definitions", "read", "finds its file: the book's own before ours"),
    Step("rules.pipelines.build", "build_pipeline", "collects every problem; raises them at once"),
    Step("rules.pipelines.read_table", "read_table", "reads each table by the keys it may have"),
    Step(
        "rules.pipelines.read_table", "read_kinds", "makes each clause and effect of its own kind"
    ),
    Step("rules.pipelines.policy", "policy_of", "adds a group's policy to its statuses' own"),
    Step("rules.pipelines.check", "check", "asks what only shows when the whole is seen"),
    Step(
        "rules.pipelines.check_clauses", "check_clauses", "asks each clause's kind to check itself"
    ),
)


def architecture() -> str:
    """Return the page. Raises LookupError for a journey that the code does not make any more."""
    return "\n".join(_page(modules(PROJECT / "leadctl", PROJECT)))


def _page(sources: list[Module]) -> Iterator[str]:
    yield INTRODUCTION
    arrows = room_arrows(sources)
    yield "## The rooms\n"
    yield "An arrow says imports; those that follow from others are left out.\n"
    yield _diagram(arrows)
    yield "Lowest first:\n"
    yield "| room | modules | what it is |\n| --- | --- | --- |"
    for room in ROOMS:
        here = [source for source in sources if _room(source.name) == room]
        yield f"| `{room or 'leadctl'}` | {len(here)} | {_purpose(room, sources)} |"
    yield ""
    titles = {"a command": COMMAND, "a row of an import": ROW, "a definition": DEFINITION}
    for title, steps in titles.items():
        yield f"## How {title} travels\n"
        yield _journey(steps, {source.name: source for source in sources})


def _room(name: str) -> str | None:
    own = name.partition(".")[2]
    return own if own in ROOMS else own.rpartition(".")[0] if own else ""


def room_arrows(sources: Iterable[Module]) -> dict[str, set[str]]:
    """Return the rooms that each room imports."""
    found: dict[str, set[str]] = {room: set() for room in ROOMS}
    for name, after in graph(sources).items():
        room = room_of(name)
        for other in map(room_of, after):
            if room is not None and other is not None and room != other:
                found[room].add(other)
    return found


def _diagram(arrows: dict[str, set[str]]) -> str:
    """Return the rooms as a Mermaid graph, without the arrows that follow from two others."""
    lines = ["```mermaid", "flowchart TD"]
    low = {"", "values", "patterns", "errors"}
    lines += [f'    {_id(room)}["{room}"]' for room in reversed(ROOMS) if room not in low]
    for room, after in arrows.items():
        implied = {below for other in after for below in _below(arrows, other)}
        kept = after - implied
        lines += [f"    {_id(room)} --> {_id(to)}" for to in sorted(kept - low)]
    return "\n".join([*lines, "```\n"])


def _below(arrows: dict[str, set[str]], room: str) -> set[str]:
    found: set[str] = set()
    waiting = list(arrows[room])
    while waiting:
        if (name := waiting.pop()) not in found:
            found.add(name)
            waiting.extend(arrows[name])
    return found


def _id(room: str) -> str:
    return room.replace(".", "_").strip("_") or "leadctl"


def _purpose(room: str, sources: list[Module]) -> str:
    """Return the first sentence that the room's own docstring says."""
    named = f"leadctl.{room}".rstrip(".")
    source = next(source for source in sources if source.name == named)
    return (ast.get_docstring(source.tree) or "").split("\n\n")[0].replace("\n", " ")


def _journey(steps: tuple[Step, ...], sources: dict[str, Module]) -> str:
    lines = ["```mermaid", "flowchart TD"]
    for place, step in enumerate(steps):
        source = sources.get(f"leadctl.{step.module}")
        if source is None or not re.search(rf"(?m)^ *(def )?{step.function}[(:]", source.source):
            raise LookupError(f"docs: {step.module} has no {step.function} any more")
        before = [sources[f"leadctl.{other.module}"].source for other in steps[:place]]
        if place and not any(_names(text, step) for text in before):
            raise LookupError(f"docs: nothing before it calls {step.module}.{step.function}")
        lines.append(f'    s{place}["{step.module}<br/>{step.function.strip("_")}"]')
    lines += [f"    s{place} --> s{place + 1}" for place in range(len(steps) - 1)]
    lines.append("```\n")
    rows = [
        f"{place}. [`{step.module}.{step.function}`]({_file(step.module)}): {step.says}."
        for place, step in enumerate(steps, 1)
    ]
    return "\n".join([*lines, *rows, ""])


def _names(text: str, step: Step) -> bool:
    """Whether a source mentions the function, or the module that a command's table names."""
    called = rf"\b{step.function}\b(?!:)"
    return re.search(rf'{called}|"leadctl\.{re.escape(step.module)}:', text) is not None


def _file(module: str) -> str:
    return f"../leadctl/{module.replace('.', '/')}.py"
