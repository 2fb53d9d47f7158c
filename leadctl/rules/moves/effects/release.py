"""The effect that gives a lead back to the pool."""

from __future__ import annotations

from leadctl.rules.clauses.case import Case
from leadctl.rules.language.keys import key
from leadctl.rules.language.names import Names
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.moves.effects.kind import EffectKind, Stamp


class ReleaseEffect(EffectKind):
    """Nobody owns the lead; it is in the pool."""

    subject = "release"
    means = "Nobody owns the lead; it is in the pool."
    example = "{ release = true }"
    keys = {"release": key("flag", "nobody owns the lead; it is in the pool")}
    shown_by = "release"
    changes_lead = True
    idle_without_owner = True
    release: bool = False

    def apply(self, case: Case, stamp: Stamp) -> Lead:
        """Return the lead in nobody's name."""
        return release(case.lead, stamp) if case.lead.owner else case.lead

    def says(self) -> str:
        """Return where the lead goes."""
        return "the lead goes back to the pool"

    def check(self, names: Names) -> None:
        """It names nothing."""


def release(lead: Lead, stamp: Stamp, **data: object) -> Lead:
    """Return the lead in nobody's name, for all to see; the event keeps whose it was."""
    data = {"was": lead.owner, **data} if lead.owner else data
    lead = lead.set(owner=None, archived=None)
    return lead.add(Event(stamp.written, "release", stamp.by, data))
