"""A header cell in its normal form, so that "E-Mail_1 - Value" and "email 1 value" are one."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache

from leadctl.patterns import pattern

_HUMP = pattern(r"(?<=[a-z])(?=[A-Z])")
_E_MAIL = pattern(r"\be mail")
_PIECE = pattern(r"[^\W\d_]+|\d+")
_ACCENTS = pattern("[\u0300-\u036f]")
"""Marks over Latin, Greek and Cyrillic letters; those of other scripts are letters themselves."""
IN_UTC = pattern(r" (?:utc|gmt)(?: 0)?$")
"""How a header in normal form ends whose moments are of UTC: "Submit Date (UTC)"."""


@lru_cache(maxsize=32768)
def normal(header: str) -> str:
    """Return a header in lower case, without accents and punctuation, words parted by a space.

    Vowel signs and voicing marks of other scripts are letters, and stay.
    """
    return plain_words(header[:200])


def plain_words(plain: str) -> str:
    """Return a text of any length as `normal` does a header."""
    if plain.isascii():
        pieces = _PIECE.findall(_HUMP.sub(" ", plain).casefold())
    else:
        plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", plain))
        pieces = _pieces(_HUMP.sub(" ", plain).casefold())
    return _E_MAIL.sub("email", " ".join(pieces))


def _pieces(text: str) -> list[str]:
    """Return the words and numbers of a text, marks belonging to the letters before them."""
    if not any(unicodedata.category(letter)[0] == "M" for letter in text):
        return _PIECE.findall(text)
    found, word = [], ""
    for letter in f"{text} ":
        kind = unicodedata.category(letter)[0]
        if word and (kind not in "LMN" or (kind == "N") != word[0].isdigit()):
            found.append(word)
            word = ""
        if kind in "LN" or (kind == "M" and word):
            word += letter
    return found


def unique_names(header: list[str]) -> list[str]:
    """Return a name for every column: an empty one by its place, a repeated one with a number."""
    seen: Counter[str] = Counter()
    names = []
    for place, cell in enumerate(header, start=1):
        name = cell.replace("\0", "").strip().lstrip("\ufeff").strip() or f"column {place}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names
