"""The morning list: what is due, of which leads, at a moment."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from leadctl.actions.guarding import Guarding
from leadctl.actions.looking.all_seen import all_anew, all_seen, from_kept, sightings
from leadctl.actions.looking.counts import Counts
from leadctl.actions.looking.handles import Names, NamesSeen, handle
from leadctl.actions.looking.lead_filter import EVERY_LEAD, LeadFilter, Wanted
from leadctl.actions.looking.seen import Seen
from leadctl.book.book import PARANOID
from leadctl.book.text.broken import Broken
from leadctl.errors import Problem
from leadctl.rules.due.next_step import all_asked, section_today, without_idle
from leadctl.rules.due.rows.kinds import KINDS, counted_as
from leadctl.rules.due.rows.order import Person, cut, is_running, level_of, placed
from leadctl.rules.due.rows.row import Due
from leadctl.rules.due.today import Today, is_still_today, shown
from leadctl.rules.leads.lead import Lead
from leadctl.values import dataclass, field, replace

if TYPE_CHECKING:
    from leadctl.actions.desk import Desk
    from leadctl.book.index.sightings import Sightings


@dataclass(frozen=True)
class DueFilter:
    """Which rows are wanted. `within` None means until the end of today; empty sets mean all."""

    within: timedelta | None = None
    everything: bool = False
    overdue: bool = False
    kinds: frozenset[str] = frozenset()
    leads: LeadFilter = EVERY_LEAD
    advice: bool = False
    past: bool = False  # as it was then: nothing that happened after the desk's moment counts
    first: int = 0  # so many people are enough, whatever is counted; 0 for all
    next: bool = False  # nothing but the row that comes first

    @property
    def is_beginning(self) -> bool:
        """Whether no more is wanted than the beginning of the day's list."""
        usual = replace(self, first=0, next=False, advice=False) == DueFilter()
        return usual and bool(self.first or self.next)


@dataclass(frozen=True)
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


Blocks = list[tuple[str, list[DueRow]]]


@dataclass
class DueList:
    """The list: (section, one person's rows) in the order to read them, (kind, rows) that fold.

    `counts` is how much there is, `handles` what to type for each of these people; `some` says that
    there is any lead at all; `problems` is what was wrong with files that are left out.
    """

    blocks: list[tuple[str, list[DueRow]]] = field(default_factory=list)
    folded: list[tuple[str, list[DueRow]]] = field(default_factory=list)
    counts: Counts = Counts()
    handles: Mapping[str, str] = field(default_factory=dict)
    some: bool = False
    problems: list[Problem] = field(default_factory=list)

    @property
    def rows(self) -> list[DueRow]:
        """Every row, in the order to read them."""
        return [row for _, rows in (*self.blocks, *self.folded) for row in rows]


def due_list(desk: Desk, wanted: DueFilter) -> DueList:
    """Return what is due now. One broken file, or definition, never hides the others.

    Raises NotFound for a pipeline that is not there, or a status that no lead's pipeline has.
    """
    if not wanted.is_beginning:
        return _of(desk, wanted, _as_it_was(desk) if wanted.past else all_seen(desk))
    anew = _of(desk, wanted, all_anew(desk)) if desk.book.index_use == PARANOID else None
    with sightings(desk) as kept:
        if kept is None:
            return anew or _of(desk, wanted, all_anew(desk))
        made = _beginning(desk, wanted, kept) or _of(desk, wanted, from_kept(kept.all()))
    if anew is not None:
        _compare(made, anew, wanted.first)
    return made


def _beginning(desk: Desk, wanted: DueFilter, kept: Sightings) -> DueList | None:
    """Return the beginning of the list from what the index counts; None where it cannot say."""
    from leadctl.actions.looking.first_people import FirstPeople

    people = FirstPeople(desk, kept)
    seen = people.seen(0 if wanted.next else wanted.first)
    if seen is None:
        return None
    found = _of(desk, wanted, seen)
    if wanted.next:
        found.handles = _handles(found, kept)
        return found if found.blocks else None
    found.blocks, found.folded = named(found.blocks, wanted.first), []
    found.handles, found.counts = _handles(found, kept), people.counts()
    found.some = kept.any()
    return found


def _handles(found: DueList, names: Names) -> dict[str, str]:
    """Return what to type for each person."""
    return {rows[0].lead.id: handle(rows[0].lead, names) for _, rows in found.blocks}


