"""What a cell says: phones, e-mails, names, labels and flags. Everything else stays text.

Every function but `clean` and `clean_all` takes a cell that one of them has cleaned.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from leadctl.patterns import pattern
from leadctl.rules.importing import cell_words, channel_words
from leadctl.rules.importing.headers import classify
from leadctl.rules.leads.formula_guard import unguarded
from leadctl.rules.leads.normal_text import normal

EDGE = " \t\r\n\v\f\xa0\u200b\u200e\u200f\ufeff\u202f"
"""What counts as blank around a cell."""
_KEPT_AS_TEXT = pattern(r"'(?=\d[\d().\- ]*\Z)")
"""A spreadsheet's mark that a number is text ("'04601"); formulas have it taken off already."""


def clean(cell: str) -> str:
    """Return a cell without surrounding blanks; a word of a spreadsheet for "nothing" is "".

    The apostrophe that guards a formula in an export, or marks a number as text, is taken off, and
    so are ="...", quotes around the whole, and the entities of web pages.
    """
    text = cell.strip(EDGE)
    if cell[:1] == "'":
        text = _KEPT_AS_TEXT.sub("", unguarded(cell).strip(EDGE), 1)
    if _WRAPPED.search(text) and unguarded(cell) == cell:  # what was guarded is meant as it is
        text = _unwrapped(text)
    return "" if text in cell_words.EMPTY else text


_WRAPPED = pattern(r"&[#\w]{2,8};|^=\"|^'.+'$", re.DOTALL)
"""What may stand around, or in, a text that a program wrote for another one."""
_TEXT_FORMULA = pattern(r'="((?:[^"]|"")*)"', re.DOTALL)
_IN_QUOTES = pattern(r"'((?:[^']|'')+)'", re.DOTALL)


def _unwrapped(text: str) -> str:
    from html import unescape

    if found := _TEXT_FORMULA.fullmatch(text):
        text = found[1].replace('""', '"')
    elif found := _IN_QUOTES.fullmatch(text):
        text = found[1].replace("''", "'")
    return unescape(text).strip(EDGE) if "&" in text else text.strip(EDGE)


def clean_all(cells: Iterable[str]) -> list[str]:
    """Return every cell as `clean` does, in about half the time: there are dozens in a row."""
    given = list(cells)
    joined = "\n".join(["", *given])
    if "&" in joined or "\n=" in joined or "\n'" in joined:
        return list(map(clean, given))
    texts = [cell.strip(EDGE) for cell in given]
    if cell_words.EMPTY.isdisjoint(texts):
        return texts
    return ["" if text in cell_words.EMPTY else text for text in texts]


def without_mark(cell: str, marks: Sequence[str]) -> str:
    """Return a cell without what a system puts before it ("p:+1…", "z:01960")."""
    for mark in marks:
        if cell.startswith(mark):
            return cell[len(mark) :]
    return cell


class Found(NamedTuple):
    """The values of one cell in their stored form, and what of it could not be read.

    `bars` are the channels that a word beside a value bars.
    """

    values: tuple[str, ...] = ()
    junk: bool = False
    bars: tuple[str, ...] = ()


NOTHING = Found()


# E-mails ---------------------------------------------------------------------------------------

_EMAIL = pattern(r"[^@\s,;<>\"()]+@[^@\s,;<>\"()]+\.[^@\s.,;<>\"()]+")
_NOBODY = pattern(
    r"(?:no-?e?mail|none|noreply|no-reply|donotreply)@.*|.*@(?:no-?e?mail|none)\.[a-z]+"
    r"|test@test\.\w+",
    re.IGNORECASE,
)
"""What is written where an e-mail must be and nobody has one: it would join strangers."""
_BETWEEN = frozenset({"", "*", "/", "&", "or", "and"})
_SEVERAL_EMAILS = pattern(r"\s*(?::::|;|,|\n|\r|\||\s-\s|\s)\s*")


