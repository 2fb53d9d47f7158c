"""The effect that credits a figure to the acting agent."""

from __future__ import annotations

from leadctl.rules.clauses.case import Case
from leadctl.rules.language.keys import key
from leadctl.rules.language.names import Names
from leadctl.rules.leads.lead import Event, Lead
from leadctl.rules.moves.effects.kind import EffectKind, Stamp


class CreditEffect(EffectKind):
    """A KPI is credited to the acting agent; reports count it."""

    subject = "credit"
    makes = ("credit",)
    means = "A KPI is credited to the acting agent; reports count it."
    example = '{ credit = "appointments" }'
    keys = {"credit": key("text", "credit this KPI to the acting agent")}
    credit: str = ""

    def apply(self, case: Case, stamp: Stamp) -> Lead:
        """Return the lead with the credit on record."""
        return case.lead.add(Event(stamp.written, "credit", stamp.by, {"kpi": self.credit}))

    def says(self) -> str:
        """Return what is credited."""
        return f'"{self.credit}" is credited to the agent'

    def check(self, names: Names) -> None:
        """A KPI is called as one likes."""
