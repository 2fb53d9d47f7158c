"""Texts as they are compared when somebody is looked for: without case, accents and marks.

O'Neil is found as "oneil", "o'neil" and "neil", Mary-Ann as "maryann" and "mary ann".
"""

from __future__ import annotations

from collections.abc import Iterator

from leadctl.patterns import pattern

_APOSTROPHES = "'\u2018\u2019\u02bc\u02b9\u2032\uff07`\u00b4"
_HYPHENS = "-\u2010\u2011\u00ad\uff0d"
_AS_TYPED = str.maketrans(dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_HYPHENS, "-"))
_REMOVED, _SPACED = str.maketrans("", "", "'-"), str.maketrans("'-", "  ")
_NO_APOSTROPHES = str.maketrans("", "", _APOSTROPHES)
_MARKED = pattern(rf"[^\W_]+(?:[{_APOSTROPHES}\u2010\u2011\u00ad\uff0d\-][^\W_]+)+")
MARKS = b"'-` "
"""The signs, and the space, that `bare` leaves out of an ASCII text."""


def folded(text: str) -> str:
    """Return a text without case and accents, so that "lopez" finds "López"; one sign for every
    apostrophe, and one for every hyphen.
    """
    if text.isascii():
        return text.lower().replace("`", "'").strip()
    import unicodedata

    plain = unicodedata.normalize("NFKD", text.casefold().translate(_AS_TYPED))
    return "".join(c for c in plain if not unicodedata.combining(c)).strip()


def bare(text: str) -> str:
    """Return a text folded, without marks and spaces: what stands in it however it is written."""
    return folded(text).translate(_REMOVED).replace(" ", "")


def without_apostrophes(text: str) -> str:
    """Return a text as it is written, but for its apostrophes."""
    return text.translate(_NO_APOSTROPHES)


def other_spellings(text: str) -> Iterator[str]:
    """Yield the words of a text that have apostrophes or hyphens in them, as else they are looked
    for: hyphens left out, apostrophes as spaces.
    """
    for word in _MARKED.findall(text):
        as_typed = word.translate(_AS_TYPED)
        yield as_typed.translate(_REMOVED)
        if "'" in as_typed:
            yield as_typed.translate(_SPACED)


def unmarked(text: str) -> str:
    """Return a folded text without its apostrophes and hyphens."""
    return text.translate(_REMOVED)


def spellings(wanted: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield two folded texts as they are to be compared: as they stand; and where one of them has
    apostrophes or hyphens, both without these, and with spaces in their stead.
    """
    yield wanted, text
    if any(mark in one for mark in "'-" for one in (wanted, text)):
        yield wanted.translate(_REMOVED), text.translate(_REMOVED)
        yield wanted.translate(_SPACED), text.translate(_SPACED)
