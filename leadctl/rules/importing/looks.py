"""What the cells of a column look like, whatever its header says."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from leadctl.patterns import pattern
from leadctl.rules.importing import column_words
from leadctl.rules.importing.channel_words import LABELLED
from leadctl.rules.importing.dates import parse_date
from leadctl.rules.importing.headers import classify
from leadctl.rules.importing.phones import e164
from leadctl.rules.importing.plan import Plan
from leadctl.rules.importing.reach_words import OF_OTHERS
from leadctl.rules.importing.row_words import NO_NAMES, OWN_NUMBERS
from leadctl.rules.importing.values import clean, read_emails
from leadctl.rules.leads.amounts import read_amount
from leadctl.rules.leads.normal_text import normal
from leadctl.values import dataclass

ENOUGH = 200
"""So many cells of a column are looked at."""
_MOST = 0.7
"""So many of them must look alike."""
_UNKNOWN = ("extra", "ignored")
_PHONE = pattern(r"[+(]?[\d(][\d\s().\-/]{6,20}\d")
_LIKE_A_PHONE = pattern(r"0\d|\d{10}$|\d{3}[ -]\d{3}[ -]\d{4}$")
"""Figures that are no amount, though they be no phone of the country either: "07700 900123"."""
_EXTENSION = pattern(r" *(?:x|ext\.?) *\d{1,6}$", re.IGNORECASE)
_LETTERS = pattern(r"[^\W\d_]{2,}")
_NOT_A_PERSONS = frozenset(
    [
        *("fax", "pager", "id", "code", "apn", "parcel", "zip", "isbn", "account", "order"),
        *("invoice", "tracking", "agent", "owner", "office", "company", "corporate", "ip"),
        *("emergency", "landlord", "reference", "referrer", "partner", "relationship", "line"),
        *("switchboard", "assistant", "assigned", "assignee", "serial", "ref", "by"),
    ]
)
"""Words of headers below which numbers are no phone of the lead's."""


_NOT_NAMES = LABELLED | {
    *("pipeline", "reason", "source", "campaign", "city", "town", "address", "street", "title"),
    *("event", "ticket", "product", "list", "deal", "created", "modified", "updated", "by"),
}
"""Words of headers below which two words are no name of a person."""


_NO_PERSON = _NOT_NAMES | (_NOT_A_PERSONS - {"owner", "landlord"})
_AGENT = "owner"
"""What a CRM calls the agent, so it names nobody where it stands alone."""
_MOST_WORDS = 5


def are_names(plan: Plan, at: int, cells: Sequence[str], agents: Container[str]) -> bool:
    """Whether a column that nobody knows plainly holds the names of a table's people.

    Its header has a word for a person, and its cells are a few words each, mostly different ones,
    and no agents (by id or name, in lower case).
    """
    said = frozenset(normal(plan.columns[at].name).split())
    if plan.columns[at].use != "extra" or said <= {_AGENT} or not said & column_words.PEOPLE:
        return False
    texts = [text for cell in cells if (text := clean(cell))]
    is_mixed = 2 * len(set(texts)) > len(texts)
    are_agents = any(text.casefold() in agents for text in texts)
    if not (is_mixed and _NO_PERSON.isdisjoint(said)) or are_agents:
        return False
    return sum(map(_may_be_name, texts)) >= len(texts) * _MOST


def _may_be_name(text: str) -> bool:
    words = text.split()
    letters = any(map(str.isalpha, text))
    return letters and "@" not in text and not _digits(text) and len(words) <= _MOST_WORDS


def _may_say_arrival(said: str) -> bool:
    words = frozenset(said.split())
    return bool(words & column_words.ARRIVED) and not words & column_words.NOT_ARRIVED


def _part_of_a_name(said: str) -> str:
    """Return the field of a header that ends in a word for a part of a name, or ""."""
    use = classify(said.rsplit(maxsplit=1)[-1])[0] if said else ""
    return {"name.first": "first_name", "name.last": "last_name"}.get(use, "")


@dataclass(frozen=True)
class Look:
    """One column: how much of it is filled (0 to 1), an example, and what its cells look like.

    `field` is what of `--map` it may be, where nobody knows its header.
    """

    index: int
    name: str
    filled: float
    example: str
    kind: str
    field: str = ""

    @property
    def map_option(self) -> str:
        """Return the option that says so, ready to paste; or ""."""
        return map_option(self.field, self.name) if self.field else ""


def map_option(field: str, column: str) -> str:
    """Return the option that says what a column is, ready to paste."""
    said = column if re.fullmatch(r"[\w.-]+", column) else f'"{column}"'
    return f"--map {field}={said}"


def look_at(plan: Plan, at: int, cells: Sequence[str], filled: float, region: str) -> Look:
    """Return what a column looks like, from some of its cells that are not empty."""
    texts = [text for cell in cells if (text := clean(cell))]
    kind = _kind(texts, region)
    one = plan.columns[at]
    unknown = one.use in _UNKNOWN and one.why in {"", "empty in every row"}
    fields = {"phones": "phone", "e-mails": "email"}
    said = normal(one.name)
    if not any(column.use.startswith("name.") for column in plan.columns):
        is_mixed = 2 * len(set(texts)) > len(texts)  # a choice or a place comes again and again
        if is_mixed and _NOT_NAMES.isdisjoint(said.split()):
            fields["names"] = "name"
        if _part_of_a_name(said) and all(map(_LETTERS.search, texts)):
            kind = "names" if texts else kind
            fields["names"] = _part_of_a_name(said)
    if _may_say_arrival(said) and not any(one.use == "received" for one in plan.columns):
        fields["dates"] = "received"
    apart = (_NOT_A_PERSONS | OF_OTHERS).isdisjoint(said.split()) and said not in OWN_NUMBERS
    apart = apart and not one.name.rstrip().endswith("#")  # "Ticket #"
    field = fields.get(kind, "") if unknown and apart else ""
    return Look(at, one.name, filled, texts[0] if texts else "", kind, field)


def _kind(texts: Sequence[str], region: str) -> str:
    if not texts:
        return "nothing"
    tests = {
        "e-mails": lambda text: bool((found := read_emails(text)).values) and not found.junk,
        "dates": lambda text: bool(_LETTERS.sub("", text) and is_date(text)),
        "phones": lambda text: _is_phone(_EXTENSION.sub("", text), region),
        "amounts": lambda text: not _LIKE_A_PHONE.match(text) and read_amount(text) is not None,
        "names": lambda text: len(_LETTERS.findall(text)) in {2, 3} and not _digits(text),
    }
    callers = [text for text in texts if text.casefold() not in NO_NAMES]  # but "Restricted"
    for kind, fits in tests.items():
        those = callers if kind == "phones" and callers else texts
        if sum(map(fits, those)) >= len(those) * _MOST:
            return kind
    return "texts"


def _is_phone(text: str, region: str) -> bool:
    return bool(_PHONE.fullmatch(text) and e164(text, region))


def _digits(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def is_date(text: str) -> bool:
    """Whether a cell is a date by its looks: a number alone is one only where a date is meant."""
    from datetime import UTC

    return not text.isdecimal() and any(parse_date(text, order, UTC) for order in ("mdy", "dmy"))


def unknown_people(looks: Sequence[Look]) -> list[Look]:
    """Return the columns that plainly hold names, reach or arrivals, and that nobody knows."""
    return [look for look in looks if look.field]
