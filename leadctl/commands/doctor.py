"""doctor: whether the machine around a book is well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from leadctl.commands.asking import options
from leadctl.commands.starting.command import Explained
from leadctl.errors import Invalid

if TYPE_CHECKING:
    from leadctl.commands.starting.session import Session


@click.command(cls=Explained)
@click.option("--fix", is_flag=True, help="Put right what is certain: modes, journal, index.")
@options.formats()
@options.with_session
def command(session: Session, fix: bool, format_name: str) -> int:
    """Look at what a book needs around it: Python, git, clock, disk, modes, journal, index.

    `check` looks at what the files say. Exit code 5 where something is wrong. With --fix, json
    answers as every change does, and beside it says what was mended and what is left.
    """
    from leadctl.actions.keeping.doctor import examine
    from leadctl.commands.check import print_problems, problem_rows

    found = examine(session.book, session.typed.env, session.clock, fix=fix)
    for done in found.mended:
        session.note(done)
    if fix and format_name == "json":
        from leadctl.commands.telling.answers import made, print_object

        left = problem_rows(found.problems)
        print_object(made(None) | {"mended": found.mended, "problems": left})
    else:
        print_problems(session, found.problems, format_name)
    for remark in found.remarks:
        session.note(remark)
    if not found.problems and format_name == "table":
        click.echo("All is well around this book.")
    return Invalid.exit_code if found.problems else 0
