"""The leads of a book that may be one person."""

from __future__ import annotations

from collections.abc import Iterator

from leadctl.actions.desk import Desk
from leadctl.book.text.broken import Broken
from leadctl.errors import Problem
from leadctl.rules.joining.duplicates import Pair, Person, find_duplicates, person
from leadctl.values import dataclass, field


@dataclass
class DuplicateList:
    """The pairs, how many more share little, and what was wrong with files that are left out."""

    pairs: list[Pair] = field(default_factory=list)
    weak: int = 0
    problems: list[Problem] = field(default_factory=list)


def duplicate_list(desk: Desk, *, weak: bool) -> DuplicateList:
    """Return the pairs among the leads shown to the acting agent.

    Those who share a phone or a name alone are listed only if asked, and else counted.
    """
    found = DuplicateList()
    pairs = find_duplicates(_people(desk, found))
    found.pairs = [pair for pair in pairs if weak or not pair.is_weak]
    found.weak = len(pairs) - len(found.pairs)
    return found


def _people(desk: Desk, found: DuplicateList) -> Iterator[Person]:
    for lead in desk.scan():
        if isinstance(lead, Broken):
            found.problems += lead.problems
        else:
            yield person(lead)
