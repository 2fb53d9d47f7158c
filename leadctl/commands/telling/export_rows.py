"""Leads made ready for spreadsheets and cards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from leadctl.commands.telling.lead_rows import extra_fields, further_fields, row_values
from leadctl.commands.telling.lead_table import MadeRows
from leadctl.errors import Usage
from leadctl.render.listing import Column, Listing
from leadctl.rules.leads.fields import LISTS
from leadctl.rules.leads.fields import OPTIONAL as KNOWN
from leadctl.rules.leads.mail_merge import letter_line, name_parts

if TYPE_CHECKING:
    from leadctl.actions.looking.lead_list import LeadRow
    from leadctl.commands.starting.session import Session

FIELDS = (
    "id", "name", "first_name", "last_name", "pipeline", "status", *KNOWN, "letter_to",
    "received", "entered", "next_due", "next_do",
)  # fmt: skip
"""The columns of every spreadsheet, followed by the further fields that the leads have."""


def listing(session: Session, rows: Sequence[LeadRow], fields: Sequence[str]) -> Listing:
    """Return the leads under their columns, or under those that are named.

    Raises Usage for a field that no lead has.
    """
    known = dict.fromkeys(FIELDS)
    for row in rows:
        known.update(dict.fromkeys(_further(row)))
    if unknown := [name for name in fields if name not in known]:
        plain = ", ".join(name for name in known if not name.startswith("extra."))
        raise Usage(f"No lead has a field {unknown[0]}.", hint=f"There are: {plain}")
    shown = fields or [name for name in known if not name.startswith("extra.")]
    made = MadeRows(rows, lambda row: _values(session, row))
    return Listing([Column(name, name) for name in shown], made)


def _values(session: Session, row: LeadRow) -> dict[str, object]:
    found = row_values(session, row)
    first, last = name_parts(row.lead)
    found |= {"first_name": first, "last_name": last, "letter_to": letter_line(row.lead)}
    kept = {name: found[name] for name in FIELDS}
    kept |= {name: "" for name in LISTS if not kept[name]}
    return kept | _further(row)


def _further(row: LeadRow) -> dict[str, object]:
    """Return what a lead has beside the columns of every spreadsheet."""
    apart = {"first_name", "last_name"}
    own = {name: value for name, value in further_fields(row).items() if name not in apart}
    return own | {f"extra.{name}": value for name, value in extra_fields(row).items()}


EVENTS = {
    "id": "id",
    "name": "text",
    "pipeline": "text",
    "at": "when",
    "event": "text",
    "by": "text?",
    "way": "text?",
    "outcome": "text?",
    "to": "text?",
    "data": {"*": "any"},
}
"""The columns of events; `data` holds whatever else their lines say."""


def events(rows: Iterable[LeadRow]) -> Listing:
    """Return what happened to the leads, an event a row, lead by lead in the order of its file."""
    made = [
        {
            "id": row.lead.id,
            "name": row.lead.name,
            "pipeline": row.lead.pipeline,
            "at": event.day or event.at,
            "event": event.name,
            "by": event.by or None,
            **{key: event.data.get(key) for key in ("way", "outcome", "to")},
            "data": {k: v for k, v in event.data.items() if k not in EVENTS},
        }
        for row in rows
        for event in row.lead.history
    ]
    return Listing([Column(key, key) for key in EVENTS], made, title="Events")
