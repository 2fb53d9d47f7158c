"""The doctor: whether a book's surroundings are well, and mending what is certain."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from leadctl.actions.constants import unset
from leadctl.book import files
from leadctl.book.book import Book
from leadctl.book.surroundings import Around, mend, remarks, troubles
from leadctl.errors import LeadctlError, Problem
from leadctl.values import dataclass


@dataclass(frozen=True)
class Examined:
    """What is wrong, what is worth knowing, and what was put right before."""

    problems: list[Problem]
    remarks: list[str]
    mended: list[str]


def examine(book: Book, env: Mapping[str, str], now: datetime, *, fix: bool) -> Examined:
    """Return what is wrong around a book; with `fix` what is certain is put right first.

    Raises Busy where the system refuses to mend.
    """
    around = Around(book, env, now)
    mended = []
    if fix:
        with files.disk("mending"):
            mended = mend(around)
    try:
        problems = list(troubles(around))
    except LeadctlError as error:
        problems = [Problem(".leadctl", 0, "", error.sentence, error.hint, "unreadable")]
    used = [name for name in book.definitions.files if book.definitions.is_own(name)]
    wanted = unset(book, [*used, book.settings.pipeline])
    return Examined(problems, [*remarks(around), *wanted], mended)
