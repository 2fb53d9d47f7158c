"""Clauses: the one language of guards, derivations, prompts and masks.

What a kind of clause means stands in the file of its kind; this is how clauses are asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.kind import ClauseKind, kind_of
from leadctl.rules.language.clause import Clause


def holds(clause: Clause, case: Case) -> bool:
    """Whether a clause holds. One that only applies `when` something else does, holds otherwise."""
    if clause.when and not all(holds(condition, case) for condition in clause.when):
        return True
    return kind_of(clause).holds(case)


def applies(clause: Clause, case: Case) -> bool:
    """Whether the clause's subject itself holds and is asked for: what `forbids` refuses."""
    wanted = all(holds(condition, case) for condition in clause.when)
    return wanted and kind_of(clause).holds(case)


def every_clause(clauses: Iterable[Clause]) -> Iterator[ClauseKind]:
    """Yield clauses and all clauses within them."""
    for clause in clauses:
        yield kind_of(clause)
        yield from every_clause((*clause.parts, *clause.when))
