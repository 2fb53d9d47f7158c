"""What a column is for, however its name says it: short, the other way round, or twice."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from leadctl.rules.importing.guess import as_named, by_name

_IN_FULL = {
    "dt": "date", "src": "source", "mob": "mobile", "ph": "phone", "nm": "name", "fam": "family",
    "acct": "account", "desc": "description", "cmts": "comments",
}  # fmt: skip
"""What people shorten in headers."""


@lru_cache(32768)
def classify(text: str) -> tuple[str, int, int]:
    """Return (use, rank, number) for a header in normal form; ("extra", 0, 0) for no idea.

    One that says nothing as it stands is read in full ("Created Dt"), the other way round ("Name
    (Full)"), and as two words for one thing ("Notes / Comments").
    """
    text = text.replace("1 st ", "first ")
    found = as_named(text)
    if found[0] != "extra" or found[2]:
        return found
    tokens = [_IN_FULL.get(word, word) for word in text.split() if word != "s"]
    known = next(filter(None, map(_known, _otherwise(tokens, text))), None)
    return known or _twice(tokens) or found


def _otherwise(tokens: list[str], text: str) -> Iterator[str]:
    """Yield a header in other words: in full, and of two words the other way round."""
    said = [" ".join(tokens), *([" ".join(reversed(tokens))] if len(tokens) == 2 else [])]
    return (words for words in said if words != text)


def _known(text: str) -> tuple[str, int, int] | None:
    """Return what a header is by a name of our table, behind those that say it as it stands."""
    found = by_name(text)
    return (found[0], found[1] + 100, 0) if found and found[0] != "id" else None


def _twice(tokens: list[str]) -> tuple[str, int, int] | None:
    """Return what both halves of a header are, each for itself; a name alone is too little."""
    for at in range(1, len(tokens)):
        one, other = _known(" ".join(tokens[:at])), _known(" ".join(tokens[at:]))
        if one and other and one[0] == other[0] != "name.full":
            return one
    return None
