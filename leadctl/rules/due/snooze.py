"""Snoozing: rows put off to another time, by name or all at once by a call-back."""

from __future__ import annotations

from datetime import datetime

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.timeline import Key
from leadctl.rules.due.row import Due
from leadctl.rules.language.kinds import KINDS
from leadctl.rules.leads.lead import Event
from leadctl.values import replace

CALL_BACK = "call-back"


def put_off(row: Due, case: Case) -> Due:
    """Return the row at the time to which a snooze has put it off, if one has."""
    if KINDS[row.kind].stands:
        return row
    until = row.due
    for key, event in case.line.keyed:
        if event.name == "snooze" and key[0] >= row.since and _concerns(event, key, row, case):
            until = max(row.due, case.moment_in(event, "until") or row.due)
    return _moved(row, until) if until > row.due else row


def _concerns(event: Event, key: Key, row: Due, case: Case) -> bool:
    """Whether a snooze names the row, or is a call-back that holds and can put it off."""
    what = event.data.get("what", "")
    if what or not KINDS[row.kind].waits:
        return bool(what == row.rule)
    return not any(
        e.name == "done" and e.data.get("what") == CALL_BACK for _, e in case.line.after(key)
    )


def _moved(row: Due, until: datetime) -> Due:
    lapses = row.lapses and row.lapses + (until - row.due)
    return replace(
        row,
        due=until,
        planned=row.due,
        missed=until,
        zone="",
        lapses=lapses,
        snoozed=True,
    )
