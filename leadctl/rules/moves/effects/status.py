"""The effect that moves the lead on to another status."""

from __future__ import annotations

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.derived import with_derived
from leadctl.rules.clauses.unmet import Unmet
from leadctl.rules.language.keys import key
from leadctl.rules.language.names import Names
from leadctl.rules.leads.lead import Lead
from leadctl.rules.moves.effects.blocked import blocked
from leadctl.rules.moves.effects.entering import enter
from leadctl.rules.moves.effects.kind import EffectKind, Stamp
from leadctl.rules.moves.judging.judge import judge_by_itself


class StatusEffect(EffectKind):
    """The lead moves to a status, with everything that entering it does."""

    subject = "status"
    means = (
        "The lead moves to a status, with everything that entering it does. Its guards are asked: "
        "where one says no, the lead stays, and `due` says what could not happen."
    )
    example = '{ status = "Unresponsive" }'
    keys = {"status": key("text", "set this status")}
    shown_by = "status"
    changes_lead = True
    status: str = ""

    @property
    def moves_to(self) -> str:
        """The status that it sets."""
        return self.status

    def apply(self, case: Case, stamp: Stamp) -> Lead:
        """Return the lead in that status; where a guard says no it stays, and that is on record."""
        if self.status == case.lead.status:
            return case.lead
        if unmet := self.refused(case, stamp):
            return blocked(case.lead, stamp, unmet, to=self.status)
        return enter(case, self.status, stamp)

    def refused(self, case: Case, stamp: Stamp) -> tuple[Unmet, ...]:
        """Return what its guards say to it, as of then."""
        if self.status == case.lead.status:
            return ()
        return judge_by_itself(with_derived(case.up_to(stamp.at)), self.status).unmet

    def says(self) -> str:
        """Return where the lead moves."""
        return f"the lead moves to {self.status}"

    def check(self, names: Names) -> None:
        """Note a status that the definition does not have."""
        names.known("status", self.status, self.source, "status")
