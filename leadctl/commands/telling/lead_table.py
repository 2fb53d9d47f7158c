"""The list of leads as people read it; each row is made ready when it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, overload

from leadctl.commands.telling.due_rows import in_words
from leadctl.render.listing import Column, Listing, Row
from leadctl.render.relative_time import ago_in_words
from leadctl.rules.due.rows.kinds import KINDS, row_words
from leadctl.rules.due.rows.saying import Reading
from leadctl.rules.leads.taken_over import stands_since

if TYPE_CHECKING:
    from leadctl.actions.looking.lead_list import LeadRow
    from leadctl.commands.starting.session import Session
    from leadctl.rules.due.rows.row import Due

PEOPLE = (
    Column("name", "Name", weight=6, least=14, shown="human"),
    Column("status", "Status", weight=1, least=14, shown="human"),
    Column("shown_owner", "Owner", weight=1, spare=True, shown="human"),
    Column("since", "Since", yields=True, shown="human"),
    Column("next", "Next", weight=3, least=24, timed=True, shown="human"),
    Column("lead", "Lead", shown="human"),
)


class MadeRows(Sequence[Row]):
    """Rows of a list, made of the leads one by one, and not kept: a large book has many."""

    def __init__(self, leads: Sequence[LeadRow], make: Callable[[LeadRow], Row]) -> None:
        self.leads, self.make = leads, make

    def __len__(self) -> int:
        return len(self.leads)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        if isinstance(place, slice):
            return MadeRows(self.leads[place], self.make)
        return self.make(self.leads[place])


def lead_table(session: Session, rows: Sequence[LeadRow]) -> Listing:
    """Return the leads for people."""
    return Listing(PEOPLE, [people_values(session, row) for row in rows])


def people_values(session: Session, row: LeadRow) -> dict[str, object]:
    """Return what people read of a lead."""
    lead, due = row.lead, row.next_due
    since = stands_since(lead, session.zone)
    return {
        "lead": lead.id,
        "name": lead.name,
        "status": lead.status,
        "shown_owner": session.book.settings.team.called(lead.owner) or "-",
        "since": ago_in_words(since, session.now) if since else "",
        "next": _next_words(session, due) if due else "(archived)" * bool(lead.value("archived")),
    }


def _next_words(session: Session, due: Due) -> str:
    """Return what comes next, and when; that nothing does has no time, and what is asked after its
    own words.
    """
    kind, here = KINDS[due.kind], Reading(session.now, due.told_in(session.zone), timed=True)
    if kind.is_asked_after(due, here):
        words = row_words(due, here)
        return f"{words[:1].upper()}{words[1:]}"
    return due.do if kind.absent else f"{due.do}, {in_words(session, due)}"
