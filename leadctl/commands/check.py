"""check: everything that is wrong with a book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from leadctl.commands import options
from leadctl.errors import Invalid, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leadctl.commands.session import Session


@click.command()
@click.option("--fix", is_flag=True, help="Set the statuses that differ from their history.")
@options.dry_run
@options.formats()
@options.with_session
def command(session: Session, fix: bool, dry_run: bool, format_name: str) -> int:
    """Check every lead's file, the settings and the definitions in use."""
    from leadctl.actions.check_book import check_book

    found = check_book(session.desk)
    if fix:
        _fix(session, found, dry_run=dry_run)
        found = found if dry_run else check_book(session.desk)
    _print(session, found, format_name)
    return Invalid.exit_code if found.problems else 0


def _fix(session: Session, found: Any, *, dry_run: bool) -> None:
    """Repair what is certain, and say what was done."""
    from leadctl.actions.check_book import fix
    from leadctl.render.safe import safe

    fixed, number = fix(session.desk, found, session.command, dry_run=dry_run)
    for one in fixed:
        session.note(f"{safe(one.lead.name)} ({one.lead.id}): {one.before} -> {one.after}")
    if dry_run:
        session.note("Nothing was written: --dry-run.")
    else:
        session.note(f"Undo: leadctl undo {number}" if number else "Nothing to fix.")


def _print(session: Session, found: Any, format_name: str) -> None:
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
    from leadctl.commands.printing import print_listing
    from leadctl.render.listing import Column, Listing
    from leadctl.render.safe import safe

    keys = {"name": "name", "place": "place", "file": "file", "line": "line", "key": "path",
            "cause": "message", "way_out": "suggestion"}  # fmt: skip
    if format_name != "table":
        columns = [Column(key, key.capitalize().replace("_", " ")) for key in keys]
        rows = [{k: getattr(problem, v) for k, v in keys.items()} for problem in problems]
        print_listing(session, Listing(columns, rows), format_name)
        return
    for problem in problems:
        click.echo(safe(str(problem)))
