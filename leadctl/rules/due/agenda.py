"""The agenda: everything with a deadline for one lead, and what of it is shown at a moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from leadctl.rules.clauses.case import Case
from leadctl.rules.due.again import again_rows
from leadctl.rules.due.answering import idle_row, reply_rows, with_note
from leadctl.rules.due.cadence import cadence_rows
from leadctl.rules.due.follow_up import occurrence_after, rule_rows
from leadctl.rules.due.left_open import open_items
from leadctl.rules.due.ownership import claim_rows
from leadctl.rules.due.row import Due
from leadctl.rules.due.snooze import put_off
from leadctl.rules.due.today import shown
from leadctl.rules.language.kinds import KINDS
from leadctl.rules.language.pipeline import Status
from leadctl.rules.time.working_calendar import Calendar
from leadctl.values import replace


def agenda(case: Case) -> list[Due]:
    """Return every open deadline of a lead, soonest first, whatever the time is now.

    `rank` is the order in which a lead nobody owns is offered to the agents.
    """
    if _is_outside(case):
        return []
    rows = [put_off(_in_section(row), case) for row in _rows(case)]
    status = _running(case)
    if status is not None and (idle := idle_row(rows, status, case)):
        rows.append(_in_section(idle))
    return _sorted(with_note(rows, case))


def acting(case: Case) -> list[Due]:
    """Return the open deadlines after which something happens by itself, soonest first."""
    if _is_outside(case):
        return []
    rows = (put_off(row, case) for row in _rule_rows(case, acting=True))
    return _sorted(row for row in rows if not _was_applied(row, case))


def _was_applied(row: Due, case: Case) -> bool:
    """Whether a deadline has already done what it does by itself, and stands all the same."""
    return "applied" in case.line.names and any(
        event.name == "applied"
        and event.data.get("what") == row.rule
        and case.moment_in(event, "due") == (row.planned or row.due)
        and event.data.get("about") == row.about
        for _, event in case.line.keyed
    )


def _in_section(row: Due) -> Due:
    """Return a row in the section of its kind, where it is in none yet."""
    if row.section:
        return row
    kind = KINDS[row.kind]
    return replace(row, section=kind.section, fold=kind.name if kind.one else "")


def _is_outside(case: Case) -> bool:
    """Whether a lead is outside all clocks: in the archive, or in a parked role."""
    return bool(case.lead.value("archived")) or case.parked


def _sorted(rows: Iterable[Due]) -> list[Due]:
    return sorted(rows, key=lambda row: (row.due, row.rule, str(row.about)))


def _rows(case: Case) -> Iterator[Due]:
    yield from _rule_rows(case)
    yield from open_items(case)
    status = _running(case)
    if status is not None:
        yield from reply_rows(status, case)
        yield from cadence_rows(status.cadence, case)
        yield from claim_rows(case)
        yield from again_rows(case)


def _rule_rows(case: Case, *, acting: bool = False) -> Iterator[Due]:
    """Yield the rows of the follow-ups; `acting` asks for those that do something by themselves."""
    status = _running(case)
    for rule in case.pipeline.follow_up:
        # A duty about an event or a record outlives the journey (S1.3).
        lasts = rule.from_.event or rule.from_.record
        if (status is not None or lasts) and (rule.then or not acting):
            yield from rule_rows(rule, case)
    for rule in status.follow_up if status is not None else ():
        if rule.then or not acting:
            yield from rule_rows(rule, case)


def _running(case: Case) -> Status | None:
    """Return the lead's status if deadlines run in it."""
    status = case.pipeline.statuses.get(case.lead.status)
    return None if status is None or status.closed or status.parked else status


def _any(_: Due) -> bool:
    return True


def shown_at(
    rows: Iterable[Due], now: datetime, calendar: Calendar, soon: Callable[[Due], bool] = _any
) -> Iterator[Due]:
    """Yield the rows to show at a moment: opened, not lapsed, and `soon` enough."""
    return shown((current(row, now, calendar) for row in rows), now, soon)


def current(row: Due, now: datetime, calendar: Calendar) -> Due:
    """Return a recurring row at its next occurrence that has not lapsed."""
    if row.every is None or row.lapses is None or row.lapses > now:
        return row
    grace = row.lapses - row.due
    due = occurrence_after(row, now - grace, calendar)
    missed = due + (row.missed - row.due) if row.missed else due
    return replace(row, due=due, missed=missed, lapses=due + grace, planned=None, snoozed=False)
