"""The effect that ends every automatic follow-up."""

from __future__ import annotations

from leadctl.rules.clauses.case import Case
from leadctl.rules.language.keys import key
from leadctl.rules.language.names import Names
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.moves.effects.kind import EffectKind, Stamp


class StopEffect(EffectKind):
    """Every automatic follow-up and queued message stops."""

    subject = "stop"
    makes = ("stop",)
    means = "Every automatic follow-up and queued message stops."
    example = '{ stop = "follow-ups" }'
    keys = {"stop": key("text", "stop every automatic follow-up and queued message", "follow-ups")}
    stops = True
    stop: str = ""

    def apply(self, case: Case, stamp: Stamp) -> Lead:
        """Return the lead with the event that ends them."""
        return case.lead.add(Event(stamp.written, "stop", stamp.by))

    def says(self) -> str:
        """Return what ends."""
        return "every automatic follow-up and waiting message stops"

    def check(self, names: Names) -> None:
        """It names nothing."""
