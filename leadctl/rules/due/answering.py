"""Rows that no rule has to name: answer whoever wrote last, and let nobody go silent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.conversation import REPLY
from leadctl.rules.due.follow_up_row import text_of
from leadctl.rules.due.rows.kinds import KINDS
from leadctl.rules.due.rows.row import Due
from leadctl.rules.due.rows.sections import NOTED
from leadctl.rules.language.statuses import Status
from leadctl.rules.leads.deeds import channel_of
from leadctl.rules.leads.event_kinds import ASIDE
from leadctl.rules.leads.ways import wants_no_contact
from leadctl.rules.moves.judging.judge import judge, legal_words, with_reason
from leadctl.values import replace

TO_READ = "Read what they wrote; they want no contact"
IDLE_UNASKED = "Nothing ahead; they want no contact: close it, or note what is next"
IDLE = "idle"
"""The rule of the row of an open lead with nothing ahead."""


def reply_rows(status: Status, case: Case) -> list[Due]:
    """Return the row of a word of theirs that waits, where no rule of the definition has one."""
    own = (*case.pipeline.follow_up, *status.follow_up)
    if any(KINDS[rule.kind].hears for rule in own):
        return []
    return _waiting_row(status, case)


def only_read(row: Due, case: Case) -> Due:
    """Return a row of their word, of whoever wants no contact at all: nobody is asked to write to
    them, and what they wrote is to be read.
    """
    if not (KINDS[row.kind].hears and wants_no_contact(case.lead)):
        return row
    return replace(
        row,
        do=TO_READ,
        by=(),
        section="decide",
        types=f"done {{lead}} {row.rule}",
        why="they want no contact, and have written all the same",
        clears="marking it done",
        accepts_done=True,
    )


def late_word_rows(case: Case) -> list[Due]:
    """Return the row of a word that came after the lead was closed: it waits for an answer too."""
    status = case.pipeline.statuses.get(case.lead.status)
    return _waiting_row(status, case) if status else []


def _waiting_row(status: Status, case: Case) -> list[Due]:
    words = case.line.waiting
    if not words:
        return []
    (first, _), (last, event) = words[0], words[-1]
    return [
        Due(
            lead=case.lead.id,
            rule=REPLY,
            kind="reply",
            do="Answer them",
            due=last[0],
            since=first[0],
            missed=last[0],
            clears="reaching out, talking or marking it done",
            why="their last word waits for an answer",
            source=status.source,
            accepts_done=True,
            over=channel_of(event),
            said=text_of(event),
            of_day=event.day is not None,
            could=could_be(status, case),
        )
    ]


def could_be(status: Status, case: Case) -> str:
    """Return where somebody stands who is back, and the statuses of the funnel they could be moved
    to; "" for one on the way through it.
    """
    statuses = case.pipeline.statuses.values()
    if (status.rank and not status.closed) or not any(one.rank for one in statuses):
        return ""
    names = [one.name for one in statuses if one.rank and not (one.closed or one.parked)]
    ahead = [name for name in names if name not in {status.name, case.pipeline.initial}]
    allowed = [name for name in ahead if judge(case, name, reason="back").allowed]
    words = legal_words(allowed, with_reason(case, allowed))
    sign = "," if words.startswith("with a reason") else ":"
    return f"in {status.name}; possible now{sign} {words}" if allowed else ""


def idle_row(rows: Iterable[Due], status: Status, case: Case) -> Due | None:
    """Return the row of an open lead that has no next step, or None where it has one.

    Birthdays, duties and suggestions are no next step; one that is let go is none from then on. Of
    those who want no contact at all any row will do: nobody has to find a step, but nobody who is
    open is on no list.
    """
    rows, unasked = list(rows), wants_no_contact(case.lead)
    steps = [row for row in rows if unasked or KINDS[row.kind].step]
    if any(row.lapses is None or row.every for row in steps):
        return None
    let_go = max((row.lapses for row in steps if row.lapses), default=None)
    since = _last_seen(case)
    due = case.calendar.add(since, case.pipeline.idle or case.idle, "wall")
    return Due(
        lead=case.lead.id,
        rule=IDLE,
        kind=IDLE,
        do=IDLE_UNASKED if unasked else "No next step",
        due=due if let_go is None else max(due, let_go),
        since=since,
        missed=due,
        opens=let_go,
        lapses=_asked_otherwise(rows, case),
        clears="closing it, or anything planned" if unasked else "anything planned: leadctl remind",
        why=f"nothing is planned for them for {case.pipeline.idle or case.idle}",
        source=status.source,
    )


def _asked_otherwise(rows: Iterable[Due], case: Case) -> datetime | None:
    """Return from when another row doubts the lead's status: one line for one person."""
    asked = [row.due for row in rows if KINDS[row.kind].doubts and row.lapses is None]
    return case.day_of(min(asked))[0] if asked else None


def _last_seen(case: Case) -> datetime:
    """Return when something was last done about a lead; for one without a past, its first event."""
    seen = [key[0] for key, event in case.line.keyed if event.name not in ASIDE]
    if seen:
        return seen[-1]
    return min((event.at for event in case.lead.history), default=case.now)


def with_note(rows: Iterable[Due], case: Case) -> list[Due]:
    """Return the rows that want a touch, with what the agent noted since the last one."""
    note = ""
    for _, event in reversed(case.line.keyed if "note" in case.line.names else ()):
        if event.is_touch:
            break
        if event.name == "note":
            note = text_of(event)
            break
    return [replace(r, note=note) if note and r.section in NOTED else r for r in rows]
