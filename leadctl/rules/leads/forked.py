"""The line that says: two clones moved this lead from one status, each without the other."""

from __future__ import annotations

from leadctl.rules.leads.lead import Event, Lead

FORKED = "forked"
"""`to` is the status that holds, `also` the one that the other side had set."""

_ANSWERS = ("status", "confirm")


def open_fork(lead: Lead) -> Event | None:
    """Return the line that nobody has answered yet by setting or confirming the status."""
    for event in reversed(lead.history):
        if event.name in _ANSWERS:
            return None
        if event.name == FORKED:
            return event
    return None


def fork_words(fork: Event) -> str:
    """Return what happened, in words."""
    to, also = str(fork.data.get("to", "")), str(fork.data.get("also", ""))
    if not also:
        return f"moved to {to} while somebody else took it to another pipeline"
    return f"moved to {also} in one clone and to {to} in another"
