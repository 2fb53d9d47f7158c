"""Leads made ready for each format: always the same fields, masks honoured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from leadctl.commands.due_rows import in_words, local, when_of
from leadctl.errors import Usage
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


def arranged(listed: Listing, sort: str, limit: int, columns: str) -> Listing:
    """Return a list sorted by one of its fields, cut, and of some columns alone.

    Rows without a value come last. Raises Usage for a field that the list does not have.
    """
    rows = list(listed.rows)
    if sort:
        name = _field(sort.removeprefix("-"))
        known = [row for row in rows if _value(row, name) not in (None, "", [])]
        known.sort(key=lambda row: _order(_value(row, name)), reverse=sort.startswith("-"))
        rows = known + [row for row in rows if _value(row, name) in (None, "", [])]
    chosen = [_field(name.strip()) for name in columns.split(",") if name.strip()]
    made = [Column(name, name.replace("_", " ").capitalize(), weight=1) for name in chosen]
    if made:
        rows = [{**row, **{name: _value(row, name) for name in chosen}} for row in rows]
    return Listing(made or listed.columns, rows[:limit] if limit else rows)


def _field(name: str) -> str:
    from difflib import get_close_matches

    if name.isidentifier():
        return name
    near = get_close_matches(name, DATA, n=1)
    raise Usage(
        f'"{name}" is no field of the list.', hint=f"Did you mean {near[0]}?" if near else ""
    )


def _value(row: Mapping[str, Any], name: str) -> Any:
    """Return a field of a row, or one of the lead's own or derived ones."""
    return row.get(name, row["fields"].get(name, row["derived"].get(name)))


def _order(value: Any) -> tuple[str, Any]:
    """Return what puts values of one kind in order, whatever other kinds stand beside them."""
    if isinstance(value, int | float):
        return "number", value
    if isinstance(value, datetime):
        return "time", value.timestamp()
    return "text", str(value).casefold()


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
