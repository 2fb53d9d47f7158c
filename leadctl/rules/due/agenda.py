"""The agenda: everything with a deadline for one lead, and what of it is shown at a moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from leadctl.rules.clauses.case import Case
from leadctl.rules.due.again import again_rows, once_more_row
from leadctl.rules.due.agreed import agreed_rows
from leadctl.rules.due.answering import idle_row, late_word_rows, only_read, reply_rows, with_note
from leadctl.rules.due.asked_ways import by_open_ways
from leadctl.rules.due.cadence import cadence_rows
from leadctl.rules.due.follow_up import occurrence_after, rule_rows
from leadctl.rules.due.left_open import open_items
from leadctl.rules.due.lost_appointment import lost_rows
from leadctl.rules.due.not_reached import not_reached_row
from leadctl.rules.due.offered import offered_rows
from leadctl.rules.due.row_names import NO_APPOINTMENT
from leadctl.rules.due.rows.duty import CONFIRM
from leadctl.rules.due.rows.kinds import KINDS, PARKED
from leadctl.rules.due.rows.order import TODAY
from leadctl.rules.due.rows.row import Due
from leadctl.rules.due.snooze import CALL_BACK, put_off
from leadctl.rules.due.status_shown import status_shown_row
from leadctl.rules.language.statuses import Status
from leadctl.rules.leads.ways import wants_none
from leadctl.rules.time.spans import Duration
from leadctl.rules.time.working_calendar import Calendar
from leadctl.values import replace

_LATER = Duration(days=7)


def agenda(case: Case) -> list[Due]:
    """Return every open deadline of a lead, soonest first, whatever the time is now.

    `rank` is the order in which a lead nobody owns is offered to the agents. Of one in a parked
    role there is nothing, but for a word of theirs that nobody has answered.
    """
    if case.parked and not case.lead.value("archived"):
        heard = [only_read(row, case) for row in late_word_rows(case)]
        return [replace(r, section=PARKED.section, fold=PARKED.name) for r in heard]
    if _is_outside(case):
        return []
    rows = [_placed(row, case) for row in _rows(case)]
    rows = [row for row in rows if not _is_barred(row, case)]
    status = _running(case)
    reachable = not wants_none(case.lead)
    if status is not None and reachable and (again := not_reached_row(rows, status, case)):
        rows.append(_placed(again, case))
    if status is not None and reachable and (again := once_more_row(rows, case)):
        rows.append(_placed(again, case))
    if status is not None and reachable and (question := status_shown_row(rows, status, case)):
        rows.append(_placed(question, case))
    if status is not None and (idle := idle_row(rows, status, case)):
        rows.append(_in_section(idle))
    return _sorted(with_note(_by_name(_asked_first(_steps_first(rows, case), case)), case))


def _by_name(rows: list[Due]) -> list[Due]:
    """Return the rows, a status to confirm as a row of its own where its appointment is lost: it
    is not confirmed together with those that hold.
    """
    if not any(row.rule == NO_APPOINTMENT for row in rows):
        return rows
    return [replace(r, section="touch", fold="") if r.fold == CONFIRM.name else r for r in rows]


def _steps_first(rows: list[Due], case: Case) -> list[Due]:
    """Return the rows, a status to consider asked about a week later while a step waits that came
    before it: whoever was not tried again is not called silent.
    """
    step = min((row.due for row in rows if KINDS[row.kind].planned), default=None)
    early = [step is not None and KINDS[row.kind].asks and step <= row.due for row in rows]
    return [
        replace(row, opens=case.calendar.add(row.due, _LATER, "wall")) if wait else row
        for row, wait in zip(rows, early, strict=True)
    ]


def _asked_first(rows: list[Due], case: Case) -> list[Due]:
    """Return the rows, what a plan asks for by the day of a call-back that they asked for shown
    only where that is a week late: it is the same to do.
    """
    asked = next((row for row in rows if row.kind == CALL_BACK and row.section == "asked"), None)
    if asked is None:
        return rows
    end, later = case.end_of_day(asked.due), case.calendar.add(asked.due, _LATER, "wall")
    return [
        replace(row, opens=max(filter(None, (row.opens, later))))
        if _is_of_plan(row) and row.due <= end
        else row
        for row in rows
    ]


def _is_of_plan(row: Due) -> bool:
    """Whether a plan says to get in touch, not for an appointment that is ahead."""
    kind = KINDS[row.kind]
    return kind.planned or (kind.waits and kind.tries and bool(row.by) and row.ahead_of is None)


def acting(case: Case) -> list[Due]:
    """Return the open deadlines after which something happens by itself, soonest first.

    The archive stops none of them: no lead is kept in somebody's name there (S3.11).
    """
    if case.parked:
        return []
    return _sorted(put_off(row, case) for row in _rule_rows(case, acting=True))


def _in_section(row: Due) -> Due:
    """Return a row in the section of its kind, where it is in none yet."""
    if row.section:
        return row
    kind = KINDS[row.kind]
    return replace(row, section=kind.section, fold=kind.fold)


def _is_barred(row: Due, case: Case) -> bool:
    """Whether a plan says to get in touch with somebody who wants no contact, or none by any way
    that is left: then it says nothing, and the lead is one with no next step. What is agreed with
    them, or owed, stands.
    """
    planned = KINDS[row.kind].planned or (row.kind == "reminder" and row.ahead_of is None)
    return planned and row.rule != NO_APPOINTMENT and wants_none(case.lead)


def _placed(row: Due, case: Case) -> Due:
    """Return a row in its section, by ways that are open, put off as somebody has: to an hour,
    among what has one.
    """
    found = put_off(only_read(by_open_ways(_in_section(row), case.lead), case), case)
    at_an_hour = found.snoozed and not found.all_day and found.section in {"touch", "again"}
    return replace(found, section=TODAY) if at_an_hour else found


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
        yield from agreed_rows(status, case)
        yield from lost_rows(status, case)
        yield from cadence_rows(status.cadence, case)
        yield from offered_rows(case)
        yield from again_rows(case)
    else:
        yield from late_word_rows(case)
        if here := case.pipeline.statuses.get(case.lead.status):
            yield from agreed_rows(here, case)


def _rule_rows(case: Case, *, acting: bool = False) -> Iterator[Due]:
    """Yield the rows of the follow-ups; `acting` asks for those that do something by themselves."""
    status = _running(case)
    for rule in case.pipeline.follow_up:
        # A duty about an event or a record outlives the journey (S1.3).
        lasts = rule.from_.event or rule.from_.record
        if (status is not None or lasts) and (rule.then or not acting):
            yield from rule_rows(rule, case, acting=acting)
    for rule in status.follow_up if status is not None else ():
        if rule.then or not acting:
            yield from rule_rows(rule, case, acting=acting)


def _running(case: Case) -> Status | None:
    """Return the lead's status if deadlines run in it."""
    status = case.pipeline.statuses.get(case.lead.status)
    return None if status is None or status.closed or status.parked else status


def current(row: Due, now: datetime, calendar: Calendar) -> Due:
    """Return a recurring row at its next occurrence that has not lapsed."""
    if row.every is None or row.lapses is None or row.lapses > now:
        return row
    grace = row.lapses - row.due
    due = occurrence_after(row, now - grace, calendar)
    missed = calendar.end_of_day(due) if row.all_day or row.by_days else due
    return replace(row, due=due, missed=missed, lapses=due + grace, planned=None, snoozed=False)
