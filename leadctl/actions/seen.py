"""What the lists need to know of each lead: worked out by the rules once, and kept in the index."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from leadctl.errors import Problem
from leadctl.rules.due.row import Due
from leadctl.rules.language.part import Source
from leadctl.rules.leads.lead import Lead
from leadctl.values import dataclass, field, names_of

if TYPE_CHECKING:
    pass

_NAMES = tuple(names_of(Due))
_SOURCE = tuple(names_of(Source))


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
    derived: Mapping[str, Any] = field(default_factory=dict)
    usable: bool = True
    problems: tuple[Problem, ...] = ()

    @property
    def next_due(self) -> Due | None:
        """What is due next for the lead and its owner, or None."""
        return next((row for row in self.rows if not row.agent), None)


def values_of(seen: Seen, lead: Lead) -> tuple[Any, ...]:
    """Return what is seen of a lead as plain values; the lead itself only where it differs."""
    from leadctl.book.index.packing import lead_values

    whole = lead_values(seen.lead)
    return (
        whole[:5] if seen.lead == lead else whole,
        [_row_values(row) for row in seen.rows],
        sorted(seen.masked),
        seen.mask_why,
        dict(seen.derived),
        seen.usable,
        [(p.file, p.line, p.path, p.message, p.suggestion) for p in seen.problems],
    )


def _row_values(row: Due) -> tuple[Any, ...]:
    """Return a row as plain values, without what is only needed to work out others."""
    plain = {name: getattr(row, name) for name in _NAMES}
    source = tuple(getattr(row.source, name) for name in _SOURCE)
    plain |= {"source": source, "every": None, "then": ()}
    return tuple(plain.values())


def seen_of(plain: tuple[Any, ...], whole: Callable[[], Lead]) -> Seen:
    """Return what is seen of a lead from plain values; `whole` gives all of the lead."""
    from leadctl.book.index.packing import known_lead, lead_of

    top, rows, masked, why, derived, usable, problems = plain
    lead = known_lead(top, whole) if len(top) == 5 else lead_of(top)
    return Seen(
        lead,
        tuple([_row_of(row) for row in rows]),
        frozenset(masked),
        why,
        derived,
        usable,
        tuple([Problem(*one) for one in problems]),
    )


def _row_of(plain: tuple[Any, ...]) -> Due:
    values = dict(zip(_NAMES, plain, strict=True))
    values["source"] = Source(*values["source"])
    return Due(**values)
