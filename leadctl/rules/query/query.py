"""A query: terms that must all hold of a lead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from leadctl.rules.query.parsing import QueryError, Words, parse
from leadctl.rules.query.terms import TERMS, Facts, Holds, World, read_field, read_words
from leadctl.values import dataclass, replace


@dataclass(frozen=True)
class Query:
    """Terms read; `holds` asks them of one lead."""

    terms: tuple[tuple[bool, Holds], ...] = ()

    def holds(self, facts: Facts) -> bool:
        """Whether every term holds, or, where it is negated, does not."""
        return all(holds(facts) is not negated for negated, holds in self.terms)


EVERYTHING = Query()
"""Asks for nothing: every lead."""


def read_query(arguments: Sequence[str], world: World) -> Query:
    """Return the query that was typed. Raises QueryError with the place of what is wrong."""
    terms = (term for words in parse(arguments) for term in _terms(words, world))
    return Query(tuple(terms))


def _terms(words: Words, world: World) -> Iterator[tuple[bool, Holds]]:
    """Yield a term read; of a loose one that can't be read whole, its first word and the rest."""
    try:
        yield words.negated, _read(words, world)
    except QueryError:
        if not words.loose:
            raise
        value, _, rest = words.value.partition(" ")
        yield words.negated, _read(replace(words, value=value), world)
        for word in rest.split():
            for term in parse([word]):
                yield term.negated, _read(term, world)


def _read(words: Words, world: World) -> Holds:
    if not words.field:
        return read_words(words)
    term = TERMS.get(words.field)
    return term.read(words, world) if term else read_field(words, world)
