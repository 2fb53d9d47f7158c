"""Lists of leads: those wanted, and what was wrong with the files left out."""

from __future__ import annotations

from dataclasses import dataclass, field

from leadctl.actions.desk import Desk
from leadctl.book.book import Broken
from leadctl.book.selector import is_meant
from leadctl.errors import Invalid, NotFound, Problem
from leadctl.rules.clauses import Case
from leadctl.rules.follow_up import Due
from leadctl.rules.lead import Lead
from leadctl.rules.ownership import masks


@dataclass(frozen=True, slots=True)
class LeadFilter:
    """Which leads are wanted; empty sets mean all. Statuses and sources are in lower case."""

    selector: str = ""
    owners: frozenset[str] = frozenset()
    pipelines: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    archived: bool = False


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
    """Return the leads wanted. One broken file, or definition, never hides the others."""
    found = LeadList()
    for lead in desk.scan():
        if not isinstance(lead, Lead):
            assert isinstance(lead, Broken)
            found.problems.extend(lead.problems)
        elif is_wanted(lead, wanted):
            found.rows.append(_row(desk, lead, found))
    found.rows.sort(key=lambda row: (row.lead.name.casefold(), row.lead.id))
    found.problems = list(dict.fromkeys(found.problems))
    return found


def _row(desk: Desk, lead: Lead, found: LeadList) -> LeadRow:
    try:
        case = desk.case(lead)
        masked = masked_fields(case)
        return LeadRow(lead, case, desk.next_due(lead), masked)
    except Invalid as error:
        found.problems.extend(error.problems)
    except NotFound as error:
        found.problems.append(Problem(f"lead {lead.id}", 0, "pipeline", error.sentence))
    return LeadRow(lead, None, None, frozenset({"phone", "email", "phones", "emails"}))


def masked_fields(case: Case) -> frozenset[str]:
    """Return the fields that are not to be shown: with the phone all phones, so with e-mails."""
    named = {name for mask in masks(case) for name in mask.fields}
    return frozenset(named | {f"{name}s" for name in ("phone", "email") if name in named})


def is_wanted(lead: Lead, wanted: LeadFilter) -> bool:
    """Whether a lead is among those wanted."""
    tags = {str(tag) for tag in lead.fields.get("tags", ())}
    return (
        (wanted.archived or not lead.value("archived"))
        and (not wanted.owners or (lead.owner or "nobody") in wanted.owners)
        and (not wanted.pipelines or lead.pipeline in wanted.pipelines)
        and (not wanted.statuses or lead.status.lower() in wanted.statuses)
        and (not wanted.sources or str(lead.fields.get("source", "")).lower() in wanted.sources)
        and (not wanted.tags or bool(wanted.tags & tags))
        and (not wanted.selector or is_meant(wanted.selector, lead))
    )
