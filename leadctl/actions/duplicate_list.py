"""The leads of a book that may be one person."""

from __future__ import annotations

from collections.abc import Iterator

from leadctl.actions.workspace import Desk
from leadctl.book.text.broken import Broken
from leadctl.errors import Problem
from leadctl.rules.joining.duplicates import Pair, Person, find_duplicates, person
from leadctl.values import dataclass, field


@dataclass(slots=True)
class DuplicateList:
    """The pairs, and what was wrong with files that are left out."""

    pairs: list[Pair] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def duplicate_list(desk: Desk, *, households: bool) -> DuplicateList:
    """Return the pairs among the leads shown to the acting agent; households only if asked."""
    found = DuplicateList()
    pairs = find_duplicates(_people(desk, found))
    found.pairs = [pair for pair in pairs if households or not pair.is_household]
    return found


def _people(desk: Desk, found: DuplicateList) -> Iterator[Person]:
    for lead in desk.scan():
        if isinstance(lead, Broken):
            found.problems += lead.problems
        else:
            yield person(lead)
