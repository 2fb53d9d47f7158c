"""From the words of a query to its terms, each with the place where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from leadctl.patterns import pattern
from leadctl.values import dataclass, replace

OPS = (":", "<=", ">=", "<", ">", "=")
_FIELD = pattern(r"(-)?([^\W\d][\w-]*)(:|<=|>=|<|>|=)")
_NEGATED = ("not", "-")
LONGEST = 2000
"""No query has more characters than this: they are compared with all the names there are."""


class QueryError(ValueError):
    """A query that cannot be read: what is wrong, in which text, and where in it."""

    def __init__(self, said: str, text: str, place: int, hint: str = "") -> None:
        super().__init__(said)
        self.said, self.text, self.place, self.hint = said, text, place, hint

    def __str__(self) -> str:
        return f"{self.said}\n  {self.text}\n  {' ' * self.place}^"


@dataclass(frozen=True)
class Words:
    """One term as typed: `field` "" for words to be searched; `op` one of OPS.

    `text` and `place` say where it stands, for messages. A `loose` value has spaces whose quotes
    a shell may have taken off; or words of their own follow it.
    """

    field: str
    op: str
    value: str
    negated: bool
    text: str
    place: int
    loose: bool = False


def parse(arguments: Sequence[str]) -> tuple[Words, ...]:
    """Return the terms of a query, given as one text or as the words that a shell passes on.

    A word with spaces in it that holds no term is one phrase. Raises QueryError.
    """
    found: list[Words] = []
    negated = False
    for argument in arguments:
        if len(argument) > LONGEST:
            raise QueryError(f"a query has at most {LONGEST} characters", argument[:20] + "...", 0)
        for term in _terms(argument):
            if term is None:
                if negated:
                    raise QueryError('"not" stands twice', argument, 0)
                negated = True
                continue
            found.append(_flipped(term) if negated else term)
            negated = False
    if negated:
        raise QueryError('"not" wants a term after it', arguments[-1], len(arguments[-1]))
    return tuple(found)


def is_bare(word: str) -> bool:
    """Whether a word is none of the language's own: no term, no @view, no "not"."""
    return not _FIELD.match(word) and word not in _NEGATED and not word.startswith("@")


def _flipped(term: Words) -> Words:
    return replace(term, negated=not term.negated)


def _terms(argument: str) -> Iterator[Words | None]:
    """Yield the terms of one argument; None for a "not"."""
    heads = list(_FIELD.finditer(argument))
    if " " in argument and '"' not in argument and len(heads) < 2:
        if not heads:
            words = argument.removeprefix("-") if len(argument) > 1 else argument
            yield Words("", ":", words.strip(), argument != words, argument, 0)
            return
        if heads[0].start() == 0:  # status:In Communication, its quotes taken off by the shell
            value = argument[heads[0].end() :].strip()
            yield replace(_headed(heads[0], value, argument), loose=" " in value)
            return
    place = 0
    while place < len(argument):
        if argument[place].isspace():
            place += 1
            continue
        term, place = _next(argument, place)
        yield term


def _next(text: str, place: int) -> tuple[Words | None, int]:
    """Return the term at a place and where it ends."""
    head = _FIELD.match(text, place)
    if head:
        value, end = _value(text, head.end())
        return _headed(head, value, text), end
    word, end = _value(text, place)
    if word in _NEGATED and text[place] != '"':
        return None, end
    negated = word.startswith("-") and len(word) > 1 and text[place] != '"'
    return Words("", ":", word[1:] if negated else word, negated, text, place), end


def _headed(head: re.Match[str], value: str, text: str) -> Words:
    return Words(head[2].lower(), head[3], value, bool(head[1]), text, head.start())


def _value(text: str, place: int) -> tuple[str, int]:
    """Return a value and where it ends: up to a space, or what stands in quotes."""
    if text[place : place + 1] == '"':
        end = text.find('"', place + 1)
        if end < 0:
            raise QueryError("a quotation mark is not closed", text, place)
        return text[place + 1 : end], end + 1
    end = place
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[place:end], end
