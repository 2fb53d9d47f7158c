"""One name from the cells that hold its parts: as its owner writes it, nothing of it lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from leadctl.patterns import pattern
from leadctl.rules.leads.normal_text import normal

_LEGAL = frozenset(
    [
        *("inc", "llc", "llp", "ltd", "lp", "plc", "corp", "corporation", "co", "company", "gmbh"),
        *("sa", "sarl", "sas", "bv", "nv", "ag", "kg", "oy", "ab", "spa", "srl", "pllc", "pc"),
        *("trust", "trustee", "trustees", "tr", "trs", "estate", "dated", "bank", "na", "n a"),
        *("et", "al", "ux", "vir", "etal", "etux", "fund", "partners", "partnership", "assoc"),
        *("association", "assn", "hoa", "church", "properties", "property", "holdings", "group"),
        *("investments", "realty", "homes", "city", "county", "state", "of", "the", "and", "dba"),
        *("heirs", "custodian", "living", "revocable", "family", "ministries", "school"),
    ]
)
"""Words of names that no comma turns round: of trusts, banks and firms."""
_AFTER = frozenset(
    [
        *("jr", "sr", "ii", "iii", "iv", "v", "junior", "senior", "md", "m d", "phd", "ph d"),
        *("dds", "dvm", "esq", "cpa", "rn", "jd", "mba", "do", "pe"),
    ]
)
"""What follows a name behind a comma and is none."""
_WORD = pattern(r"[^\W\d_][\w.'’\-]*")


class Name(NamedTuple):
    """A name, and which of its parts (by their places) say something that is not in it."""

    text: str
    left: tuple[int, ...] = ()


def one_line(text: str) -> str:
    """Return a text on one line, blanks as one."""
    return " ".join(text.split()) if text else ""


def whole_name(parts: Sequence[str], *, owner: bool = False, own: bool = False) -> Name:
    """Return one name of the parts (full, first, middle, last, suffix) of a row.

    A full name is as its owner writes it; where first and last name say more of the family than it
    does, they are the name, and the full one is left. `owner` is of a list of properties, where
    commas mostly part something else; one of our `own` files is as it is.
    """
    if own:
        return Name(parts[0])
    full, first, middle, last, suffix = map(one_line, parts)
    full = full.rstrip("& ")  # "SMITH JOHN &": the other one stands in the next column
    pieces = [piece for piece in (first, middle, last, suffix) if piece]
    if not full:
        return Name(turned(" ".join(pieces), owner=owner) if pieces else "")
    name = turned(full, owner=owner)
    if not pieces:
        return Name(name)
    said = normal(name).split()
    if first and not last and normal(first) not in normal(name):
        return Name(f"{first} {name}", _left(parts, f"{first} {name}"))
    if first and last and not set(normal(last).split()) <= set(said):
        made = turned(" ".join(pieces), owner=owner)
        return Name(made, (0,) if not set(said) <= set(normal(made).split()) else ())
    return Name(name, _left(parts, name))


def _left(parts: Sequence[str], name: str) -> tuple[int, ...]:
    """Return the places of the parts that say words which the name lacks."""
    said = set(normal(name).split())
    return tuple(
        at for at, part in enumerate(parts) if at and part and not set(normal(part).split()) <= said
    )


def turned(name: str, *, owner: bool = False) -> str:
    """Return "LAST, First" the other way round; "Ana López, Jr." and "Elm, LLC" stay.

    Of an owner only a plain given name after one comma turns it.
    """
    if "," not in name:
        return name
    pieces = [piece.strip() for piece in name.split(",") if piece.strip()]
    words = [normal(piece) for piece in pieces]
    if not _LEGAL.isdisjoint(" ".join(words).split()) or any(map(str.isdigit, normal(name))):
        return name
    if len(pieces) < 2 or words[1] in _AFTER:
        return name
    if owner:
        plain = len(pieces) == 2 and all(_is_plain(piece) for piece in pieces)
        return f"{pieces[1]} {pieces[0]}" if plain else name
    return _parsed(name)


def _is_plain(piece: str) -> bool:
    return len(_WORD.findall(piece)) == len(piece.split()) <= 2


def _parsed(name: str) -> str:
    """Return a name with a comma in the order in which it is spoken, by the library for it."""
    from nameparser import HumanName

    found = HumanName(name)
    if not found.first and found.suffix.istitle():  # "Öztürk, Cem": CEM is a certificate as well
        found.first, found.suffix = found.suffix, ""
    spoken = [found.title, found.first, found.middle, found.last, found.suffix]
    text = one_line(" ".join(spoken))
    if found.nickname and normal(found.nickname) not in normal(text):
        text += f" ({found.nickname})"
    same = sorted(normal(text).split()) == sorted(normal(name).split())
    return text if found.first and found.last and same else name


def plain_name(name: str) -> str:
    """Return a name as names are compared; "" for an e-mail or a phone that stands for one."""
    return "" if "@" in name or name[:1] == "+" else normal(name)


_GENERATION = frozenset({"jr", "sr", "junior", "senior", "ii", "iii", "iv"})
"""A father and his son have one name and one phone."""


def same_name(one: str, other: str) -> bool:
    """Whether two names can be one person's."""
    return same_words(normal(one), normal(other))


def same_words(one: str, other: str) -> bool:
    """Whether two names in their normal form can be one person's.

    The same letters, wherever words part ("Bill O'Brien", "Bill OBrien"); the same words in any
    order; an initial more or less; or words more behind, as a second family name is. A given name
    more is another person: María José is not José.
    """
    first, second = one.split(), other.split()
    if not first or not second or "".join(first) == "".join(second):
        return True
    if _GENERATION & set(first).symmetric_difference(second):
        return False
    first, second = _without_initials(first), _without_initials(second)
    if sorted(first) == sorted(second):
        return True
    short, long = sorted((first, second), key=len)
    return bool(short) and long[: len(short)] == short


def same_words_by_email(one: str, other: str) -> bool:
    """Whether two names in their normal form can be one person's who has one e-mail address.

    An address says more than a phone: one given name, or its initial, is one person, whatever
    family name stands behind it, and so is a name that has all the words of the other. Other given
    names are two: a couple may share an address.
    """
    first, second = one.split(), other.split()
    if same_words(one, other):
        return True
    if _GENERATION & set(first).symmetric_difference(second):
        return False
    if set(first) <= set(second) or set(second) <= set(first):
        return True
    given = sorted((first[0], second[0]), key=len)
    return given[0] == given[1] or (len(given[0]) == 1 and given[1].startswith(given[0]))


def _without_initials(words: list[str]) -> list[str]:
    return [word for word in words if len(word) > 1 or not word.isascii()] or words
