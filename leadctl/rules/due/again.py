"""The row of a lead that was taken over: get in touch again, on a day of its own; whoever did not
answer is tried once more when the round is over, where no plan has anything for them. Whoever was
only called in vain is tried again within days, as new leads are, before the round begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.timeline import Key
from leadctl.rules.due.rows.kinds import KINDS
from leadctl.rules.due.rows.row import Due
from leadctl.rules.due.settling import Deadline, clears_words, is_done, is_stopped
from leadctl.rules.due.taken_over import ROUND, TakeOver, take_over, wakes
from leadctl.rules.language.deadlines import DONE, MOVED, TOUCHED
from leadctl.rules.leads.taken_over import EVENT, file_of
from leadctl.rules.time.spans import Duration
from leadctl.values import replace

_SETTLED_BY = (TOUCHED, MOVED, DONE)
_TRIES = (Duration(days=3), Duration(days=4), Duration(days=3))
"""After so long each is tried again who was called in vain: on the days 3, 7 and 10 from the first
try, as the 3-7-10-2 plan is read (decision 1); whoever is not reached then rests as all others do.
"""


def again_rows(case: Case) -> Iterator[Due]:
    """Yield the row of a lead that was taken over, until somebody gets in touch with it."""
    over = take_over(case)
    if over is None or over.again or is_stopped(case, over.key):
        return
    why = f"they came in before you had the book: {file_of(case.lead) or 'an import'}"
    row = _row(case, "Get in touch again", case.calendar.start_of_day(over.start), over.day, why)
    yield replace(row, section="again")


def once_more_row(rows: Iterable[Due], case: Case) -> Due | None:
    """Return the row of somebody who was taken over, got in touch with, and has not answered; None
    where anything else comes next.
    """
    over = take_over(case)
    if over is None or over.again is None:
        return None
    last = _last_try(over, case)
    if last is None or is_stopped(case, over.key):
        return None
    tried = _days_in_vain(over, case)
    span = _TRIES[tried - 1] if 0 < tried <= len(_TRIES) else ROUND
    due = case.day_of(case.calendar.add(last[0], span, "wall"))[0]
    if _is_asked_for(rows, due, case, soon=span is not ROUND):
        return None
    if is_done(Deadline(rule=EVENT, due=due, opens=last), case):
        return None
    why = f"you got in touch again, and they have not answered; {span} later"
    return replace(_row(case, "Try again", due, last[0], why), by=("call", "text", "email"))


def _is_asked_for(rows: Iterable[Due], due: datetime, case: Case, *, soon: bool) -> bool:
    """Whether another row asks for what comes next: of a try that is to come `soon` by its day."""
    if not soon:
        return any(KINDS[row.kind].step for row in rows)
    end = case.end_of_day(due)
    return any(KINDS[row.kind].tries and row.due <= end for row in rows)


def _days_in_vain(over: TakeOver, case: Case) -> int:
    """Return on how many days a lead was called that was taken over, and nobody was reached; 0
    where a word of ours got there.
    """
    touches = [(key, event) for key, event in case.line.after(over.key) if event.is_touch]
    if any(not event.is_in_vain for _, event in touches):
        return 0
    return len({case.calendar.local_day(key[0]) for key, _ in touches})


def _row(case: Case, do: str, due: datetime, since: datetime, why: str) -> Due:
    """Return a row of a lead that was taken over, for a day."""
    status = case.pipeline.statuses.get(case.lead.status)
    return Due(
        lead=case.lead.id,
        rule=EVENT,
        kind="step",
        do=do,
        due=due,
        since=since,
        zone=case.calendar.timezone,
        missed=case.end_of_day(due),
        clears=clears_words(_SETTLED_BY),
        why=why,
        source=status.source if status else case.pipeline.source,
        accepts_done=True,
    )


def _last_try(over: TakeOver, case: Case) -> Key | None:
    """Return our last touch since a lead was taken over, or when it was marked done; None where
    they have answered or somebody has moved them on.
    """
    since = list(case.line.after(over.key))
    if any(wakes(event) for _, event in since):
        return None
    return next((key for key, event in reversed(since) if event.is_touch), over.again)
