"""Snoozing: rows put off to another time, by name or all at once by a call-back."""

from __future__ import annotations

from datetime import datetime

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.timeline import Key
from leadctl.rules.due.rows.kinds import KINDS
from leadctl.rules.due.rows.row import Due
from leadctl.rules.leads.lead import Event, is_day
from leadctl.values import replace

CALL_BACK = "call-back"


def put_off(row: Due, case: Case) -> Due:
    """Return the row at the time to which a snooze has put it off, if one has."""
    if KINDS[row.kind].stands:
        return row
    until, day = row.due, False
    for key, event in case.line.keyed:
        if event.name == "snooze" and key[0] >= row.since and _concerns(event, key, row, case):
            meant = max(row.due, case.moment_in(event, "until") or row.due)
            if can_wait(row, meant):
                until, day = meant, is_day(event.data.get("until"))
    if until <= row.due:
        return row
    return _whole_day(_moved(row, until), case) if day else _moved(row, until)


def can_wait(row: Due, until: datetime) -> bool:
    """Whether a row can be put off so far: a reminder of an appointment not beyond that."""
    if KINDS[row.kind].stands:
        return False
    return row.ahead_of is None or until < row.ahead_of


def _concerns(event: Event, key: Key, row: Due, case: Case) -> bool:
    """Whether a snooze names the row, or is a call-back that holds and can put it off."""
    what = event.data.get("what", "")
    if what or not KINDS[row.kind].waits:
        return bool(what == row.rule)
    return not any(
        e.name == "done" and e.data.get("what") == CALL_BACK for _, e in case.line.after(key)
    )


def _whole_day(row: Due, case: Case) -> Due:
    """Return a row that waits until a day, whatever the time."""
    return replace(row, zone=case.calendar.timezone, missed=case.end_of_day(row.due))


def _moved(row: Due, until: datetime) -> Due:
    lapses = row.ahead_of or (row.lapses and row.lapses + (until - row.due))
    return replace(
        row,
        due=until,
        planned=row.due,
        missed=until,
        zone="",
        by_days=False,
        lapses=lapses,
        snoozed=True,
    )
