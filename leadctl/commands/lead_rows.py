"""Leads made ready for each format: always the same fields, masks honoured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from leadctl.commands.due_rows import in_words, local, when_of
from leadctl.render.listing import Column, Listing
from leadctl.render.relative_time import ago_in_words
from leadctl.rules.leads.fields import LISTS, REQUIRED
from leadctl.rules.leads.fields import OPTIONAL as KNOWN

if TYPE_CHECKING:
    from leadctl.actions.lead_list import LeadRow
    from leadctl.commands.session import Session

DATA = (
    *REQUIRED, *KNOWN, "masked", "received", "entered", "next_due",
    "next_do", "derived", "fields", "extra",
)  # fmt: skip
"""The fields of a lead in JSON, always all of them: some may be added, none is ever removed."""

_HUMAN = (
    Column("name", "Name", weight=2, least=8, shown="human"),
    Column("status", "Status", weight=1, least=10, shown="human"),
    Column("shown_owner", "Owner", weight=1, shown="human"),
    Column("since", "Since", shown="human"),
    Column("next", "Next", weight=3, least=12, shown="human"),
    Column("lead", "Lead", shown="human"),
)


def listing(session: Session, rows: Sequence[LeadRow]) -> Listing:
    """Return the leads for a table or for programs."""
    data = [Column(name, name, shown="data") for name in DATA]
    return Listing([*_HUMAN, *data], [row_values(session, row) for row in rows])


def row_values(session: Session, row: LeadRow) -> dict[str, Any]:
    """Return one lead's values for every format."""
    lead, due = row.lead, row.next_due
    entered, received = lead.entered(), lead.received()
    values: dict[str, Any] = {"id": lead.id, "lead": lead.id, "name": lead.name}
    values |= {"pipeline": lead.pipeline, "status": lead.status}
    for key in KNOWN:
        value = lead.fields.get(key, [] if key in LISTS else None)
        values[key] = ([] if key in LISTS else None) if key in row.masked else value
    values["archived"] = bool(values["archived"])
    known = {*KNOWN, "name"}
    others = {k: v for k, v in lead.fields.items() if k not in known and k not in row.masked}
    next_due = when_of(session, due) if due else None
    values |= {
        "masked": sorted(row.masked),
        "received": local(session, received) if received else None,
        "entered": local(session, entered) if entered else None,
        "next_due": next_due,
        "next_do": due.do if due else None,
        "derived": dict(row.seen.derived),
        "fields": others,
        "extra": {} if row.masked else dict(lead.extra),  # it may say what is masked
        "shown_owner": lead.owner or "-",
        "since": ago_in_words(entered, session.now) if entered else "",
        "next": f"{due.do}, {in_words(session, due)}" if due else "",
    }
    return values
