"""What is due, and the dates of leads, as the entries of a calendar: each thing once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from leadctl.commands.telling.due_rows import local, what_words
from leadctl.render.ics import Occasion, ics
from leadctl.rules.due.rows.kinds import KINDS
from leadctl.rules.leads.lead import YEARS
from leadctl.rules.time.wall_clock import at_wall

if TYPE_CHECKING:
    from leadctl.actions.looking.due_list import DueRow
    from leadctl.actions.looking.lead_list import LeadRow
    from leadctl.commands.starting.session import Session
    from leadctl.rules.due.rows.row import Due
    from leadctl.rules.leads.lead import Lead

    Asks = Callable[[Lead, datetime], bool]

_HOUR = timedelta(hours=1)
"""How long people meet."""
_QUARTER = timedelta(minutes=15)
_SOON = (timedelta(0), _QUARTER)
"""When what has an hour rings: at its time, and a little before."""


def of_rows(session: Session, rows: Iterable[DueRow]) -> str:
    """Return rows of the list as an iCalendar text; uids stay the same from run to run."""
    return ics([_entry(session, row) for row in rows], stamp=session.now, name="leadctl due")


def calendar(session: Session, rows: Iterable[LeadRow], asks: Asks) -> str:
    """Return what is due of the leads, and their dates for which nothing is, as a calendar.

    An appointment is the entry of what is due on it, and of nothing else: kept, passed or called
    off it has none. `asks` says whether what is at a moment is wanted.
    """
    entries = [one for row in rows for one in _entries(session, row, asks)]
    return ics(entries, stamp=session.now)


def _entries(session: Session, row: LeadRow, asks: Asks) -> Iterator[Occasion]:
    """Yield the entries of one lead."""
    from leadctl.actions.looking.export import due_rows

    due = due_rows(session.desk, row)
    for one in due:
        if asks(row.seen.lead, one.due.due):
            yield _entry(session, one)
    for entry in _dates(session, row, [one.due for one in due]):
        if asks(row.seen.lead, _moment(session, entry.start)):
            yield entry


def _entry(session: Session, row: DueRow) -> Occasion:
    """Return a row as an entry. What rings has an hour, and is no housekeeping."""
    from leadctl.rules.due.rows.saying import when_said

    due, kind = row.due, KINDS[row.due.kind]
    start = when_said(due, session.zone)
    if due.fold and isinstance(start, datetime):
        start = local(session, start).date()
    timed = isinstance(start, datetime)
    meets = timed and kind.booked
    return Occasion(
        due.uid,
        start,
        _title(what_words(row), row.lead.name),
        "\n".join([due.why, f"Settled by: {due.clears}", *_reached(row)]),
        length=_HOUR if meets and "call" not in due.by else _QUARTER,
        alarms=_SOON if timed else (),
        sequence=due.sequence,
        busy=meets,
    )


def _title(words: str, name: str) -> str:
    """Return what an entry is called: "Showing: Ana"; a question with the name after it."""
    return f"{words} {name}" if words.endswith("?") else f"{words}: {name}"


def _reached(row: DueRow) -> Iterator[str]:
    """Yield how the lead is reached, each number and address with what is barred of it."""
    from leadctl.actions.looking.reaching import CHANNELS, reachable
    from leadctl.commands.telling.due_rows import NAMES
    from leadctl.rules.leads.ways import may

    for field, address in reachable(row):
        barred = [NAMES.get(one, one) for one in CHANNELS.get(field, ()) if not may(row.lead, one)]
        yield f"{address} (no {', '.join(barred)})" if barred else address


def _dates(session: Session, row: LeadRow, due: Sequence[Due]) -> Iterator[Occasion]:
    """Yield the dates of a lead's own fields that are no appointment on its list."""
    lead = row.lead
    if not row.seen.usable:
        return
    kinds = session.desk.pipeline(lead.pipeline).fields
    gone = session.desk.without_date(row.seen.lead, due)
    for name, value in lead.fields.items():
        kind = kinds.get(name)
        if kind is None or not isinstance(value, date) or value.year not in YEARS or name in gone:
            continue
        start = value
        if isinstance(value, datetime):
            start = local(session, value if value.tzinfo else value.replace(tzinfo=session.zone))
        label = kind.label or name.replace("_", " ")
        summary = f"{label[:1].upper()}{label[1:]}: {lead.name}"
        rings = isinstance(start, datetime) and start > session.now
        alarms = (_QUARTER,) if rings else ()
        yield Occasion(
            f"{lead.id}-field-{name}@leadctl", start, summary, lead.status, alarms=alarms
        )


def _moment(session: Session, start: datetime | date) -> datetime:
    """Return when an entry begins: of a day, with it."""
    if isinstance(start, datetime):
        return start
    return at_wall(datetime.combine(start, time()), session.zone)
