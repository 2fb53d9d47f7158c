"""The morning list: what is due, of which leads, at a moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from leadctl.actions.desk import Desk
from leadctl.book.book import Broken
from leadctl.errors import Invalid, NotFound, Problem
from leadctl.rules.agenda import is_overdue, shown_at
from leadctl.rules.follow_up import Due
from leadctl.rules.lead import Lead
from leadctl.rules.ownership import masks
from leadctl.rules.wall import at_wall


@dataclass(frozen=True, slots=True)
class DueFilter:
    """Which rows are wanted. `within` None means until the end of today; empty sets mean all."""

    within: timedelta | None = None
    everything: bool = False
    overdue: bool = False
    owners: frozenset[str] = frozenset()
    pipelines: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DueRow:
    """One row with its lead: `group` is overdue, today, this week or later."""

    due: Due
    lead: Lead
    group: str
    overdue: bool
    masked: frozenset[str] = frozenset()
    mask_why: str = ""
    advice: tuple[str, ...] = ()


@dataclass(slots=True)
class DueList:
    """The rows in the order to read them, and what was wrong with files that are left out."""

    rows: list[DueRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def due_list(desk: Desk, wanted: DueFilter) -> DueList:
    """Return what is due now. One broken file, or definition, never hides the others."""
    found = DueList()
    for lead in desk.scan():
        if isinstance(lead, Broken):
            found.problems.extend(lead.problems)
        elif _is_wanted(lead, wanted):
            _add(desk, lead, wanted, found)
    found.rows.sort(key=lambda row: (not row.overdue, row.due.due, row.lead.name, row.due.rule))
    found.problems = list(dict.fromkeys(found.problems))
    return found


def _is_wanted(lead: Lead, wanted: DueFilter) -> bool:
    return (
        (not wanted.owners or (lead.owner or "nobody") in wanted.owners)
        and (not wanted.pipelines or lead.pipeline in wanted.pipelines)
        and (not wanted.statuses or lead.status.lower() in wanted.statuses)
        and (not wanted.tags or bool(wanted.tags & {str(t) for t in lead.fields.get("tags", ())}))
    )


def _add(desk: Desk, lead: Lead, wanted: DueFilter, found: DueList) -> None:
    try:
        rows = lead_rows(desk, lead, wanted)
    except Invalid as error:
        found.problems.extend(error.problems)
    except NotFound as error:
        found.problems.append(Problem(f"lead {lead.id}", 0, "pipeline", error.sentence))
    else:
        found.rows.extend(rows)


def lead_rows(desk: Desk, lead: Lead, wanted: DueFilter) -> list[DueRow]:
    """Return one lead's rows. Raises Invalid or NotFound for its definition."""
    case = desk.case(lead)
    calendar = desk.calendar(case.pipeline)
    within = None if wanted.everything else wanted.within or _rest_of_day(desk)
    rows = shown_at(desk.agenda(lead), desk.now, within, calendar)
    kept = [row for row in rows if _for_me(desk, row) and _is_kind(desk, row, wanted)]
    if not kept:
        return []
    hidden = masks(case)
    masked = frozenset(name for mask in hidden for name in mask.fields)
    why = "; ".join(dict.fromkeys(mask.why for mask in hidden if mask.why))
    status = case.pipeline.statuses.get(lead.status)
    advice = status.advice if status else ()
    return [
        DueRow(row, lead, _group(desk, row), is_overdue(row, desk.now), masked, why, advice)
        for row in kept
    ]


def _rest_of_day(desk: Desk) -> timedelta:
    """Return how long today still lasts where the agent is."""
    return end_of_day(desk, 0) - desk.now - timedelta(microseconds=1)


def end_of_day(desk: Desk, days: int) -> datetime:
    """Return the end of the day so many days from today, where the agent is."""
    day = desk.now.astimezone(desk.zone).date() + timedelta(days=days + 1)
    return at_wall(datetime.combine(day, time()), desk.zone)


def _for_me(desk: Desk, row: Due) -> bool:
    """Whether a row meant for one agent, or for a role, is the acting agent's."""
    if not row.agent or desk.actor is None:
        return True
    if row.agent.startswith("role:"):
        return row.agent.removeprefix("role:") in desk.actor.roles
    return row.agent == desk.actor.id


def _is_kind(desk: Desk, row: Due, wanted: DueFilter) -> bool:
    late = not wanted.overdue or is_overdue(row, desk.now)
    return late and (not wanted.kinds or row.kind in wanted.kinds)


def _group(desk: Desk, row: Due) -> str:
    if is_overdue(row, desk.now):
        return "overdue"
    if row.due < end_of_day(desk, 0):
        return "today"
    return "this week" if row.due < end_of_day(desk, 6) else "later"


def reachable(row: DueRow) -> Iterable[tuple[str, str]]:
    """Yield how to reach the lead: channel and address, masks and do-not-contact honoured."""
    barred = row.lead.do_not_contact
    for channel, key in (("call", "phone"), ("email", "email")):
        value = row.lead.value(key)
        if key in row.masked:
            continue
        if value and not {"all", channel} & set(barred):
            yield key, str(value)
