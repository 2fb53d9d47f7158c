"""Reports over the leads an agent is shown: gathered once, counted by the rules."""

from __future__ import annotations

from leadctl.actions.guarding import Guarding
from leadctl.actions.lead_filter import LeadFilter, wanted_leads
from leadctl.actions.workspace import Desk
from leadctl.errors import Problem
from leadctl.rules.leads.lead import Lead
from leadctl.rules.reports.entry import Entry
from leadctl.values import dataclass, field


@dataclass(slots=True)
class Gathered:
    """The leads to report on, and the problems of those that could not be read."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def gather(desk: Desk, wanted: LeadFilter) -> Gathered:
    """Return the leads wanted with their definitions. One broken file never hides the others."""
    found = Gathered()
    for lead in wanted_leads(desk, wanted, found.problems):
        _add(desk, lead, found)
    found.problems = list(dict.fromkeys(found.problems))
    return found


def _add(desk: Desk, lead: Lead, found: Gathered) -> None:
    with Guarding(lead.id, found.problems):
        pipeline = desk.pipeline(lead.pipeline)
        found.entries.append(Entry(lead, pipeline, desk.calendar(pipeline)))
