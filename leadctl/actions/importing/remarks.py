"""What is to be said of the rows of an import, gathered while they come in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from leadctl.actions.importing.asked_not_to import AskedNotTo
from leadctl.actions.importing.import_notes import remark
from leadctl.actions.importing.rows import Row

_TOLD = 5
_WANT_NO = {
    "call": "calls",
    "text": "texts",
    "email": "e-mails",
    "meeting": "meetings",
    "letter": "letters",
    "all": "contact at all",
}
"""What whoever bars a channel wants none of; the whole of it last."""


class Shared(NamedTuple):
    """A row that is a lead of its own, though another one, of another name, has a `way` of it.

    `way` is "an e-mail" or "a phone"; `other` is that one in words, "" where it is not shown; the
    ids are those to merge.
    """

    row: Row
    other: str
    other_id: str
    lead_id: str
    way: str


class Remarks:
    """What rows have given to say: of columns, of people, of lines that are nobody."""

    def __init__(self) -> None:
        self.lines: dict[tuple[str, str], list[int]] = {}
        self.asked = AskedNotTo()
        self.shared: list[Shared] = []
        self.barred: Counter[str] = Counter()
        self.twice = 0

    def add(self, row: Row, about: Iterable[tuple[str, str]]) -> None:
        """Take remarks on a row, each a column, or "", and what is so."""
        for one in about:
            self.lines.setdefault(one, []).append(row.line)

    def bar(self, channels: Iterable[str]) -> None:
        """Count a lead that channels are barred of now, and were not before."""
        barred = set(channels)
        self.barred.update({"all"} if "all" in barred else barred)

    def of_people(self, *, stored: bool) -> Iterator[str]:
        """Yield what is to be said of people: who is barred, who asks it, who shares a way."""
        if self.barred:
            said = [f"{self.barred[one]} {_want_no(self.barred[one], one)}" for one in _WANT_NO]
            yield f"Do not contact: {', '.join(s for s in said if not s.startswith('0 '))}."
        yield from self.asked.notes(stored=stored)
        yield from self._of_shared()

    def of_columns(self) -> Iterator[tuple[str, str]]:
        """Yield the column, or "", of each remark, and the remark with its first lines."""
        for (column, what), lines in self.lines.items():
            yield column, remark(column, what, lines)

    def to_join(self) -> Iterator[tuple[str, str]]:
        """Yield of each pair how it is told, and how to join it once both are stored."""
        for one in self.shared[:_TOLD]:
            if one.other:
                line = f"  If it is one person: leadctl merge-leads {one.other_id} {one.lead_id}"
                yield _pair_words(one), line

    def _of_shared(self) -> Iterator[str]:
        """Yield whose phones and e-mails are shared, each pair for itself."""
        for one in self.shared[:_TOLD]:
            yield _pair_words(one)
        if (more := len(self.shared) - _TOLD) > 0:
            yield f"And {more} more that share a phone or an e-mail: leadctl duplicates --all"


def _pair_words(one: Shared) -> str:
    other = one.other or "a lead that you do not see"
    who = f"{one.row.name} (line {one.row.line})"
    return f"Two leads, though they share {one.way}: {who} and {other}."


def _want_no(count: int, channel: str) -> str:
    return f"{'wants' if count == 1 else 'want'} no {_WANT_NO[channel]}"