def _compare(made: DueList, whole: DueList, first: int) -> None:
    """Fail where the beginning is not that of the whole list."""
    for what, ours, theirs in (
        ("blocks", _kept(named(made.blocks, first)), _kept(named(whole.blocks, first))),
        ("counts", made.counts, whole.counts),
        ("problems", made.problems, whole.problems),
        ("leads", made.some, whole.some),
        ("handles", made.handles, {lead: whole.handles.get(lead) for lead in made.handles}),
    ):
        if ours != theirs:
            raise AssertionError(f"the index has other {what}: {ours}, not {theirs}")


def named(blocks: Blocks, limit: int) -> Blocks:
    """Return the people whom a list of so many names; all for 0."""
    return list(cut(blocks, limit, level_of_block))


def level_of_block(block: tuple[str, list[DueRow]]) -> int:
    """Return how willingly a list leaves a person out, and counts them; 0 for never."""
    return min(level_of(row.due, row.lead) for row in block[1])


def _kept(blocks: Blocks) -> Blocks:
    """Return blocks as the index keeps them: without what only working out others needs, nor their
    places in the whole list, for people who are left out stand between them.
    """
    return [
        (section, [replace(r, due=replace(r.due, every=None, then=()), place=0) for r in rows])
        for section, rows in blocks
    ]


def _of(desk: Desk, wanted: DueFilter, leads: Iterable[Seen | Broken]) -> DueList:
    """Return what is due of some leads."""
    found, asked, names = DueList(), Wanted(desk, wanted.leads), NamesSeen()
    rows: list[DueRow] = []
    for seen in leads:
        if isinstance(seen, Broken):
            found.problems.extend(seen.problems)
            continue
        found.some = True
        names.add(seen.lead.name)
        with Guarding(seen.lead.id, found.problems):
            if asked.has(seen.lead):
                found.problems.extend(seen.problems)
                rows.extend(rows_of(desk, seen, wanted))
    asked.refuse_unknown()
    _place(found, rows, fold=not (wanted.everything or wanted.kinds))
    if wanted.next:
        found.blocks = [(section, rows[:1]) for section, rows in found.blocks[:1]]
        found.folded = [] if found.blocks else [(kind, rows[:1]) for kind, rows in found.folded[:1]]
    found.counts, found.handles = _counts(desk, found), _handles(found, names)
    found.problems = list(dict.fromkeys(found.problems))
    return found


def _counts(desk: Desk, found: DueList) -> Counts:
    rows = [row for _, rows in found.blocks for row in rows]
    ahead = [r for r in rows if KINDS[r.due.kind].counted == "booked" and r.section == "today"]
    booked = sum(is_still_today(row.due, desk.now, desk.zone) for row in ahead)
    answer = len({row.lead.id for row in rows if counted_as(row.due) == "answer"})
    folded = tuple(
        (kind, len(own), own[0].due.do if len({row.due.do for row in own}) == 1 else "")
        for kind, own in found.folded
    )
    rest = Counter(block[0] for block in found.blocks if level_of_block(block))
    return Counts(len(found.blocks), booked, answer, folded, tuple(rest.items()))


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
    from leadctl.actions.looking.seeing import seen_as_it_is
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
    rows = all_asked(seen.rows) if wanted.everything else seen.rows
    soon = without_idle(shown(rows, desk.now, _soon(today, wanted)), today)
    kept = [row for row in soon if _is_kind(desk, row, wanted)]
    advice, hints = _advice(desk, lead) if kept and wanted.advice else ((), ())
    return [
        DueRow(
            row,
            lead,
            _group(today, row),
            row.is_overdue(desk.now),
            section_today(row, today),
            masked=seen.masked,
            mask_why=seen.mask_why,
            advice=advice,
            hints=hints,
        )
        for row in kept
    ]


def _advice(desk: Desk, lead: Lead) -> tuple[tuple[str, ...], tuple[str, ...]]:
    from leadctl.actions.looking.lead_view import advice_of

    return advice_of(desk, lead)


def _is_kind(desk: Desk, row: Due, wanted: DueFilter) -> bool:
    late = not wanted.overdue or row.is_overdue(desk.now)
    return late and (not wanted.kinds or not wanted.kinds.isdisjoint({row.kind, row.fold}))


def _group(today: Today, row: Due) -> str:
    if row.is_overdue(today.now):
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
