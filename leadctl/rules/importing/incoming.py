"""What a row of another system's table says of one person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from leadctl.rules.importing import words
from leadctl.values import dataclass, field

_DIGIT = re.compile(r"\d")
"""The channels of `do_not_contact`, in the order in which they are stored."""


@dataclass(slots=True)
class Incoming:
    """One person as a row tells of them, in the forms that a lead's file has.

    `notes` are (column, text) pairs; `remarks` are (column, what was wrong) pairs for the report;
    `status` is the other system's word, and `ours` the status that it was mapped to, or "";
    `pipeline` is
    that of one of our own files; `since` is the column with its date, as it was written, and
    `came` that of the arrival.
    """

    line: int
    key: str = ""
    name: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    received: datetime | None = None
    notes: list[tuple[str, str]] = field(default_factory=list)
    status: str = ""
    ours: str = ""
    pipeline: str = ""
    status_at: datetime | None = None
    since: dict[str, str] = field(default_factory=dict)
    came: dict[str, str] = field(default_factory=dict)
    row: str = ""
    remarks: list[tuple[str, str]] = field(default_factory=list)

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
        places = (self.fields.get(place) for place in words.PLACES)
        where = str(next(filter(None, places), ""))
        if where and not (where == self.name and is_town(where)):
            return f"name:{who}:{' '.join(where.casefold().split())}"
        return f"row:{self.row[:16]}"  # a name alone is nobody: there are many of it


def is_town(where: str) -> bool:
    """Whether an address says no more than a town, which is nobody."""
    return "@" not in where and not _DIGIT.search(where.partition(",")[0])


def _all(fields: Mapping[str, Any], one: str, more: str) -> list[str]:
    first = fields.get(one)
    return [first, *fields.get(more, ())] if first else []
