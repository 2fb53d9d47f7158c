"""The outbox: messages that wait, to whom they go, and why one may not go out."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime
from typing import Any

from leadctl.rules.clauses.case import Case
from leadctl.rules.due.outbox import Queued, outbox_of
from leadctl.rules.leads.event_kinds import TOUCHES
from leadctl.rules.leads.fields import LETTER_TO, reaching
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.moves.effects.kind import Stamp
from leadctl.values import dataclass


@dataclass(frozen=True, slots=True)
class Waiting:
    """One message in the outbox. `barred` says why it may not be sent; "" where it may.

    `withdrawn` says why it never will be: its reason is gone.

    `address` is the lead's telephone, e-mail or postal address, "" for a message to others.
    """

    lead: Lead
    id: str
    message: str
    to: str
    way: str
    at: datetime
    text: str
    subject: str = ""
    file: str = ""
    address: str = ""
    barred: str = ""
    withdrawn: str = ""

    @property
    def key(self) -> str:
        """Return what names the message in the whole book: the lead's id and its own."""
        return f"{self.lead.id}/{self.id}"

    @property
    def is_draft(self) -> bool:
        """Whether it is a file to be written, not something to be sent."""
        return self.way == "file"


def waiting(case: Case, masked: Collection[str] = (), *, withdrawn: bool = False) -> list[Waiting]:
    """Return a lead's messages that wait, or those withdrawn, in the order they were queued.

    Values of masked fields are not in what is returned.
    """
    found = [_waiting(case.lead, queued, masked, case.now) for queued in outbox_of(case)]
    return [one for one in found if bool(one.withdrawn) == withdrawn]


def _waiting(lead: Lead, queued: Queued, masked: Collection[str], now: datetime) -> Waiting:
    event = queued.event

    def said(key: str) -> str:
        return _without(str(event.get(key, "")), lead, masked)

    to, way = said("to"), said("way")
    field = reaching(way) if to == "lead" else ""
    address = "" if field in masked else _address(lead, field)
    return Waiting(
        lead,
        said("id"),
        said("message"),
        to,
        way,
        event.at,
        said("text"),
        said("subject"),
        said("file"),
        address,
        _barred(lead, to, way, field, masked),
        queued.ended(now),
    )


def _address(lead: Lead, field: str) -> str:
    names = LETTER_TO if field == LETTER_TO[0] else (field,)
    return next((str(found) for name in names if (found := lead.value(name))), "")


def _without(text: str, lead: Lead, masked: Collection[str]) -> str:
    """Return a text in which no value of a masked field stands."""
    for field in masked:
        value = lead.value(field)
        for part in value if isinstance(value, list) else [value]:
            text = text.replace(str(part), "(hidden)") if part else text
    return text


def _barred(lead: Lead, to: str, way: str, field: str, masked: Collection[str]) -> str:
    if to != "lead":
        return ""
    if {"all", way} & set(lead.do_not_contact):
        return f"do not contact: no {', '.join(lead.do_not_contact)}"
    if field in masked:
        return f"the lead's {field.replace('_', ' ')} is hidden from you"
    if field and not _address(lead, field):
        return f"the lead has no {field.replace('_', ' ')}"
    return ""


def mark_sent(found: Waiting, lead: Lead, stamp: Stamp, how: str) -> tuple[Lead, Event]:
    """Return the lead with a message marked as sent, and the event that other rules follow.

    What went to the lead over a channel is a touch of ours, and is logged as one.
    """
    sent = Event(stamp.at, "sent", stamp.by, {"id": found.id, "how": how})
    if found.to == "lead" and found.way in TOUCHES:
        data: dict[str, Any] = {"way": "out", "message": found.id}
        touch = Event(stamp.at, found.way, stamp.by, data)
        return lead.add(sent, touch), touch
    return lead.add(sent), sent


def draft_name(found: Waiting) -> str:
    """Return the name of a draft's file below drafts/: plain letters, whatever the lead says."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", found.file or f"{found.id}.txt").strip(".-")
    stem, dot, ending = name.rpartition(".")
    return (f"{stem[:80]}.{ending[:8]}" if dot else name[:80]) or f"{found.id}.txt"
