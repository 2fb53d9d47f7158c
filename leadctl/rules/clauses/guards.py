"""Guards: what requires or forbids something, and why it is not so."""

from __future__ import annotations

from collections.abc import Iterable

from leadctl.rules.clauses.case import Case
from leadctl.rules.clauses.clauses import applies, every_clause, holds
from leadctl.rules.clauses.kind import kind_of
from leadctl.rules.clauses.unmet import Unmet
from leadctl.rules.clauses.wording import hint, needs, sentence, so_far
from leadctl.rules.language.clause import Clause
from leadctl.values import replace


def guards_unmet(requires: Iterable[Clause], forbids: Iterable[Clause], case: Case) -> list[Unmet]:
    """Return everything that is required of a lead and not so, or forbidden and so."""
    required = [unmet_clause(clause, case) for clause in requires if not holds(clause, case)]
    forbidden = [
        replace(
            unmet_clause(clause, case),
            sentence=f"not while {sentence(clause, case.pipeline)}",
            hint="",
        )
        for clause in forbids
        if applies(clause, case)
    ]
    return required + forbidden


def unmet_clause(clause: Clause, case: Case) -> Unmet:
    """Return a clause that does not hold: in words, why it is asked, and what to type."""
    words = with_progress(needs(clause, case.pipeline), clause, case)
    unknown = [said for c in every_clause([clause]) if (said := kind_of(c).unknown(case))]
    why = "; ".join(filter(None, (clause.why, *unknown)))
    return Unmet(words, why, hint(clause, case), clause.source, kind_of(clause).about)


def with_progress(words: str, clause: Clause, case: Case) -> str:
    """Return a sentence with how far the lead has come, where it counts."""
    progress = so_far(clause, case)
    return f"{words} ({progress})" if progress else words
