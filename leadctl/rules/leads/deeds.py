"""Touches as people say them: "called", "they texted", "met"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leadctl.rules.leads.lead import Event

IMPORT = "import"
"""Whose doing the events of an import are."""
FORM = "form"
"""What a second arrival of a lead that is there came over: another system's row, and no e-mail."""
DID = {
    "call": "called",
    "text": "texted",
    "email": "e-mailed",
    "letter": "wrote",
    FORM: "asked again",
}
"""What somebody did, by the channel."""
WITHOUT_WAY = {
    "status": "changed the status",
    "call": "spoke by phone",
    "meeting": "spoke face to face",
}
"""What was done, of what has no way: a move, a talk."""


def channel_of(event: Event) -> str:
    """Return over what a touch went: its name, or "form" where a row of an import says so."""
    asked = event.name == "email" and event.by == IMPORT and event.way == "in"
    return FORM if asked else event.name


def deed(touch: str) -> str:
    """Return a touch, "call out", a talk or a move in people's words; anything else as it is."""
    name, _, way = touch.partition(" ")
    if touch in WITHOUT_WAY:
        return WITHOUT_WAY[touch]
    if name == "meeting":
        return "met"
    if name not in DID or way not in {"in", "out"}:
        return touch
    return f"they {DID[name]}" if way == "in" else DID[name]
