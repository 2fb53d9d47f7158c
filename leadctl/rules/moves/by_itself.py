"""What happens by itself once a deadline has passed; `tick` asks, nothing else does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.derived import with_derived
from leadctl.rules.due.agenda import acting
from leadctl.rules.due.left_open import could_not
from leadctl.rules.due.row import Due
from leadctl.rules.due.today import is_overdue
from leadctl.rules.language.pipeline import FollowUp, Pipeline
from leadctl.rules.leads.agents import Agent
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.moves.effects.blocked import BLOCKED
from leadctl.rules.moves.effects.kind import BY_ITSELF, Stamp, apply
from leadctl.rules.moves.effects.message import MessageEffect
from leadctl.rules.moves.effects.task import TaskEffect
from leadctl.values import replace

MOST = 1000
"""So many deadlines of one lead are applied in one go, those that recur not counted."""


class EndlessError(ValueError):
    """A definition whose deadlines bring forth each other without end; the rule is named."""

    def __init__(self, row: Due, why: str = "starts itself anew without end") -> None:
        super().__init__(f'the follow-up "{row.rule}" {why}')
        self.row = row


def acts(pipeline: Pipeline) -> bool:
    """Whether a definition has deadlines after which something happens by itself."""
    return any(rule.then for rule in _rules(pipeline))


def _rules(pipeline: Pipeline) -> Iterator[FollowUp]:
    yield from pipeline.follow_up
    for status in pipeline.statuses.values():
        yield from status.follow_up


def passed(rows: Iterable[Due], now: datetime) -> Due | None:
    """Return the first deadline that has passed and has something to do by itself, or None."""
    found = [row for row in rows if row.then and is_overdue(row, now)]
    return min(found, key=deadline, default=None)


def deadline(row: Due) -> datetime:
    """Return when a row is missed: its own time, or the end of its day."""
    return row.missed or row.due


def apply_passed(case: Case) -> tuple[Lead, list[Due]]:
    """Return the lead after everything whose deadline has passed, and what that was.

    Each is stamped at its deadline, so that a late run writes what a timely one would have.
    Raises EndlessError for a definition that never comes to an end.
    """
    applied: list[Due] = []
    seen: set[tuple[object, ...]] = set()
    while row := passed(acting(case), case.now):
        applied.append(row)
        _check_end(row, case, applied, seen)
        lead = _applied(replace(case, now=deadline(row), actor=_in_whose_hands(case)), row)
        if why := next(
            (e for e in lead.history[len(case.lead.history) :] if e.name == BLOCKED), None
        ):
            applied[-1] = replace(row, do=could_not(why))
        case = with_derived(replace(case, lead=lead))
    return case.lead, applied


def _in_whose_hands(case: Case) -> Agent | None:
    """Return for whom something happens by itself: the lead's owner, whoever runs `tick`."""
    owner = case.lead.owner
    return (case.agents.get(owner) or Agent(owner)) if owner else None


def _check_end(row: Due, case: Case, applied: list[Due], seen: set[tuple[object, ...]]) -> None:
    """Raise EndlessError where a lead is back at a deadline, or there are far too many."""
    place = (case.lead.status, row.rule, row.due, row.about)
    if place in seen:
        raise EndlessError(row)
    seen.add(place)
    if sum(not one.every for one in applied) > MOST:
        raise EndlessError(row, f"has come round with others more than {MOST} times by itself")


def _applied(case: Case, row: Due) -> Lead:
    """Apply one row. Where no event of its effects shows that, one of its own does: a `done`, or,
    where it tells somebody who has still to do it, an `applied`, which settles nothing.
    """
    stamp = Stamp(deadline(row), BY_ITSELF)
    lead = apply(row.then, case, stamp)
    rows = acting(with_derived(replace(case, lead=lead)))
    if any(_is_same(row, other) for other in rows):
        data: dict[str, Any] = {"what": row.rule, "due": row.planned or row.due}
        if _escalates(row):
            data |= {"about": row.about} if row.about is not None else {}
        else:
            data |= row.told_about
        name = "applied" if _escalates(row) else "done"
        lead = lead.add(Event(stamp.at, name, BY_ITSELF, data))
    return lead


def _escalates(row: Due) -> bool:
    """Whether all that a deadline does is to tell somebody: only `until` settles it then."""
    tells = any(isinstance(effect, MessageEffect | TaskEffect) for effect in row.then)
    return tells and not row.every and not any(effect.shown_by for effect in row.then)


def _is_same(one: Due, other: Due) -> bool:
    return (one.rule, one.due, one.about) == (other.rule, other.due, other.about)
