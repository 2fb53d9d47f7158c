"""The phones of a cell as E.164, and the words that stand beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from leadctl.patterns import pattern
from leadctl.rules.importing import reach_words
from leadctl.rules.importing.values import EDGE, NOTHING, Found, barred_by_tag
from leadctl.rules.leads.normal_text import normal

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

_PLAIN_AMERICAN = pattern(r"(?:\+?1[-. ]*)?\(?([2-9]\d\d)\)?[-./ ]*(\d\d\d)[-. ]*(\d\d\d\d)")
_SEVERAL_PHONES = pattern(
    r"\s*(?::::|;|\n|\r|\||,|&|\bor\b|\band\b)\s*|(?<=\d{10})\s+(?=\+?1?\d{10}(?!\d))"
)
_EXTENSION = pattern(r"(?:ext|extn|x|#)\.?\s*\d{1,6}\s*$", re.IGNORECASE)
_NOBODYS = pattern(r"(?:\+?1)?\D*(\d)(?:\D*\1){5,}\D*")
"""What is written where a phone must be and nobody has one: it would join strangers."""
_AMERICAN = frozenset({"US", "CA"})


def read_phones(cell: str, region: str) -> Found:
    """Return every phone of a cell as E.164; what is no phone, or loses an extension, is junk.

    Of a number with a word beside it ("4155550133 (DNC)") the word is junk, and may bar.
    Plain ten-digit American numbers are read here: they are most of most files, and the library
    costs more than all the rest of a row.
    """
    text = cell.removeprefix("p:")
    if not text or text in {"0", "+", "*", "."}:
        return NOTHING
    if _NOBODYS.fullmatch(text):
        return Found((), True)
    if region in _AMERICAN and (plain := _PLAIN_AMERICAN.fullmatch(text)):
        return Found((f"+1{plain[1]}{plain[2]}{plain[3]}",))
    values: list[str] = []
    bars: list[str] = []
    junk = False
    for piece in _pieces(text):
        if piece in {"", "0"}:
            continue
        number, beside = _number_and_words(piece, region)
        junk = junk or not number or bool(beside) or bool(_EXTENSION.search(piece))
        bars += _barred_beside(beside)
        if number and number not in values:
            values.append(number)
    return Found(tuple(values), junk, tuple(bars))


_WHOLE = 7
"""So many digits before a slash are a whole number: another one follows."""


def _pieces(text: str) -> Iterator[str]:
    """Yield the numbers of a cell; a slash parts two only behind a whole one."""
    for piece in _SEVERAL_PHONES.split(text):
        held = ""
        for part in piece.split("/"):
            held = f"{held}/{part}" if held else part
            if sum(letter.isdigit() for letter in held) >= _WHOLE:
                yield held.strip()
                held = ""
        if held:
            yield held.strip()


_DIGITS = pattern(r"[+(]*\d(?:.*\d)?", re.DOTALL)
_LETTER = pattern(r"[^\W\d_]")
_TEL = pattern(r"^(?:tel|phone|ph)[.:]+", re.IGNORECASE)
_PHRASES = pattern(r"[()\[\]{},;:/*]| - ")
_KIND_WORDS = (reach_words.KINDS | reach_words.PHONE_WORDS) - {"no"}


def _number_and_words(piece: str, region: str) -> tuple[str, str]:
    """Return the number in a text, or "", and the words that are no part of it."""
    core = _DIGITS.search(piece)
    if core is None:
        return "", piece
    around = f"{_TEL.sub('', piece[: core.start()])}; {piece[core.end() :]}"
    if reach_words.OF_OTHERS & set(normal(around).split()):
        return "", piece
    has_letters = _LETTER.search(_EXTENSION.sub("", core[0])) is not None
    if not has_letters and _LETTER.search(around) and (number := e164(core[0], region)):
        return number, around
    named = set(normal(around).split())
    if _barred_beside(piece) or (named and named <= _KIND_WORDS):
        return "", piece  # the letters of "555-0104 cell" are not dialled
    number = e164(piece, region)
    return number, "" if number else piece


def _barred_beside(text: str) -> list[str]:
    """Return the channels that words beside a number bar: "mobile, DNC"."""
    bars: list[str] = []
    for phrase in _PHRASES.split(text) if text else ():
        said = [word for word in normal(phrase).split() if word not in _KIND_WORDS]
        plain = " ".join([word for word in said if not word.isdigit()])
        bars += filter(None, barred_by_tag(plain).split(","))
    return bars


def e164(text: str, region: str) -> str:
    """Return a phone as E.164, read in a region ("US"), or "" for no possible phone."""
    text = re.sub(r"^\*\s+|^tel:|\.0$", "", text.strip(EDGE), flags=re.IGNORECASE)
    rounded = re.search(r"\d[eE]\+?\d", text)
    if rounded or len(text) > 60 or sum(letter.isdigit() for letter in text) < 6:
        return ""
    import phonenumbers

    try:
        number = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        return ""
    if not _is_sure(number, abroad=text.startswith(("+", "00"))):
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _is_sure(number: PhoneNumber, *, abroad: bool) -> bool:
    """Whether the digits can be meant so: American ones, and those with a country, by length alone.

    A local number of another region must be one that is given out there: people's lists mix
    regions, and (415) 555-0101 is no British number though it is as long as one.
    """
    import phonenumbers

    if number.country_code == 1:
        area = phonenumbers.national_significant_number(number)[0]
        return area not in "01" and phonenumbers.is_possible_number_with_reason(number) == 0
    if abroad:
        return bool(phonenumbers.is_possible_number_with_reason(number) == 0)
    return bool(phonenumbers.is_valid_number(number))
