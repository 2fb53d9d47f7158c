"""Lists of leads: those wanted, and what was wrong with the files left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadctl.actions.guarding import Guarding
from leadctl.actions.looking.all_seen import all_seen
from leadctl.actions.looking.lead_filter import LeadFilter, Wanted
from leadctl.actions.looking.seen import Seen
from leadctl.book.text.broken import Broken
from leadctl.errors import Problem
from leadctl.rules.due.rows.row import Due
from leadctl.rules.leads.lead import Lead
from leadctl.values import dataclass, field

if TYPE_CHECKING:
    from leadctl.actions.desk import Desk


@dataclass(frozen=True)
class LeadRow:
    """One lead with what is due next, or None; `masked` fields are not to be shown.

    `seen` is without its rows, unless all of them were asked for.
    """

    lead: Lead
    seen: Seen
    next_due: Due | None = None
    masked: frozenset[str] = frozenset()


@dataclass
class LeadList:
    """The leads, by name, and the problems."""

    rows: list[LeadRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def lead_list(desk: Desk, wanted: LeadFilter, *, whole: bool = False) -> LeadList:
    """Return the leads wanted, `whole` with all their rows, of which a large book has too many to
    keep. One broken file, or definition, never hides the others.

    Raises NotFound for a pipeline that is not there, or a status that no lead's pipeline has.
    """
    found, leads = LeadList(), Wanted(desk, wanted)
    for seen in all_seen(desk):
        if isinstance(seen, Broken):
            found.problems.extend(seen.problems)
            continue
        with Guarding(seen.lead.id, found.problems):
            if leads.has(seen.lead):
                found.problems.extend(seen.problems)
                next_due = desk.next_told(seen.lead, seen.rows)
                kept = seen if whole else _without_rows(seen)
                found.rows.append(LeadRow(kept.lead, kept, next_due, all_masked(kept.masked)))
    leads.refuse_unknown()
    found.rows.sort(key=lambda row: (row.lead.name.casefold(), row.lead.id))
    found.problems = list(dict.fromkeys(found.problems))
    return found


def _without_rows(seen: Seen) -> Seen:
    why, derived = seen.mask_why, seen.derived
    return Seen(seen.lead, (), seen.masked, why, derived, seen.usable, seen.problems)


def all_masked(named: frozenset[str]) -> frozenset[str]:
    """Return the fields that are not to be shown: with the phone all phones, so with e-mails."""
    return named | {f"{name}s" for name in ("phone", "email") if name in named}
