"""The outbox: messages that wait, to whom they go, and why one may not go out."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.words import field_label, listed
from leadctl.rules.due.outbox import TEMPLATES, Queued, constant_label, outbox_of
from leadctl.rules.due.unmasking import way_to_see
from leadctl.rules.leads.event_kinds import TOUCHES
from leadctl.rules.leads.fields import LETTER_TO, MORE, reaching
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.leads.ways import can, may, to_use, why_closed
from leadctl.rules.moves.effects.kind import Stamp
from leadctl.rules.moves.effects.texts import Text, names_in, text_of, value_for_people
from leadctl.values import dataclass, replace

_TEXTS = frozenset({"text", "subject", "file", "promise", "do", "reason"})
"""What a message, a note, a task or a move says in its event, as somebody wrote it."""
_HIDDEN = "(hidden)"


@dataclass(frozen=True)
class Waiting:
    """One message in the outbox. `barred` says why it may not be sent; "" where it may.

    `hides` are the fields that it names and whoever looks may not see: they are not in its words.
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
    hides: tuple[str, ...] = ()

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
    found = [_waiting(case, queued, masked) for queued in outbox_of(case)]
    return [one for one in found if bool(one.withdrawn) == withdrawn]


def _waiting(case: Case, queued: Queued, masked: Collection[str]) -> Waiting:
    event, lead, now = queued.event, case.lead, case.now
    told, hides = _told(event, case, masked), _hides(event, case, masked)
    fresh = _made_now(case, event, masked)

    def said(key: str) -> str:
        if key in fresh:
            return fresh[key].said
        return _with_constants(str(told.get(key, "")), case)

    to, way = said("to"), said("way")
    field = reaching(way) if to == "lead" else ""
    hidden = {field, MORE.get(field, field)} & {*masked}
    address = "" if hidden else _address(lead, field)
    lacks = tuple(dict.fromkeys(name for text in fresh.values() for name in text.lacks))
    if to in case.pipeline.constants:
        address = str(case.value(to) or "")
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
        _unset(queued.wants, case)
        or _barred(lead, to, way, field, hidden)
        or _veiled(hides, case)
        or _lacking(lacks),
        queued.ended(now),
        hides,
    )


def _made_now(case: Case, event: Event, masked: Collection[str]) -> dict[str, Text]:
    """Return the texts of a message to the lead with the lead's present values, by their names.

    What goes to others tells how things were; so does one that its definition has no longer.
    """
    known = case.pipeline.messages.get(str(event.data.get("message", "")))
    if known is None or event.data.get("to") != "lead":
        return {}
    stamp = Stamp(event.at, event.by)
    templates = {"text": known.text, "subject": known.subject}
    return {key: text_of(text, case, stamp, masked) for key, text in templates.items() if text}


def _lacking(names: Sequence[str]) -> str:
    """Return why a message to the lead is held that would say nothing for a name, or ""."""
    return f"it says nothing for {', '.join(names)}" if names else ""


def _with_constants(text: str, case: Case) -> str:
    """Return a text with what the book has said once since it was queued."""
    for name, constant in case.pipeline.constants.items():
        if value := value_for_people(case.value(name), constant.type, case, case.now):
            text = text.replace(f"{{{name}}}", value)
    return text


def _unset(names: Collection[str], case: Case) -> str:
    """Return what the book is to say once before a message may go; "" where nothing is wanted."""
    words = [f'leadctl config set constants.{name} "..."' for name in names]
    labels = " and ".join(constant_label(name, case.pipeline) for name in names)
    are = "is" if len(names) == 1 else "are"
    return f"{labels} {are} not set: {', '.join(words)}" if names else ""


def _address(lead: Lead, field: str) -> str:
    if field in MORE:
        return to_use(lead, field)
    names = LETTER_TO if field == LETTER_TO[0] else (field,)
    return next((str(found) for name in names if (found := lead.value(name))), "")


def without_masked(case: Case, masked: Collection[str]) -> Lead:
    """Return the lead with no value of a masked field in what its history says."""
    history = tuple(_told(event, case, masked) for event in case.lead.history)
    return replace(case.lead, history=history)


