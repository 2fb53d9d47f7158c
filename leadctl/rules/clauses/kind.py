"""What every kind of clause has to say of itself; a kind that does not cannot be registered."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from leadctl.rules.clauses.case import Case
from leadctl.rules.language.clause import Clause
from leadctl.rules.language.names import Names
from leadctl.rules.language.pipeline import Pipeline


class ClauseKind(Clause, ABC):
    """One kind of clause: its keys and their meaning, when it holds, how it is said and checked."""

    about: ClassVar[str] = ""
    """What a refusal for it is about, where a command treats that apart: approval, owner."""

    @abstractmethod
    def holds(self, case: Case) -> bool:
        """Whether it holds for a lead; `when` is asked by the caller."""

    @abstractmethod
    def says(self, pipeline: Pipeline) -> str:
        """Return what it asks for, as a sentence without its full stop; `when` is added."""

    def needs(self, pipeline: Pipeline) -> str:
        """Return it as what a move still needs; it must not sound as if it were so."""
        return f"only once {self.says(pipeline)}"

    @abstractmethod
    def check(self, names: Names) -> None:
        """Note names that nothing has, and what can never hold."""

    def hint(self, case: Case) -> str:  # noqa: ARG002  # most kinds read it, this one needs none
        """Return the command that would satisfy it, or "" where no command can."""
        return ""

    def so_far(self, case: Case) -> str:  # noqa: ARG002  # as above
        """Return how far the lead has come, where it counts: "1 so far"."""
        return ""

    def unknown(self, case: Case) -> str:  # noqa: ARG002  # as above
        """Return what of the settings is missing to tell whether it holds, or ""."""
        return ""

    def turning(self, pipeline: Pipeline) -> frozenset[str] | None:  # noqa: ARG002  # as above
        """Return the events that can make it hold or not; None where any event may."""
        return frozenset()

    def excludes(self, other: ClauseKind) -> bool:  # noqa: ARG002  # as above
        """Whether both can never hold together, as far as their own words show."""
        return False

    def evidence(self) -> ClauseKind | None:
        """Return what of it is an event or a record that once happened; None where nothing is."""
        return None

    @property
    def timeless(self) -> bool:
        """Whether it asks for the lead alone: not for now, the acting agent or other leads."""
        return True

    @property
    def compares(self) -> bool:
        """Whether it compares the lead with others."""
        return False

    def asks_the_same(self, other: Clause) -> bool:
        """Whether two clauses ask for the same thing, wherever they stand and whatever the why."""
        mine, others = dict(self.given), dict(other.given)
        mine.pop("why", None), others.pop("why", None)
        return type(self) is type(other) and mine == others


def kind_of(clause: Clause) -> ClauseKind:
    """Return a clause as one of its kind. Raises TypeError for one that is of none."""
    if not isinstance(clause, ClauseKind):
        raise TypeError(f"{type(clause).__name__} is no kind of clause")
    return clause
