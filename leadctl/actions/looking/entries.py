"""A lead as reports count it."""

from __future__ import annotations

from leadctl.actions.desk import Desk
from leadctl.actions.looking.seen import Seen
from leadctl.rules.clauses.case import Case
from leadctl.rules.reports.entry import Entry


def entry_of(desk: Desk, seen: Seen) -> Entry:
    """Return a lead as it is seen, with its definition. Raises NotFound or Invalid for that."""
    settings, lead = desk.book.settings, seen.lead
    pipeline, agents = desk.pipeline(lead.pipeline), settings.team.agents
    case = Case(lead, pipeline, desk.now, agents=agents, timezone=settings.timezone)
    return Entry(case, seen.masked)
