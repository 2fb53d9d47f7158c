"""A lead as reports count it."""

from __future__ import annotations

from leadctl.actions.desk import Desk
from leadctl.rules.clauses.case import Case
from leadctl.rules.leads.lead import Lead
from leadctl.rules.reports.entry import Entry


def entry_of(desk: Desk, lead: Lead) -> Entry:
    """Return a lead with its definition. Raises NotFound or Invalid for that."""
    settings = desk.book.settings
    pipeline, agents = desk.pipeline(lead.pipeline), settings.team.agents
    return Entry(Case(lead, pipeline, desk.now, agents=agents, timezone=settings.timezone))
