"""pipeline check: whether definitions are sound, and what there is to warn of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from leadctl.commands.asking import options
from leadctl.commands.check import SHAPE, problem_rows
from leadctl.commands.offering import completing
from leadctl.commands.pipeline_show import book_or_none, definitions_of
from leadctl.commands.starting.command import Explained
from leadctl.commands.telling.printing import print_listing
from leadctl.errors import Invalid, Problem
from leadctl.render.listing import Column, Listing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from leadctl.actions.pipelines.definition_list import Checked
    from leadctl.commands.starting.session import Session
    from leadctl.rules.pipelines.findings import Finding

COLUMNS = (
    Column("pipeline", "Pipeline"),
    Column("warning", "Warning", holds="flag"),
    *(Column(key, key.capitalize().replace("_", " "), holds=SHAPE[key]) for key in SHAPE),
    Column("scenario", "Scenario", holds="text?"),
)


@click.command(cls=Explained)
@click.argument("which", nargs=-1, metavar="[ID|FILE]...", shell_complete=completing.definitions)
@click.option("--strict", is_flag=True, help="Take warnings for errors.")
@options.formats()
@options.with_session
def command(session: Session, which: tuple[str, ...], strict: bool, format_name: str) -> int:
    """Check definitions; without ID, the book's own and those it uses.

    Each is walked through as far as it leads: statuses nobody can enter or leave, and those in
    which nothing falls due, are warned of, with a scenario that shows it. A warning stops nothing.
    """
    from leadctl.actions.pipelines.definition_list import check as check_all
    from leadctl.actions.pipelines.definition_list import to_check

    definitions, book = definitions_of(session), book_or_none(session)
    today = (session.now if book else session.clock).date()
    checked = check_all(definitions, book, which or to_check(definitions, book), today)
    if format_name != "table":
        return _listed(session, checked, format_name, strict=strict)
    problems: list[Problem] = []
    hints: list[str] = []
    for name, found in checked.items():
        problems += found.problems
        hints += filter(None, [found.hint])
        if not found.problems and not (strict and found.findings):
            click.echo(f"{name}: sound{_counted(len(found.findings))}")
        for finding in found.findings:
            if strict:
                problems.append(finding.problem)
            else:
                _warn(finding)
    if problems:
        raise Invalid(list(dict.fromkeys(problems)), hint="\n".join(hints))
    return 0


def _listed(
    session: Session, checked: Mapping[str, Checked], format_name: str, *, strict: bool
) -> int:
    """Print problems and warnings as a listing; return the exit code."""
    rows = [row for name, found in checked.items() for row in _rows(name, found, strict=strict)]
    print_listing(session, Listing(COLUMNS, rows), format_name)
    return Invalid.exit_code if any(not row["warning"] for row in rows) else 0


def _rows(name: str, found: Checked, *, strict: bool) -> Iterator[dict[str, object]]:
    """Yield each problem of a definition, then what is warned of."""
    for row in problem_rows(found.problems):
        yield {"pipeline": name, "warning": False, **row, "scenario": None}
    warned = problem_rows([one.problem for one in found.findings])
    for one, row in zip(found.findings, warned, strict=True):
        yield {"pipeline": name, "warning": not strict, **row, "scenario": one.scenario or None}


def _counted(warnings: int) -> str:
    return "" if not warnings else f", with {warnings} warning{'s' if warnings > 1 else ''}"


def _warn(finding: Finding) -> None:
    from leadctl.render.safe import safe_lines

    click.echo(safe_lines(f"warning: {finding.problem}"), err=True)
    if finding.scenario:
        click.echo(safe_lines(f"To see it, as a scenario:\n{finding.scenario}"), err=True)
