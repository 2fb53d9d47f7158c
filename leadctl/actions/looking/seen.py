"""What the lists need to know of each lead: worked out by the rules once, and kept in the index."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from leadctl.errors import Problem
from leadctl.rules.due.rows.row import Due
from leadctl.rules.language.source import Source
from leadctl.rules.leads.lead import Lead
from leadctl.values import dataclass, field, names_of

if TYPE_CHECKING:
    from leadctl.book.index.packing import LeadValues, ProblemValues, Top

    SeenValues = tuple[
        Top | LeadValues,
        Sequence[Mapping[str, object]],
        Sequence[str],
        str,
        Mapping[str, object],
        bool,
        Sequence[ProblemValues],
    ]

_SOURCE = tuple(names_of(Source))
_OF_OTHERS = frozenset({"every", "then"})
"""What of a row is only needed to work out others."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One lead as the acting agent sees it at a moment.

    `rows` is its agenda as far as it is this agent's, recurring rows at their next occurrence;
    `masked` are the fields not to be shown, and `mask_why` why. What went wrong is in `problems`;
    `usable` is False where its definition is not.
    """

    lead: Lead
    rows: tuple[Due, ...] = ()
    masked: frozenset[str] = frozenset()
    mask_why: str = ""
    derived: Mapping[str, object] = field(default_factory=dict)
    usable: bool = True
    problems: tuple[Problem, ...] = ()


def values_of(seen: Seen, lead: Lead) -> SeenValues:
    """Return what is seen of a lead as plain values; the lead itself only where it differs."""
    from leadctl.book.index.packing import lead_values, problem_values, top_of

    return (
        top_of(lead) if seen.lead == lead else lead_values(seen.lead),
        [_row_values(row) for row in seen.rows],
        sorted(seen.masked),
        seen.mask_why,
        dict(seen.derived),
        seen.usable,
        list(map(problem_values, seen.problems)),
    )


def _row_values(row: Due) -> dict[str, object]:
    """Return what a row was made of as plain values, without what works out others."""
    plain = {name: value for name, value in vars(row).items() if name not in _OF_OTHERS}
    return {**plain, "source": tuple([getattr(row.source, name) for name in _SOURCE])}


class KnownSeen(Seen):
    """A lead as it was seen, whose rows are only made when they are asked for."""

    __slots__ = ("_rows",)
    _rows: Sequence[Mapping[str, object]]

    def __getattr__(self, name: str) -> object:
        if name != "rows":
            raise AttributeError(name)
        self.rows = tuple([_row_of(row) for row in self._rows])  # type: ignore[misc]  # once
        self._rows = ()
        return self.rows


def seen_of(plain: SeenValues, whole: Callable[[], Lead]) -> Seen:
    """Return what is seen of a lead from plain values; `whole` gives all of the lead."""
    from leadctl.book.index.packing import known_lead, lead_of

    top, rows, masked, why, derived, usable, problems = plain
    made = KnownSeen.__new__(KnownSeen)
    lead = known_lead(top, whole) if len(top) == 8 else lead_of(top)
    made.lead = lead  # type: ignore[misc]  # it is being made
    made._rows, made.masked = rows, frozenset(masked)  # type: ignore[misc]  # it is being made
    made.mask_why, made.derived = why, derived  # type: ignore[misc]  # it is being made
    made.usable = usable  # type: ignore[misc]  # it is being made
    found = tuple([Problem(*one) for one in problems])
    made.problems = found  # type: ignore[misc]  # it is being made
    return made


_due: Callable[..., Due] = Due
_source: Callable[..., Source] = Source


def _row_of(plain: Mapping[str, object]) -> Due:
    source = _source(*cast("tuple[object, ...]", plain["source"]))
    return _due(**{**plain, "source": source})