def read_emails(cell: str) -> Found:
    """Return every e-mail of a cell in lower case; text that is none is junk."""
    if not cell or cell == "0":
        return NOTHING
    if _EMAIL.fullmatch(cell) and not (cell.startswith("mailto:") or _NOBODY.fullmatch(cell)):
        return Found((cell.lower(),))
    values: list[str] = []
    junk = False
    named = re.findall(r"<([^<>]*)>", cell)
    for piece in named or _SEVERAL_EMAILS.split(cell):
        address = piece.strip("<>.").removeprefix("mailto:").lower()
        if address in _BETWEEN:
            continue
        if not _EMAIL.fullmatch(address) or _NOBODY.fullmatch(address):
            junk = True
        elif address not in values:
            values.append(address)
    return Found(tuple(values), junk)


# Labels, flags ---------------------------------------------------------------------------------

_SEVERAL_TAGS = pattern(r"\s*(?::::|;|,|\n|\r|\|)\s*")


def read_tags(cell: str) -> list[str]:
    """Return the labels of a cell: joined by commas and their like, or itself a line of CSV."""
    if not cell:
        return []
    if cell.startswith('"') and '"' in cell[1:]:
        pieces = next(csv.reader([cell], skipinitialspace=True), [])
    else:
        pieces = _SEVERAL_TAGS.split(cell)
    return list(dict.fromkeys(tag for piece in pieces if (tag := piece.strip(EDGE + "*"))))


def answer(cell: str) -> str:
    """Return a cell as yes and no are compared: in lower case, without accents ("Não")."""
    return cell.lower() if cell.isascii() else normal(cell)


def says_yes(cell: str) -> bool:
    """Whether a flag is set. What is not plainly a no counts as set: the person is not bothered."""
    return answer(cell) not in cell_words.NOT_BARRED and cell != ""


_SEVERAL_CHANNELS = pattern(r"[\s,;&/+]+")


def named_channels(cell: str) -> frozenset[str]:
    """Return the channels that a flag names ("call, text"; "SMS"); none where it says more."""
    said = [
        channel_words.CHANNEL_NAMES.get(piece) for piece in _SEVERAL_CHANNELS.split(cell.casefold())
    ]
    return frozenset().union(*filter(None, said)) if all(said) else frozenset()


def says_no(cell: str) -> bool:
    """Whether a consent is plainly denied; an empty cell denies nothing."""
    text = answer(cell)
    return text in cell_words.NO or _is_out(text)


def is_plain(cell: str) -> bool:
    """Whether a flag's cell says no more than yes or no: nothing is lost without it."""
    text = answer(cell)
    return text in cell_words.YES or text in cell_words.NOT_BARRED


def _is_out(text: str) -> bool:
    return bool(_OUT_WORDS.search(text))


_OUT_WORDS = pattern(
    r"unsubscri|opt(ed)?[ -]?out|non-?subscri|cleaned|denied|revoked|no consent"
    r"|complain|spam"
)


def says_out(cell: str) -> bool:
    """Whether the status of a subscription says that the person left it."""
    return _is_out(cell.lower())


def barred_by_tag(tag: str) -> str:
    """Return the channels that a label bars ("DNC", "SMS opt out"), joined by commas, or ""."""
    if len(tag) >= 40:
        return ""
    said = normal(_ASIDE.sub("", tag))
    if said in _TAG_BARS or _FREE.intersection(said.split()):
        return _TAG_BARS.get(said, "")
    kind, _, channels = classify(said)[0].partition(":")
    return channels if kind == "bar" else ""


_ASIDE = pattern(r"\([^)]*\)")
_FREE = frozenset({"not", "non", "safe", "clean", "remove", "removed", "check", "scrub"})
"""Words of a label that bars nobody: "not on DNC", "DNC check done"."""
_TAG_BARS = {
    phrase: channels for channels, phrases in channel_words.FLAG_WORDS.items() for phrase in phrases
}
