"""A small definition, a lead and a clock for the tests of the rules; now is always a value."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from case_maker import case_of

from leadctl.rules.clauses.case import Case
from leadctl.rules.due.agenda import agenda
from leadctl.rules.due.rows.row import Due
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.language.sheet import written
from leadctl.rules.leads.agents import Agent
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.pipelines.build import build_pipeline

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
"""A Monday."""

TOP = """
schema = 1
id = "small"
title = "Small"
initial = "New"

[status.New]
definition = "just came in"
"""

SAM = Agent("sam", "Sam", started=date(2020, 1, 1))
MIA = Agent("mia", "Mia", roles=("manager",), oversees=True)
TEAM = {"sam": SAM, "mia": MIA}


def pipeline(text: str = "", top: str = TOP) -> Pipeline:
    """Return the definition that says a little more than the smallest one."""
    return build_pipeline(written(tomllib.loads(top + text), "small.toml", lambda _: 1))


def at(days: float = 0, **more: float) -> datetime:
    """Return a moment some days (and hours, minutes) after now; negative lies before."""
    return NOW + timedelta(days=days, **more)


def event(name: str, days: float = 0, by: str = "sam", **data: Any) -> Event:
    """Return an event some days after now."""
    return Event(at(days), name, by, data)


def lead(*history: Event, status: str = "New", **fields: Any) -> Lead:
    """Return Ana, received ten days ago, with what happened since."""
    received = Event(at(-10), "received", "import")
    return Lead("k7f3q9m2", "Ana", "small", status, fields, (received, *history))


def case(who: Lead, definition: Pipeline, actor: Agent | None = SAM, days: float = 0) -> Case:
    """Return the case of a lead some days after now."""
    return case_of(who, definition, at(days), actor, TEAM)


def rows(who: Lead, definition: Pipeline, days: float = 0, rank: tuple[str, ...] = ()) -> list[Due]:
    """Return the lead's agenda, worked out some days after now, but for "no next step"."""
    found = agenda(replace(case(who, definition, days=days), rank=rank))
    return [one for one in found if one.kind != "idle"]


def row(who: Lead, definition: Pipeline, rule: str) -> Due | None:
    """Return the open row of one rule, or None."""
    return next((found for found in rows(who, definition) if found.rule == rule), None)
