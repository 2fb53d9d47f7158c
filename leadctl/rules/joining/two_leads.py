"""Two leads of one person as one: both histories, nothing of either lost."""

from __future__ import annotations

from collections.abc import Mapping

from leadctl.rules.clauses.approval import APPROVING
from leadctl.rules.joining.histories import join_histories
from leadctl.rules.joining.values import add_lists, single
from leadctl.rules.leads.fields import STANDING
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.moves.effects.kind import Stamp
from leadctl.values import dataclass, field, replace

MERGED_STATUS = "merged-status"
"""What a status event of the lead whose status is not kept is called: it stays readable, and no
longer moves anything. Replaying the history gives the kept status, and reports count one lead."""


@dataclass(frozen=True)
class Difference:
    """A field in which the two leads differ: `kept` stays, what `lead` said goes under [extra]."""

    lead: str
    field: str
    kept: object
    other: object


@dataclass
class Merged:
    """The lead after the merge, the fields that were empty, and those that differ."""

    lead: Lead
    filled: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)


def merge_leads(kept: Lead, other: Lead, stamp: Stamp, *, status_from_other: bool) -> Merged:
    """Return `kept` with everything that `other` knows.

    Pipeline, role and status are those of `kept`, or with `status_from_other` of the other lead.
    It is in the archive where both are.
    """
    standing, silent = (other, kept) if status_from_other else (kept, other)
    kept_away = kept.value("archived") and other.value("archived")
    put = {"role": standing.role or None, "archived": kept_away or None}
    merged = Merged(kept.set(pipeline=standing.pipeline, status=standing.status, **put))
    fields, extra = dict(merged.lead.fields), dict(kept.extra)
    merged.filled += add_lists(fields, other.fields)
    _compare(merged, other, silent)
    _fill(fields, _single(other), merged, other.id)
    _fill(extra, other.extra, merged, other.id, "extra.")
    extra |= {f"{one.lead}.{one.field}": one.other for one in merged.differences}
    history = (*_histories(kept, other, silent), _trace(other, stamp))
    merged.lead = replace(merged.lead, fields=fields, extra=extra, history=history)
    return merged


def add_other(kept: Lead, other: Lead) -> Merged:
    """Return `kept` with the fields and lines of another, which moves nothing in it."""
    merged = Merged(kept)
    fields, extra = dict(kept.fields), dict(kept.extra)
    merged.filled += add_lists(fields, other.fields)
    _compare(merged, other, other)
    _fill(fields, _single(other), merged, other.id)
    _fill(extra, other.extra, merged, other.id, "extra.")
    extra |= {f"{one.lead}.{one.field}": one.other for one in merged.differences}
    lines = _other_ids(list(kept.history), list(other.history), other.id)
    history = join_histories((), kept.history, lines)
    merged.lead = replace(kept, fields=fields, extra=extra, history=history)
    return merged


def _trace(other: Lead, stamp: Stamp) -> Event:
    """Return the event of the merge; with the key, an import finds the lead again."""
    key = other.value("source_key")
    data = {"lead": other.id, **({"key": key} if key else {})}
    return Event(stamp.at, "merge", stamp.by, data)


def _single(lead: Lead) -> dict[str, object]:
    """Return the fields of one value, but for those that say where the lead stands."""
    return {name: value for name, value in single(lead.fields).items() if name not in STANDING}


def _compare(merged: Merged, other: Lead, silent: Lead) -> None:
    """Report the name, and where the lead stands, as far as the two differ."""
    by_lead = [(other if name == "archived" else silent, name) for name in STANDING]
    for lead, name in ((other, "name"), *by_lead):
        stays, goes = merged.lead.value(name), lead.value(name)
        if goes is not None and goes != stays:
            merged.differences.append(Difference(lead.id, name, stays, goes))


def _fill(
    held: dict[str, object], more: Mapping[str, object], merged: Merged, lead: str, prefix: str = ""
) -> None:
    """Fill what is empty; report what differs."""
    for name, value in more.items():
        if held.get(name) in (None, "", []):
            held[name] = value
            merged.filled.append(prefix + name)
        elif held[name] != value:
            merged.differences.append(Difference(lead, prefix + name, held[name], value))


def _histories(kept: Lead, other: Lead, silent: Lead) -> tuple[Event, ...]:
    """Return both histories by time, each in its own order; a line that both have comes once."""
    if silent is kept:
        ours = [silenced(e, kept) for e in kept.history if e not in other.history]
        theirs = list(other.history)
    else:
        ours = list(kept.history)
        theirs = [silenced(e, other) for e in other.history if e not in kept.history]
    theirs = _other_ids(ours, theirs, other.id)
    return join_histories((), ours, theirs)


def silenced(event: Event, lead: Lead) -> Event:
    """Return a status event as one that moves nothing, and an approval or the request for one as
    that of its lead, which opens no move of another; any other event as it is.
    """
    if event.name not in {"status", *APPROVING}:
        return event
    name = MERGED_STATUS if event.name == "status" else event.name
    return replace(event, name=name, data={**event.data, "lead": lead.id})


def message_in(merged: Lead, number: str, lead_id: str) -> str:
    """Return the id that a message of a lead has in the one that it was merged into."""
    theirs = f"{number}-{lead_id}"
    has = any(e.name == "message" and e.data.get("id") == theirs for e in merged.history)
    return theirs if has else number


def _other_ids(ours: list[Event], theirs: list[Event], lead_id: str) -> list[Event]:
    """Return their events with message ids that ours do not use: those count from 1 in each."""
    taken = {event.data.get("id") for event in ours if event.name == "message"}

    def told_apart(event: Event) -> Event:
        number = event.data.get("id")
        if event.name not in {"message", "sent"} or number not in taken:
            return event
        return replace(event, data={**event.data, "id": f"{number}-{lead_id}"})

    return [told_apart(event) for event in theirs]
