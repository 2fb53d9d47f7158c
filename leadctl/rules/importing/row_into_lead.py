"""How a row joins the book: as a new lead, or into one that is there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from leadctl.rules.importing.column_words import PLACES
from leadctl.rules.importing.incoming import Incoming
from leadctl.rules.importing.own_steps import step_events
from leadctl.rules.joining.values import add_lists, reach, single
from leadctl.rules.leads.deeds import IMPORT
from leadctl.rules.leads.fields import MORE
from leadctl.rules.leads.lead import OWN, Event, Lead, listed
from leadctl.values import dataclass, field, replace

BY = IMPORT
"""Whose doing the events of an import are."""
Notes = list[tuple[str, str]]
ASKED = "message"
"""What is added to a lead that wrote to us once more, by its name among what is filled in."""
_THEIRS = frozenset(
    {
        *("message", "messages", "comment", "comments", "inquiry", "enquiry", "question"),
        *("nachricht", "bericht", "messaggio", "mensagem", "mensaje", "commentaire"),
        *("commentaires", "commenti", "commento", "comentario", "comentarios"),
    }
)
"""A column with one of these words holds what a person wrote; any other, what was noted of them."""


@dataclass(frozen=True)
class Difference:
    """One filled field where a row says something else; done with --update, else only told.

    `kept` is why it is not done all the same.
    """

    field: str
    old: object
    new: object
    kept: str = ""


@dataclass
class Joined:
    """A lead after a row: which fields were empty and are filled, which said something else."""

    lead: Lead
    filled: list[str] = field(default_factory=list)
    changes: list[Difference] = field(default_factory=list)


def note_text(notes: Notes) -> str:
    """Return the texts of a row as one note; several stand under their columns' names."""
    if len(notes) == 1:
        return notes[0][1]
    return "\n\n".join([f"{column}: {said}" for column, said in notes])


