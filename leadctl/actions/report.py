"""Reports over the leads an agent is shown: each lead is read once and counted by the rules."""

from __future__ import annotations

from collections.abc import Iterable

from leadctl.actions.guarding import Guarding
from leadctl.actions.lead_filter import LeadFilter, wanted_leads
from leadctl.actions.workspace import Desk
from leadctl.errors import Problem
from leadctl.rules.clauses.case import Case
from leadctl.rules.leads.lead import Lead
from leadctl.rules.reports.entry import Entry
from leadctl.rules.reports.report import Counter


def count(desk: Desk, wanted: LeadFilter, counters: Iterable[Counter]) -> tuple[int, list[Problem]]:
    """Count the leads wanted; return how many they are, and what is wrong with the others.

    One broken file never hides the others. No lead is kept, so memory does not grow with the book.
    """
    counters, problems, leads = list(counters), list[Problem](), 0
    for lead in wanted_leads(desk, wanted, problems):
        entry = _entry(desk, lead, problems)
        if entry is not None:
            leads += 1
            with Guarding(lead.id, problems):
                _count(entry, counters)
    return leads, list(dict.fromkeys(problems))


def _count(entry: Entry, counters: Iterable[Counter]) -> None:
    for counter in counters:
        counter.add(entry)


def _entry(desk: Desk, lead: Lead, problems: list[Problem]) -> Entry | None:
    """Return a lead with its definition, as deadlines that have passed have left it."""
    with Guarding(lead.id, problems):
        lead, _ = desk.caught_up(lead)
        settings = desk.book.settings
        pipeline, agents = desk.pipeline(lead.pipeline), settings.team.agents
        return Entry(Case(lead, pipeline, desk.now, agents=agents, timezone=settings.timezone))
    return None
