"""Lists of leads: those wanted, and what was wrong with the files left out."""

from __future__ import annotations

from leadctl.actions.guarding import Guarding
from leadctl.actions.lead_filter import LeadFilter, wanted_leads
from leadctl.actions.workspace import Desk
from leadctl.errors import Problem
from leadctl.rules.clauses.case import Case
from leadctl.rules.due.follow_up import Due
from leadctl.rules.due.ownership import masks
from leadctl.rules.leads.lead import Lead
from leadctl.values import dataclass, field


@dataclass(frozen=True, slots=True)
class LeadRow:
    """One lead with what is due next; `masked` fields are not to be shown."""

    lead: Lead
    case: Case | None
    next_due: Due | None
    masked: frozenset[str] = frozenset()


@dataclass(slots=True)
class LeadList:
    """The leads, by name, and the problems."""

    rows: list[LeadRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def lead_list(desk: Desk, wanted: LeadFilter) -> LeadList:
    """Return the leads wanted. One broken file, or definition, never hides the others.

    Raises NotFound for a pipeline that is not there, or a status that no lead's pipeline has.
    """
    found = LeadList()
    for lead in wanted_leads(desk, wanted, found.problems):
        found.rows.append(_row(desk, lead, found))
    found.rows.sort(key=lambda row: (row.lead.name.casefold(), row.lead.id))
    found.problems = list(dict.fromkeys(found.problems))
    return found


def _row(desk: Desk, lead: Lead, found: LeadList) -> LeadRow:
    with Guarding(lead.id, found.problems):
        case = desk.case(lead)
        masked = masked_fields(case)
        return LeadRow(lead, case, desk.next_due(lead), masked)
    return LeadRow(lead, None, None, frozenset({"phone", "email", "phones", "emails"}))


def masked_fields(case: Case) -> frozenset[str]:
    """Return the fields that are not to be shown: with the phone all phones, so with e-mails."""
    named = {name for mask in masks(case) for name in mask.fields}
    return frozenset(named | {f"{name}s" for name in ("phone", "email") if name in named})
