"""The kinds of rows of the morning list, one object each; those with rules of their own aside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from leadctl.rules.due.rows.appointment import APPOINTMENT
from leadctl.rules.due.rows.by_hour import CALL_BACK, TASK
from leadctl.rules.due.rows.claim import CLAIM
from leadctl.rules.due.rows.duty import CONFIRM, DUTY
from leadctl.rules.due.rows.idle import IDLE
from leadctl.rules.due.rows.kind import RowKind
from leadctl.rules.due.rows.promise import PROMISE
from leadctl.rules.due.rows.reply import REPLY
from leadctl.rules.due.rows.saying import Reading, ahead_words, with_time
from leadctl.rules.due.rows.sla import SLA
from leadctl.values import replace

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from leadctl.rules.due.rows.row import Due

_ALL = (
    REPLY,
    SLA,
    CLAIM,
    PROMISE,
    DUTY,
    RowKind(
        "approval", "decide", "a move that wants an approval", stands=True,
        ends="leadctl approve {lead}",
    ),
    RowKind("blocked", "decide", "a move that could not be made", stands=True, step=False),
    RowKind(
        "unsent", "decide", "a message to the lead that nobody sent in time", step=False,
        told=False,
    ),
    RowKind("hold", "decide", "the lead goes back to the pool by itself", stands=True, named=False),
    RowKind("move", "decide", "the lead moves by itself", stands=True, named=False),
    APPOINTMENT,
    CALL_BACK,
    RowKind("step", "touch", "a step of a cadence", waits=True, planned=True, tries=True),
    RowKind(
        "reminder", "touch", "what a rule or an agent wants to be reminded of", waits=True,
        tries=True,
    ),
    TASK,
    RowKind("birthday", "touch", "a birthday", keeps=False, stands=True, step=False),
    RowKind(
        "question", "touch", "whether a status is right that was shown by what was logged",
        waits=True, step=False, keeps=False, doubts=True, told=False,
    ),
    RowKind(
        "message", "and", "a message that waits in the outbox", step=False,
        named=False, ends="leadctl outbox done {rule} --lead {lead}",
        one="message to send", several="messages to send", does="leadctl outbox list",
    ),
    RowKind(
        "suggestion", "and", "a status to consider", waits=True, step=False, keeps=False,
        asks=True, doubts=True, told=False,
        one="status to consider", several="statuses to consider",
    ),
    IDLE,
)  # fmt: skip
KINDS: Mapping[str, RowKind] = {kind.name: kind for kind in _ALL}
"""Kind -> what there is to know of it."""
FOLLOW_UP_KINDS = tuple(KINDS)
"""The kinds by name, for the language and the help pages."""

UNSET = RowKind(
    "unset", "and", "a message that waits for what the settings are to say", step=False,
    one="message that wants something set first", several="messages that want something set first",
    does="leadctl check",
)  # fmt: skip
"""A message that names a constant which the book has not set: rows of kind "message"."""

PARKED = RowKind(
    "parked", "and", "a word of somebody whose role is parked", step=False,
    one="parked lead has written", several="parked leads have written",
)  # fmt: skip
"""A word of somebody outside all clocks: rows of kind "reply"."""

UNDATED = RowKind(
    "undated", "and", "an appointment of which no day is noted", step=False,
    one="person with an appointment, and no day noted",
    several="people with an appointment, and no day noted",
    does="leadctl due --kind undated",
)  # fmt: skip
"""Whom another system has in a status of appointments, and says no day: rows of kind "reminder"."""

FOLDED: Mapping[str, RowKind] = {
    kind.name: kind for kind in (CONFIRM, UNDATED, UNSET, PARKED, *KINDS.values())
}
"""What rows are counted as where they fold, in the order in which the lines are read."""


def counted_as(row: Due) -> str:
    """Return as what the heading counts a row: "booked" or "answer"; "" where it stands elsewhere
    than its kind does.
    """
    kind = KINDS[row.kind]
    return kind.counted if row.section == kind.section else ""


def row_words(row: Due, reading: Reading) -> str:
    """Return what a row says after the lead's name: its kind's words; of one ahead, when it is."""
    here = replace(reading, zone=row.told_in(reading.zone))
    return ahead_words(row, here) if reading.ahead else KINDS[row.kind].says(row, here)


def due_words(row: Due, now: datetime, zone: tzinfo) -> str:
    """Return a row with its time, as it is told of one lead: "call her, Thu 14:00"; one that is
    due, "now"; an appointment that is over, as it is asked after.
    """
    here = Reading(now, row.told_in(zone), timed=True)
    kind = KINDS[row.kind]
    return kind.says(row, here) if kind.is_asked_after(row, here) else with_time(row, now, zone)


def words_below(row: Due, reading: Reading, first: Due) -> str:
    """Return what a row says below the `first` one of the same lead."""
    if reading.ahead:
        return row_words(row, reading)
    here = replace(reading, zone=row.told_in(reading.zone))
    return KINDS[row.kind].says_below(row, here, KINDS[first.kind])
