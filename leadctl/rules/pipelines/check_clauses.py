"""Clauses checked, each by its kind; and guards that nobody could satisfy together."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from leadctl.rules.clauses.clauses import every_clause
from leadctl.rules.clauses.kind import kind_of
from leadctl.rules.clauses.status import StatusClause
from leadctl.rules.language.clause import Clause
from leadctl.rules.language.names import Names
from leadctl.rules.language.pipeline import neighbours
from leadctl.rules.language.statuses import Status


def check_clauses(clauses: Iterable[Clause], names: Names) -> None:
    """Note the problems of clauses and of all clauses within them, each by its own kind."""
    for clause in every_clause(clauses):
        clause.check(names)


def check_guards(status: Status, names: Names) -> None:
    """Guards nobody could ever satisfy, each by itself or together."""
    for clause in map(kind_of, status.requires):
        if any(clause.asks_the_same(other) for other in status.forbids):
            names.problem(clause.source, f'"{status.name}" both requires and forbids this')
        if isinstance(clause, StatusClause) and not clause.when:
            _check_source(status, clause, names)
    always = [kind_of(clause) for clause in status.requires if not clause.when]
    for one, other in combinations(always, 2):
        if one.excludes(other):
            names.problem(other.source, f'"{status.name}" also requires the opposite of this')


def _check_source(status: Status, clause: StatusClause, names: Names) -> None:
    """A status that must be the present one, and that never leads here."""
    pipeline = names.pipeline
    known = [name for name in clause.status if name in pipeline.statuses]
    if known and not any(status.name in neighbours(pipeline, name) for name in known):
        listed = ", ".join(clause.status)
        message = f'no lead can enter "{status.name}": {listed} never leads here'
        names.problem(clause.source, message, key="status")
