"""The clause about the present status."""

from __future__ import annotations

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.kind import ClauseKind
from leadctl.rules.clauses.words import listed
from leadctl.rules.language.keys import key
from leadctl.rules.language.names import Names
from leadctl.rules.language.pipeline import Pipeline


class StatusClause(ClauseKind):
    """The lead is in one of these statuses."""

    subject = "status"
    means = "The lead is in one of these statuses."
    example = '{ status = ["New", "Attempted Contact"] }'
    keys = {"status": key("texts", "the present status is one of these")}
    status: tuple[str, ...] = ()

    def holds(self, case: Case) -> bool:
        """Whether the lead is in one of them."""
        return case.lead.status in self.status

    def says(self, pipeline: Pipeline) -> str:
        """Return "the status is New or Open"."""
        return f"the status is {listed(self.status)}"

    def check(self, names: Names) -> None:
        """Note statuses that the definition does not have."""
        names.known("status", self.status, self.source, "status")

    def excludes(self, other: ClauseKind) -> bool:
        """Whether the two name no status in common."""
        return isinstance(other, StatusClause) and not {*self.status} & {*other.status}
