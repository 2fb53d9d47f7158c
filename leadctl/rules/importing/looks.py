"""What the cells of a column look like, whatever its header says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from leadctl.patterns import pattern
from leadctl.rules.importing.dates import parse_date
from leadctl.rules.importing.phones import e164
from leadctl.rules.importing.plan import Plan
from leadctl.rules.importing.reach_words import OF_OTHERS
from leadctl.rules.importing.row_words import OWN_NUMBERS
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
_LETTERS = pattern(r"[^\W\d_]{2,}")
_NOT_A_PERSONS = frozenset(
    [
        *("fax", "pager", "id", "code", "apn", "parcel", "zip", "isbn", "account", "order"),
        *("invoice", "tracking", "agent", "owner", "office", "company", "corporate", "ip"),
        *("emergency", "landlord", "reference", "referrer", "partner", "relationship", "line"),
        *("switchboard", "assistant", "assigned", "assignee", "serial", "ref"),
    ]
)
"""Words of headers below which numbers are no phone of the lead's."""


@dataclass(frozen=True, slots=True)
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
        if not self.field:
            return ""
        plain = re.fullmatch(r"[\w.-]+", self.name)
        said = self.name if plain else f'"{self.name}"'
        return f"--map {self.field}={said}"


def look_at(plan: Plan, at: int, cells: Sequence[str], filled: float, region: str) -> Look:
    """Return what a column looks like, from some of its cells that are not empty."""
    texts = [text for cell in cells if (text := clean(cell))]
    kind = _kind(texts, region)
    one = plan.columns[at]
    unknown = one.use in _UNKNOWN and one.why in {"", "empty in every row"}
    fields = {"phones": "phone", "e-mails": "email"}
    if not any(column.use.startswith("name.") for column in plan.columns):
        fields["names"] = "name"
    said = normal(one.name)
    apart = (_NOT_A_PERSONS | OF_OTHERS).isdisjoint(said.split()) and said not in OWN_NUMBERS
    field = fields.get(kind, "") if unknown and apart else ""
    return Look(at, one.name, filled, texts[0] if texts else "", kind, field)


def _kind(texts: Sequence[str], region: str) -> str:
    if not texts:
        return "nothing"
    tests = {
        "e-mails": lambda text: bool((found := read_emails(text)).values) and not found.junk,
        "dates": lambda text: bool(_LETTERS.sub("", text) and is_date(text)),
        "phones": lambda text: bool(_PHONE.fullmatch(text) and e164(text, region)),
        "amounts": lambda text: read_amount(text) is not None,
        "names": lambda text: len(_LETTERS.findall(text)) in {2, 3} and not _digits(text),
    }
    for kind, fits in tests.items():
        if sum(map(fits, texts)) >= len(texts) * _MOST:
            return kind
    return "texts"


def _digits(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def is_date(text: str) -> bool:
    """Whether a cell is a date by its looks: a number alone is one only where a date is meant."""
    from datetime import UTC

    return not text.isdecimal() and any(parse_date(text, order, UTC) for order in ("mdy", "dmy"))


def unknown_people(looks: Sequence[Look]) -> list[Look]:
    """Return the columns that plainly hold phones or e-mails, and that nobody knows."""
    return [look for look in looks if look.field in {"phone", "email"}]
