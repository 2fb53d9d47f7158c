"""A header cell in its normal form, so that "E-Mail_1 - Value" and "email 1 value" are one."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_E_MAIL = re.compile(r"\be mail")
_PIECE = re.compile(r"[^\W\d_]+|\d+")
IN_UTC = re.compile(r" (?:utc|gmt)(?: 0)?$")
"""How a header in normal form ends whose moments are of UTC: "Submit Date (UTC)"."""


@lru_cache(maxsize=4096)
def normal(header: str) -> str:
    """Return a header in lower case, without accents and punctuation, words parted by a space."""
    plain = header[:200]
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    text = " ".join(_PIECE.findall(_HUMP.sub(" ", plain).casefold()))
    return _E_MAIL.sub("email", text)


def unique_names(header: list[str]) -> list[str]:
    """Return a name for every column: an empty one by its place, a repeated one with a number."""
    seen: Counter[str] = Counter()
    names = []
    for place, cell in enumerate(header, start=1):
        name = cell.replace("\0", "").strip().lstrip("\ufeff").strip() or f"column {place}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names
