"""What another definition would mean for the leads of this book."""

from __future__ import annotations

from collections import Counter

from leadctl.actions.desk import Desk
from leadctl.book.text.broken import Broken
from leadctl.errors import Problem
from leadctl.rules.due.agenda import agenda
from leadctl.rules.due.rows.row import Due
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.leads.lead import Lead
from leadctl.rules.pipelines.migrate import new_status
from leadctl.values import dataclass, field

Row = tuple[str, str]
"""A follow-up for counting: its rule, and what to do."""


@dataclass
class Effect:
    """What a change of definition does: leads with no place, deadlines that come and go."""

    leads: int = 0
    stuck: list[Lead] = field(default_factory=list)
    gone: Counter[Row] = field(default_factory=Counter)
    added: Counter[Row] = field(default_factory=Counter)
    moved: Counter[Row] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)


def effect_of(desk: Desk, old: Pipeline, new: Pipeline) -> Effect:
    """Return what putting `new` in the place of `old` does to the leads in `old` now."""
    found = Effect()
    for lead in desk.book.leads():
        if isinstance(lead, Broken):
            found.problems.extend(lead.problems)
        elif lead.pipeline == old.id and not lead.value("deleted"):
            _count(desk, lead, old, new, found)
    return found


def _count(desk: Desk, lead: Lead, old: Pipeline, new: Pipeline, found: Effect) -> None:
    found.leads += 1
    target = _status(lead, old, new)
    if not target:
        found.stuck.append(desk.told(lead))
        return
    before = _rows(desk, lead, old)
    after = _rows(desk, lead.set(pipeline=new.id, status=target), new)
    for name in before.keys() | after.keys():
        if name not in after:
            found.gone[name] += 1
        elif name not in before:
            found.added[name] += 1
        elif before[name] != after[name]:
            found.moved[name] += 1


def _status(lead: Lead, old: Pipeline, new: Pipeline) -> str:
    if old.id == new.id:
        return lead.status if lead.status in new.statuses else ""
    return new_status(lead.status, old.id, new)


def _rows(desk: Desk, lead: Lead, pipeline: Pipeline) -> dict[Row, list[object]]:
    """Return a lead's deadlines under a definition, by their rule."""
    case = desk.case_in(lead, pipeline)
    rows = agenda(case)
    found: dict[Row, list[object]] = {}
    for row in rows:
        found.setdefault(_name(row), []).append(row.due)
    return found


def _name(row: Due) -> Row:
    return row.rule, row.do
