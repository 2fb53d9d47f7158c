"""Cases and rows for tests that have no book: a lead, its definition and a moment are enough."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from leadctl.rules.clauses.case import NOBODY, Case
from leadctl.rules.clauses.derived import with_derived
from leadctl.rules.clauses.peers import Peers
from leadctl.rules.due.agenda import current
from leadctl.rules.due.rows.row import Due
from leadctl.rules.due.today import shown
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.agents import Agent
from leadctl.rules.leads.lead import Lead
from leadctl.rules.time.working_calendar import Calendar


def case_of(  # noqa: PLR0917  # a case's own values, in a case's own order
    lead: Lead,
    pipeline: Pipeline,
    now: datetime,
    actor: Agent | None = None,
    agents: Mapping[str, Agent] | None = None,
    others: Peers[Case] = NOBODY,
) -> Case:
    """Return the case of a lead, its derived values computed."""
    return with_derived(Case(lead, pipeline, now, actor, agents=agents or {}, others=others))


def _any(_: Due) -> bool:
    return True


def shown_at(
    rows: Iterable[Due], now: datetime, calendar: Calendar, soon: Callable[[Due], bool] = _any
) -> Iterator[Due]:
    """Yield the rows to show at a moment: opened, not lapsed, and `soon` enough."""
    return shown((current(row, now, calendar) for row in rows), now, soon)
