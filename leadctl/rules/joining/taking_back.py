"""Taking back what a command did to a lead, value by value, whatever was done to it since.

It is the three-way join with the roles turned: the lead as the command left it is what both began
with, the lead before it is one side, the lead of today the other. What was changed since stays.

Where an event that the command logged was mended since, all that it did to the lead stays: the rest
of it, a move as a rule, follows from that event.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from leadctl.rules.joining.histories import counted, frozen, line_key
from leadctl.rules.joining.versions import EXTRA, HISTORY, join_versions
from leadctl.rules.leads.forked import FORKED
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.leads.tombstone import is_tombstone
from leadctl.values import dataclass, replace

STATUS = "status"
Initial = Callable[[str], str]
"""Gives the status in which leads of a pipeline begin, by its id; "" where that is not known."""


@dataclass(frozen=True)
class TakenBack:
    """The lead without what the command did; of so many `things` those `kept`, by their names."""

    lead: Lead
    things: int
    kept: tuple[str, ...] = ()


def take_back(before: Lead, after: Lead, now: Lead, initial: Initial) -> TakenBack:
    """Return today's lead without what made `after` of `before`; what was changed since is kept.

    A lead that was deleted or merged since stays so: its data must not come back piece by piece.
    """
    if is_tombstone(now) and not is_tombstone(after):
        return TakenBack(now, 1, ("deleted",))  # one thing, and it is kept
    did = things(before, after)
    joined = join_versions(after, now, before)
    if mended := [c.base.name for c in joined.conflicts if isinstance(c.base, Event)]:
        return TakenBack(now, 1, (mended[0],))
    lead = _as_its_history_says(_without_forks(joined.lead, now), now, initial)
    names = [c.field for c in joined.conflicts]
    if STATUS in did and lead.status != before.status:
        names.append(STATUS)
    kept = {name for name in names if any(_is_part(name, one) for one in did)}
    return TakenBack(lead, len(did), tuple(sorted(kept)))


def _as_its_history_says(lead: Lead, now: Lead, initial: Initial) -> Lead:
    """Return a lead with the status that its history leads to, if today's has that of its own."""
    if now.status != now.replayed_status(initial(now.pipeline)):
        return lead
    return replace(lead, status=lead.replayed_status(initial(lead.pipeline)) or lead.status)


def added(before: Lead, after: Lead) -> Counter[str]:
    """Return the lines of one history that another lacks."""
    return counted(after.history) - counted(before.history)


def mended_since(before: Lead, after: Lead, now: Lead) -> list[Event]:
    """Return the events that a command logged and that do not stand as it logged them any more."""
    own, there, today = added(before, after), counted(after.history), counted(now.history)
    return [
        event for event in after.history if (k := line_key(event)) in own and today[k] < there[k]
    ]


def things(before: Lead, after: Lead) -> tuple[str, ...]:
    """Return what a command did to a lead: the names of fields, and "history" for each event."""
    was, then = _values(before), _values(after)
    fields = [name for name in {**was, **then} if frozen(was.get(name)) != frozen(then.get(name))]
    events = (added(before, after) + added(after, before)).total()
    return (*fields, *[HISTORY] * events)


def _values(lead: Lead) -> Mapping[str, object]:
    top = {"name": lead.name, "pipeline": lead.pipeline, STATUS: lead.status, **lead.fields}
    return {**top, **dict(_dotted(f"{EXTRA}.", lead.extra))}


def _dotted(above: str, table: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for key, value in table.items():
        yield above + key, value


def _is_part(name: str, thing: str) -> bool:
    return name == thing or name.startswith(f"{thing}.")


def _without_forks(lead: Lead, now: Lead) -> Lead:
    """Leave out lines that only a merge of two clones' moves would add."""
    known = counted(now.history)
    kept = [e for e in lead.history if e.name != FORKED or known[line_key(e)]]
    return replace(lead, history=tuple(kept))
