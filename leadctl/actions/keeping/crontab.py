"""Lines for a crontab: the morning list by mail, and the work of the clock."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from datetime import time

from leadctl.book.book import Book
from leadctl.book.own_files.program import program_words
from leadctl.errors import Usage
from leadctl.values import dataclass


@dataclass(frozen=True)
class CronPlan:
    """What cron is to do: mail the list at a time of day to an address.

    `agent` limits the list to one agent's leads, "" to all; `ticks` says whether there is a `tick`,
    `syncs` whether the book is shared.
    """

    at: time
    mail: str
    agent: str = ""
    ticks: bool = False
    syncs: bool = False


def crontab(book: Book, plan: CronPlan, search_path: str) -> Iterator[str]:
    """Yield a crontab's lines. Raises Usage for a book whose path no crontab can hold."""
    mine = ["--as", plan.agent] if plan.agent else []
    due = [*mine, "due", *(["--owner", plan.agent] if plan.agent else [])]
    morning = f"{plan.at.minute} {plan.at.hour} * * *"
    yield "# Install with: crontab -e. cron mails what a line prints; no mail when nothing is due."
    yield f"MAILTO={plan.mail}"
    yield crontab_line(book, due, morning, search_path)
    if plan.ticks:
        yield crontab_line(book, ["--quiet", "tick"], "*/15 * * * *", search_path)
    if plan.syncs:
        yield crontab_line(book, ["--quiet", "sync"], "5-59/15 * * * *", search_path)
    yield "# Mailed as a page instead (Debian's cron and cronie read CONTENT_TYPE):"
    yield '# CONTENT_TYPE="text/html; charset=UTF-8"'
    yield "# " + crontab_line(book, [*due, "--format", "html"], morning, search_path)


def crontab_line(book: Book, words: list[str], when: str, search_path: str) -> str:
    """Return one line that runs leadctl on a book, quoted for the shell and for cron.

    `when` is cron's five fields. Raises Usage where a path holds a line end: cron cannot say it.
    """
    line = shlex.join([*program_words(search_path), "-C", str(book.root), *words])
    if "\n" in line or "\r" in line:
        raise Usage("The book's path holds a line end, which a crontab cannot express.")
    return f"{when} {line.replace('%', chr(92) + '%')}"  # to cron a bare % ends the command
