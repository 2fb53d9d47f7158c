"""Peers: the other leads of a book, as far as a clause may look at them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Generic, Protocol, TypeVar

Figures = list[tuple[Decimal, str]]


class Peer(Protocol):
    """What is asked of another lead's case."""

    @property
    def lead_id(self) -> str:
        """The lead's id."""

    def value(self, name: str) -> object:
        """Return a field's value."""


C = TypeVar("C", bound=Peer)


class Peers(Generic[C]):
    """The cases of a book's leads, read when a clause first asks, and kept as long as this is.

    `cases` gives them without derived values; a view has those that may be seen from somewhere.
    `later` makes of one the case after all that has happened to its lead by itself until now.
    Figures of one question are sorted once for all leads that are compared with them.
    """

    def __init__(
        self, cases: Callable[[], Iterable[C]], later: Callable[[C], C] | None = None
    ) -> None:
        self._read, self._later = cases, later
        self._by_now: Sequence[C] | None = None
        self._cases: Sequence[C] | None = None
        self._figures: dict[int, tuple[Figures, dict[str, int]]] = {}
        self._views: dict[tuple[str, str], Peers[C]] = {}

    @property
    def cases(self) -> Sequence[C]:
        """The cases, read once."""
        if self._cases is None:
            self._cases = tuple(self._read())
        return self._cases

    @property
    def by_now(self) -> Sequence[C]:
        """The cases after what has happened to their leads by itself, whether ticked or not."""
        if self._later is None:
            return self.cases
        if self._by_now is None:
            self._by_now = tuple(map(self._later, self.cases))
        return self._by_now

    def view(self, key: tuple[str, str], derive: Callable[[C], C]) -> Peers[C]:
        """Return the same leads as they may be seen from somewhere, made once by `derive`."""
        if key not in self._views:
            later = self._later
            after = None if later is None else lambda case: derive(later(case))
            self._views[key] = Peers(lambda: map(derive, self.cases), after)
        return self._views[key]

    def median_but(self, lead: str, field: str, clause: object, wanted: Callable[[C], bool],
                   number: Callable[[object], Decimal | None]) -> Decimal | None:  # fmt: skip
        """Return the median of a field over the leads wanted, one lead left out; None where none.

        `clause` is who asks: its answers about the other leads are remembered.
        """
        if id(clause) not in self._figures:
            read = ((number(case.value(field)), case) for case in self.cases if wanted(case))
            found = sorted((value, case.lead_id) for value, case in read if value is not None)
            self._figures[id(clause)] = found, {id_: n for n, (_, id_) in enumerate(found)}
        figures, places = self._figures[id(clause)]
        return _median(figures, places.get(lead))


def _median(figures: Figures, without: int | None) -> Decimal | None:
    """Return the median of sorted figures, one of them left out."""

    def at(place: int) -> Decimal:
        return figures[place if without is None or place < without else place + 1][0]

    count = len(figures) - (without is not None)
    if not count:
        return None
    middle = count // 2
    return at(middle) if count % 2 else (at(middle - 1) + at(middle)) / 2
