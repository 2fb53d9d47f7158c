"""The clause about a moment of the lead's life: that there is one, and how long ago it was."""

from __future__ import annotations

from leadctl.rules.clauses.age import AGES, Aged
from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.kind import ClauseKind
from leadctl.rules.clauses.timeline import MOMENTS
from leadctl.rules.language.keys import key
from leadctl.rules.language.names import Names
from leadctl.rules.language.pipeline import Pipeline


class MomentClause(Aged):
    """A moment that deadlines may be counted from."""

    subject = "moment"
    means = "A moment of the lead's life, such as deadlines are counted from, and its age."
    example = '{ moment = "unanswered", older = "7 days" }'
    keys = {
        "moment": key("text", "one of the moments that deadlines count from", *MOMENTS),
        **AGES,
    }
    moment: str = ""

    def holds(self, case: Case) -> bool:
        """Whether the moment has come, and is as old as asked for."""
        found = case.line.moment(self.moment)
        return found is not None and self.has_age(found[0], case)

    def says(self, pipeline: Pipeline) -> str:
        """Return "we last reached out to them at least 7 days ago"."""
        if MOMENTS[self.moment].silence:
            return f"they have been silent{_silence(self)}"
        return f"{MOMENTS[self.moment].means}{self.age_words()}"

    def check(self, names: Names) -> None:
        """Note spans that leave no age."""
        self.check_age(names)

    def turning(self, pipeline: Pipeline) -> None:
        """Any event may move a moment."""

    def excludes(self, other: ClauseKind) -> bool:
        """Whether they want the same moment both older and newer."""
        if not isinstance(other, MomentClause) or other.moment != self.moment:
            return False
        return _apart(self, other) or _apart(other, self)


def _silence(clause: MomentClause) -> str:
    for span, words in ((clause.older, "for at least"), (clause.newer, "for less than")):
        if span is not None:
            return f" {words} {span}"
    return " since we reached out"


def _apart(one: Aged, other: Aged) -> bool:
    return bool(one.older and other.newer and one.older.roughly >= other.newer.roughly)
