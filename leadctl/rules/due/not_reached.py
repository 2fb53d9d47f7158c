"""Whoever wrote or called, and was only called back in vain, is to be tried again.

The call back ends "Answer them": it is our touch. But nobody has heard from us, so that the day
after it is to be tried again, until a word of ours gets there (a message left counts), they speak,
or somebody moves the lead on.
"""

from __future__ import annotations

from collections.abc import Iterable

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.timeline import Key
from leadctl.rules.due.row_names import NOT_REACHED
from leadctl.rules.due.rows.kinds import KINDS
from leadctl.rules.due.rows.row import Due
from leadctl.rules.due.settling import Deadline, clears_words, is_done, is_stopped
from leadctl.rules.language.deadlines import DONE, MOVED, REACHED, Clearing
from leadctl.rules.language.statuses import Status
from leadctl.rules.leads.deeds import DID, channel_of
from leadctl.rules.leads.lead import Event
from leadctl.rules.time.spans import Duration

_NEXT_DAY = Duration(days=1)
_SETTLED_BY = (REACHED, Clearing((), "in", text="a word of theirs"), MOVED, DONE)


def not_reached_row(rows: Iterable[Due], status: Status, case: Case) -> Due | None:
    """Return the row of a lead that was called back in vain; None where another row asks for it."""
    found = _tried(case)
    if found is None:
        return None
    tried, word = found
    if is_stopped(case, tried):
        return None
    due = case.day_of(case.calendar.add(tried[0], _NEXT_DAY, "wall"))[0]
    end = case.end_of_day(due)
    if any(KINDS[row.kind].tries and row.due <= end for row in rows):
        return None
    if is_done(Deadline(rule=NOT_REACHED, due=due, opens=tried), case):
        return None
    return Due(
        lead=case.lead.id,
        rule=NOT_REACHED,
        kind="step",
        do=f"Try again: they {DID.get(channel_of(word), 'wrote')}, not reached yet",
        due=due,
        since=tried[0],
        zone=case.calendar.timezone,
        missed=end,
        by=("call", "text", "email"),
        clears=clears_words(_SETTLED_BY),
        why="their last word was answered with calls that reached nobody",
        source=status.source,
        accepts_done=True,
    )


def _tried(case: Case) -> tuple[Key, Event] | None:
    """Return our last call and their last word, where all we did since were calls in vain.

    A move ends it only after a call: their word waits for an answer in the new status as well.
    """
    last: Key | None = None
    moved = False
    for key, event in reversed(case.line.keyed):
        if event.goes("in"):
            return None if event.is_talk or last is None else (last, event)
        if event.way == "out":
            if moved or not event.is_in_vain:
                return None
            last = last or key
        elif _ends(event, case):
            return None
        moved = moved or event.is_by_hand
    return None


def _ends(event: Event, case: Case) -> bool:
    """Whether nobody waits any more from then on, whatever came before."""
    if event.name == "status":
        status = case.pipeline.statuses.get(str(event.data.get("to")))
        return status is not None and bool(status.closed or status.parked)
    return event.name in {"taken-over", "merge"} or event.data.get("what") == "reply"
