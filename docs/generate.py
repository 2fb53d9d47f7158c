"""Writes the reference pages of docs/ from the code, and what the commands in the README print.

With --check nothing is written, and the pages that are stale are named.

Usage: python docs/generate.py [--check]
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

DOCS = Path(__file__).resolve().parent
TESTS = DOCS.parent / "tests"
SETTINGS = DOCS / "examples" / "book" / "leadctl.toml"
sys.path[:0] = [str(DOCS), str(DOCS.parent), str(TESTS), str(TESTS / "errors")]

import architecture_page  # noqa: E402  # found by the line above
import man_pages  # noqa: E402  # found by the line above
import readme_tour  # noqa: E402  # found by the line above
import rules_page  # noqa: E402  # found by the line above
from cli_gallery import Case, cases  # noqa: E402  # found by the line above

from leadctl import errors  # noqa: E402  # found by the line above
from leadctl.book.own_files import setting_table as options  # noqa: E402  # found by the line above
from leadctl.book.text.toml_write import format_value  # noqa: E402  # found by the line above
from leadctl.cli import App  # noqa: E402  # found by the line above
from leadctl.commands.starting.command_table import SECTIONS  # noqa: E402  # found by the line above
from leadctl.commands.starting.lazy_group import LazyGroup  # noqa: E402  # found by the line above
from leadctl.rules.pipelines.key_examples import (  # noqa: E402  # found by the line above
    key_examples,
)
from leadctl.rules.pipelines.reference import language_reference  # noqa: E402  # found by the line above

MADE = "<!-- Made by docs/generate.py; do not edit. -->\n"
WIDTH = 80

EXTRA_CODES = {
    0: ("", "Done."),
    1: ("", "A bug in leadctl; LEADCTL_DEBUG=1 shows where."),
    7: ("", "Done and stored, but something after it failed: it says what."),
    10: ("", "Something is due: only with `leadctl due --exit-code`."),
    130: ("", "Interrupted, by Ctrl-C or by end of input where something was asked."),
    141: ("", "Whoever read the output went away, as `head` does."),
    143: ("", "Told to stop (SIGTERM); 129 by SIGHUP."),
}
VARIABLES = {
    "LEADCTL_DIR": "The book, as `-C` names it.",
    "LEADCTL_AGENT": "Who is acting, as `--as` names it.",
    "LEADCTL_DEBUG": "`1` shows the traceback of every failure. Read it before you send it on.",
    "NO_COLOR": "Anything: no colour.",
    "FORCE_COLOR": "Anything: colour even where the output is no terminal.",
    "COLUMNS": "The width of tables and pages.",
    "VISUAL, EDITOR": "The editor that `leadctl edit` starts.",
    "XDG_CONFIG_HOME": "Where your own settings are, if not in ~/.config.",
}


def commands() -> str:
    """Return the page of all commands, each with what --help prints."""
    app = App()
    root = click.Context(app, info_name="leadctl", terminal_width=WIDTH)
    parts = ["# Commands\n", _help(app, root)]
    for title, table in SECTIONS.items():
        parts.append(f"## {title}\n")
        for name in table:
            parts += _pages(app.load(name), name, root)
    return "\n".join(parts)


def _pages(command: click.Command, name: str, parent: click.Context) -> Iterator[str]:
    """Yield the page of a command, and of those below it."""
    ctx = click.Context(command, info_name=name, parent=parent, terminal_width=WIDTH)
    yield f"### {ctx.command_path}\n"
    yield _help(command, ctx)
    if isinstance(command, LazyGroup):
        for below in command.table:
            yield from _pages(command.load(below), below, ctx)


def _help(command: click.Command, ctx: click.Context) -> str:
    ctx.help_option_names = ["-h", "--help"]
    return f"```text\n{command.get_help(ctx).rstrip()}\n```\n"


def exit_codes() -> str:
    """Return the page of exit codes, from the classes of errors."""
    kinds = [errors.Usage, errors.Refused, errors.NotFound, errors.Invalid, errors.Busy]
    codes = EXTRA_CODES | {kind.exit_code: (kind.__name__, kind.__doc__ or "") for kind in kinds}
    rows = [[str(code), name, " ".join(said.split())] for code, (name, said) in codes.items()]
    table = _table(["Code", "Error", "Meaning"], sorted(rows, key=lambda row: int(row[0])))
    return f"# Exit codes\n\n{table}\nWhat each failure prints: [errors](errors.md).\n"


def settings() -> str:
    """Return the page of settings, from the table that reads them."""
    parts = [
        "# Settings\n",
        "What holds, and where it came from: `leadctl config show --origin`.\n",
        "## The book's: leadctl.toml\n",
        _options(options.BOOK),
        "## An agent of the book: `[agents.ID]`\n",
        _options(options.AGENT),
        "Any other key of an agent is a text, or a list of them, that a pipeline may ask for.\n",
        "## Your own: ~/.config/leadctl/config.toml\n",
        _options(options.USER),
        "### `[outbox]`\n",
        _options(options.OUTBOX),
        "No file of a book can name a command to run; only this file, which is yours, can.\n",
        "## A whole leadctl.toml\n",
        f"```toml\n{SETTINGS.read_text(encoding='utf-8')}```\n",
        "## Environment\n",
        _table(["Variable", "Meaning"], [[f"`{k}`", v] for k, v in VARIABLES.items()]),
    ]
    return "\n".join(parts)


def _options(table: tuple[options.Option, ...]) -> str:
    rows = [[f"`{o.name}`", o.kind, _default(o.default), o.meaning] for o in table]
    return _table(["Key", "Kind", "Default", "Meaning"], rows)


def _default(value: object) -> str:
    return f"`{value}`" if value not in (None, "", (), {}) else ""


def error_page() -> str:
    """Return the gallery of errors: what was typed, and what it says."""
    parts = [
        "# Errors\n",
        "Every kind of failure with the exact text it prints on stderr; a test keeps them true.\n",
    ]
    for code in sorted({case.code for case in cases()}):
        parts.append(f"## Exit code {code}\n")
        parts += [_sample(case) for case in cases() if case.code == code]
    return "\n".join(parts)


def _sample(case: Case) -> str:
    return f"{case.says}\n\n```console\n$ leadctl {case.run}\n{case.text}```\n"


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines
    )


def definitions() -> list[dict[str, Any]]:
    """Return the definitions that the reference takes its examples from: all are tested."""
    folders = (DOCS / "examples", TESTS / "definitions" / "trades", DOCS.parent / "pipelines")
    files = [path for folder in folders for path in sorted(folder.glob("*.toml"))]
    sound = [path for path in files if not path.name.endswith(".scenarios.toml")]
    return [tomllib.loads(path.read_text(encoding="utf-8")) for path in sound]


def pipeline_language() -> str:
    """Return the reference of the language, an example at each key."""
    return language_reference(key_examples(definitions(), format_value))


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands,
    "exit-codes.md": exit_codes,
    "settings.md": settings,
    "pipeline-language.md": pipeline_language,
    "errors.md": error_page,
    "architecture.md": architecture_page.architecture,
    "rules.md": rules_page.rules,
}


def _made() -> dict[str, str]:
    """Return what each file is to hold, by its name below docs/."""
    pages = {name: f"{MADE}\n{page()}" for name, page in PAGES.items()}
    manual = man_pages.man_pages(VARIABLES)
    return pages | {f"man/man{name[-1]}/{name}": text for name, text in manual.items()}


def stale() -> list[str]:
    """Return the pages that are not what the code says, and those that nothing makes any more."""
    made = _made()
    old = {str(path.relative_to(DOCS)) for path in DOCS.glob("man/*/*")} - made.keys()
    return [*(name for name, text in made.items() if _read(DOCS / name) != text), *sorted(old)]


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def main(words: list[str]) -> int:
    """Write the pages, or with --check say which are stale and return 1."""
    if words == ["--check"]:
        found = stale()
        for name in found:
            sys.stderr.write(f"docs/{name} is stale: make docs\n")
        return 1 if found else 0
    for path in DOCS.glob("man/*/*"):
        path.unlink()
    for name, text in _made().items():
        (DOCS / name).parent.mkdir(parents=True, exist_ok=True)
        (DOCS / name).write_text(text, encoding="utf-8")
    readme_tour.main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
