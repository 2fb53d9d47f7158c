"""check: everything that is wrong with a book."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from leadctl.commands.asking import options
from leadctl.commands.starting.command import Explained
from leadctl.errors import Invalid, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leadctl.actions.keeping.check_book import Checked
    from leadctl.commands.starting.session import Session


SHAPE = {
    "name": "text",
    "place": "text",
    "file": "text",
    "line": "count",
    "key": "text",
    "cause": "text",
    "way_out": "text",
}
"""A problem for programs."""
_CALLED = {"key": "path", "cause": "message", "way_out": "suggestion"}


@click.command(cls=Explained)
@click.option("--fix", is_flag=True, help="Set the statuses that differ from their history.")
@options.dry_run
@options.formats()
@options.with_session
def command(session: Session, fix: bool, dry_run: bool, format_name: str) -> int:
    """Check every lead's file, the settings and the definitions in use.

    With --fix, json answers as every change does, and beside it says the problems that are left.
    """
    from leadctl.actions.keeping.check_book import check_book

    found = check_book(session.desk)
    if fix:
        number = _fix(session, found, dry_run=dry_run)
        found = found if dry_run else check_book(session.desk)
    if fix and format_name == "json":
        from leadctl.commands.telling.answers import answer_files

        left = problem_rows(found.problems)
        answer_files(session, number, dry_run=dry_run, problems=left)
    else:
        _print(session, found, format_name)
    return Invalid.exit_code if found.problems else 0


def _fix(session: Session, found: Checked, *, dry_run: bool) -> int | None:
    """Repair what is certain, and say what was done; return the operation, if there was one."""
    from leadctl.actions.keeping.check_book import fix
    from leadctl.render.safe import safe

    fixed, number = fix(session.desk, found, session.command, dry_run=dry_run)
    for one in fixed:
        session.note(f"{safe(one.lead.name)} ({one.lead.id}): {one.before} -> {one.after}")
    if dry_run:
        session.note("Nothing was written: --dry-run.")
    else:
        session.note(f"Undo: leadctl undo {number}" if number else "Nothing to fix.")
    return number or None


def _print(session: Session, found: Checked, format_name: str) -> None:
    """Print each problem on a line of its own; in other formats as a listing."""
    print_problems(session, found.problems, format_name)
    leads = "1 lead" if found.leads == 1 else f"{found.leads} leads"
    if found.problems and format_name == "table":
        count = len(found.problems)
        session.note(f"{leads}, {count} problem{'s' * (count > 1)}.")
    elif format_name == "table":
        click.echo(f"{leads}, all sound")


def print_problems(session: Session, problems: Sequence[Problem], format_name: str) -> None:
    """Print problems a line each; in other formats name, place, cause and way out of each."""
    from leadctl.commands.telling.printing import print_listing
    from leadctl.render.listing import Column, Listing
    from leadctl.render.safe import safe

    if format_name != "table":
        columns = [Column(key, key.capitalize().replace("_", " ")) for key in SHAPE]
        print_listing(session, Listing(columns, problem_rows(problems)), format_name)
        return
    for problem in problems:
        click.echo(safe(str(problem)))


def problem_rows(problems: Sequence[Problem]) -> list[dict[str, object]]:
    """Return problems as programs read them, each of SHAPE."""
    return [{k: getattr(one, _CALLED.get(k, k)) for k in SHAPE} for one in problems]
