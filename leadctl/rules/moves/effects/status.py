"""The effect that moves the lead on to another status."""

from __future__ import annotations

from leadctl.rules.clauses.case import Case
from leadctl.rules.language.keys import key
from leadctl.rules.language.names import Names
from leadctl.rules.leads.lead import Lead
from leadctl.rules.moves.effects.entering import enter
from leadctl.rules.moves.effects.kind import EffectKind, Stamp


class StatusEffect(EffectKind):
    """The lead moves to a status, with everything that entering it does."""

    subject = "status"
    means = "The lead moves to a status, with everything that entering it does."
    example = '{ status = "Unresponsive" }'
    keys = {"status": key("text", "set this status")}
    shown_by = "status"
    status: str = ""

    @property
    def moves_to(self) -> str:
        """The status that it sets."""
        return self.status

    def apply(self, case: Case, stamp: Stamp) -> Lead:
        """Return the lead in that status, unless it is there already."""
        return case.lead if self.status == case.lead.status else enter(case, self.status, stamp)

    def says(self) -> str:
        """Return where the lead moves."""
        return f"the lead moves to {self.status}"

    def check(self, names: Names) -> None:
        """Note a status that the definition does not have."""
        names.known("status", self.status, self.source, "status")
