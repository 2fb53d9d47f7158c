"""Doing: what is due, marked done."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from leadctl.actions.desk import Desk
from leadctl.actions.recording.changes import Decided, Outcome, Refusal, Request
from leadctl.actions.recording.changing import change
from leadctl.actions.recording.following import follow
from leadctl.actions.recording.open_rows import (
    due_now,
    nameable,
    own_rows,
    row_named,
    settling_command,
)
from leadctl.actions.recording.said import Said, moved_words, settled_words, told_apart
from leadctl.errors import NotFound
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.unmet import Unmet
from leadctl.rules.clauses.words import quote
from leadctl.rules.due.appointments import is_too_early
from leadctl.rules.due.next_step import steps
from leadctl.rules.due.rows.kinds import KINDS
from leadctl.rules.due.rows.row import Due
from leadctl.rules.due.rows.saying import when_said
from leadctl.rules.leads.lead import Event, Lead

Choose = Callable[[Lead, Sequence[str]], "int | None"]
"""Asks which of several lines is meant: its place; None where nobody can be asked."""


def nobody_asked(_lead: Lead, _lines: Sequence[str]) -> int | None:
    """Choose none: there is no terminal."""
    return None


def done(desk: Desk, request: Request, what: str, choose: Choose = nobody_asked) -> Outcome:
    """Mark what is due done, never what is ahead unless it is named.

    Raises NotFound listing what is due, where that is several things and nobody can be asked.
    """

    def decide(case: Case) -> Decided | Refusal:
        lead, rows = case.lead, own_rows(desk, case.lead)
        named = row_named(lead, nameable(desk, lead), what) if what else None
        row = named or _due_one(desk, case, rows, choose)
        if row is None:
            return Refusal(lead, "done", (_nothing_due(desk, lead, rows),))
        if not row.accepts_done:
            return _not_by_saying_so(lead, row, due_now(desk, case, rows))
        return _done(desk, case, row)

    return change(desk, request, decide)


def _due_one(desk: Desk, case: Case, rows: Sequence[Due], choose: Choose) -> Due | None:
    """Return the one row that `done` means, or None where nothing is due."""
    found = [row for row in due_now(desk, case, rows) if not _is_ahead(desk, row)]
    can = [row for row in found if row.accepts_done]
    if len(can) <= 1:
        return can[0] if can else found[0] if found else None
    words = [_told_apart(desk, row) for row in can]
    if (chosen := choose(case.lead, words)) is not None:
        return can[chosen]
    lines = [f"leadctl done {case.lead.id} {quote(row.rule)}" for row in can]
    wide = max(map(len, lines))
    said = [f"  {line:<{wide}}   {what}" for line, what in zip(lines, words, strict=True)]
    every = f"  {f'leadctl done {case.lead.id} --all':<{wide}}   all of them"
    listed = "\n".join([*said, every])
    raise NotFound(f"{len(can)} things are due for {case.lead.name}; say which:\n{listed}")


def _is_ahead(desk: Desk, row: Due) -> bool:
    """Whether it is an appointment of a later hour: it has not taken place yet."""
    return KINDS[row.kind].booked and not row.all_day and is_too_early(desk.now, row.due)


def _told_apart(desk: Desk, row: Due) -> str:
    """Return what is due and when: two of one name are told apart by it."""
    return f"{row.do}, {desk.saying_when(when_said(row, row.told_in(desk.zone)))}"


def _nothing_due(desk: Desk, lead: Lead, rows: Sequence[Due]) -> Unmet:
    coming = sorted(steps(rows, desk.today_of(lead)), key=lambda row: row.due)
    ahead = "; ".join(desk.saying(row) for row in coming[:3])
    booked = next((row for row in coming if _is_of_today(desk, lead, row)), None)
    said = f"{lead.name} has nothing due {'now' if booked else 'today'}"
    hint = f"if it was earlier: leadctl done {lead.id} {booked.rule}" if booked else ""
    return Unmet(f"{said}. Ahead: {ahead}" if ahead else said, about="whole", hint=hint)


def _is_of_today(desk: Desk, lead: Lead, row: Due) -> bool:
    """Whether it is an appointment of a later hour of today."""
    return _is_ahead(desk, row) and desk.today_of(lead).has(row)


def _not_by_saying_so(lead: Lead, row: Due, due: Sequence[Due]) -> Refusal:
    ticked = tuple(r.rule for r in due if r.accepts_done)
    return Refusal(lead, f"done {row.rule}", (_stands(lead, row),), legal=ticked)


def _stands(lead: Lead, row: Due) -> Unmet:
    """Return that a row stands until what settles it is logged, and how that is typed."""
    said = f'"{row.do}" stands: it is settled by {row.clears}, not by saying done'
    return Unmet(said, hint=settling_command(lead, row), source=row.source)


def _left_standing(desk: Desk, lead: Lead, rows: Sequence[Due]) -> list[str]:
    """Return of each of these rows that is open still that it stands, and what ends it."""
    left = set(map(Said.of, desk.open_rows(lead)))
    stand = (_stands(lead, row) for row in rows if Said.of(row) in left)
    return [f"{one.sentence}: {one.hint}" for one in stand]


def _done(desk: Desk, case: Case, row: Due) -> Decided:
    after, notes = _ticked(desk, case, row)
    also = settled_words(desk, case.lead, after, but=row.rule)
    words = told_apart(desk, row, desk.agenda(after))
    return Decided(after, f"done: {words}{moved_words(case.lead, after)}", (*also, *notes))


def _ticked(desk: Desk, case: Case, row: Due) -> tuple[Lead, list[str]]:
    """Return the lead with a row done, of a series all that is past; and what it did not move."""
    stamp = desk.stamp
    due = row.planned or row.due
    if row.every is not None or KINDS[row.kind].planned:
        due = max(due, stamp.at)
    data: dict[str, object] = {"what": row.rule, "due": due}
    data |= row.told_about
    after = case.lead.add(Event(stamp.at, "done", stamp.by, data))
    return follow(desk, case, after, after.history[-1])


def all_done(desk: Desk, request: Request) -> Outcome:
    """Mark all that is due done, as far as saying so settles it; never what is ahead."""

    def decide(case: Case) -> Decided | Refusal:
        rows = own_rows(desk, case.lead)
        now = [row for row in due_now(desk, case, rows) if not _is_ahead(desk, row)]
        can = [row for row in now if row.accepts_done]
        if not now:
            return Refusal(case.lead, "done", (_nothing_due(desk, case.lead, rows),))
        if not can:
            return Refusal(case.lead, "done", tuple(_stands(case.lead, row) for row in now))
        lead, said, notes = case.lead, list[str](), list[str]()
        for row in can:
            if Said.of(row) not in map(Said.of, desk.agenda(lead)):
                continue  # what was done before it has settled it, or moved the lead on
            lead, more = _ticked(desk, desk.case(lead), row)
            said.append(row.do)
            notes += more
        words = "; ".join(dict.fromkeys(said))
        notes += _left_standing(desk, lead, now)
        return Decided(lead, f"done: {words}{moved_words(case.lead, lead)}", tuple(notes))

    return change(desk, request, decide)
