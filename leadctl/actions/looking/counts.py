"""How much there is in the day's list, in numbers."""

from __future__ import annotations

from leadctl.values import dataclass


@dataclass(frozen=True)
class Counts:
    """How much there is to do: people, appointments of today, people who wait for an answer, and
    of each kind that folds how many rows, with what all of them say to do ("" where they differ);
    `rest` is how many of the people a list may leave out, by the section in which they stand.
    """

    people: int = 0
    booked: int = 0
    answer: int = 0
    folded: tuple[tuple[str, int, str], ...] = ()
    rest: tuple[tuple[str, int], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.people or self.folded)