def _told(event: Event, case: Case, masked: Collection[str]) -> Event:
    """Return an event with no value of a masked field in it: neither the present one, nor one of
    then, where a message's template or the date that was set tells that it was there.
    """
    if not masked:
        return event
    said = {k: _without(str(event.data[k]), case, masked) for k in _TEXTS & event.data.keys()}
    for key, template in _templates(event, case).items():
        named = sum(name in masked for name in names_in(template))
        if key in said and said[key].count(_HIDDEN) < named:
            said[key] = text_of(template, case, Stamp(event.at, event.by), masked).said
    if event.name == "set" and event.data.get("field") in masked:
        said |= {key: _HIDDEN for key in ("to", "from") if key in event.data}
    return replace(event, data={**event.data, **said}) if said else event


def _templates(event: Event, case: Case) -> dict[str, str]:
    """Return the templates of a message that was queued, or sent; nothing for other events."""
    if event.name == "sent":
        same = event.data.get("id")
        queued = (e for e in case.lead.history if e.name == "message" and e.data.get("id") == same)
        event = next(queued, event)
    known = case.pipeline.messages.get(str(event.data.get("message", "")))
    if known is None or event.name != "message":
        return {}
    return {key: template for key in TEMPLATES if (template := getattr(known, key))}


def _hides(event: Event, case: Case, masked: Collection[str]) -> tuple[str, ...]:
    """Return the masked fields that a message names, or the value of which stands in it."""
    named = {name for text in _templates(event, case).values() for name in names_in(text)}
    words = " ".join(str(event.data[key]) for key in _TEXTS & event.data.keys())
    return tuple(n for n in sorted(masked) if n in named or _without(words, case, (n,)) != words)


def _veiled(names: Sequence[str], case: Case) -> str:
    """Return why a message is held that names what its sender may not see, or ""."""
    if not names:
        return ""
    labels = listed([field_label(case.pipeline, name) for name in names], "and")
    return f"it names {labels}, hidden from you; {way_to_see(case)}"


def _without(text: str, case: Case, masked: Collection[str]) -> str:
    """Return a text in which no value of a masked field stands, however it is written."""
    for name in masked:
        value, field = case.lead.value(name), case.pipeline.field_of(name)
        for part in value if isinstance(value, list) else [value]:
            written = value_for_people(part, field.type if field else "", case, case.now)
            for words in filter(None, (written, str(part) if part else "")):
                text = text.replace(words, _HIDDEN)
    return text


def _barred(lead: Lead, to: str, way: str, field: str, hidden: Collection[str]) -> str:
    if to != "lead":
        return ""
    if not may(lead, way):
        return f"do not contact: no {', '.join(lead.do_not_contact)}"
    if hidden:
        return f"the lead's {field.replace('_', ' ')} is hidden from you"
    if can(lead, way):
        return ""
    known = lead.value(field)  # which a call told that it is not theirs
    return why_closed(lead, (way,)) if known else f"the lead has no {field.replace('_', ' ')}"


def mark_sent(found: Waiting, lead: Lead, stamp: Stamp, how: str) -> Lead:
    """Return the lead with a message marked as sent: an event, or two.

    What went to the lead over a channel is a touch of ours, and is logged as one. Words that are
    others than those that were queued are kept, but not with what whoever marks it may not see.
    """
    queued = next((e for e in lead.history if e.data.get("id") == found.id), None)
    other = (
        found.text and not found.hides and (queued is None or queued.data.get("text") != found.text)
    )
    said = {"text": found.text} if other else {}
    sent = Event(stamp.at, "sent", stamp.by, {"id": found.id, "how": how, **said})
    if found.to == "lead" and found.way in TOUCHES:
        data: dict[str, object] = {"way": "out", "message": found.id}
        return lead.add(sent, Event(stamp.at, found.way, stamp.by, data))
    return lead.add(sent)


def draft_name(found: Waiting) -> str:
    """Return the name of a draft's file below drafts/: plain letters, whatever the lead says."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", found.file or f"{found.id}.txt").strip(".-")
    stem, dot, ending = name.rpartition(".")
    return (f"{stem[:80]}.{ending[:8]}" if dot else name[:80]) or f"{found.id}.txt"
