"""The morning list: what is due, of which leads, at a moment."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import timedelta

from leadctl.actions.guarding import Guarding
from leadctl.actions.lead_filter import EVERY_LEAD, LeadFilter, Wanted
from leadctl.actions.lead_view import prompts
from leadctl.actions.workspace import Desk
from leadctl.book.text.broken import Broken
from leadctl.errors import Problem
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.clauses import every_clause
from leadctl.rules.clauses.event import EventClause
from leadctl.rules.due.agenda import is_overdue, shown_at
from leadctl.rules.due.channel_hints import channel_hint
from leadctl.rules.due.follow_up import Due
from leadctl.rules.due.order import Person, is_running, placed, section_of
from leadctl.rules.due.ownership import masks
from leadctl.rules.due.today import Today
from leadctl.rules.leads.earlier import as_of
from leadctl.rules.leads.fields import LETTER_TO
from leadctl.rules.leads.lead import Lead
from leadctl.values import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class DueFilter:
    """Which rows are wanted. `within` None means until the end of today; empty sets mean all."""

    within: timedelta | None = None
    everything: bool = False
    overdue: bool = False
    kinds: frozenset[str] = frozenset()
    leads: LeadFilter = EVERY_LEAD
    advice: bool = False
    past: bool = False  # as it was then: nothing that happened after the desk's moment counts


@dataclass(frozen=True, slots=True)
class DueRow:
    """One row with its lead: `group` is overdue, today, this week or later.

    `section` is where it is read, `place` its place in the whole list, from 1. `advice` is how to
    work its status, `hints` what the lead's own log suggests.
    """

    due: Due
    lead: Lead
    group: str
    overdue: bool
    section: str = ""
    place: int = 0
    masked: frozenset[str] = frozenset()
    mask_why: str = ""
    advice: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


@dataclass(slots=True)
class DueList:
    """The list: (section, one person's rows) in the order to read them, (kind, rows) that fold.

    `names` has the names of all leads looked at, by their ids; `problems` is what was wrong with
    files that are left out.
    """

    blocks: list[tuple[str, list[DueRow]]] = field(default_factory=list)
    folded: list[tuple[str, list[DueRow]]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def rows(self) -> list[DueRow]:
        """Every row, in the order to read them."""
        return [row for _, rows in (*self.blocks, *self.folded) for row in rows]


def due_list(desk: Desk, wanted: DueFilter) -> DueList:
    """Return what is due now. One broken file, or definition, never hides the others.

    Raises NotFound for a pipeline that is not there, or a status that no lead's pipeline has.
    """
    found, leads = DueList(), Wanted(desk, wanted.leads)
    rows: list[DueRow] = []
    for read in desk.scan():
        if isinstance(read, Broken):
            found.problems.extend(read.problems)
            continue
        found.names[read.id] = read.name
        with Guarding(read.id, found.problems):
            lead = _at_the_time(desk, read, wanted)
            if lead is not None and leads.has(lead):
                rows.extend(lead_rows(desk, lead, wanted))
    leads.refuse_unknown()
    _place(found, rows, fold=not (wanted.everything or wanted.kinds))
    found.problems = list(dict.fromkeys(found.problems))
    return found


def _place(found: DueList, rows: list[DueRow], *, fold: bool) -> None:
    """Put the rows in the order to read them, each with its place."""
    blocks, folded = placed(
        rows,
        deadline=lambda row: row.due,
        person=lambda row: Person(row.lead.name, row.lead.id),
        section=lambda row: row.section,
        fold=fold,
    )
    number = itertools.count(1)
    for into, groups in ((found.blocks, blocks), (found.folded, folded)):
        for key, group in groups:
            into.append((key, [replace(row, place=next(number)) for row in group]))


def _at_the_time(desk: Desk, lead: Lead, wanted: DueFilter) -> Lead | None:
    """Return the lead as it was at the desk's moment, where that is asked for."""
    return as_of(lead, desk.now, desk.pipeline(lead.pipeline).initial) if wanted.past else lead


def lead_rows(desk: Desk, lead: Lead, wanted: DueFilter) -> list[DueRow]:
    """Return one lead's rows. Raises Invalid or NotFound for its definition."""
    case = desk.case(lead)
    today = Today(desk.now, desk.zone, case.calendar)
    rows = shown_at(desk.agenda(lead), desk.now, case.calendar, _soon(today, wanted))
    passed = desk.has_passed(lead)
    mine = [row for row in rows if _for_me(desk, row) and (row.agent or not passed)]
    kept = [row for row in mine if _is_kind(desk, row, wanted)]
    if not kept:
        return []
    hidden = masks(case)
    masked = frozenset(name for mask in hidden for name in mask.fields)
    why = "; ".join(dict.fromkeys(mask.why for mask in hidden if mask.why))
    advice, hints = _advice(case) if wanted.advice else ((), ())
    return [
        DueRow(
            row,
            lead,
            group := _group(today, row),
            is_overdue(row, desk.now),
            section_of(row, desk.now, is_today=group in {"overdue", "today"}),
            masked=masked,
            mask_why=why,
            advice=advice,
            hints=hints,
        )
        for row in kept
    ]


def _advice(case: Case) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return how to work the status, and what this lead's own log suggests (S0.23)."""
    status = case.pipeline.statuses.get(case.lead.status)
    hints = prompts(case)
    switch = channel_hint(case.lead)
    clauses = every_clause(c for p in case.pipeline.prompts.values() for c in p.when)
    own = any(isinstance(c, EventClause) and c.share_above for c in clauses)
    if switch and not (own and hints):
        hints = (*hints, switch)
    return (status.advice if status else ()), hints


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


def _group(today: Today, row: Due) -> str:
    if is_overdue(row, today.now):
        return "overdue"
    if today.has(row):
        return "today"
    return "this week" if today.has(row, 6) else "later"


def _soon(today: Today, wanted: DueFilter) -> Callable[[Due], bool]:
    """Return what tells whether a row is to be listed: running, by today, or within a span."""
    if wanted.everything:
        return lambda _: True
    within, now = wanted.within, today.now
    if within is None:
        return lambda row: is_running(row, now) or today.has(row)
    return lambda row: is_running(row, now) or today.reaches(row, within)


def reachable(row: DueRow) -> Iterator[tuple[str, str]]:
    """Yield how to reach the lead: field and address, masks and do-not-contact honoured.

    A telephone serves calls and texts: it is left out where both are barred, or the one asked for.
    """
    if row.due.to != "lead":
        return  # a message to somebody else must not be sent to the lead by mistake
    ways = {"phone": ("call", "text"), "email": ("email",), "address": ("letter",)}
    for key, channels in ways.items():
        value = _address(row) if key == "address" else _shown(row, key)
        asked = [c for c in channels if c in row.due.by] or list(channels)
        if value and any(allowed(row.lead, channel) for channel in asked):
            yield key, str(value)


def _shown(row: DueRow, key: str) -> object:
    return None if key in row.masked else row.lead.value(key)


def _address(row: DueRow) -> object:
    """Return where a letter goes, if one is asked for."""
    shown = (row.lead.value(key) for key in LETTER_TO if key not in row.masked)
    return next(filter(None, shown), None) if "letter" in row.due.by else None


def allowed(lead: Lead, channel: str) -> bool:
    """Whether a lead may be reached so."""
    return not {"all", channel} & set(lead.do_not_contact)
