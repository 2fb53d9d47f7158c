"""Hints drawn from a lead's own log: another channel, where one has been used mostly (S0.23)."""

from __future__ import annotations

from leadctl.rules.leads.lead import Lead
from leadctl.rules.leads.ways import is_open

LEAST = 2
"""With fewer touches than this nothing has been done mostly."""

_INSTEAD = {"call": ("text", "email"), "email": ("call", "text")}
_MOSTLY = {"call": "calls", "email": "e-mails"}
_TRY = {"call": "try calling", "text": "try a text", "email": "try an e-mail"}


def channel_hint(lead: Lead) -> str:
    """Return "mostly calls so far (3 of 4): try a text", or "" where there is nothing to change.

    Counted over all we sent; a way that is not open to us is never proposed.
    """
    sent = [event.name for event in lead.history if event.way == "out"]
    for channel, others in _INSTEAD.items():
        count = sent.count(channel)
        open_ = [other for other in others if is_open(lead, other)]
        if len(sent) >= LEAST and count * 2 > len(sent) and open_:
            return f"mostly {_MOSTLY[channel]} so far ({count} of {len(sent)}): {_TRY[open_[0]]}"
    return ""
