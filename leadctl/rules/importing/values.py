"""What a cell says: phones, e-mails, names, labels and flags. Everything else stays text.

Every function but `clean` and `clean_all` takes a cell that one of them has cleaned.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from leadctl.rules.cells import unguarded
from leadctl.rules.importing import words
from leadctl.rules.importing.headers import normal

_EDGE = " \t\r\n\v\f\xa0\u200b\u200e\u200f\ufeff\u202f"
_AD_PREFIX = re.compile(r"z:(?=\w)|(?:l|p|ag|as|c|f):(?=[+\d])")
_TEST_CELL = "<test lead:"


def clean(cell: str) -> str:
    """Return a cell without surrounding blanks; a word of a spreadsheet for "nothing" is "".

    The apostrophe that guards a formula in an export is taken off.
    """
    text = unguarded(cell).strip(_EDGE) if cell[:1] == "'" else cell.strip(_EDGE)
    return "" if text in words.EMPTY else text


def clean_all(cells: Iterable[str]) -> list[str]:
    """Return every cell as `clean` does, in about half the time: there are dozens in a row."""
    empty = words.EMPTY
    texts = [clean(cell) if cell[:1] == "'" else cell.strip(_EDGE) for cell in cells]
    return ["" if text in empty else text for text in texts]


def without_ad_prefix(cell: str) -> str:
    """Return a cell without the letter that ad exports put before it ("p:+1…", "z:01960")."""
    found = _AD_PREFIX.match(cell)
    return cell[found.end() :] if found else cell


def is_test_cell(cell: str) -> bool:
    """Whether an ad platform wrote the cell to try out a form."""
    return cell.lstrip().startswith(_TEST_CELL)


# Phones ----------------------------------------------------------------------------------------

_PLAIN_AMERICAN = re.compile(r"(?:\+?1[-. ]*)?\(?([2-9]\d\d)\)?[-./ ]*(\d\d\d)[-. ]*(\d\d\d\d)")
_SEVERAL_PHONES = re.compile(r"\s*(?::::|;|\n|\r|\||,|\s/\s|\bor\b|\band\b)\s*")
_EXTENSION = re.compile(r"(?:ext|extn|x|#)\.?\s*\d{1,6}\s*$", re.IGNORECASE)
_AMERICAN = frozenset({"US", "CA"})


class Found(NamedTuple):
    """The values of one cell in their stored form, and what of it could not be read.

    `bars` are the channels that a word beside a value bars.
    """

    values: tuple[str, ...] = ()
    junk: bool = False
    bars: tuple[str, ...] = ()


NOTHING = Found()


def read_phones(cell: str, region: str) -> Found:
    """Return every phone of a cell as E.164; what is no phone, or loses an extension, is junk.

    Of a number with a word beside it ("4155550133 (DNC)") the word is junk, and may bar.
    Plain ten-digit American numbers are read here: they are most of most files, and the library
    costs more than all the rest of a row.
    """
    text = cell.removeprefix("p:")
    if not text or text in {"0", "+", "*", "."}:
        return NOTHING
    if region in _AMERICAN and (plain := _PLAIN_AMERICAN.fullmatch(text)):
        return Found((f"+1{plain[1]}{plain[2]}{plain[3]}",))
    values: list[str] = []
    bars: list[str] = []
    junk = False
    for piece in _SEVERAL_PHONES.split(text):
        if piece in {"", "0"}:
            continue
        number, beside = _number_and_words(piece, region)
        junk = junk or not number or bool(beside) or bool(_EXTENSION.search(piece))
        bars += _barred_beside(beside)
        if number and number not in values:
            values.append(number)
    return Found(tuple(values), junk, tuple(bars))


_DIGITS = re.compile(r"[+(]*\d(?:.*\d)?", re.DOTALL)
_LETTER = re.compile(r"[^\W\d_]")
_TEL = re.compile(r"^(?:tel|phone|ph)[.:]+", re.IGNORECASE)
_PHRASES = re.compile(r"[()\[\]{},;:/*]| - ")
_KIND_WORDS = (words.KINDS | words.PHONE_WORDS) - {"no"}


def _number_and_words(piece: str, region: str) -> tuple[str, str]:
    """Return the number in a text, or "", and the words that are no part of it."""
    core = _DIGITS.search(piece)
    if core is None:
        return "", piece
    around = f"{_TEL.sub('', piece[: core.start()])}; {piece[core.end() :]}"
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
    text = re.sub(r"^\*\s+|^tel:|\.0$", "", text.strip(_EDGE), flags=re.IGNORECASE)
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


def _is_sure(number: Any, *, abroad: bool) -> bool:
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


# E-mails ---------------------------------------------------------------------------------------

_EMAIL = re.compile(r"[^@\s,;<>\"()]+@[^@\s,;<>\"()]+\.[^@\s.,;<>\"()]+")
_SEVERAL_EMAILS = re.compile(r"\s*(?::::|;|,|\n|\r|\||\s)\s*")


def read_emails(cell: str) -> Found:
    """Return every e-mail of a cell in lower case; text that is none is junk."""
    if not cell or cell == "0":
        return NOTHING
    if _EMAIL.fullmatch(cell) and not cell.startswith("mailto:"):
        return Found((cell.lower(),))
    values: list[str] = []
    junk = False
    named = re.findall(r"<([^<>]*)>", cell)
    for piece in named or _SEVERAL_EMAILS.split(cell):
        address = piece.strip("<>.").removeprefix("mailto:").lower()
        if address in {"", "*"}:
            continue
        if not _EMAIL.fullmatch(address):
            junk = True
        elif address not in values:
            values.append(address)
    return Found(tuple(values), junk)


# Names -----------------------------------------------------------------------------------------

_AFTER_COMMA = frozenset(
    [
        "jr",
        "sr",
        "ii",
        "iii",
        "iv",
        "md",
        "phd",
        "dds",
        "esq",
        "inc",
        "llc",
        "ltd",
        "lp",
        "llp",
        "corp",
        "co",
        "trust",
        "gmbh",
        "sa",
        "sarl",
        "cpa",
        "rn",
        "jd",
    ]
)


def first_last(name: str) -> str:
    """Return "LAST, First" the other way round; "Ana López, Jr." and "Elm, LLC" stay."""
    if name.count(",") != 1:
        return name
    last, first = (piece.strip() for piece in name.split(","))
    if not first or not last or first.lower().rstrip(".").replace(".", "") in _AFTER_COMMA:
        return name
    return f"{first} {last}"


def whole_name(full: str, first: str, middle: str, last: str, suffix: str) -> str:
    """Return one name from the name columns of a row; the full one is as its owner writes it."""
    if full and (full := first_last(_one_line(full))):
        alone = first and not last and first.casefold() not in full.casefold()
        return f"{_one_line(first)} {full}" if alone else full
    return _one_line(" ".join([piece for piece in (first, middle, last, suffix) if piece]))


def same_name(one: str, other: str) -> bool:
    """Whether two names can be one person's: equal, or one is the other with a word left out."""
    return same_words(frozenset(normal(one).split()), normal(other))


