"""Clauses in words: what each says, how far one has come, and the command that would satisfy it."""

from __future__ import annotations

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.kind import kind_of
from leadctl.rules.language.pipeline import Clause, Pipeline


def sentence(clause: Clause, pipeline: Pipeline) -> str:
    """Return what a clause says, as a sentence without its full stop."""
    words = kind_of(clause).says(pipeline)
    if clause.when:
        words += ", if " + " and ".join(sentence(c, pipeline) for c in clause.when)
    return words


def hint(clause: Clause, case: Case) -> str:
    """Return the command that would satisfy a clause, or "" where no command can."""
    return kind_of(clause).hint(case)


def so_far(clause: Clause, case: Case) -> str:
    """Return how far the lead is from a clause that counts: "1 so far"; else ""."""
    return kind_of(clause).so_far(case)
