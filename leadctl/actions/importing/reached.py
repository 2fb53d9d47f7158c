"""By what leads are found while a file is imported: e-mail addresses, phones, further keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from leadctl.book.index.numbers import Numbers, id_number, id_text
from leadctl.rules.leads.lead import ID

if TYPE_CHECKING:
    from leadctl.actions.importing.rows import Row
    from leadctl.book.text.lead_glance import Glance

_MOST = 50
"""Of so many leads with one way the first are remembered."""


class Reached:
    """Which leads have an e-mail address, a phone or a key; the first has a key where several do.

    Of most people of a long file nothing but that is ever asked, so it is held as numbers.
    """

    def __init__(self) -> None:
        self.ways = Numbers()
        self.shared: dict[str, list[str]] = {}
        self.keys: dict[str, str] = {}

    def has_any(self, row: Row) -> bool:
        """Whether some lead has the key of a row, an e-mail or a phone of it."""
        ways = self.ways
        return row.key in self.keys or ways.has_any(row.emails) or ways.has_any(row.phones)

    def by_email(self, row: Row) -> list[str]:
        """Return the leads that have an e-mail of a row."""
        return self._having(row.emails)

    def by_phone(self, row: Row) -> list[str]:
        """Return the leads that have a phone of a row."""
        return self._having(row.phones)

    def _having(self, ways: Iterable[str]) -> list[str]:
        found: list[str] = []
        for way in ways:
            if way in self.shared:
                found += self.shared[way]
            elif number := self.ways.get(way):
                found.append(id_text(number))
        return found

    def learn(self, seen: Glance) -> None:
        """Take in a lead of the book; one whose id is none is found by nothing."""
        if not ID.fullmatch(seen.id):
            return
        for way in (*map(str.lower, seen.emails), *seen.phones):
            self._add_way(way, seen.id)
        for key in seen.keys:
            self.keys.setdefault(key, seen.id)

    def add(self, lead_id: str, row: Row) -> None:
        """From now on a lead is found by what a row says."""
        for way in (*row.emails, *row.phones):
            self._add_way(way, lead_id)

    def _add_way(self, way: str, lead_id: str) -> None:
        if self.ways.put(way, id_number(lead_id)):
            return
        first = id_text(self.ways.get(way))
        held = self.shared.get(way, [first])
        if lead_id not in held and len(held) < _MOST:
            self.shared[way] = [*held, lead_id]
