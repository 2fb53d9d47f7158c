"""What the acting agent is shown: which leads, which of their fields, and how a lead is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadctl.actions.cases import Cases
from leadctl.errors import Invalid, NotFound
from leadctl.rules.leads.lead import Lead

if TYPE_CHECKING:
    from leadctl.book.selector import Sight


class Sighted(Cases):
    """Makes cases, and knows what of a lead is hidden from whoever acts."""

    def hidden(self, lead: Lead) -> bool:
        """Whether a lead is another agent's alone (S3.17)."""
        from leadctl.rules.due.ownership import is_hidden

        try:
            return is_hidden(lead, self.pipeline(lead.pipeline), self.actor)
        except (NotFound, Invalid):
            return False

    def told(self, lead: Lead) -> Lead:
        """Return a lead as it may be named to the acting agent: another's alone by its id."""
        return Lead(lead.id, lead.id, lead.pipeline, "") if self.hidden(lead) else lead

    @property
    def sight(self) -> Sight:
        """What the acting agent may be shown: what is hidden is not found either."""
        from leadctl.book.selector import Sight

        return Sight(lambda lead: not self.hidden(lead), self.masked)

    def masked(self, lead: Lead) -> frozenset[str]:
        """Return the fields of a lead that are hidden from the acting agent."""
        from leadctl.rules.due.ownership import masks

        case, unusable = self.case_or_bare(lead)
        if unusable:
            from leadctl.rules.leads.fields import REACH

            return REACH
        return frozenset(name for mask in masks(case) for name in mask.fields)

    def as_shown(self, lead: Lead) -> Lead:
        """Return a lead whose history says no value that is hidden from the acting agent."""
        masked = self.masked(lead)
        if not masked:
            return lead
        from leadctl.rules.moves.messages import without_masked

        return without_masked(self.case_or_bare(lead)[0], masked)
