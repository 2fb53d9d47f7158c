"""Whether an agent may let this clone's values stand in a lead where others have said otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from leadctl.actions.desk import Desk
from leadctl.actions.recording.changing import refuse_change
from leadctl.book.git.who_wrote import FILE, Stop
from leadctl.errors import Refused
from leadctl.rules.clauses.unmet import Unmet
from leadctl.rules.due.ownership import refuse_assign, refuse_letting_go
from leadctl.rules.joining.versions import HISTORY, OURS, Taken
from leadctl.rules.leads.lead import Lead


def refuse_settling(desk: Desk, stops: Sequence[Stop], taken: Taken) -> None:
    """Raise Refused where what is said of one lead's conflicts may not be done by the agent."""
    unmet = settling_unmet(desk, stops, taken)
    if unmet is None:
        return
    lead = stops[0].lead
    fields = [stop.conflict.field for stop in stops]
    theirs = " ".join(f"{name}=theirs" for name in fields if taken.side(name) == OURS)
    why = f": {unmet.why}" if unmet.why else ""
    raise Refused(
        f"Not settled: {unmet.sentence}{why}.",
        hint=f"What the others say may stand: leadctl merge {lead} {theirs}",
    )


def settling_unmet(desk: Desk, stops: Sequence[Stop], taken: Taken) -> Unmet | None:
    """Return why the agent may not settle the conflicts of one lead so, or None.

    What the others say has been sent, and anybody may let it stand. What this clone says instead
    is judged as `assign` and `set` are: whose lead it is, and what of it is hidden.
    """
    joined = next((stop.joined for stop in stops if stop.joined), None)
    ours = [stop for stop in stops if taken.side(stop.conflict.field) == OURS]
    if joined is None or not ours:
        return None
    before = _with(joined, ((stop.conflict.field, stop.conflict.theirs) for stop in stops))
    after = _with(before, ((stop.conflict.field, stop.conflict.ours) for stop in ours))
    case = desk.case_or_bare(before)[0]
    if desk.hidden(before) or (before.owner and not after.owner):
        return refuse_letting_go(before, desk.actor, case.agents)
    if before.owner != after.owner and (refused := refuse_assign(case, after.owner)):
        return refused[0]
    effect = refuse_change(desk, case, after, "settle")
    return effect.unmet[0] if effect else None


def _with(lead: Lead, values: Iterable[tuple[str, object]]) -> Lead:
    """Return a lead with values in conflict, as far as they are its fields."""
    fields = {n: value for n, value in values if n not in {FILE, HISTORY} and "." not in n}
    return lead.set(**fields)
