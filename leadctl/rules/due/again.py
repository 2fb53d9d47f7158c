"""The row of a lead that was taken over: get in touch again, on a day of its own."""

from __future__ import annotations

from collections.abc import Iterator

from leadctl.rules.clauses.case import Case
from leadctl.rules.due.rows.row import Due
from leadctl.rules.due.settling import clears_words, is_stopped
from leadctl.rules.due.taken_over import take_over
from leadctl.rules.language.deadlines import DONE, MOVED, TOUCHED
from leadctl.rules.leads.taken_over import EVENT, file_of

_SETTLED_BY = (
    TOUCHED,
    MOVED,
    DONE,
)


def again_rows(case: Case) -> Iterator[Due]:
    """Yield the row of a lead that was taken over, until somebody gets in touch with it."""
    over = take_over(case)
    if over is None or over.again or is_stopped(case, over.key):
        return
    due = case.calendar.start_of_day(over.start)
    status = case.pipeline.statuses.get(case.lead.status)
    yield Due(
        lead=case.lead.id,
        rule=EVENT,
        kind="step",
        section="again",
        do="Get in touch again",
        due=due,
        since=over.day,
        zone=case.calendar.timezone,
        missed=case.end_of_day(due),
        clears=clears_words(_SETTLED_BY),
        why=f"they came in before you had the book: {file_of(case.lead) or 'an import'}",
        source=status.source if status else case.pipeline.source,
        accepts_done=True,
    )
