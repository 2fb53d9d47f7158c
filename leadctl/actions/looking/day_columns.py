"""The rows of a lead in the day's list as plain columns, as the index keeps them."""

from __future__ import annotations

from collections.abc import Iterator

from leadctl.actions.looking.seen import Seen
from leadctl.book.index.day_rows import (
    ALWAYS_NAMED,
    BOOKED,
    BY_DAY,
    EVER,
    NEVER,
    NOTHING_FOLDS,
    REPORTS,
    RUNS,
    TO_ANSWER,
    Columns,
    microseconds,
)
from leadctl.rules.due.rows.kinds import counted_as
from leadctl.rules.due.rows.order import FOLDS, TODAY, level_of, place, waits_for_its_hour
from leadctl.rules.due.rows.row import Due
from leadctl.rules.due.rows.sections import RANK, RUNNING, SOON
from leadctl.rules.due.today import begins
from leadctl.rules.leads.lead import Lead
from leadctl.values import replace


def columns_of(seen: Seen) -> Iterator[Columns]:
    """Yield the rows of a lead as the index keeps them; of an archived one, none.

    A row that stands elsewhere until its hour has passed is kept twice: for before, and for after.
    """
    if seen.lead.value("archived"):
        return
    for row in seen.rows:
        if waits_for_its_hour(row):
            yield _columns(replace(row, section=TODAY, lapses=row.due), seen.lead)
            yield _columns(replace(row, opens=row.due), seen.lead)
        else:
            yield _columns(row, seen.lead)


def _columns(row: Due, lead: Lead) -> Columns:
    opens = NEVER if row.opens is None else microseconds(row.opens)
    lapses = EVER if row.lapses is None else microseconds(row.lapses)
    shows = RUNS if row.section in RUNNING else REPORTS if row.section in SOON else BY_DAY
    day = None if row.day is None else row.day.toordinal()
    due = microseconds(row.due) + begins(row)  # as a day ends it is the next day's
    fold = FOLDS.get(row.fold, 0) if row.fold else NOTHING_FOLDS
    return (
        fold, lead.pipeline, place(row.section, row.due), due, day, opens, lapses,
        shows, counted(row), row.do if row.fold else "",
        RANK[row.section] + 1 if level_of(row, lead) else ALWAYS_NAMED,
    )  # fmt: skip


def counted(row: Due) -> int:
    """Return as what a row is counted in the heading, 0 for nothing."""
    return {"booked": BOOKED, "answer": TO_ANSWER}.get(counted_as(row), 0)
