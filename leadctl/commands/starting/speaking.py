"""What a command says beside its answer, on stderr: notes, and what is wrong with files."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from leadctl.commands.starting.globals import Globals
from leadctl.errors import Invalid, Problem

if TYPE_CHECKING:
    from leadctl.book.book import Book

MOST_TOLD = 10
"""So many things that are wrong with files are told beside a list."""


class Speaker:
    """Says on stderr what people should know, quietly where they asked for quiet."""

    def __init__(self, typed: Globals) -> None:
        self.typed = typed

    def listen_to(self, book: Book) -> None:
        """Have a book say what it has stored and, on a terminal, how far it is with many leads."""
        book.stored = self.typed.stored
        if not self.typed.quiet and sys.stderr is not None and sys.stderr.isatty():
            from leadctl.commands.starting.progress import Bar

            book.progress = Bar().show

    def note(self, text: str) -> None:
        """Print a note on stderr, unless --quiet."""
        if text and not self.typed.quiet:
            from leadctl.render.safe import safe_lines

            click.echo(safe_lines(text), err=True)

    def tell_problems(self, problems: Sequence[Problem], hint: str = "") -> int:
        """Say on stderr what is wrong with files that were left out; return the exit code.

        For commands that have done the rest: raised, it would read as if that had failed.
        """
        if not problems:
            return 0
        from leadctl.render.safe import safe_lines

        found = Invalid(list(problems), hint=hint)
        for text in filter(None, (f"leadctl: {found.sentence}", hint)):
            click.echo(safe_lines(text), err=True)
        return found.exit_code

    def tell_some(self, problems: Sequence[Problem]) -> int:
        """Say what is wrong with files beside a list, the first of it alone where it is much."""
        more = len(problems) - MOST_TOLD
        if more <= 0:
            return self.tell_problems(problems)
        return self.tell_problems(problems[:MOST_TOLD], f"{more} more: leadctl check")
