"""Two moves from one status: each was right where it was made, and both cannot be.

The joined history keeps both. A line `forked` beside the last of them says so, and is open until
somebody sets or confirms the status.
"""

from __future__ import annotations

from collections.abc import Sequence

from leadctl.rules.joining.histories import counted, line_key
from leadctl.rules.leads.forked import FORKED
from leadctl.rules.leads.lead import BY_ITSELF, Event, Lead
from leadctl.values import replace


def with_fork(base: Lead | None, ours: Lead, theirs: Lead, joined: Lead) -> Lead:
    """Return the joined lead, with a line that says so where the sides moved it apart."""
    one, two = _moves(ours, theirs, base), _moves(theirs, ours, base)
    if not (one and two) and not _left_behind(base, ours, theirs, bool(one), bool(two)):
        return joined
    ends = {side.status for side in (ours, theirs)}
    if len(ends) == 1 and ours.pipeline == theirs.pipeline:
        return joined
    if _leads_on(one, two, joined.status) or _leads_on(two, one, joined.status):
        return joined
    return _told(joined, sorted(ends - {joined.status}))


def _moves(side: Lead, other: Lead, base: Lead | None) -> list[str]:
    """Return the statuses that one side alone has set, in order."""
    known = counted(other.history) + counted(base.history if base else ())
    return [
        str(e.data.get("to", ""))
        for e in side.history
        if e.name == "status" and not known[line_key(e)]
    ]


def _left_behind(
    base: Lead | None, ours: Lead, theirs: Lead, ours_moved: bool, theirs_moved: bool
) -> bool:
    """Whether one side took the lead to another pipeline while the other moved it in the old."""
    was = base.pipeline if base else None
    if ours.pipeline == theirs.pipeline:
        return False
    return theirs_moved if theirs.pipeline == was else ours_moved


def _leads_on(first: Sequence[str], then: Sequence[str], status: str) -> bool:
    """Whether one side went the same way as the other, and on from there to where the lead is."""
    return bool(first) and list(then[: len(first)]) == list(first) and then[-1] == status


def _told(lead: Lead, also: Sequence[str]) -> Lead:
    """Return the lead with the line, after the last line that sets a status."""
    places = [i for i, e in enumerate(lead.history) if e.name == "status"]
    if not places:
        return lead
    last = lead.history[places[-1]]
    data = {"to": lead.status, **({"also": also[0]} if also else {})}
    line = Event(last.at, FORKED, BY_ITSELF, data)
    after = places[-1] + 1
    if line_key(line) in counted(lead.history):
        return lead
    return replace(lead, history=(*lead.history[:after], line, *lead.history[after:]))
