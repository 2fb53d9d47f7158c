"""Words of everyday languages for the columns of tables: data, one file a language.

Each file has the same entries, in the normal form of headers: lower case, no accents.
"""

from __future__ import annotations

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
