"""Clauses in words: what each says, how far one has come, and the command that would satisfy it."""

from __future__ import annotations

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.kind import kind_of
from leadctl.rules.language.clause import Clause
from leadctl.rules.language.pipeline import Pipeline


def sentence(clause: Clause, pipeline: Pipeline) -> str:
    """Return what a clause says, as a sentence without its full stop."""
    return kind_of(clause).says(pipeline) + _condition(clause, pipeline)


def needs(clause: Clause, pipeline: Pipeline) -> str:
    """Return what a move still needs of a clause that does not hold."""
    return kind_of(clause).needs(pipeline) + _condition(clause, pipeline)


def _condition(clause: Clause, pipeline: Pipeline) -> str:
    said = " and ".join(sentence(c, pipeline) for c in clause.when)
    return f", if {said}" if said else ""


def hint(clause: Clause, case: Case) -> str:
    """Return the command that would satisfy a clause, or "" where no command can."""
    return kind_of(clause).hint(case)


def so_far(clause: Clause, case: Case) -> str:
    """Return how far the lead is from a clause that counts: "1 so far"; else ""."""
    return kind_of(clause).so_far(case)
