"""The first people of the day's list, and how many there are; the others' rows stay unread."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from leadctl.actions.looking.all_seen import from_kept
from leadctl.actions.looking.counts import Counts
from leadctl.book.index.day_rows import ALWAYS_NAMED, ANSWER_RANK, Moment, microseconds
from leadctl.rules.due.rows.order import FOLDS, how_many
from leadctl.rules.due.rows.sections import RANK, REPORTS_AHEAD
from leadctl.rules.due.today import Today, beginning

if TYPE_CHECKING:
    from leadctl.actions.desk import Desk
    from leadctl.actions.looking.seen import Seen
    from leadctl.book.index.sightings import Sightings
    from leadctl.book.text.broken import Broken

_KINDS = {fold: kind for kind, fold in FOLDS.items()}
_SECTIONS = {rank + 1: section for section, rank in RANK.items()}


class FirstPeople:
    """The rows of the day's list as the index has them, at the desk's moment."""

    def __init__(self, desk: Desk, kept: Sightings) -> None:
        self.kept = kept
        days = {}
        for name, calendar in desk.calendars.items():
            today = Today(desk.now, desk.zone, calendar)
            days[name] = microseconds(today.end()), today.date.toordinal()
        ahead = microseconds(desk.now + REPORTS_AHEAD)
        begun = microseconds(beginning(desk.now, desk.zone)), desk.today.toordinal()
        self._rows = kept.day(Moment(microseconds(desk.now), ahead, days, begun))

    def seen(self, count: int) -> list[Seen | Broken] | None:
        """Return the people whom a list of so many names, 0 for whom it begins with; more where
        several may be the last, and what is wrong with others.

        None where that is not to be said without looking at all.
        """
        files = self._rows.named(self._how_many(count)) if count else self._rows.first()
        if files is None:
            return None
        return list(from_kept(self.kept.of(files)))

    @cached_property
    def _found(self) -> list[tuple[int, int, int, int]]:
        """How much there is to do, by rank: counted once."""
        return self._rows.counts()

    def _how_many(self, limit: int) -> int:
        people = {rank: n for rank, n, *_ in self._found}
        return how_many(limit, people.get(ALWAYS_NAMED, 0), people.get(ANSWER_RANK, 0))

    def counts(self) -> Counts:
        """Return how much there is to do."""
        folded = tuple((_KINDS[fold], n, does) for fold, n, does in self._rows.folded())
        found = self._found
        rest = tuple((_SECTIONS[rank], n) for rank, n, *_ in found if rank != ALWAYS_NAMED)
        people, booked, answer = (sum(one[place] for one in found) for place in (1, 2, 3))
        return Counts(people, booked, answer, folded, rest)
