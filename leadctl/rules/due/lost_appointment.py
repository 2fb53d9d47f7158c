"""A status of an appointment whose appointment was taken away, cancelled or missed."""

from __future__ import annotations

from collections.abc import Iterator

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.timeline import Key
from leadctl.rules.due.appointments import made, times_set
from leadctl.rules.due.row_names import NO_APPOINTMENT, NO_DAY
from leadctl.rules.due.rows.kinds import KINDS, UNDATED
from leadctl.rules.due.rows.row import Due
from leadctl.rules.due.settling import Deadline, clears_words, is_done, is_stopped
from leadctl.rules.due.taken_over import take_over
from leadctl.rules.language.deadlines import DONE, MOVED, Clearing
from leadctl.rules.language.statuses import Status
from leadctl.rules.leads.deeds import IMPORT

_SETTLED_BY = (
    Clearing(("set",), text="another appointment"),
    MOVED,
    DONE,
)


def lost_rows(status: Status, case: Case) -> Iterator[Due]:
    """Yield the row of a lead whose status is of an appointment that there is no more.

    Only what the log tells was lost: a status that somebody forced asks for none; of one that an
    import brought in, the day is asked for.
    """
    fields = (r.from_.field for r in status.follow_up if KINDS[r.kind].booked)
    field = next(filter(None, fields), "")
    if field:
        yield from _undated(field, status, case)
    lost = _lost(field, case) if field else None
    if lost is None or is_stopped(case, lost):
        return
    if is_done(Deadline(rule=NO_APPOINTMENT, due=lost[0], opens=lost), case):
        return
    yield Due(
        lead=case.lead.id,
        rule=NO_APPOINTMENT,
        kind="reminder",
        do="No appointment any more: agree on another, or change the status",
        due=lost[0],
        since=lost[0],
        missed=lost[0],
        clears=clears_words(_SETTLED_BY),
        why="their appointment was taken away, cancelled or missed",
        source=status.source,
        accepts_done=True,
    )


def _undated(field: str, status: Status, case: Case) -> Iterator[Due]:
    """Yield the row of a lead that came in with its status, where its appointment has no day."""
    entered = [(key, event) for key, event in case.line.keyed if event.name == "status"]
    if case.value(field) is not None or times_set(field, case) or not entered:
        return
    key, event = entered[-1]
    if not event.data.get("recorded") or event.by != IMPORT:
        return
    over = take_over(case)
    since = max(key, over.key) if over else key
    rule = Deadline(rule=NO_DAY, due=since[0], opens=since)
    met = any(event.name == "meeting" for _, event in case.line.after(since))
    if met or is_done(rule, case) or is_stopped(case, since):
        return
    yield Due(
        lead=case.lead.id,
        rule=NO_DAY,
        kind="reminder",
        do=f"No day is noted for {status.name}: note it, or change the status",
        due=since[0],
        since=since[0],
        missed=since[0],
        clears=clears_words(_SETTLED_BY),
        why=f"came in as {status.name}, without a day",
        source=status.source,
        section=UNDATED.section,
        fold=UNDATED.name,
        accepts_done=True,
    )


def _lost(field: str, case: Case) -> Key | None:
    """Return since when the appointment is lost; None where it stands, or they have met."""
    since = made(field, case)
    entered = case.line.moment("entered") or since
    met = [(key, event) for key, event in case.line.keyed if event.name == "meeting"]
    if any(event.took_place for key, event in met if key > min(since, entered)):
        return None
    missed = [key for key, _ in met if key > since]
    if missed:
        return missed[-1]
    return since if case.value(field) is None and times_set(field, case) else None
