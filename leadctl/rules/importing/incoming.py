"""What a row of another system's table says of one person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from leadctl.patterns import pattern
from leadctl.rules.importing import column_words
from leadctl.rules.importing.own_steps import Steps
from leadctl.rules.importing.row_words import TOTALS
from leadctl.rules.leads.fields import REACH
from leadctl.rules.leads.lead import listed
from leadctl.rules.leads.normal_text import normal
from leadctl.values import dataclass, field

_DIGIT = pattern(r"\d")
_MOST_WORDS = 3
"""The longest name of a line of totals: "total record count"."""


@dataclass
class Incoming:
    """One person as a row tells of them, in the forms that a lead's file has.

    `notes` are (column, text) pairs; `remarks` are (column, what was wrong) pairs for the report;
    `status` is the other system's word, and `ours` the status that it was mapped to, or "";
    `pipeline` is that of one of our own files, or of a role, with that one's `initial` status;
    `since` is the column with its date, as it was written, and `came` that of the arrival;
    `nobody` is why a row without a name is left out;
    `steps` are what its dates put ahead;
    `asked` are (channels, words) of what the notes ask not to be used, where nothing bars it.
    """

    line: int
    key: str = ""
    name: str = ""
    fields: dict[str, object] = field(default_factory=dict)
    extra: dict[str, object] = field(default_factory=dict)
    received: datetime | None = None
    notes: list[tuple[str, str]] = field(default_factory=list)
    status: str = ""
    ours: str = ""
    pipeline: str = ""
    initial: str = ""
    status_at: datetime | None = None
    since: dict[str, str] = field(default_factory=dict)
    came: dict[str, str] = field(default_factory=dict)
    row: str = ""
    remarks: list[tuple[str, str]] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    steps: Steps = field(default_factory=list)
    nobody: str = ""

    @property
    def emails(self) -> list[str]:
        """Return all e-mails, the first one first."""
        return _all(self.fields, "email", "emails")

    @property
    def phones(self) -> list[str]:
        """Return all phones, the first one first."""
        return _all(self.fields, "phone", "phones")

    @property
    def identity(self) -> str:
        """Return the text from which the lead's id is derived: the same in every clone."""
        if self.key:
            return self.key
        if email := self.fields.get("email"):
            return f"email:{email}"
        who = " ".join(self.name.casefold().split())
        if phone := self.fields.get("phone"):
            return f"phone:{phone}:{who}"
        places = (self.fields.get(place) for place in column_words.PLACES)
        where = str(next(filter(None, places), ""))
        if where and not (where == self.name and is_town(where)):
            return f"name:{who}:{' '.join(where.casefold().split())}"
        return f"row:{self.row[:16]}"  # a name alone is nobody: there are many of it


def is_town(where: str) -> bool:
    """Whether an address says no more than a town, which is nobody."""
    return "@" not in where and not _DIGIT.search(where.partition(",")[0])


def _all(fields: Mapping[str, object], one: str, more: str) -> list[str]:
    first = fields.get(one)
    return [str(first), *listed(fields.get(more))] if first else []


def is_total(one: Incoming) -> bool:
    """Whether a row adds up the others, or numbers a page, and nobody is to be reached by it."""
    if not REACH.isdisjoint(one.fields):
        return False
    if _is_counted(one.name) or _is_label(one):
        return True
    is_figure = not any(map(str.isalpha, one.name))
    return is_figure and any(_is_counted(said) for said in one.extra.values() if said != one.name)


def _is_label(one: Incoming) -> bool:
    """Whether a name is the label of the figures beside it, and of nothing else: "Enquiries: 3"."""
    beside = [said for said in one.extra.values() if said != one.name]
    words = normal(one.name).split()
    is_label = one.name.endswith(":") or (len(beside) > 0 and words[:1] in _TOTALLED)
    fields = [said for name, said in one.fields.items() if not name.startswith("source")]
    said = [*beside, *one.notes, *fields]
    return is_label and not one.received and not any(map(str.isalpha, "".join(map(str, said))))


_TOTALLED = [[word] for word in sorted(TOTALS) if word.startswith(("tot", "subtot", "gesamt"))]
"""What a longer label begins with ("Total enquiries"); "Count Basie" is somebody."""


def _is_counted(said: object) -> bool:
    """Whether a cell says that figures beside it, or in it, are a total or a page."""
    words = [word for word in normal(str(said)).split() if not word.isdigit()]
    return len(words) <= _MOST_WORDS and " ".join(words) in TOTALS
