"""The clause about the other leads of the book: how many there are of some kind."""

from __future__ import annotations

from collections.abc import Mapping

from leadctl.rules.clauses.bounds import BOUNDS, Bounded
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.clauses import holds
from leadctl.rules.clauses.kind import kind_of
from leadctl.rules.clauses.records import matches
from leadctl.rules.clauses.words import field_label, number
from leadctl.rules.language.clause import Clause
from leadctl.rules.language.keys import key
from leadctl.rules.language.names import Names
from leadctl.rules.language.pipeline import Pipeline
from leadctl.values import replace

_NAMED = 3
"""So many leads that stand in the way are called by their names."""


class LeadsClause(Bounded):
    """Other leads of the same definition: how many there are of whom clauses hold."""

    subject = "leads"
    means = "How many other leads of this definition there are of whom all of these hold."
    example = '{ leads = [{ status = ["Enrolled"] }], at_most = 23, why = "24 places" }'
    keys = {
        "leads": key("tables:clause", "what holds of the leads that are counted"),
        "same": key("texts", "only leads with the same value as this lead in each of these fields"),
        **BOUNDS,
    }
    leads: tuple[Clause, ...] = ()
    same: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[Clause, ...]:
        """The clauses that describe the leads that are counted."""
        return self.leads

    def holds(self, case: Case) -> bool:
        """Whether there are as many as asked for, this lead left out."""
        return self.allows_count(len(self.found(case)))

    def found(self, case: Case) -> list[Case]:
        """Return the other leads it counts; with the event that is being logged, if one is."""
        wanted = {name: case.value(name) for name in self.same}
        if None in wanted.values():
            return []  # what is not known of this lead is shared with nobody
        return [other for other in case.peers.by_now if self._counts(other, case, wanted)]

    def _counts(self, other: Case, case: Case, wanted: Mapping[str, object]) -> bool:
        if other.pipeline.id != case.pipeline.id or other.lead.id == case.lead.id:
            return False
        if not matches({name: other.value(name) for name in self.same}, wanted):
            return False
        seen = replace(other, logged=case.logged) if case.logged else other
        return all(holds(clause, seen) for clause in self.leads)

    def says(self, pipeline: Pipeline) -> str:
        """Return "at most 23 other leads of which this holds: the status is Enrolled"."""
        bounds = [
            (self.at_least, "at least"),
            (self.at_most, "at most"),
            (self.more_than, "more than"),
        ]
        many = [f"{words} {number(bound)}" for bound, words in bounds if bound is not None]
        said = [kind_of(clause).says(pipeline) for clause in self.leads]
        said += [f"{field_label(pipeline, name)} is the same" for name in self.same]
        many_words = "no" if self.at_most == 0 else " and ".join(many) or "some"
        which = f"other leads of which this holds: {' and '.join(said)}"
        return f"there are {many_words} {which}"

    def so_far(self, case: Case) -> str:
        """Return who they are, where there are too many, as far as the agent may see them."""
        found = self.found(case) if self.at_most is not None else []
        visibility = case.pipeline.visibility
        if visibility is not None and visibility.owner_only:
            found = [other for other in found if _is_seen(other, case)]
        names = [other.lead.name for other in found[:_NAMED]]
        more = len(found) - len(names)
        return ", ".join([*names, *([f"{more} more"] if more else [])])

    def check(self, names: Names) -> None:
        """Note unknown fields, and bounds that leave no figure."""
        names.known("field", self.same, self.source, "same")
        self.check_bounds(names)

    @property
    def compares(self) -> bool:
        """It looks at the other leads."""
        return True

    @property
    def timeless(self) -> bool:
        """It changes with other leads."""
        return False


def _is_seen(other: Case, case: Case) -> bool:
    """Whether the acting agent may see another lead where each is its owner's alone."""
    actor = case.actor
    return not other.lead.owner or (
        actor is not None and (actor.oversees or other.lead.owner == actor.id)
    )