def plain_name(name: str) -> str:
    """Return a name as names are compared; "" for an e-mail or a phone that stands for one."""
    return "" if "@" in name or name[:1] == "+" else normal(name)


def same_words(words: frozenset[str], other: str) -> bool:
    """Whether two names can be one person's: the words of one, the other in its normal form."""
    others = other.split()
    if words.isdisjoint(others):  # most that share a phone share no word
        return not words or not others
    return words.issubset(others) or words.issuperset(others)


def _one_line(text: str) -> str:
    return " ".join(text.split()) if text else ""


# Labels, flags, addresses ----------------------------------------------------------------------

_SEVERAL_TAGS = re.compile(r"\s*(?::::|;|,|\n|\r|\|)\s*")


def read_tags(cell: str) -> list[str]:
    """Return the labels of a cell: joined by commas and their like, or itself a line of CSV."""
    if not cell:
        return []
    if cell.startswith('"') and '"' in cell[1:]:
        pieces = next(csv.reader([cell], skipinitialspace=True), [])
    else:
        pieces = _SEVERAL_TAGS.split(cell)
    return list(dict.fromkeys(tag for piece in pieces if (tag := piece.strip(_EDGE + "*"))))


def says_yes(cell: str) -> bool:
    """Whether a flag is set. What is not plainly a no counts as set: the person is not bothered."""
    return cell.lower() not in words.NOT_BARRED and cell != ""


def says_no(cell: str) -> bool:
    """Whether a consent is plainly denied; an empty cell denies nothing."""
    text = cell.lower()
    return text in words.NO or _is_out(text)


def is_plain(cell: str) -> bool:
    """Whether a flag's cell says no more than yes or no: nothing is lost without it."""
    text = cell.lower()
    return text in words.YES or text in words.NOT_BARRED


def _is_out(text: str) -> bool:
    return bool(_OUT_WORDS.search(text))


_OUT_WORDS = re.compile(
    r"unsubscri|opt(ed)?[ -]?out|non-?subscri|cleaned|denied|revoked|no consent"
)


def says_out(cell: str) -> bool:
    """Whether the status of a subscription says that the person left it."""
    return _is_out(cell.lower())


def barred_by_tag(tag: str) -> str:
    """Return the channels that a label such as "DNC" bars, joined by commas, or ""."""
    return _TAG_BARS.get(normal(tag), "") if len(tag) < 40 else ""


_TAG_BARS = {
    phrase: channels for channels, phrases in words.FLAG_WORDS.items() for phrase in phrases
}


def one_address(whole: str, street: str, street2: str, town: tuple[str, str, str, str]) -> str:
    """Return an address as one line; `town` is (city, state, zip, country)."""
    if whole and (not town[0] or town[0].casefold() in whole.casefold()):
        return ", ".join(piece.strip() for piece in whole.splitlines() if piece.strip())
    city, state, postal, country = town
    region = " ".join([piece for piece in (state, postal) if piece])
    pieces = (whole or street, street2, city, region, country)
    return ", ".join([_one_line(piece.strip(" ,")) for piece in pieces if piece])
