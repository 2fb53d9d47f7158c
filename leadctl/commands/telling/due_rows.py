"""The rows of the morning list, made ready for each format."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from leadctl.render.numbers import national
from leadctl.render.relative_time import day_in_words, due_in_words
from leadctl.render.safe import safe

if TYPE_CHECKING:
    from leadctl.actions.looking.due_list import DueRow
    from leadctl.commands.starting.session import Session
    from leadctl.render.listing import Listing
    from leadctl.rules.due.rows.row import Due
    from leadctl.rules.leads.lead import Lead

NAMES = {"email": "e-mail"}
SHAPE = {
    "id": "id",
    "name": "text",
    "owner": "text?",
    "pipeline": "text",
    "status": "text",
    "kind": "text",
    "rule": "text",
    "do": "text",
    "by": ["text"],
    "due": "when",
    "all_day": "flag",
    "ideal": "moment?",
    "overdue": "flag",
    "group": "text",
    "agent": "text?",
    "phone": "text?",
    "email": "text?",
    "address": "text?",
    "do_not_contact": ["text"],
    "masked": ["text"],
    "masked_why": "text?",
    "why": "text",
    "source": "text",
    "clears": "text",
    "suggest": "any",
    "snoozed": "flag",
    "advice": ["text"],
    "section": "text",
    "place": "count",
    "over": "text?",
    "said": "text?",
    "note": "text?",
    "type": "text?",
    "record": "text?",
}
"""The fields of a row in JSON, always all of them: some may be added, none is ever removed."""


def listing(session: Session, rows: Sequence[DueRow]) -> Listing:
    """Return the rows for programs."""
    from leadctl.render.listing import Column, Listing

    data = [Column(name, name, shown="data") for name in SHAPE]
    return Listing(data, [row_values(session, row) for row in rows])


def row_values(session: Session, row: DueRow) -> dict[str, object]:
    """Return one row's values for every format."""
    from leadctl.actions.looking.reaching import reachable

    due, lead = row.due, row.lead
    reach = dict(reachable(row))
    moment = when_of(session, due)
    return {
        "id": lead.id,
        "name": lead.name,
        "owner": lead.owner or None,
        "pipeline": lead.pipeline,
        "status": lead.status,
        "kind": due.kind,
        "rule": due.rule,
        "do": due.do,
        "by": list(due.by),
        "due": moment,
        "all_day": due.all_day,
        "ideal": local(session, due.ideal) if due.ideal else None,
        "overdue": row.overdue,
        "group": row.group,
        "agent": due.agent or None,
        "phone": reach.get("phone"),
        "email": reach.get("email"),
        "address": reach.get("address"),
        "do_not_contact": list(lead.do_not_contact),
        "masked": sorted(row.masked),
        "masked_why": row.mask_why or None,
        "why": due.why,
        "source": str(due.source),
        "clears": due.clears,
        "suggest": due.suggest or None,
        "snoozed": due.snoozed,
        "advice": [*row.advice, *row.hints],
        "section": row.section,
        "place": row.place,
        "over": due.over or None,
        "said": due.said or None,
        "note": due.note or None,
        "type": f"leadctl {due.types.replace('{lead}', lead.id)}" if due.types else None,
        "record": due.record or None,
    }


def local(session: Session, moment: datetime) -> datetime:
    """Return a moment in the session's zone; a day without an hour as its beginning there."""
    from leadctl.rules.time.whole_day import begun

    return begun(moment, session.zone).astimezone(session.zone)


def when_of(session: Session, due: Due) -> datetime | date:
    """Return when a row is due, in the session's zone; a whole day is a date, wherever one is."""
    return due.day or local(session, due.due)


def today_of(session: Session, due: Due) -> date:
    """Return the date of now: the calendar's for a whole day, else the session's."""
    from leadctl.rules.time.wall_clock import load_zone

    zone = load_zone(due.zone) if due.all_day else session.zone
    return session.now.astimezone(zone).date()


def in_words(session: Session, due: Due) -> str:
    """Return when a row is due, seen from now: "in 3 days"."""
    from leadctl.rules.due.rows.saying import when_said

    if due.day is not None:
        return day_in_words((due.day - today_of(session, due)).days)
    return due_in_words(when_said(due, session.zone), session.now, session.zone)


def what_words(row: DueRow) -> str:
    """Return what to do and by which channel, where that is not said: never one that is barred."""
    from leadctl.rules.leads.ways import WAYS, one_of

    words = row.due.do.lower().split()
    open_ = [way for way in row.due.by if way not in WAYS or WAYS[way].do not in words]
    named = [NAMES.get(way, way) for way in open_]
    return f"{row.due.do} ({one_of(named)})" if named else row.due.do


def reach_words(row: DueRow, found: Sequence[tuple[str, str, str]]) -> str:
    """Return how to reach a lead: the first of its `links`, and what is barred."""
    note = barred_words(row.lead)
    if row.masked & {"phone", "email"} and not found:
        hidden = {"phone": "phone hidden", "email": "e-mail hidden"}
        known = [said for field, said in hidden.items() if row.lead.value(field)]
        return f"{known[0]} {note}".strip() if known else note
    return " ".join([*(shown for _, _, shown in found[:1]), note]).strip()


def barred_words(lead: Lead) -> str:
    """Return the mark that stands beside how to reach a lead: "(no call)"; "" where all may be."""
    barred = ", ".join(NAMES.get(one, one) for one in lead.do_not_contact)
    stop = "do not contact" if "all" in lead.do_not_contact else f"no {barred}"
    return f"({stop})" if barred else ""


def links(session: Session, rows: Sequence[DueRow]) -> list[tuple[str, str, str]]:
    """Return how to reach a lead: (channel, address, as people write it), the best one first.

    The channel is the first one of the address that is not barred; "" where a tap opens none.
    """
    from leadctl.actions.looking.reaching import CHANNELS, reachable
    from leadctl.rules.leads.ways import may

    row = rows[0]
    reach = {key: value for one in reversed(rows) for key, value in reachable(one)}
    asked = row.due.over or (*row.due.by, "")[0]
    first = {"email": "email", "letter": "address"}.get(asked, "phone")
    keys = dict.fromkeys((first, "phone", "email"))
    open_ = {
        key: next((one for one in CHANNELS.get(key, ()) if may(row.lead, one)), "") for key in reach
    }
    return [
        (open_[key], reach[key], str(reach_said(session, key, reach[key])))
        for key in keys
        if key in reach
    ]


def as_dialled(session: Session, number: object) -> str:
    """Return a phone number in the way that the person has chosen."""
    settings = session.book.settings
    return national(str(number), settings.region if settings.phones == "national" else "")


def reach_said(session: Session, field: str, value: object) -> object:
    """Return a value as people read it: phone numbers as they are dialled."""
    if field == "phone":
        return as_dialled(session, value)
    from leadctl.rules.leads.fields import MORE
    from leadctl.rules.leads.lead import listed

    return [as_dialled(session, one) for one in listed(value)] if field == MORE["phone"] else value


def advice_text(rows: Sequence[DueRow]) -> str:
    """Return how to work the statuses that the rows are in, each once, and each lead's hints."""
    lines: list[str] = []
    for status, advice in dict.fromkeys((row.lead.status, row.advice) for row in rows):
        leads = {row.lead.id: row for row in rows if row.lead.status == status}
        hints = [f"{r.lead.name} ({r.lead.id}): {hint}" for r in leads.values() for hint in r.hints]
        if advice or hints:
            lines += ["", safe(status), *(f"  - {safe(line)}" for line in (*advice, *hints))]
    return "\n".join(lines)
