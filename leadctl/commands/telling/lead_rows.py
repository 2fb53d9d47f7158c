"""Leads made ready for each format: always the same fields, masks honoured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from leadctl.commands.telling.due_rows import local, when_of
from leadctl.commands.telling.lead_table import PEOPLE, MadeRows, people_values
from leadctl.errors import Usage
from leadctl.render.listing import Column, Listing
from leadctl.rules.leads.fields import LISTS, REQUIRED
from leadctl.rules.leads.fields import OPTIONAL as KNOWN

if TYPE_CHECKING:
    from leadctl.actions.looking.lead_list import LeadRow
    from leadctl.commands.starting.session import Session

_SHAPES = {
    "id": "id",
    "archived": "flag",
    "masked": ["text"],
    "received": "when?",
    "entered": "when?",
    "next_due": "when?",
    "next_do": "text?",
    "derived": {"*": "any"},
    "fields": {"*": "any"},
    "extra": {"*": "any"},
}
SHAPE = {
    **dict.fromkeys(REQUIRED, "text"),
    **{name: ["text"] if name in LISTS else "any" for name in KNOWN},
    **_SHAPES,
}
"""The fields of a lead in JSON, always all of them: some may be added, none is ever removed."""


def listing(session: Session, rows: Sequence[LeadRow]) -> Listing:
    """Return the leads for a table or for programs; each is made ready when it is drawn."""
    data = [Column(name, name, shown="data") for name in SHAPE]
    return Listing([*PEOPLE, *data], MadeRows(rows, lambda row: row_values(session, row)))


def refuse_misspelt(session: Session, rows: Sequence[LeadRow], typed: Sequence[str]) -> None:
    """Raise Usage for a field that no lead here has, nor its definition, and that is nearly one."""
    if not typed:
        return
    from contextlib import suppress

    from leadctl.errors import Invalid, NotFound
    from leadctl.rules.language.nearest import nearest

    known = {*SHAPE}
    for row in rows:
        known |= {*row.lead.fields, *row.seen.derived}
    for pipeline_id in {row.lead.pipeline for row in rows}:
        with suppress(Invalid, NotFound):
            known |= set(session.desk.pipeline(pipeline_id).fields)
    for name in typed:
        if name not in known and (near := nearest(name, known, 0.8)):
            raise Usage(f'No lead has a field "{name}".', hint=near[:1].upper() + near[1:])


def arranged(listed: Listing, sort: str, limit: int, columns: str) -> Listing:
    """Return a list sorted by one of its fields, cut, and of some columns alone.

    Rows without a value come last. Raises Usage for a field that the list does not have.
    """
    rows = listed.rows
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
    near = get_close_matches(name, SHAPE, n=1)
    raise Usage(
        f'"{name}" is no field of the list.', hint=f"Did you mean {near[0]}?" if near else ""
    )


def _value(row: Mapping[str, object], name: str) -> object:
    """Return a field of a row, or one of the lead's own or derived ones."""
    for table in (row, row["fields"], row["derived"]):
        if isinstance(table, Mapping) and name in table:
            return table[name]
    return None


def _order(value: object) -> tuple[str, object]:
    """Return what puts values of one kind in order, whatever other kinds stand beside them."""
    if isinstance(value, int | float):
        return "number", value
    if isinstance(value, datetime):
        return "time", value.timestamp()
    return "text", str(value).casefold()


def row_values(session: Session, row: LeadRow) -> dict[str, object]:
    """Return one lead's values for every format."""
    lead, due = row.lead, row.next_due
    entered, received = lead.entered(), lead.received()
    values = {"id": lead.id, "pipeline": lead.pipeline, **people_values(session, row)}
    for key in KNOWN:
        value = lead.fields.get(key, [] if key in LISTS else None)
        values[key] = ([] if key in LISTS else None) if key in row.masked else value
    values["archived"] = bool(values["archived"])
    next_due = when_of(session, due) if due else None
    values |= {
        "masked": sorted(row.masked),
        "received": local(session, received) if received else None,
        "entered": local(session, entered) if entered else None,
        "next_due": next_due,
        "next_do": due.do if due else None,
        "derived": dict(row.seen.derived),
        "fields": further_fields(row),
        "extra": extra_fields(row),
    }
    return values


def further_fields(row: LeadRow) -> dict[str, object]:
    """Return what a lead has beside the fields that leadctl knows, but for what is masked."""
    hidden = {*KNOWN, "name", *row.masked}
    return {key: value for key, value in row.lead.fields.items() if key not in hidden}


def extra_fields(row: LeadRow) -> dict[str, object]:
    """Return what a lead has under [extra]; nothing where a field is masked, which it may say."""
    return {} if row.masked else dict(row.lead.extra)
