"""A clause, as every kind of one is: a condition on a lead."""

from __future__ import annotations

from leadctl.rules.language.part import Part


class Clause(Part):
    """One condition on a lead. Its kinds are in rules/clauses/, one file each."""

    when: tuple[Clause, ...] = ()
    """The clause is only asked for while these hold."""
    why: str = ""

    @property
    def parts(self) -> tuple[Clause, ...]:
        """The clauses within it, but for those of `when`."""
        return ()
