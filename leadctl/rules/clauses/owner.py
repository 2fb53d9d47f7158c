"""The clause about whose lead it is."""

from __future__ import annotations

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.kind import ClauseKind
from leadctl.rules.language.keys import key
from leadctl.rules.language.names import Names
from leadctl.rules.language.pipeline import Pipeline

_WORDS = {
    "actor": "the lead is in your name",
    "somebody": "the lead is in somebody's name",
    "nobody": "nobody owns the lead",
}


class OwnerClause(ClauseKind):
    """The lead is the acting agent's, somebody's or nobody's."""

    subject = "owner"
    means = "Whose lead it is."
    example = '{ owner = "actor" }'
    about = "owner"
    keys = {"owner": key("text", "whose lead it is", *_WORDS)}
    owner: str = ""

    def holds(self, case: Case) -> bool:
        """Whether it is in the name asked for."""
        owner = case.lead.owner
        if self.owner == "actor":
            return bool(owner) and case.actor is not None and owner == case.actor.id
        return bool(owner) == (self.owner == "somebody")

    def says(self, pipeline: Pipeline) -> str:
        """Return "the lead is in your name"."""
        return _WORDS[self.owner]

    def hint(self, case: Case) -> str:
        """Return the command that claims or releases it."""
        command = "release" if self.owner == "nobody" else "claim"
        return f"leadctl {command} {case.lead.id}"

    def check(self, names: Names) -> None:
        """Its choices are all there is, and the reader knows them."""

    def excludes(self, other: ClauseKind) -> bool:
        """Whether one wants an owner and the other none."""
        if not isinstance(other, OwnerClause):
            return False
        return (self.owner == "nobody") != (other.owner == "nobody")

    @property
    def timeless(self) -> bool:
        """Whether it does not ask who is acting."""
        return self.owner != "actor"
