"""The clause about the other leads of the book: how many there are of some kind."""

from __future__ import annotations

from leadctl.rules.clauses.bounds import BOUNDS, Bounded
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.clauses import holds
from leadctl.rules.clauses.kind import kind_of
from leadctl.rules.clauses.words import number
from leadctl.rules.language.keys import key
from leadctl.rules.language.names import Names
from leadctl.rules.language.pipeline import Clause, Pipeline


class LeadsClause(Bounded):
    """Other leads of the same definition: how many there are of whom clauses hold."""

    subject = "leads"
    means = "How many other leads of this definition there are of whom all of these hold."
    example = '{ leads = [{ status = ["Enrolled"] }], at_most = 23, why = "24 places" }'
    keys = {"leads": key("tables:clause", "what holds of the leads that are counted"), **BOUNDS}
    leads: tuple[Clause, ...] = ()

    @property
    def parts(self) -> tuple[Clause, ...]:
        """The clauses that describe the leads that are counted."""
        return self.leads

    def holds(self, case: Case) -> bool:
        """Whether there are as many as asked for, this lead left out."""
        return self.allows_count(sum(self._counts(other, case) for other in case.peers.cases))

    def _counts(self, other: Case, case: Case) -> bool:
        same = other.pipeline.id == case.pipeline.id and other.lead.id != case.lead.id
        return same and all(holds(clause, other) for clause in self.leads)

    def says(self, pipeline: Pipeline) -> str:
        """Return "at most 23 other leads of which this holds: the status is Enrolled"."""
        bounds = [
            (self.at_least, "at least"),
            (self.at_most, "at most"),
            (self.more_than, "more than"),
        ]
        many = [f"{words} {number(bound)}" for bound, words in bounds if bound is not None]
        said = " and ".join(kind_of(clause).says(pipeline) for clause in self.leads)
        return f"there are {' and '.join(many) or 'some'} other leads of which this holds: {said}"

    def check(self, names: Names) -> None:
        """Note bounds that leave no figure."""
        self.check_bounds(names)

    @property
    def compares(self) -> bool:
        """It looks at the other leads."""
        return True

    @property
    def timeless(self) -> bool:
        """It changes with other leads."""
        return False
