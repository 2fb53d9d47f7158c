"""Two leads of one person as one: both histories, nothing of either lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from leadctl.rules.joining.histories import join_histories
from leadctl.rules.joining.values import reach, unite
from leadctl.rules.leads.fields import CHANNELS
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.moves.effects.kind import Stamp
from leadctl.values import dataclass, field, replace

MERGED_STATUS = "merged-status"
"""What a status event of the lead whose status is not kept is called: it stays readable, and no
longer moves anything. Replaying the history gives the kept status, and reports count one lead."""

_STANDING = ("role", "archived")
"""What says where a lead stands, with its pipeline and status: never filled in."""
_UNITED = ("phone", "phones", "email", "emails", "tags", "do_not_contact")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which the two leads differ: `kept` stays, what `lead` said goes under [extra]."""

    lead: str
    field: str
    kept: Any
    other: Any


@dataclass(slots=True)
class Merged:
    """The lead after the merge, the fields that were empty, and those that differ."""

    lead: Lead
    filled: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)


def merge_leads(kept: Lead, other: Lead, stamp: Stamp, *, status_from_other: bool) -> Merged:
    """Return `kept` with everything that `other` knows.

    Pipeline, role and status are those of `kept`, or with `status_from_other` of the other lead.
    """
    standing, silent = (other, kept) if status_from_other else (kept, other)
    role = {"role": standing.role or None}
    merged = Merged(kept.set(pipeline=standing.pipeline, status=standing.status, **role))
    fields, extra = dict(merged.lead.fields), dict(kept.extra)
    _unite(fields, other, merged)
    _compare(merged, other, silent)
    _fill(fields, _single(other), merged, other.id)
    _fill(extra, other.extra, merged, other.id, "extra.")
    extra |= {f"{one.lead}.{one.field}": one.other for one in merged.differences}
    history = (*_histories(kept, other, silent), _trace(other, stamp))
    merged.lead = replace(merged.lead, fields=fields, extra=extra, history=history)
    return merged


def carried(target: Lead, events: Sequence[Event], lead_id: str) -> Lead:
    """Return a lead with what was added elsewhere to one that was merged into it meanwhile."""
    source = Lead(lead_id, "", "", "")
    silent = _other_ids(list(target.history), [_silenced(e, source) for e in events], lead_id)
    return replace(target, history=join_histories((), target.history, silent))


def _trace(other: Lead, stamp: Stamp) -> Event:
    """Return the event of the merge; with the key, an import finds the lead again."""
    key = other.value("source_key")
    data = {"lead": other.id, **({"key": key} if key else {})}
    return Event(stamp.at, "merge", stamp.by, data)


def _single(lead: Lead) -> dict[str, Any]:
    apart = {*_STANDING, *_UNITED}
    return {name: value for name, value in lead.fields.items() if name not in apart}


def _compare(merged: Merged, other: Lead, silent: Lead) -> None:
    """Report the name, and where the lead stands, as far as the two differ."""
    by_lead = [(silent, name) for name in ("pipeline", "status", "role")]
    for lead, name in ((other, "name"), *by_lead, (other, "archived")):
        stays, goes = merged.lead.value(name), lead.value(name)
        if goes is not None and goes != stays:
            merged.differences.append(Difference(lead.id, name, stays, goes))


def _fill(
    held: dict[str, Any], more: Mapping[str, Any], merged: Merged, lead: str, prefix: str = ""
) -> None:
    """Fill what is empty; report what differs."""
    for name, value in more.items():
        if held.get(name) in (None, "", []):
            held[name] = value
            merged.filled.append(prefix + name)
        elif held[name] != value:
            merged.differences.append(Difference(lead, prefix + name, held[name], value))


def _unite(fields: dict[str, Any], other: Lead, merged: Merged) -> None:
    """Add the other's phones, e-mails, tags and barred channels; none of ours is taken away."""
    for one, many in (("phone", "phones"), ("email", "emails")):
        held = reach(fields, one)
        if new := [value for value in reach(other.fields, one) if value not in held]:
            fields[one], *further = [*held, *new]
            merged.filled.append(one if not held else many)
            if further:
                fields[many] = further
    tags = unite(fields.get("tags", ()), other.fields.get("tags", ()))
    barred = {*_channels(fields), *other.do_not_contact}
    for name, both in (("tags", tags), ("do_not_contact", [c for c in CHANNELS if c in barred])):
        if both and both != fields.get(name):
            fields[name] = both
            merged.filled.append(name)


def _channels(fields: Mapping[str, Any]) -> Sequence[str]:
    return Lead("", "", "", "", fields).do_not_contact


def _histories(kept: Lead, other: Lead, silent: Lead) -> tuple[Event, ...]:
    """Return both histories by time, each in its own order; a line that both have comes once."""
    if silent is kept:
        ours = [_silenced(e, kept) for e in kept.history if e not in other.history]
        theirs = list(other.history)
    else:
        ours = list(kept.history)
        theirs = [_silenced(e, other) for e in other.history if e not in kept.history]
    theirs = _other_ids(ours, theirs, other.id)
    return join_histories((), ours, theirs)


def _silenced(event: Event, lead: Lead) -> Event:
    """Return a status event as one that moves nothing; any other event as it is."""
    if event.name != "status":
        return event
    return replace(event, name=MERGED_STATUS, data={**event.data, "lead": lead.id})


def _other_ids(ours: list[Event], theirs: list[Event], lead_id: str) -> list[Event]:
    """Return their events with message ids that ours do not use: those count from 1 in each."""
    taken = {event.data.get("id") for event in ours if event.name == "message"}

    def told_apart(event: Event) -> Event:
        number = event.data.get("id")
        if event.name not in {"message", "sent"} or number not in taken:
            return event
        return replace(event, data={**event.data, "id": f"{number}-{lead_id}"})

    return [told_apart(event) for event in theirs]
