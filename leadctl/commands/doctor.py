"""doctor: whether the machine around a book is well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from leadctl.commands import options
from leadctl.errors import Invalid

if TYPE_CHECKING:
    from leadctl.commands.session import Session


@click.command()
@click.option("--fix", is_flag=True, help="Put right what is certain: modes, journal, index.")
@options.formats()
@options.with_session
def command(session: Session, fix: bool, format_name: str) -> int:
    """Look at what a book needs around it: Python, git, clock, disk, modes, journal, index.

    `check` looks at what the files say. Exit code 5 where something is wrong.
    """
    from leadctl.actions.doctor import examine
    from leadctl.commands.check import print_problems

    found = examine(session.book, session.typed.env, session.clock, fix=fix)
    for done in found.mended:
        session.note(done)
    print_problems(session, found.problems, format_name)
    for remark in found.remarks:
        session.note(remark)
    if not found.problems and format_name == "table":
        click.echo("All is well around this book.")
    return Invalid.exit_code if found.problems else 0
