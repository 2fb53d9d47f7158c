"""What happened, as people say it."""

from __future__ import annotations

from leadctl.rules.clauses.case import Case
from leadctl.rules.leads.deeds import DID, channel_of
from leadctl.rules.leads.lead import Event


def happened(event: Event, case: Case) -> str:
    """Return what happened as people say it: "you spoke", "they texted", "offer logged"."""
    came = event.outcome
    if event.name == "meeting":
        return came.means if came else "you met"
    if event.name not in DID:
        kind = case.pipeline.events.get(event.name)
        return f"{(kind.label if kind else '') or event.name} logged"
    if event.name == "call" and event.is_talk:
        return "you spoke" if event.way == "out" else "they called, you spoke"
    who = "they" if event.way == "in" else "you"
    means = (came.of_theirs if came and event.way == "in" else "") or (came.means if came else "")
    said = f", {means}" if came and not came.talk else ""
    return f"{who} {DID[channel_of(event)]}{said}"