def without_own_lines(lead: Lead, notes: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the notes of one of our own cards without the lines that its export wrote into it."""
    moved = [event for event in lead.history if event.name in {"status", "merged-status"}]
    ours = {f"Status: {status}" for status in (lead.status, *(e.data.get("to") for e in moved))}
    ours |= {f"Property: {lead.fields.get('property_address')}"}
    ours |= {f"Do not contact: {', '.join(lead.do_not_contact)}"}
    found = []
    for column, text in notes:
        left = "\n".join(line for line in text.split("\n") if line.strip() not in ours).strip()
        if left:
            found.append((column, left))
    return found


def with_differences(lead: Lead, changes: list[Difference]) -> Lead:
    """Return a lead that a file makes of several rows with what they say differently kept."""
    extra = dict(lead.extra)
    for change in changes:
        name = change.field.removeprefix("extra.")
        key = next(
            f"{name} ({n})" for n in range(2, len(extra) + 3) if f"{name} ({n})" not in extra
        )
        if change.new not in extra.values() and change.field not in {"phone", "email"}:
            extra[key] = change.new
    return lead if extra == lead.extra else replace(lead, extra=extra)


def spreadsheet_made(old: object, new: object) -> bool:
    """Whether a value of our own format is only what a spreadsheet makes of the stored one.

    It drops leading zeros ("04601"), and writes a yes or no its own way.
    """
    if isinstance(old, bool) or isinstance(new, bool):
        return str(old).lower() == str(new).lower()
    before, after = " ".join(str(old).split()), " ".join(str(new).split())
    if before == after:
        return True
    plain = before.isdigit() and after.isdigit()
    return plain and before.lstrip("0") == after.lstrip("0")


def join(
    lead: Lead, incoming: Incoming, at: datetime, *, update: bool, noted: datetime | None = None
) -> Joined:
    """Return a lead with what a row adds: empty fields filled, lists and bars added to.

    What is filled stays, unless `update`; channels barred are never freed. Something added or
    changed leaves an `import` event with the row's digest, `at` the day of the import; what the row
    says beside is a note of then, or of `noted`.
    """
    fields, extra = dict(lead.fields), dict(lead.extra)
    joined = Joined(lead)
    name = _join_name(lead, incoming, joined)
    if update:
        _put_first(fields, incoming.fields, joined)
    else:
        joined.changes += _other_phone(fields, incoming.fields)
    joined.filled += add_lists(fields, incoming.fields)
    own = incoming.key.startswith(f"{OWN}:")
    _fill(fields, _single(fields, incoming), joined, update=update, own=own)
    _fill(extra, incoming.extra, joined, "extra.", update=update, own=own)
    said = Event(noted or at, "note", BY, {"text": note_text(incoming.notes)})
    notes = [said] if incoming.notes and _is_new(lead, said) else []
    if notes:
        joined.filled.append("note")
    if update and any(change.field == "name" for change in joined.changes):
        name = incoming.name
    steps = step_events(lead, incoming.steps, at, update=update)
    if not (joined.filled or steps) and not (update and joined.changes):
        return joined
    events = (*lead.history, *notes, *steps, trace(incoming, at, update=update))
    joined.lead = Lead(lead.id, name, lead.pipeline, lead.status, fields, events, extra)
    return joined


def asks_again(joined: Joined, incoming: Incoming) -> Joined:
    """Return a lead of the book that wrote to us once more, after it came in (a second form).

    What the row says, in words that the lead has not yet, is what they wrote.
    """
    lead, at = joined.lead, incoming.received
    before = lead.received()
    if at is None or before is None or at <= before or any(e.at == at for e in lead.history):
        return joined
    data = {
        "way": "in",
        **({"source": source} if (source := incoming.fields.get("source")) else {}),
    }
    events, (theirs, ours) = lead.history, _whose(incoming.notes)
    if theirs:
        data["text"] = note_text(theirs)
        noted = "note" in joined.filled
        events = _with_note_of(ours, events) if noted else events
        if noted and not ours:
            joined.filled.remove("note")
    joined.lead = replace(lead, history=(*events, Event(at, "email", BY, data)))
    joined.filled.append(ASKED)
    return joined


def _whose(notes: Notes) -> tuple[Notes, Notes]:
    """Return a row's texts as what they wrote, and what somebody noted of them, by the columns."""
    theirs = [
        note for note in notes if not _THEIRS.isdisjoint(note[0].lower().replace("_", " ").split())
    ]
    return theirs, [note for note in notes if note not in theirs]


def _with_note_of(ours: Notes, events: tuple[Event, ...]) -> tuple[Event, ...]:
    """Return a history whose last note, a row's, says no more than these texts; none for none."""
    at = max(i for i, event in enumerate(events) if event.name == "note")
    left = [replace(events[at], data={"text": note_text(ours)})] if ours else []
    return (*events[:at], *left, *events[at + 1 :])


def trace(incoming: Incoming, at: datetime, *, update: bool) -> Event:
    """Return the event that a row leaves in a lead which it changed; `update` if taken in full."""
    data: dict[str, object] = {"key": incoming.key} if incoming.key else {}
    data["row"] = incoming.row
    return Event(at, BY, BY, {**data, "update": True} if update else data)


def has_taken(lead: Lead, key: str, digest: str, *, update: bool) -> bool:
    """Whether a lead has a row already; `key` is what its source calls the person, or "".

    With `update` only the last row of that source counts, and only where it was taken in full: one
    that only filled what was empty said more.
    """
    if not update:
        return any(event.data.get("row") == digest for event in lead.history)
    last = last_row(lead, key)
    return last is not None and is_full(last) and bool(last.data["row"] == digest)


def last_row(lead: Lead, key: str) -> Event | None:
    """Return the event of the row that a source, which calls the lead `key`, gave it last."""
    return next((e for e in reversed(lead.history) if is_row_of(e, lead, key)), None)


def is_row_of(event: Event, lead: Lead, key: str) -> bool:
    """Whether an event is of a row of a source, which calls the lead `key` ("": nothing)."""
    return "row" in event.data and _key_of(event, lead) == key


def is_full(row: Event) -> bool:
    """Whether all that a row said was taken, its status too: it made the lead, or updated it."""
    return row.name == "received" or bool(row.data.get("update"))


def _key_of(event: Event, lead: Lead) -> str:
    own = lead.fields.get("source_key", "") if event.name == "received" else ""
    return str(event.data.get("key", own))


def _is_new(lead: Lead, note: Event) -> bool:
    return all(e.name != "note" or e.data.get("text") != note.data["text"] for e in lead.history)


def _join_name(lead: Lead, incoming: Incoming, joined: Joined) -> str:
    stand_ins = {*reach(incoming.fields, "email"), *reach(incoming.fields, "phone")}
    stand_ins |= {*reach(lead.fields, "email"), *reach(lead.fields, "phone")}
    if incoming.name in stand_ins or incoming.name == lead.name or not incoming.name:
        return lead.name
    if lead.name in stand_ins:
        joined.filled.append("name")
        return incoming.name
    joined.changes.append(Difference("name", lead.name, incoming.name))
    return lead.name


def _single(fields: Mapping[str, object], incoming: Incoming) -> dict[str, object]:
    """Return what a row says in one value; what a lead's first source calls it is kept."""
    said = single(incoming.fields)
    if fields.get("source_key"):
        said.pop("source_key", None)
    return said


def _put_first(fields: dict[str, object], incoming: Mapping[str, object], joined: Joined) -> None:
    """Make a row's first e-mail and phone the lead's first; the ones before them are kept."""
    for one, many in MORE.items():
        old, new = fields.get(one), incoming.get(one)
        if old and new and old != new:
            rest = [value for value in listed(fields.get(many)) if value != new]
            fields[one], fields[many] = new, [old, *rest]
            joined.changes.append(Difference(one, old, new))


def _other_phone(fields: Mapping[str, object], incoming: Mapping[str, object]) -> list[Difference]:
    """Return that a row's first phone is none of the lead's: it is added, and told."""
    old, new = fields.get("phone"), incoming.get("phone")
    told = old and new and new not in reach(fields, "phone")
    return [Difference("phone", old, new)] if told else []


def _is_part(text: str, whole: str) -> bool:
    """Whether an address says less than another one: its town alone, or all but its country."""
    return whole.endswith(f", {text}") or whole.startswith(f"{text}, ")


def _is_same(name: str, old: object, value: object, *, own: bool) -> bool:
    if name in PLACES and _is_part(str(value), str(old)):
        return True
    return own and spreadsheet_made(old, value)


def _fill(  # noqa: PLR0913  # each is a separate fact about what is filled
    held: dict[str, object],
    incoming: Mapping[str, object],
    joined: Joined,
    prefix: str = "",
    *,
    update: bool,
    own: bool,
) -> None:
    for name, value in incoming.items():
        old = held.get(name)
        if old in (None, "", []):
            held[name] = value
            joined.filled.append(prefix + name)
        elif old != value and not _is_same(name, old, value, own=own):
            joined.changes.append(Difference(prefix + name, old, value))
            if update:
                held[name] = value
