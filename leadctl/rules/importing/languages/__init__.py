"""Words of everyday languages for the columns of tables: data, one file a language.

Each file has the same entries, in the normal form of headers: lower case, no accents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from leadctl.rules.importing.languages import (
    dutch,
    english,
    french,
    german,
    italian,
    portuguese,
    spanish,
)

LANGUAGES = {
    "english": english.WORDS,
    "german": german.WORDS,
    "french": french.WORDS,
    "spanish": spanish.WORDS,
    "portuguese": portuguese.WORDS,
    "italian": italian.WORDS,
    "dutch": dutch.WORDS,
}
"""Every language's words, by entry."""


def words_for(entry: str) -> tuple[str, ...]:
    """Return the words of an entry in all languages, English first, each once."""
    said = (word for words in LANGUAGES.values() for word in words[entry].split("|"))
    return tuple(dict.fromkeys(said))


def named(text: str, entry: str = "") -> tuple[str, ...]:
    """Return the words of a text, "|" between them, then those of an entry in all languages."""
    more = words_for(entry) if entry else ()
    return tuple(dict.fromkeys((*text.split("|"), *more)))


def language_of(headers: Iterable[str]) -> str:
    """Return the language other than English, as "French", of which at least two headers in normal
    form are, and more than of any other; "" where none is.
    """
    seen = set(headers) - _words_of("english")
    found = Counter({name: len(seen & _words_of(name)) for name in LANGUAGES})
    (first, most), (_, next_most) = found.most_common(2)
    return first.title() if most > max(next_most, 1) else ""


def _words_of(language: str) -> set[str]:
    return {word for words in LANGUAGES[language].values() for word in words.split("|")}
