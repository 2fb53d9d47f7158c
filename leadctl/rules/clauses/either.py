"""The clause that holds where any of others does."""

from __future__ import annotations

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.clauses import holds
from leadctl.rules.clauses.kind import ClauseKind, kind_of
from leadctl.rules.clauses.wording import hint, sentence
from leadctl.rules.language.clause import Clause
from leadctl.rules.language.keys import key
from leadctl.rules.language.names import Names
from leadctl.rules.language.pipeline import Pipeline


class EitherClause(ClauseKind):
    """At least one of several clauses holds."""

    subject = "any"
    means = "At least one of several clauses holds."
    example = '{ any = [{ field = "appointment" }, { event = "meeting" }] }'
    keys = {"any": key("tables:clause", "at least one of these holds")}
    any: tuple[Clause, ...] = ()

    @property
    def parts(self) -> tuple[Clause, ...]:
        """The clauses of which one is to hold."""
        return self.any

    def holds(self, case: Case) -> bool:
        """Whether one of them holds."""
        return any(holds(part, case) for part in self.any)

    def says(self, pipeline: Pipeline) -> str:
        """Return what each asks for, joined by "or"."""
        return " or ".join(sentence(part, pipeline) for part in self.any)

    def hint(self, case: Case) -> str:
        """Return the first command that would satisfy one of them."""
        return next((words for part in self.any if (words := hint(part, case))), "")

    def check(self, names: Names) -> None:
        """Each of its parts is checked by itself."""

    def evidence(self) -> ClauseKind | None:
        """Return what of its parts is evidence."""
        parts = [found for part in self.any if (found := kind_of(part).evidence()) is not None]
        if len(parts) > 1:
            return self.but(any=tuple(parts))
        return parts[0].but(why=self.why) if parts else None
