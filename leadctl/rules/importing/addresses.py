"""One address from the cells that hold it, or its parts: each part once, however it is spelt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from leadctl.rules.importing.names import one_line
from leadctl.rules.leads.normal_text import normal


class Parts(NamedTuple):
    """The cells of one address; `whole` is a cell that may hold all of it."""

    whole: str
    street: str
    street2: str
    street3: str
    city: str
    state: str
    postal: str
    country: str


def one_address(cells: Parts, *, postal_first: bool = False) -> str:
    """Return an address as one line: a whole one first, then what it does not say, in the order in
    which addresses are written. Of a whole one's zip only where its town or state is missing too.
    With `postal_first` the zip stands before the town behind a street, as in most of Europe.
    """
    whole, street, street2, street3, city, state, postal, country = cells
    if whole and street and _says(street, whole):
        whole, street = street, ""
    if whole and any(cells[1:]):
        street = "" if _says(whole, street) else street
        street2 = "" if _says(whole, street2) else street2
        street3 = "" if _says(whole, street3) else street3
        behind = (state, _other_name(state), postal, country)
        city = "" if _says_town(whole, city, behind) else city
        state = "" if _says_state(whole, state, postal) else state
        postal = "" if not (city or state) or _says(whole, postal) else postal
        country = "" if _says(whole, country) else country
    if postal_first and city and postal and (whole or street) and not _other_name(state):
        city, postal = f"{postal} {city}", ""
    region = f"{state} {postal}" if state and postal else state or postal
    lines = whole.splitlines() if whole else ()
    pieces = (*lines, street, street2, street3, city, region, country)
    return ", ".join([line for piece in pieces if piece and (line := one_line(piece.strip(" ,")))])


def _says(whole: str, part: str) -> bool:
    """Whether a whole address says one of its parts."""
    return not part or f" {_spelt(part)} " in f" {_spelt(whole)} "


def _says_town(whole: str, town: str, behind: Sequence[str]) -> bool:
    """Whether it says a town; `behind` is what may follow one.

    A street named like one is none: "12 Boston Rd", "Via Roma 10", "5 rue de Paris".
    """
    said = re.compile(rf"(?<!\S){re.escape(_spelt(town))}(?!\S)")
    follow = [_spelt(one) for one in behind if one]
    for at, piece in enumerate(re.split(r"[,\n]", whole)):
        text = _spelt(piece)
        for found in said.finditer(text):
            before, rest = text[: found.start()].split(), text[found.end() :].strip()
            is_street = at == 0 and (not any(map(str.isdigit, before)) or before[-1] in _OF)
            if (not rest or _ZIP.match(rest) or rest.startswith(tuple(follow))) and not is_street:
                return True
    return not town


_OF = frozenset({"de", "di", "da", "do", "du", "del", "des", "van", "of", "the"})
"""What joins a street to the town that it is named after."""
_ZIP = re.compile(r"\d{4,}")


def _says_state(whole: str, state: str, postal: str) -> bool:
    """Whether it says a state, by its name or by its letters; a town of that name is none."""
    said = normal(state)
    name = _STATES.get(said, said)
    for at, (text, is_numbered) in enumerate(_without_ends(whole, normal(postal))):
        is_last = f" {text}".endswith
        if is_last(f" {_LETTERS.get(name, name)}") or (
            is_last(f" {name}") and (at > 1 or is_numbered or name not in _LETTERS)
        ):
            return True
    return not state


def _other_name(state: str) -> str:
    """Return the letters of a state that is named, or its name; "" of one that has none."""
    said = normal(state)
    return _STATES.get(said, "") or _LETTERS.get(said, "")


def _without_ends(whole: str, postal: str) -> Iterator[tuple[str, bool]]:
    """Yield each piece of an address without the country and the postal code behind it, and
    whether there was such a code.
    """
    for piece in re.split(r"[,\n]", whole):
        text = normal(piece)
        for country, names in _COUNTRIES.items():
            for name in (*names, country):
                text = text.removesuffix(f" {name}")
        plain = text.removesuffix(f" {postal}").rstrip("0123456789 ")
        yield plain, plain != text


@lru_cache(maxsize=4096)
def _spelt(text: str) -> str:
    """Return a text in normal form, with kinds of streets and names of countries in one form."""
    plain = normal(text)
    for country, names in _COUNTRIES.items():
        for name in names:
            plain = re.sub(rf"(?<!\S){name}$", country, plain)
    return " ".join([_SHORT.get(word, word) for word in plain.split()])


_SHORT = {
    long: short
    for short, longs in {
        "st": "street str",
        "ave": "avenue av",
        "rd": "road",
        "dr": "drive",
        "ln": "lane",
        "blvd": "boulevard",
        "ct": "court",
        "pl": "place",
        "ter": "terrace",
        "pkwy": "parkway",
        "hwy": "highway",
        "cir": "circle",
        "sq": "square",
        "apt": "apartment",
        "n": "north",
        "s": "south",
        "e": "east",
        "w": "west",
    }.items()
    for long in (short, *longs.split())
}
"""Words of streets, as people write them, and in their short form."""

_COUNTRIES = {
    "us": ("united states of america", "united states", "u s a", "u s", "usa"),
    "gb": ("united kingdom", "great britain", "u k", "uk"),
}
"""Countries that are written in several ways: the longest first."""

_NAMED = (
    "al alabama|ak alaska|az arizona|ar arkansas|ca california|co colorado|ct connecticut"
    "|de delaware|dc district of columbia|fl florida|ga georgia|hi hawaii|id idaho"
    "|il illinois|in indiana|ia iowa|ks kansas|ky kentucky|la louisiana|me maine"
    "|md maryland|ma massachusetts|mi michigan|mn minnesota|ms mississippi|mo missouri"
    "|mt montana|ne nebraska|nv nevada|nh new hampshire|nj new jersey|nm new mexico"
    "|ny new york|nc north carolina|nd north dakota|oh ohio|ok oklahoma|or oregon"
    "|pa pennsylvania|ri rhode island|sc south carolina|sd south dakota|tn tennessee"
    "|tx texas|ut utah|vt vermont|va virginia|wa washington|wv west virginia|wi wisconsin"
    "|wy wyoming|ab alberta|bc british columbia|mb manitoba|nb new brunswick"
    "|nl newfoundland|ns nova scotia|on ontario|pe prince edward island|qc quebec"
    "|sk saskatchewan"
)
_STATES = dict(pair.split(" ", 1) for pair in _NAMED.split("|"))
"""States and provinces that addresses name by two letters or in full."""
_LETTERS = {name: letters for letters, name in _STATES.items()}
