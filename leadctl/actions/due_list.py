"""The morning list: what is due, of which leads, at a moment."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from leadctl.actions.all_seen import all_seen
from leadctl.actions.guarding import Guarding
from leadctl.actions.lead_filter import EVERY_LEAD, LeadFilter, Wanted
from leadctl.actions.seen import Seen
from leadctl.book.text.broken import Broken
from leadctl.errors import Problem
from leadctl.rules.due.order import Person, is_running, placed, section_of
from leadctl.rules.due.row import Due
from leadctl.rules.due.today import Today, is_overdue, shown
from leadctl.rules.leads.fields import LETTER_TO
from leadctl.rules.leads.lead import Lead
from leadctl.values import dataclass, field, replace

if TYPE_CHECKING:
    from leadctl.actions.workspace import Desk


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
    for seen in _as_it_was(desk) if wanted.past else all_seen(desk):
        if isinstance(seen, Broken):
            found.problems.extend(seen.problems)
            continue
        found.names[seen.lead.id] = seen.lead.name
        with Guarding(seen.lead.id, found.problems):
            if leads.has(seen.lead):
                found.problems.extend(seen.problems)
                rows.extend(rows_of(desk, seen, wanted))
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


def _as_it_was(desk: Desk) -> Iterator[Seen | Broken]:
    """Yield every lead as it was at the desk's moment."""
    from leadctl.actions.seeing import seen_as_it_is
    from leadctl.rules.leads.earlier import as_of

    for found in desk.scan():
        if isinstance(found, Broken):
            yield found
            continue
        problems: list[Problem] = []
        seen: Seen | None = None
        with Guarding(found.id, problems):
            lead = as_of(found, desk.now, desk.pipeline(found.pipeline).initial)
            seen = None if lead is None else seen_as_it_is(desk, lead)
        if seen is not None or problems:
            yield seen or Seen(found, usable=False, problems=tuple(problems))


def rows_of(desk: Desk, seen: Seen, wanted: DueFilter) -> list[DueRow]:
    """Return one lead's rows that are wanted. Raises Invalid or NotFound for its definition."""
    if not seen.rows:
        return []
    lead = seen.lead
    today = Today(desk.now, desk.zone, desk.calendar_of(lead.pipeline))
    kept = [
        r for r in shown(seen.rows, desk.now, _soon(today, wanted)) if _is_kind(desk, r, wanted)
    ]
    advice, hints = _advice(desk, lead) if kept and wanted.advice else ((), ())
    return [
        DueRow(
            row,
            lead,
            group := _group(today, row),
            is_overdue(row, desk.now),
            section_of(row, desk.now, is_today=group in {"overdue", "today"}),
            masked=seen.masked,
            mask_why=seen.mask_why,
            advice=advice,
            hints=hints,
        )
        for row in kept
    ]


def _advice(desk: Desk, lead: Lead) -> tuple[tuple[str, ...], tuple[str, ...]]:
    from leadctl.actions.lead_view import advice_of

    return advice_of(desk, lead)


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
