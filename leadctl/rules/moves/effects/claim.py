"""The effect that gives a lead to the acting agent."""

from __future__ import annotations

from leadctl.rules.clauses.case import Case
from leadctl.rules.due.ownership import refuse_claim
from leadctl.rules.language.keys import key
from leadctl.rules.language.names import Names
from leadctl.rules.leads.agents import Agent
from leadctl.rules.leads.lead import BY_ITSELF, Event, Lead
from leadctl.rules.moves.effects.blocked import blocked
from leadctl.rules.moves.effects.kind import EffectKind, Stamp
from leadctl.values import replace


class ClaimEffect(EffectKind):
    """The acting agent owns the lead, if nobody does."""

    subject = "claim"
    means = "The acting agent owns the lead, if nobody does."
    example = "{ claim = true }"
    keys = {"claim": key("flag", "the acting agent owns the lead")}
    shown_by = "claim"
    changes_lead = True
    claim: bool = False

    def apply(self, case: Case, stamp: Stamp) -> Lead:
        """Return the lead in the agent's name, if it is the agent's turn (S4.6)."""
        if case.lead.owner or stamp.by in {"", BY_ITSELF}:
            return case.lead
        agent = case.agents.get(stamp.by) or Agent(stamp.by)
        refused = refuse_claim(replace(case, actor=agent, now=stamp.at))
        if refused:
            return blocked(case.lead, stamp, refused, claim=stamp.by)
        return claim(case.lead, stamp)

    def says(self) -> str:
        """Return whose the lead becomes."""
        return "the lead comes into the agent's name, if nobody has it"

    def check(self, names: Names) -> None:
        """It names nothing."""


def claim(lead: Lead, stamp: Stamp) -> Lead:
    """Return the lead in the agent's name."""
    return lead.set(owner=stamp.by).add(Event(stamp.written, "claim", stamp.by))
